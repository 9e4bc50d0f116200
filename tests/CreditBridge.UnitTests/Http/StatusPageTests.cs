using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.UnitTests.Hosting.Reports;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Http;
using CreditBridge.Worker.Http.Status;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Http;

public sealed class StatusPageTests
{
    private const string Hostile = "<script>alert('x')</script> & \"quoted\" <img src=x onerror=alert(1)>";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WordsOfOtherSystems_AreTextAndNeverMarkup()
    {
        var failure = new Failure(FailureKind.RecordRejected, Hostile, Hostile) { Code = Hostile };
        var page = Page(Status() with
        {
            Health = new ReadinessCheck(false, new Dictionary<string, string> { [Hostile] = Hostile }),
            PolicyMistakes = [Hostile],
            Refused = [Entry(Hostile, failure)],
            Cycle = Cycles.Of(stopped: failure, dispatch: new DispatchReport { HeldBack = failure, Stopped = failure }),
            Connections = [(Hostile, new ConnectionUsage(1) { UsedInPeriod = 1, AllowedInPeriod = 2 }, new ChangeFeedStatus(ChangeFeedState.Silent, Now) { Problem = failure })],
            Verification = new VerificationStanding(Now, Now, 1, 0, 1) { Trouble = Hostile },
            Bureaus = Bureaus(Hostile, Hostile),
        });

        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("\"quoted\"");
        page.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public void Refused_IsListedWithTheOrgsOwnWordsCodeAndNextStep()
    {
        var failure = new Failure(FailureKind.RecordRejected, "A validation rule stops the change. Salesforce says: Kein Kredit über 5 Mio.", "Correct the record.") { Code = "FIELD_CUSTOM_VALIDATION_EXCEPTION" };
        var page = Page(Status() with { Outbox = new OutboxCounts(3, 1, 120), Refused = [Entry("001000000000001AAA", failure)] });

        page.ShouldContain("001000000000001AAA");
        page.ShouldContain("FIELD_CUSTOM_VALIDATION_EXCEPTION");
        page.ShouldContain("Kein Kredit über 5 Mio.");
        page.ShouldContain("Correct the record.");
        page.ShouldContain("The first 1 of 120.");
    }

    [Fact]
    public void Cost_ShowsBothBarsAndTheRate()
    {
        var page = Page(Status() with
        {
            Totals = new RunTotals { Cycles = 10, Calls = 12, Written = 4_000 },
            Connections = [("crm", new ConnectionUsage(12) { UsedInPeriod = 81_000, AllowedInPeriod = 100_000, OwnInPeriod = 500, OwnBudget = 2_000, ReservedForHolds = 400 }, null)],
        });

        page.ShouldContain("3 counted calls per 1,000 records written, polls included");
        page.ShouldContain("81,000 of 100,000 calls (81 %)");
        page.ShouldContain("500 of 2,000 calls (25 %), 400 of them kept for holds");
        page.ShouldContain("max=\"100000\" high=\"80000\" optimum=\"0\" value=\"81000\"");
    }

    // The page once chose for itself what needs a person, and said that all is well where a command would have ended with exit code 3.
    [Fact]
    public void WhatNeedsAPerson_IsWhatTheCycleSays_AndStandsFirst()
    {
        var failure = new Failure(FailureKind.Configuration, "The org does not take it.", "Ask the admin.");
        var cycle = Cycles.Of(dispatch: new DispatchReport { HeldBack = failure }) with { OpenRejections = 7 };
        cycle.Attention.Count.ShouldBeGreaterThanOrEqualTo(2);
        var page = Page(Status() with { Cycle = cycle });

        page.ShouldContain("Something needs a person all the same");
        foreach (var line in cycle.Attention)
            page.ShouldContain($"<b>{line.Where}</b>");
        page.IndexOf("Needs a person", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("Last cycle", StringComparison.Ordinal));
        page.Split("Ask the admin.").Length.ShouldBe(2, "it is said once");
        Page(Status() with { Cycle = Cycles.Of() }).ShouldNotContain("needs a person");
    }

    [Fact]
    public void BeforeTheFirstCycle_ThePageSaysSo() => Page(Status()).ShouldContain("No cycle has ended yet.");

    [Fact]
    public void Reloading_IsAskedFor_NotForced()
    {
        Page(Status()).ShouldNotContain("http-equiv=\"refresh\"");
        StatusPage.Render(Status(), reloads: true).Markup.ShouldContain("http-equiv=\"refresh\"");
    }

    [Fact]
    public void DriftAndVerification_AreSaid()
    {
        var page = Page(Status() with { Drift = new DriftCounts(2, 1, 0), Verification = new VerificationStanding(Now, Now.AddDays(-2), 500, 0, 4) });

        page.ShouldContain("3 credit fields typed over in the CRM: 2 written again, 1 respected, 0 given up");
        page.ShouldContain("500 records back to 2026-11-19 12:00:00 UTC looked at again, none had been missed");
    }

    [Fact]
    public void Bureaus_ShowTheMonthAgainstItsBudget_AndTheLastFailureOfEach()
    {
        Page(Status()).ShouldNotContain("credit bureaus");
        var page = Page(Status() with { Bureaus = Bureaus("dnb", "D&B refuses the login.") });

        page.ShouldContain("EUR 14 of EUR 50");
        page.ShouldContain("max=\"50\" high=\"40\" optimum=\"0\" value=\"14\"");
        page.ShouldContain("2026-11-21 10:00:00 UTC: D&amp;B refuses the login.");
        page.ShouldContain("of EUR 20");
    }

    private static BureauStanding Bureaus(string provider, string failure)
    {
        var euros = Abstractions.Values.CurrencyCode.Parse("EUR");
        ReportOrder Order(int number, decimal cost, OrderState state) =>
            new($"{number}", $"{number}", provider, provider, new DateOnly(2026, 11, 21), Now.AddHours(-2), new(cost, euros)) { State = state, Result = state == OrderState.Failed ? failure : null };
        var budget = new BureauBudget(new(50m, euros)) { Providers = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { [provider] = 20m } };
        return BureauStanding.Of(budget, new DateOnly(2026, 11, 21), [Order(1, 9m, OrderState.Report), Order(2, 5m, OrderState.NoOpinion), Order(3, 0m, OrderState.Failed)]);
    }

    private static string Page(ServiceStatus status) => StatusPage.Render(status, reloads: false).Markup;

    private static OutboxEntry Entry(string key, Failure failure) => new(
        "crm", new TargetRecord(RecordKind.Account, key), key, new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Hold] = FieldValue.Flag(true) }, WriteUrgency.Hold, 1)
    {
        State = OutboxState.Parked,
        LastFailure = failure,
    };

    private static ServiceStatus Status() => new(Now, new ReadinessCheck(true, new Dictionary<string, string> { ["database"] = "ok" }))
    {
        StartedAt = Now.AddHours(-5),
        CycleAt = Now.AddSeconds(-10),
        Policy = "starter@abc",
        PolicyMistakes = [],
        PollSeconds = 60,
        Totals = new RunTotals(),
        Connections = [],
        Outbox = new OutboxCounts(0, 0, 0),
    };
}
