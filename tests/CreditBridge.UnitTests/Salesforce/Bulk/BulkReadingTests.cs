using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

public sealed class BulkReadingTests
{
    private const string Old = "2026-11-21T10:00:00.000+0000";
    private const string JobId = "750000000000001AAA";
    private const string Header = "\"Id\",\"Name\",\"ParentId\",\"OwnerId\",\"Industry\",\"BillingCountry\",\"CreatedDate\",\"ERP_Customer_Keys__c\",\"IsDeleted\",\"MasterRecordId\",\"SystemModstamp\"," +
        "\"Years__c\",\"Credit_Score__c\",\"Credit_Hold__c\",\"LastModifiedById\"";

    [Fact]
    public async Task ManyRecords_AreReadByOneJobBehindTheFirstPage()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job("InProgress")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv([Account(3, "2026-11-21T10:05:00.000Z"), Account(2, Old, deleted: true, master: Id(1))], "MTAwMDA"));
        org.Answer(_ => Csv([Account(4, "2026-11-21T10:01:00.000Z", name: "A \"quoted\", and\nbroken name")], "null"));
        org.Answer(Page([]));
        await using var connection = org.Connect(Bulk(50));

        var pages = await connection.ReadAsync(RecordKind.Account);

        pages.SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(3), Id(2), Id(4)]);
        var request = JsonDocument.Parse(org.Calls[1].Body).RootElement;
        org.Calls[1].Uri.AbsolutePath.ShouldBe("/services/data/v67.0/jobs/query");
        request.GetProperty("operation").GetString().ShouldBe("queryAll");
        request.GetProperty("query").GetString().ShouldEndWith($" FROM Account WHERE SystemModstamp >= 2026-11-21T10:00:00Z AND (SystemModstamp > 2026-11-21T10:00:00Z OR Id > '{Id(1)}')");
        org.Calls[2].Uri.AbsolutePath.ShouldBe($"/services/data/v67.0/jobs/query/{JobId}");
        org.Calls[4].Uri.PathAndQuery.ShouldBe($"/services/data/v67.0/jobs/query/{JobId}/results?maxRecords=50000");
        org.Calls[5].Uri.PathAndQuery.ShouldEndWith("?maxRecords=50000&locator=MTAwMDA");
        org.Calls.Count.ShouldBe(6);

        var changes = pages.SelectMany(p => p.Changes).ToDictionary(c => c.Key);
        changes[Id(2)].Current.ShouldBeNull();
        changes[Id(2)].MergedInto.ShouldBe(Id(1));
        changes[Id(4)].Current.ShouldBeOfType<AccountRecord>().Name.ShouldBe("A \"quoted\", and\nbroken name");
        changes[Id(4)].Shown![CreditFields.Account.Score].ShouldBe(FieldValue.Number(62.5m));
        changes[Id(4)].Shown![CreditFields.Account.Hold].ShouldBe(FieldValue.Flag(true));
        changes[Id(4)].ChangedBy.ShouldBe("005000000000009AAA");

        // Until the end nothing has moved behind the first page; then reading goes on behind the latest of all.
        await connection.ReadAsync(RecordKind.Account, pages[^2].Next);
        org.Calls[6].Soql.ShouldContain($"OR Id > '{Id(1)}'");
        org.Answer(Page([]));
        await connection.ReadAsync(RecordKind.Account, pages[^1].Next);
        org.Calls[7].Soql.ShouldContain($"SystemModstamp >= 2026-11-21T10:05:00Z AND (SystemModstamp > 2026-11-21T10:05:00Z OR Id > '{Id(3)}')");
    }

    [Fact]
    public async Task Record_IsTheSame_WhicheverWayItCame()
    {
        using var org = new ScriptedOrg();
        var options = Bulk(50, new() { ["Years"] = "Years__c", ["Since"] = "CreatedDate" });
        org.Answer(Page([AccountRow(2, Old, "Acme", ",\"Years__c\":12.5")], "/services/data/v67.0/query/01g-1"));
        org.Answer(Composite(("Account", 200, """
            {"name":"Account","queryable":true,"updateable":true,"fields":[{"name":"Years__c","type":"double","updateable":true,"length":0,"precision":18,"scale":2},
             {"name":"CreatedDate","type":"datetime","updateable":false,"length":0,"precision":0,"scale":0}]}
            """)));
        org.Answer(Job("UploadComplete")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv([Account(2, Old, name: "Acme", years: "12.50")], "null"));

        var changes = (await org.Connect(options).ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).ToList();

        changes[1].Current.ShouldBeOfType<AccountRecord>().Attributes.ShouldBe(new Dictionary<string, string> { ["Years"] = "12.5", ["Since"] = "2020-02-03T04:05:06.000+0000" }, ignoreOrder: true);
        RecordCodec.Encode(changes[1].Current!).ShouldBe(RecordCodec.Encode(changes[0].Current!), "otherwise every account would be evaluated anew");
    }

    [Fact]
    public async Task RecordsChangedWhileTheJobRan_MoveNoMark()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv([Account(2, "2026-11-21T10:03:00.000Z"), Account(3, "2026-11-21T12:00:07.000Z")], "null"));
        org.Answer(Page([]));
        await using var connection = org.Connect(Bulk(50));

        var pages = await connection.ReadAsync(RecordKind.Account);
        await connection.ReadAsync(RecordKind.Account, pages[^1].Next);

        org.Calls[^1].Soql.ShouldContain($"SystemModstamp >= 2026-11-21T10:03:00Z AND (SystemModstamp > 2026-11-21T10:03:00Z OR Id > '{Id(2)}')");
    }

    [Theory]
    [InlineData(400, "LIMIT_EXCEEDED", "Limit exceeded for daily query jobs")]
    [InlineData(403, "FUNCTIONALITY_NOT_ENABLED", "Bulk API is not enabled")]
    [InlineData(400, "API_ERROR", "something about this query")]
    [InlineData(404, "NOT_FOUND", "The requested resource does not exist")]
    public async Task Job_ThatTheOrgDoesNotWant_LeavesPageAfterPage(int status, string code, string message)
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Errors(code, message), (HttpStatusCode)status);
        org.Answer(Page([AccountRow(2, Old)], "/services/data/v67.0/query/01g-2"));
        org.Answer(Page([AccountRow(3, Old)]));
        await using var connection = org.Connect(Bulk(50));

        (await connection.ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2), Id(3)]);
        org.Calls.Count.ShouldBe(4, "it is not asked for again with every page");
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Aborted")]
    public async Task Job_ThatFails_LeavesPageAfterPage(string state)
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job(state)).Answer(Page([AccountRow(2, Old)]));

        (await org.Connect(Bulk(50)).ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
    }

    [Fact]
    public async Task Job_ThatNeverEnds_IsGivenUpAfterHalfAnHour()
    {
        using var org = new ScriptedOrg();
        org.Otherwise = sent => sent.Uri.AbsolutePath.EndsWith("/query/01g-1", StringComparison.Ordinal) ? ScriptedOrg.Json(Page([AccountRow(2, Old)])) : ScriptedOrg.Json(Job("InProgress"));
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        var before = org.Clock.GetUtcNow();

        (await org.Connect(Bulk(50)).ReadAsync(RecordKind.Account)).Sum(p => p.Changes.Count).ShouldBe(2);

        (org.Clock.GetUtcNow() - before).ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
        org.Calls.Count.ShouldBeLessThan(45);
    }

    [Fact]
    public async Task DailyLimit_IsNoReasonForPages()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), HttpStatusCode.Forbidden);

        (await Should.ThrowAsync<ConnectorException>(() => org.Connect(Bulk(50)).ReadAsync(RecordKind.Account))).Failure.Kind.ShouldBe(FailureKind.Throttled);
    }

    [Fact]
    public async Task Looks_AtTheJob_SurviveFaultsAndAnExpiredSession()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete"));
        org.Answer(_ => new HttpResponseMessage(HttpStatusCode.BadGateway));
        org.Answer(Errors("INVALID_SESSION_ID", "Session expired or invalid"), HttpStatusCode.Unauthorized).Answer(Job("JobComplete"));
        org.Answer(Errors("INVALID_SESSION_ID", "Session expired or invalid"), HttpStatusCode.Unauthorized);
        org.Answer(_ => Csv([Account(2, Old)], "null"));

        (await org.Connect(Bulk(50)).ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
        org.Logins.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Piece_ThatBreaksOff_IsFetchedAgainBeforeAnyOfItsRowsIsGiven()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv([], "null", new BrokenStream(Encoding.UTF8.GetBytes($"{Header}\n{Account(9, Old)}\n"))));
        org.Answer(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>maintenance</html>", Encoding.UTF8, "text/html") });
        org.Answer(_ => Csv([Account(2, Old)], "null"));

        (await org.Connect(Bulk(50)).ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("\"Id\",\"Name\"\n\"001000000000002AAA\"\n", "null")]
    [InlineData("\"Id\",\"Name\"\n\"001000000000002AAA\",\"un\"closed\n", "null")]
    [InlineData(Header + "\n", "MTAw", "7")]
    public async Task Piece_ThatCannotBeComplete_IsAFailureAndNotTakenForAll(string csv, string locator, string count = "1")
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv(csv, locator, count));

        (await Should.ThrowAsync<ConnectorException>(() => org.Connect(Bulk(50)).ReadAsync(RecordKind.Account))).Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task Row_ThatCannotBeRead_RejectsThatRecordOnly()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Job("UploadComplete")).Answer(Job("JobComplete"));
        org.Answer(_ => Csv([Account(2, Old, keys: "no key"), Account(3, Old)], "null"));

        var pages = await org.Connect(Bulk(50)).ReadAsync(RecordKind.Account);

        pages.SelectMany(p => p.Rejected).ShouldHaveSingleItem().Key.ShouldBe(Id(2));
        pages.SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(3)]);
    }

    [Fact]
    public async Task SwitchedOff_ItIsNeverAskedFor()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Page([AccountRow(2, Old)]));

        await org.Connect(Bulk(0)).ReadAsync(RecordKind.Account);

        org.Calls.Count.ShouldBe(2);
    }

    private static string Job(string state) =>
        $$"""{"id":"{{JobId}}","operation":"queryAll","object":"Account","state":"{{state}}","apiVersion":67.0,"jobType":"V2Query","numberRecordsProcessed":3,"retries":0}""";

    private static string Account(int number, string stamp, string name = "Acme", bool deleted = false, string master = "", string years = "", string keys = "") => string.Create(CultureInfo.InvariantCulture,
        $"\"{Id(number)}\",\"{name.Replace("\"", "\"\"")}\",\"\",\"005000000000001AAA\",\"\",\"DE\",\"2020-02-03T04:05:06.000Z\",\"{keys}\",\"{(deleted ? "true" : "false")}\",\"{master}\",\"{stamp}\"," +
        $"\"{years}\",\"62.5\",\"true\",\"005000000000009AAA\"");

    private static HttpResponseMessage Csv(IReadOnlyList<string> rows, string locator, Stream? body = null) => Csv(
        $"{Header}\n{string.Concat(rows.Select(r => r + "\n"))}", locator, rows.Count.ToString(CultureInfo.InvariantCulture), body);

    private static HttpResponseMessage Csv(string csv, string locator, string count, Stream? body = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = body is null ? new StringContent(csv, Encoding.UTF8, "text/csv") : new StreamContent(body) };
        response.Headers.Add("Sforce-Locator", locator);
        response.Headers.Add("Sforce-NumberOfRecords", count);
        return response;
    }

    private static SalesforceOptions Bulk(int from, Dictionary<string, string>? attributes = null) => new()
    {
        LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" }, BulkReadRecords = from, Attributes = attributes ?? [],
    };

    /// <summary>A body that ends in an error.</summary>
    private sealed class BrokenStream(byte[] start) : MemoryStream(start)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("reset");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("reset");

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await base.CopyToAsync(destination, bufferSize, cancellationToken);
            throw new IOException("reset");
        }
    }
}
