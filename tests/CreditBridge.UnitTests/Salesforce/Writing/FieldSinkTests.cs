using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class FieldSinkTests
{
    [Fact]
    public async Task Batch_OfAThousand_IsOneCountedCall()
    {
        using var org = Obliging();
        await using var connection = org.Connect();
        connection.Sink.BatchSize.ShouldBe(1000);

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 1000).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.Count.ShouldBe(1000);
        outcomes.ShouldAllBe(o => o.IsDelivered);
        connection.Usage.Calls.ShouldBe(1);
        org.Calls[0].Parts.Select(p => p.GetProperty("body").GetProperty("records").GetArrayLength()).ShouldBe([200, 200, 200, 200, 200]);
        org.Calls[0].Parts.ShouldAllBe(p => p.GetProperty("url").GetString() == "/services/data/v67.0/composite/sobjects" && p.GetProperty("method").GetString() == "PATCH");
    }

    [Fact]
    public async Task Batch_OfBothObjects_IsPackedAndKeepsItsOrder()
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(WriteResults(r, record => record.GetProperty("id").GetString()![..15].EndsWith('7') ? ("UNABLE_TO_LOCK_ROW", "busy", "") : null)) };
        await using var connection = org.Connect();
        var batch = Enumerable.Range(1, 1350).Select(i => i % 3 == 0 ? ToOpportunity(i, account: 2000 - i) : ToAccount(i)).ToList();

        var outcomes = await connection.Sink.WriteAsync(batch, CancellationToken.None);

        connection.Usage.Calls.ShouldBe(3, "two for the batch, one for locked records alone");
        outcomes.Select(o => o.Target).ShouldBe(batch.Select(w => w.Target));
        outcomes.ShouldAllBe(o => o.IsDelivered != (o.Target.Key[14] == '7'));
        var records = org.Calls.Take(2).SelectMany(c => c.Parts).SelectMany(p => p.GetProperty("body").GetProperty("records").EnumerateArray()).ToList();
        records.Count.ShouldBe(1350);
        var types = records.Select(r => r.GetProperty("attributes").GetProperty("type").GetString()).ToList();
        types.ShouldBe(types.Order());
        // Deals come in the order of the account that is locked with them.
        records.Skip(900).Select(r => r.GetProperty("id").GetString()).ShouldBe(batch.Where(w => w.Target.Kind == RecordKind.Opportunity).Select(w => w.Target.Key).Reverse());
    }

    [Theory]
    [InlineData("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: 001XXXXXXXXXXXXXX", FailureKind.Transient)]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Held accounts need a reason", FailureKind.RecordRejected)]
    [InlineData("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", FailureKind.RecordRejected)]
    [InlineData("STRING_TOO_LONG", "data value too large", FailureKind.Configuration)]
    [InlineData("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value for restricted picklist field: Amount", FailureKind.Configuration)]
    [InlineData("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", FailureKind.Configuration)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: execution of BeforeUpdate caused by: oops", FailureKind.RecordRejected)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: caused by: UNABLE_TO_LOCK_ROW", FailureKind.Transient)]
    [InlineData("A_CODE_OF_TOMORROW", "hm", FailureKind.RecordRejected)]
    public async Task Record_ThatIsRefused_SaysWhatToDo(string code, string message, FailureKind kind)
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(WriteResults(r, record => record.GetProperty("id").GetString() == Id(2) ? (code, message, "Credit_Score__c") : null)) };
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1), ToAccount(2), ToAccount(3)], CancellationToken.None);

        outcomes.Select(o => o.IsDelivered).ShouldBe([true, false, true]);
        var failure = outcomes[1].Failure!;
        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Where.ShouldBe($"Account {Id(2)}");
        failure.Message.ShouldContain(message.TrimEnd('.'));
        failure.NextStep.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Collection_ThatFailsAsAWhole_ConcernsItsRecordsOnly()
    {
        using var org = new ScriptedOrg();
        org.Answer(r => ScriptedOrg.Json(WriteResults(r, _ => null).Replace("\"httpStatusCode\":200,\"referenceId\":\"write1\"", "\"httpStatusCode\":503,\"referenceId\":\"write1\"")));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 500).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.Select(o => o.IsDelivered).ShouldBe(Enumerable.Range(0, 500).Select(i => i is < 200 or >= 400));
        outcomes[200].Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"success":true,"id":"001000000000002AAA","errors":[]},{"success":true,"id":"001000000000001AAA","errors":[]}]""")]
    [InlineData("""{"unexpected":1}""")]
    [InlineData("""[{"success":false,"errors":[]},{"success":false,"errors":[]}]""")]
    [InlineData("""[null,null]""")]
    public async Task Results_ThatCannotBeMatched_ArePassingFailuresAndNeverSuccess(string body)
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(("write0", 200, body)));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1), ToAccount(2)], CancellationToken.None);

        outcomes.ShouldAllBe(o => !o.IsDelivered && o.Failure!.Kind == FailureKind.Transient);
    }

    [Fact]
    public async Task Call_ThatFails_GivesEveryRecordTheReason()
    {
        using var org = new ScriptedOrg();
        org.Answer(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1), ToAccount(2)], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient);
    }

    [Fact]
    public async Task Login_ThatIsRefusedBeforeAnythingWasSent_Throws()
    {
        using var org = new ScriptedOrg { OnLogin = _ => ScriptedOrg.Json("""{"error":"invalid_client"}""", HttpStatusCode.BadRequest) };
        await using var connection = org.Connect();

        (await Should.ThrowAsync<ConnectorException>(() => connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None))).Failure.Kind.ShouldBe(FailureKind.Authentication);
    }

    [Fact]
    public async Task Login_ThatIsRefusedHalfway_KeepsTheOutcomesOfTheFirstCall()
    {
        using var org = new ScriptedOrg();
        org.Answer(r => ScriptedOrg.Json(WriteResults(r, _ => null)));
        org.Otherwise = _ => ScriptedOrg.Json(Errors("INVALID_SESSION_ID", "Session expired or invalid"), HttpStatusCode.Unauthorized);
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 1200).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.Count(o => o.IsDelivered).ShouldBe(1000);
        outcomes.Skip(1000).ShouldAllBe(o => o.Failure!.Kind == FailureKind.Authentication);
    }

    [Fact]
    public async Task Record_TwiceInABatch_IsRefusedAsABug()
    {
        using var org = Obliging();
        await using var connection = org.Connect();
        var shortForm = new FieldWrite(new TargetRecord(RecordKind.Account, Id(1)[..15]), ToAccount(1).Values);

        await Should.ThrowAsync<ArgumentException>(() => connection.Sink.WriteAsync([ToAccount(1), shortForm], CancellationToken.None));
        org.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Record_WithAKeyOfAnotherSystem_IsRejectedWithoutBeingSent()
    {
        using var org = Obliging();
        await using var connection = org.Connect();
        var foreign = new FieldWrite(new TargetRecord(RecordKind.Account, "4711"), ToAccount(1).Values);

        var outcomes = await connection.Sink.WriteAsync([foreign, ToAccount(1)], CancellationToken.None);

        outcomes[0].Failure!.Kind.ShouldBe(FailureKind.RecordRejected);
        outcomes[1].IsDelivered.ShouldBeTrue();
        org.Calls[0].Body.ShouldNotContain("4711");
    }

    [Fact]
    public async Task Cancelled_BeforeTheFirstCall_SendsNothing()
    {
        using var org = Obliging();
        await using var connection = org.Connect();

        await Should.ThrowAsync<OperationCanceledException>(() => connection.Sink.WriteAsync([ToAccount(1)], new CancellationToken(canceled: true)));
        org.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_BetweenTwoCalls_KeepsWhatIsKnown()
    {
        using var org = new ScriptedOrg();
        using var stop = new CancellationTokenSource();
        org.Otherwise = r =>
        {
            stop.Cancel();
            return ScriptedOrg.Json(WriteResults(r, _ => null));
        };
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 1200).Select(i => ToAccount(i))], stop.Token);

        outcomes.Count(o => o.IsDelivered).ShouldBe(1000);
        outcomes.Skip(1000).ShouldAllBe(o => o.Failure!.MayPass);
        org.Calls.Count.ShouldBe(1);
    }

    internal static ScriptedOrg Obliging() => new() { Otherwise = r => ScriptedOrg.Json(WriteResults(r, _ => null)) };
}
