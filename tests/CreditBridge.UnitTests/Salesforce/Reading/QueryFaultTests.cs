using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Soql;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed partial class QueryFaultTests
{
    private const string Old = "2026-11-21T10:00:00.000+0000";
    private const string TooLong = "Your query request was running for too long.";

    [Fact]
    public async Task Query_ThatTakesTooLong_IsHalvedUntilTheOrgManagesIt_AndNothingIsLost()
    {
        using var org = new ScriptedOrg();
        // A record for each year; the org manages five years at once.
        org.Otherwise = sent =>
        {
            var (from, until) = Bounds(sent.Soql);
            if (((until ?? org.Clock.GetUtcNow()) - (from ?? new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero))).TotalDays > 5 * 366)
                return ScriptedOrg.Json(Errors("QUERY_TIMEOUT", TooLong), HttpStatusCode.BadRequest);
            var rows = Enumerable.Range(2000, 27).Where(year => !(from is { } f && At(year) < f) && !(until is { } u && At(year) > u))
                .Select(year => AccountRow(year, string.Create(CultureInfo.InvariantCulture, $"{year}-06-01T00:00:00.000+0000")));
            return ScriptedOrg.Json(Page(rows));
        };

        var pages = await org.Connect().ReadAsync(RecordKind.Account);

        pages.SelectMany(p => p.Changes).Select(c => c.Key).Distinct().ShouldBe(Enumerable.Range(2000, 27).Select(year => Id(year)));
        Bounds(org.Calls[^1].Soql).Until.ShouldBeNull("the last part is open");
        pages[^1].Next.Value.ShouldContain("2026-06-01");
        org.Calls.Count.ShouldBeLessThan(25);
    }

    [Fact]
    public async Task Query_ThatTakesTooLongHoweverLittleIsAsked_IsAPassingFailure()
    {
        using var org = new ScriptedOrg { Otherwise = _ => ScriptedOrg.Json(Errors("QUERY_TIMEOUT", TooLong), HttpStatusCode.BadRequest) };

        (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure.Kind.ShouldBe(FailureKind.Transient);
        org.Calls.Count.ShouldBeLessThan(12);
    }

    [Fact]
    public async Task Page_ThatTakesTooLong_IsAskedForAnewBehindTheLastRecord()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Errors("QUERY_TIMEOUT", TooLong), HttpStatusCode.BadRequest);
        org.Answer(Page([AccountRow(2, Old)]));

        (await org.Connect().ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
        org.Calls[2].Soql.ShouldContain($"OR Id > '{Id(1)}'");
    }

    [Fact]
    public async Task Query_TooLongForAnAddress_GoesInABody()
    {
        using var org = new ScriptedOrg();
        var options = new SalesforceOptions
        {
            LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "EUR",
            Attributes = Enumerable.Range(1, 300).ToDictionary(i => $"A{i}", i => $"Attribute_with_a_name_that_is_long_{i}__c"),
        };
        org.Answer(Composite(("Account", 200, Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"))));
        org.Answer(Page([AccountRow(2, Old)]));
        await using var connection = org.Connect(options);

        (await connection.ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);

        org.Calls[0].Uri.AbsolutePath.ShouldBe("/services/data/v67.0/composite");
        org.Calls[0].Parts.ShouldHaveSingleItem().GetProperty("url").GetString()!.Length.ShouldBeGreaterThan(12_000);
        org.Calls.ShouldAllBe(c => c.Uri.ToString().Length < 16_384);
        connection.Usage.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Stamp_ThatCannotBeFilteredBy_IsNamed()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("INVALID_FIELD", "\nFROM User WHERE SystemModstamp >= 2023-10-17T15:46:51Z\n ^\nERROR at Row:1:Column:286\nfield 'SystemModstamp' can not be filtered in a query call"),
            HttpStatusCode.BadRequest);

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.User))).Failure;

        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("User be filtered by SystemModstamp");
    }

    [Theory]
    [InlineData("001D000000IRFma", "001D000000IRFmaIAH")]
    [InlineData("001000000000001", "001000000000001AAA")]
    [InlineData("001D000000IRFmaIAH", "001D000000IRFmaIAH")]
    public async Task Ids_InTheirShortForm_NameTheSameRecord(string given, string known)
    {
        RecordId.Long(given).ShouldBe(known);
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old).Replace($"\"Id\":\"{Id(1)}\"", $"\"Id\":\"{given}\"").Replace("\"ParentId\":null", $"\"ParentId\":\"{given}\"")]));

        var account = (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes[0].Current.ShouldBeOfType<AccountRecord>();

        account.Key.ShouldBe(known);
        account.ParentKey.ShouldBe(known);
    }

    [Fact]
    public async Task Merges_OneAfterAnother_LeadToTheAccountThatIsLeft()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([Merged(1, 2), Merged(2, 3), AccountRow(3, Old), Merged(4, 5), AccountRow(5, Old)]));

        var changes = (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes;

        changes.Select(c => c.MergedInto).ShouldBe([Id(3), Id(3), null, Id(5), null]);
    }

    [Fact]
    public async Task Merges_InACircle_EndSomewhere()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([Merged(1, 2), Merged(2, 1)]));

        (await org.Connect().ReadAsync(RecordKind.Account))[0].Changes.ShouldAllBe(c => c.MergedInto != null);
    }

    private static string Merged(int number, int into) =>
        AccountRow(number, Old).Replace("\"IsDeleted\":false", "\"IsDeleted\":true").Replace("\"MasterRecordId\":null", $"\"MasterRecordId\":\"{Id(into)}\"");

    private static DateTimeOffset At(int year) => new(year, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static (DateTimeOffset? From, DateTimeOffset? Until) Bounds(string soql)
    {
        var (from, until) = (LowerBound().Match(soql), UpperBound().Match(soql));
        return (from.Success ? DateTimeOffset.Parse(from.Groups[1].Value, CultureInfo.InvariantCulture) : null,
            until.Success ? DateTimeOffset.Parse(until.Groups[1].Value, CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex(@"SystemModstamp >= (\S+)")]
    private static partial Regex LowerBound();

    [GeneratedRegex(@"SystemModstamp <= (\S+)")]
    private static partial Regex UpperBound();
}
