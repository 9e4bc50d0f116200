using CreditBridge.Abstractions.Failures;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class LockRetryTests
{
    [Fact]
    public async Task LockedRecords_AreSentOnceMore_EachAlone_AfterAPause()
    {
        using var org = new ScriptedOrg();
        org.Answer(r => ScriptedOrg.Json(WriteResults(r, record => record.GetProperty("id").GetString() is var id && (id == Id(2) || id == Id(5)) ? ("UNABLE_TO_LOCK_ROW", "busy", "") : null)));
        org.Answer(Composite(("write0", 204, "null"), ("write1", 400, Errors("UNABLE_TO_LOCK_ROW", "still busy"))));
        await using var connection = org.Connect();
        var before = org.Clock.GetUtcNow();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 6).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.Select(o => o.IsDelivered).ShouldBe([true, true, true, true, false, true]);
        outcomes[4].Failure!.Kind.ShouldBe(FailureKind.Transient);
        (org.Clock.GetUtcNow() - before).ShouldBe(TimeSpan.FromSeconds(1), "half a second and the jitter");
        org.Calls[1].Parts.Select(p => p.GetProperty("url").GetString()).ShouldBe([$"/services/data/v67.0/sobjects/Account/{Id(2)}", $"/services/data/v67.0/sobjects/Account/{Id(5)}"]);
        org.Calls[1].Parts[0].GetProperty("body").ToString().ShouldBe("""{"Credit_Score__c":700}""");
    }

    [Fact]
    public async Task ManyLockedRecords_CostOneMoreCall_AndMakeTheNextBatchesSmaller()
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(r.Parts[0].GetProperty("url").GetString()!.EndsWith("/composite/sobjects")
            ? WriteResults(r, _ => ("UNABLE_TO_LOCK_ROW", "busy", ""))
            : Composite(r.Parts.Select(p => (p.GetProperty("referenceId").GetString()!, 204, "null")))) };
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 500).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.Count(o => o.IsDelivered).ShouldBe(25);
        org.Calls.Count.ShouldBe(2);
        (await connection.Sink.AllowAsync(new(0, 0, 5000), CancellationToken.None)).Records.ShouldBe(500);
    }

    [Fact]
    public async Task RecordsOnWhichTheOrgsAutomationRanOutOfTime_AreSentOnceMoreInSmallerNumbers()
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(WriteResults(r, record => r.Parts[0].GetProperty("body").GetProperty("records").GetArrayLength() > 100
            ? ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "AccountTrigger: System.LimitException: Apex CPU time limit exceeded", "") : null)) };
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([.. Enumerable.Range(1, 400).Select(i => ToAccount(i))], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        org.Calls[1].Parts.Count.ShouldBe(4);
    }
}
