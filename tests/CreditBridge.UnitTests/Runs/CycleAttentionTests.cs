using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.UnitTests.Hosting.Reports;
using CreditBridge.Worker.Cli;
using CreditBridge.Worker.Cli.Reports;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace CreditBridge.UnitTests.Runs;

/// <summary>A command that says "Needs a person" ends with exit code 3, and one that does not say it ends with 0.</summary>
public sealed class CycleAttentionTests
{
    private static readonly Failure s_failure = new(FailureKind.RecordRejected, "No.", "Do it.");

    public static TheoryData<string, CycleReport> Reasons()
    {
        var at = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
        SyncReport Read(IngestResult result) => new([new SourceReport("erp", RecordKind.Receivable, result, null)], new Dictionary<string, long>());
        return new()
        {
            { "typed over", Cycles.Of() with { Sync = Read(new IngestResult(1, 0, 0, 0, 0) { Drifted = 539 }) } },
            { "removal withheld", Cycles.Of() with { Sync = Read(new IngestResult(1, 0, 0, 0, 0) { RemovalWithheld = "Too many are absent." }) } },
            { "rejected now", Cycles.Of() with { Sync = Read(new IngestResult(1, 0, 0, 0, 2)) } },
            { "rejected earlier", Cycles.Of() with { OpenRejections = 1 } },
            { "missed", Cycles.Of(verification: Cycles.Verification(missed: 3)) },
            { "held back", Cycles.Of(dispatch: new DispatchReport { HeldBack = s_failure }) },
            { "stopped", Cycles.Of(stopped: s_failure) },
            { "refused", Cycles.Of(dispatch: Cycles.Refused(1, _ => s_failure)) },
            { "refused earlier", Cycles.Of() with { Outbox = new OutboxCounts(0, 0, 1) } },
            { "tried again", Cycles.Of() with { Outbox = new OutboxCounts(1, 1, 0) } },
            { "never read", Cycles.Of() with { NeverRead = [new NeverRead("erp", RecordKind.Receivable)] } },
            { "lost", Cycles.Of() with { Evaluation = new EvaluationReport { LostClaims = [new LostClaim("001", "erp:1000/C1", at)] } } },
            { "kept", Cycles.Of() with { Evaluation = new EvaluationReport { KeptClaims = [new KeptClaim("001", "erp:1000/C1", at)] } } },
            { "undelivered", Cycles.Of() with { Evaluation = new EvaluationReport { UndeliveredKeys = new UndeliveredKeys(2, [new("001", "erp:1000/C1x"), new("002", "erp:1000/C2x")]) } } },
            { "unknown people", Cycles.Of() with { Evaluation = new EvaluationReport { Reviews = new ReviewNews { UnknownPeople = ["'Chief' (authority) is no user of the CRM."] } } } },
            { "nobody's reviews", Cycles.Of() with { ReviewsOfNobody = [new Core.Reviews.ReviewsOfNobody("Credit", 3)] } },
            { "defect", Cycles.Of() with { Evaluation = new EvaluationReport { Defects = [("001", "Broken.")] } } },
        };
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void WhatIsSaid_DecidesTheExitCode(string reason, CycleReport report)
    {
        report.NeedsAttention.ShouldBeTrue(reason);
        CommandRunner.ExitCodeOf(report).ShouldBe(ExitCodes.NeedsAttention, reason);
        Shown(report).ShouldContain("Needs a person", Case.Sensitive, reason);
    }

    [Fact]
    public void CycleWithoutTrouble_SaysNothing_AndEndsWell()
    {
        CommandRunner.ExitCodeOf(Cycles.Of()).ShouldBe(ExitCodes.Done);
        Shown(Cycles.Of()).ShouldNotContain("Needs a person");
    }

    [Fact]
    public void UnreadableRecords_NameTheFirst()
    {
        var report = Cycles.Of() with { OpenRejections = 5, FirstUnreadable = new Rejection("erp", RecordKind.Receivable, "items.csv:17", "Column AMOUNT: '1e300' is too large.", null, default) };
        report.Attention.ShouldHaveSingleItem().What.ShouldBe("5 records could not be read, now or earlier. The first: erp open items, items.csv:17: Column AMOUNT: '1e300' is too large.");
    }

    [Fact]
    public void UndeliveredKeys_AreCounted_AndTheFirstFewNamed()
    {
        new UndeliveredKeys(1, [new("001", "erp:1000/C1x")]).What.ShouldStartWith("1 account names a customer that no ERP delivers: erp:1000/C1x (account 001). ");
        new UndeliveredKeys(2_000, [.. Enumerable.Range(1, 100).Select(i => new UndeliveredClaim($"{i:D3}", $"erp:1000/C{i}x"))]).What
            .ShouldStartWith("2,000 accounts name customers that no ERP delivers: erp:1000/C1x (account 001), erp:1000/C2x (account 002), erp:1000/C3x (account 003), … What they owe");
    }

    private static string Shown(CycleReport report)
    {
        using var text = new StringWriter();
        CycleTables.ShowAttention(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No }), report);
        return text.ToString();
    }
}
