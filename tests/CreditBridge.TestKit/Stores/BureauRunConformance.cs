using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What the run over bureaus does on every database when processes die, sleep or work at the same time.</summary>
public abstract class BureauRunConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private readonly ManualClock _clock = new(Noon);

    private static CreditPolicy Policy { get; } = Read("""
        name: bureaus
        version: 1
        currency: EUR
        score:
          scale: { lowest: 0, highest: 100 }
          formula: "coalesce(110 - 20 * bureau_worst_risk_class, 50)"
        bands:
          - { name: High, from: 0, terms: Prepaid, limit_percent: 0 }
          - { name: Low, from: 60, terms: Net 60 }
        limit: { erp: policy_wins, not_set_means: not_set }
        hold: { rules: [] }
        prequalification: { criteria: [] }
        proposals: { check_deals: { from_probability: 50 }, terms_ladder: [Prepaid, Net 60] }
        bureaus: { providers: [creditsafe], when: open_receivables >= 0 }
        """);

    private AsOf Now => AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc);

    private Task<IngestResult> AccountsAsync(int count) => IngestAsync(Crm, Noon, [.. Enumerable.Range(1, count).Select(i => new AccountRecord($"{i:00}", $"Account {i}") { Currency = Eur })]);

    private Task<BureauReport> RunAsync(Bureau bureau, decimal monthly = 100m, string holder = "a") =>
        new BureauRun(Stores.Snapshots, Stores.Reader, Stores.Decisions, Stores.Reports, Stores.Engine, new RunSettings(holder), _clock)
            .RunAsync([bureau], Policy, new BureauBudget(new Money(monthly, Eur)), Now, null, None);

    [Fact]
    public async Task KilledBetweenOrderAndAnswer_CountsAsPaid_UntilAPersonHasLookedItUp()
    {
        await AccountsAsync(2);
        var dying = new Bureau { Dies = true };
        await Should.ThrowAsync<KilledException>(() => RunAsync(dying));
        dying.Asked.Count.ShouldBe(1);
        var open = (await Stores.Reports.ListOpenAsync(None)).ShouldHaveSingleItem();
        (open.State, open.Cost.Amount).ShouldBe((OrderState.UnderWay, 5m));

        // On the same day the bureau is left alone, on the next the company is; both say why.
        var well = new Bureau();
        (await RunAsync(well)).Troubles.ShouldHaveSingleItem().ShouldContain("no known outcome");
        well.Asked.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(well)).Troubles.ShouldHaveSingleItem().ShouldContain(open.Key);
        well.Asked.ShouldHaveSingleItem().Party.AccountKey.ShouldNotBe(open.AccountKey);

        // Looked up: it was not charged. Its money is free, and the company is asked about from the next day on.
        (await Stores.Reports.SettleAsync(open with { State = OrderState.Cleared, Cost = new Money(0m, Eur) }, None)).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(well, monthly: 10m)).Troubles.ShouldBeEmpty();
        well.Asked.Count.ShouldBe(2);
        (await Stores.Reports.ListMonthAsync(Now.BusinessDate, None)).Sum(o => o.Cost.Amount).ShouldBe(10m);
    }

    [Fact]
    public async Task ClearedByAPerson_AndAnsweredAfterAll_TheAnswerCounts()
    {
        await AccountsAsync(1);
        var slow = new Bureau { BeforeAnswer = async request =>
        {
            var open = (await Stores.Reports.FindAsync(request.OrderKey, None)).ShouldNotBeNull();
            await Stores.Reports.SettleAsync(open with { State = OrderState.Cleared, Cost = new Money(0m, Eur) }, None);
        } };
        (await RunAsync(slow)).Reports.ShouldBe(1);
        var order = (await Stores.Reports.ListMonthAsync(Now.BusinessDate, None)).ShouldHaveSingleItem();
        (order.State, order.Cost.Amount).ShouldBe((OrderState.Report, 5m));
    }

    [Fact]
    public async Task AnotherProcessThatHoldsTheLease_IsLeftAlone_UntilItRunsOut()
    {
        await AccountsAsync(2);
        var bureau = new Bureau();
        (await Stores.Engine.TryLeaseAsync("bureaus", Noon, new Lease("dead", Noon.AddMinutes(10)), None)).ShouldBeNull();
        (await RunAsync(bureau)).DoneBy.ShouldBe("dead");
        bureau.Asked.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await RunAsync(bureau)).Reports.ShouldBe(2);
    }

    [Fact]
    public async Task AProcessThatSleptLongerThanItsLease_StopsOrdering_AndNothingIsBoughtTwice()
    {
        await AccountsAsync(4);
        var awake = new Bureau();
        var sleepy = new Bureau { BeforeAnswer = async _ =>
        {
            _clock.Advance(TimeSpan.FromHours(1));
            // The other process finds the first one's order without an outcome, and may not ask that bureau today.
            (await RunAsync(awake, holder: "b")).Troubles.ShouldHaveSingleItem();
            (await Stores.Engine.TryLeaseAsync("bureaus", _clock.GetUtcNow(), new Lease("b", _clock.GetUtcNow().AddMinutes(10)), None)).ShouldBeNull();
        } };
        (await RunAsync(sleepy)).DoneBy.ShouldBe("b");
        sleepy.Asked.Count.ShouldBe(1);
        awake.Asked.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromMinutes(11));
        await RunAsync(awake, holder: "b");
        awake.Asked.Concat(sleepy.Asked).Select(r => r.Party.AccountKey).ShouldBeUnique();
        awake.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ProcessesAtOnce_SpendNoMoreThanTheBudget()
    {
        await AccountsAsync(12);
        var bureau = new Bureau();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => RunAsync(bureau, monthly: 33m, holder: $"node-{i}"))));
        for (var i = 0; i < 2; i++)
            await RunAsync(bureau, monthly: 33m, holder: $"later-{i}");
        bureau.Asked.Count.ShouldBe(6);
        bureau.Asked.Select(r => r.Party.AccountKey).ShouldBeUnique();
    }

    private static CreditPolicy Read(string yaml)
    {
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        return result.Policy ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Problems));
    }

    private sealed class KilledException : Exception;

    private sealed class Bureau : IConnection, IReportProvider
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<ReportRequest> _asked = new();

        public System.Collections.Concurrent.ConcurrentQueue<ReportRequest> Asked => _asked;

        public bool Dies { get; init; }

        public Func<ReportRequest, Task>? BeforeAnswer { get; init; }

        public string Name => "bureau";

        public IReadOnlyList<ISource> Sources => [];

        public IFieldSink? Sink => null;

        public IReportProvider? Reports => this;

        public ConnectionUsage Usage => new(_asked.Count);

        public Task<ReportOffer?> OfferAsync(CancellationToken cancellationToken) => Task.FromResult<ReportOffer?>(new ReportOffer("creditsafe", new Money(5m, Eur), MayOrder: true)
        {
            Shape = new ReportShape(ReportFields.RiskClass) { Bands = [new ReportBand(1) { Rating = "A" }, new ReportBand(5) { Rating = "E" }] },
        });

        public async Task<ReportAnswer> OrderAsync(ReportRequest request, CancellationToken cancellationToken)
        {
            _asked.Enqueue(request);
            if (Dies)
                throw new KilledException();
            if (BeforeAnswer is not null)
                await BeforeAnswer(request);
            return ReportAnswer.Report(new BureauReportRecord($"{request.Party}/creditsafe/{request.On:yyyy-MM-dd}", request.Party, "creditsafe", request.On) { RiskClass = 1 });
        }

        public async IAsyncEnumerable<CheckFinding> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            yield break;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
