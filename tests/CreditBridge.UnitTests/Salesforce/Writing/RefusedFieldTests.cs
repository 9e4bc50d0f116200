using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class RefusedFieldTests
{
    private static readonly (CreditField, FieldValue)[] ScoreAndBand = [(Account.Score, FieldValue.Number(700)), (Account.Band, FieldValue.Text("B"))];

    [Theory]
    [InlineData("Risk_Band__c", true)]
    [InlineData(null, false)]
    public async Task Field_HiddenFromTheUser_IsLeftOutInTheSameWrite(string? readOnly, bool deployed)
    {
        using var org = Org(hidden: "Risk_Band__c", Describe(deployed ? [] : ["Risk_Band__c"], readOnly));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand), ToAccount(2), ToAccount(3, (Account.Band, FieldValue.Text("B")))], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        connection.Sink.Accepts(Account.Band).ShouldBeFalse();
        connection.Sink.Accepts(Account.Score).ShouldBeTrue();
        var problem = connection.Sink.Problems.ShouldHaveSingleItem();
        problem.Subject.ShouldBe("Account.Risk_Band__c");
        problem.NextStep!.ShouldContain("CreditBridge_Integration");
        org.Calls.Count.ShouldBe(3, "the write, one look at the org, the write without the field");
        org.Calls[2].Body.ShouldNotContain("Risk_Band__c");
        org.Calls[2].Parts[0].GetProperty("body").GetProperty("records").GetArrayLength().ShouldBe(1, "only the record that still has something to write");
    }

    [Fact]
    public async Task Field_KnownToBeMissing_IsNotSentAgain()
    {
        using var org = Org(hidden: "Risk_Band__c", Describe(["Risk_Band__c"], null));
        await using var connection = org.Connect();
        await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None);

        (await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None))[0].IsDelivered.ShouldBeTrue();

        org.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Field_FoundMissingByAnEarlierProcess_IsAskedAboutOnceAndNotTriedAgain()
    {
        // Trying it made every new process take the set of fields for changed, and look at every account anew.
        using var org = Org(hidden: "Risk_Band__c", Describe(["Risk_Band__c"], null));
        await using (var first = org.Connect())
            await first.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None);
        var before = org.Calls.Count;

        await using var second = org.Connect();
        await second.BeginCycleAsync(new Dictionary<RecordKind, Checkpoint?>(), CancellationToken.None);
        second.Sink.Accepts(Account.Band).ShouldBeFalse();
        second.Sink.Accepts(Account.Score).ShouldBeTrue();
        second.Sink.Problems.ShouldHaveSingleItem().Subject.ShouldBe("Account.Risk_Band__c");
        (org.Calls.Count - before).ShouldBe(1);

        org.Otherwise = r => ScriptedOrg.Json(r.Body.Contains("/describe") ? Describe([], null) : WriteResults(r, _ => null));
        await using var third = org.Connect();
        await third.BeginCycleAsync(new Dictionary<RecordKind, Checkpoint?>(), CancellationToken.None);
        third.Sink.Accepts(Account.Band).ShouldBeTrue("it was repaired before the start");
    }

    [Fact]
    public async Task Field_ThatWasRepaired_IsWrittenAgainAfterAnHour()
    {
        using var org = Org(hidden: "Risk_Band__c", Describe(["Risk_Band__c"], null));
        await using var connection = org.Connect();
        await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None);
        org.Otherwise = r => ScriptedOrg.Json(r.Body.Contains("/describe") ? Describe([], null) : WriteResults(r, _ => null));

        org.Clock.Advance(TimeSpan.FromMinutes(61));
        await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None);

        connection.Sink.Problems.ShouldBeEmpty();
        org.Calls[^1].Body.ShouldContain("Risk_Band__c");
    }

    [Fact]
    public async Task Complaint_ThatTheOrgsDescriptionDoesNotBear_StaysTheRecordsFailureAndIsNotAskedAboutAgain()
    {
        using var org = Org(hidden: "Risk_Band__c", Describe([], null));
        await using var connection = org.Connect();

        for (var i = 0; i < 3; i++)
        {
            var outcomes = await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand), ToAccount(2)], CancellationToken.None);
            outcomes[0].Failure!.Kind.ShouldBe(FailureKind.Configuration);
            outcomes[1].IsDelivered.ShouldBeTrue();
        }

        org.Calls.Count.ShouldBe(4);
        connection.Sink.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Field_UnknownToTheWholeRequest_IsLeftOutToo()
    {
        using var org = new ScriptedOrg();
        org.Otherwise = r => ScriptedOrg.Json(r.Body.Contains("/describe") ? Describe(["Risk_Band__c"], null)
            : r.Body.Contains("Risk_Band__c") ? Composite(("write0", 400, Errors("INVALID_FIELD", "No such column 'Risk_Band__c' on sobject of type Account")))
            : WriteResults(r, _ => null));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand), ToAccount(2)], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        connection.Sink.Accepts(Account.Band).ShouldBeFalse();
    }

    [Fact]
    public async Task Description_ThatCannotBeHad_LeavesTheComplaint()
    {
        using var org = new ScriptedOrg();
        org.Otherwise = r => r.Body.Contains("/describe") ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : ScriptedOrg.Json(WriteResults(r, _ => ("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Risk_Band__c.", "Risk_Band__c")));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1, ScoreAndBand)], CancellationToken.None);

        outcomes[0].Failure!.Kind.ShouldBe(FailureKind.Configuration);
        connection.Sink.Accepts(Account.Band).ShouldBeTrue();
    }

    [Fact]
    public async Task Write_InTheNormalCase_NeverAsksForADescription()
    {
        using var org = FieldSinkTests.Obliging();
        await using var connection = org.Connect();

        await connection.Sink.WriteAsync([ToAccount(1), ToOpportunity(2, 1)], CancellationToken.None);

        org.Calls.ShouldHaveSingleItem().Body.ShouldNotContain("describe");
    }

    /// <summary>An org that refuses one field of every record, and describes itself as told.</summary>
    private static ScriptedOrg Org(string hidden, string describe) => new()
    {
        Otherwise = r => ScriptedOrg.Json(r.Body.Contains("/describe") ? describe : WriteResults(r, record => record.TryGetProperty(hidden, out _)
            ? ("INVALID_FIELD_FOR_INSERT_UPDATE", $"Unable to create/update fields: {hidden}. Please check the security settings of this field.", hidden)
            : null)),
    };

    private static string Describe(string[] missing, string? readOnly) => Composite(new[] { "Account", "Opportunity" }.Select(name => (name, 200, JsonSerializer.Serialize(new
    {
        name,
        queryable = true,
        updateable = true,
        fields = new SalesforceOptions().Fields.Where(f => f.Key.StartsWith(name, StringComparison.Ordinal) && !missing.Contains(f.Value))
            .Select(f => new { name = f.Value, type = "string", updateable = f.Value != readOnly, length = 255, precision = 0, scale = 0, label = "x" }),
    }))));
}
