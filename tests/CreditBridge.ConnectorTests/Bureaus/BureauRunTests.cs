using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>The run over bureaus on a database of its own: what is bought, what is not, and what kills leave behind.</summary>
public sealed class BureauRunTests : IAsyncLifetime
{
    private static readonly BureauBudget Ample = new(new Money(1_000, BureauPolicies.Eur));

    private readonly string _folder = Directory.CreateTempSubdirectory("creditbridge-bureaus-").FullName;
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private BridgeDatabase _database = null!;
    private int _runs;

    public async Task InitializeAsync()
    {
        _database = BridgeDatabase.Open(new StorageOptions { SqlitePath = "bureaus.db" }, _folder, _clock);
        await _database.MigrateAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private AsOf Now => AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc);

    private Task<IngestResult> AccountsAsync(int count, bool strategic = false, bool known = true) => _database.Snapshots.ApplyAsync(
        SnapshotIngestor.Prepare("crm", RecordKind.Account, new SourcePage<AccountRecord>(
            [.. Enumerable.Range(1, count).Select(i => SourceChange<AccountRecord>.Upsert(new AccountRecord($"{i:000}", $"Account {i}")
            {
                Currency = BureauPolicies.Eur,
                Attributes = known ? new Dictionary<string, string> { ["registration_number"] = $"HRB{i}", ["strategic"] = strategic ? "yes" : "no" } : null,
            }))], new Checkpoint("1")), _clock.GetUtcNow()), default);

    // A new process each time, as after a kill.
    private Task<BureauReport> RunAsync(BureauBudget? budget, CreditPolicy? policy, params ScriptedBureau[] bureaus) =>
        new BureauRun(_database.Snapshots, _database.SnapshotReader, _database.Decisions, _database.ReportOrders, _database.Engine, new RunSettings($"test-{++_runs}"), _clock)
            .RunAsync(bureaus, policy ?? BureauPolicies.Policy(), budget, Now, null, default);

    private static ReportAnswer Answer(ReportRequest request, string provider, decimal? score) => ReportAnswer.Report(
        new BureauReportRecord($"{request.Party}/{provider}/{request.On:yyyy-MM-dd}", request.Party, provider, request.On) { Score = score, RiskClass = score is null ? null : 1 });

    private static ScriptedBureau Bureau(string provider, decimal? score, decimal price = 5m) => new(provider, r => Answer(r, provider, score), price);

    private static CreditPolicy Only => BureauPolicies.Policy(bureaus: "providers: [creditsafe]\n  when: yes_please");

    [Fact]
    public async Task Report_IsBoughtOnce_Stored_AndOnRecord()
    {
        await AccountsAsync(1);
        var bureau = Bureau("creditsafe", 80);

        var report = await RunAsync(Ample, Only, bureau);

        report.Reports.ShouldBe(1);
        bureau.Asked.ShouldHaveSingleItem().Identifiers["REGISTRATION_NUMBER"].ShouldBe("HRB1");
        var order = (await _database.ReportOrders.ListMonthAsync(Now.BusinessDate, default)).ShouldHaveSingleItem();
        (order.State, order.Cost, order.Provider, order.Answer).ShouldBe((OrderState.Report, new Money(5, BureauPolicies.Eur), "creditsafe", null));
        order.Why.ShouldContain("would become");
        (await _database.Engine.GetFiguresAsync(default)).Records.ShouldContain(r => r.Connection == "bureau-creditsafe" && r.Kind == RecordKind.BureauReport && r.Count == 1);

        _clock.Advance(TimeSpan.FromDays(150));
        await RunAsync(Ample, Only, bureau);
        bureau.Asked.Count.ShouldBe(1);
        _clock.Advance(TimeSpan.FromDays(40));
        await RunAsync(Ample, Only, bureau);
        bureau.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task NoPossibleAnswerChangesTheDecision_NothingIsBought()
    {
        await AccountsAsync(3, strategic: true);
        var bureau = Bureau("creditsafe", 80);

        var report = await RunAsync(Ample, BureauPolicies.Policy(hold: "past_due_amount > 100"), bureau);

        bureau.Asked.ShouldBeEmpty();
        report.Lines.ShouldAllBe(l => l.Action == BureauAction.NotWorth);
        report.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task NoOpinionAndNotFound_TheNextBureauIsAsked_WithoutIdentifierNobodyIs()
    {
        await AccountsAsync(1);
        var (first, second) = (new ScriptedBureau("creditsafe", _ => ReportAnswer.NotFound()), Bureau("dnb", null));

        await RunAsync(Ample, null, first, second);

        (first.Asked.Count, second.Asked.Count).ShouldBe((1, 1));
        (await _database.ReportOrders.ListMonthAsync(Now.BusinessDate, default)).Select(o => (o.Provider, o.State, o.Cost.Amount)).ShouldBe(
            [("creditsafe", OrderState.NotFound, 0m), ("dnb", OrderState.NoOpinion, 5m)], ignoreOrder: true);
        _clock.Advance(TimeSpan.FromDays(30));
        await RunAsync(Ample, null, first, second);
        (first.Asked.Count, second.Asked.Count).ShouldBe((1, 1));

        await AccountsAsync(2, known: false);
        await RunAsync(Ample, null, first, second);
        (first.Asked.Count, second.Asked.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task WithoutBudgetOrLeave_NothingIsOrdered_AndAPreviewOrdersNothing()
    {
        await AccountsAsync(4);
        var bureau = Bureau("creditsafe", 80);
        (await RunAsync(null, Only, bureau)).Obstacles.ShouldHaveSingleItem().ShouldContain("MonthlyBudget");
        var without = new ScriptedBureau("creditsafe", r => Answer(r, "creditsafe", 80)) { MayOrder = false };
        await RunAsync(Ample, Only, without);
        var preview = await new BureauRun(_database.Snapshots, _database.SnapshotReader, _database.Decisions, _database.ReportOrders, _database.Engine, new RunSettings("preview"), _clock)
            .PreviewAsync([bureau], Only, new BureauBudget(new Money(11, BureauPolicies.Eur)), Now, null, default);

        preview.Lines.Select(l => l.Action).ShouldBe([BureauAction.WouldOrder, BureauAction.WouldOrder, BureauAction.NoBudget, BureauAction.NoBudget]);
        bureau.Asked.ShouldBeEmpty();
        without.Asked.ShouldBeEmpty();
        (await _database.ReportOrders.ListMonthAsync(Now.BusinessDate, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task BudgetOfTheMonth_IsAHardStop_AndTheNextMonthGoesOn()
    {
        await AccountsAsync(7);
        var bureau = Bureau("creditsafe", 80);
        var budget = new BureauBudget(new Money(17, BureauPolicies.Eur));

        var report = await RunAsync(budget, Only, bureau);
        bureau.Charged.ShouldBe(15m);
        report.Obstacles.ShouldHaveSingleItem().ShouldContain("does not suffice");
        await RunAsync(budget, Only, bureau);
        bureau.Charged.ShouldBe(15m);

        _clock.Advance(TimeSpan.FromDays(30));
        await RunAsync(budget, Only, bureau);
        bureau.Charged.ShouldBe(30m);

        var own = Ample with { Providers = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["Creditsafe"] = 15m } };
        (await RunAsync(own, Only, bureau)).Obstacles.ShouldHaveSingleItem().ShouldContain("for creditsafe");
        bureau.Charged.ShouldBe(30m);
        (await RunAsync(new BureauBudget(new Money(900, CurrencyCode.Parse("USD"))), Only, bureau)).Troubles.ShouldHaveSingleItem().ShouldContain("USD");
        bureau.Charged.ShouldBe(30m);
    }

    [Fact]
    public async Task UnknownOutcome_CountsAsPaid_BlocksTheBureauToday_AndTheAccountUntilItIsCleared()
    {
        await AccountsAsync(3);
        var bureau = new ScriptedBureau("creditsafe", _ => ReportAnswer.Unknown(new Failure(FailureKind.Transient, "Cut.", "Look.")));

        await RunAsync(Ample, Only, bureau);
        await RunAsync(Ample, Only, bureau);

        bureau.Asked.Count.ShouldBe(1);
        var order = (await _database.ReportOrders.ListOpenAsync(default)).ShouldHaveSingleItem();
        (order.State, order.Cost.Amount).ShouldBe((OrderState.UnderWay, 5m));
        _clock.Advance(TimeSpan.FromDays(1));
        var well = Bureau("creditsafe", 80);
        await RunAsync(Ample, Only, well);
        well.Asked.Select(r => r.Party.AccountKey).ShouldNotContain(order.AccountKey);
        well.Asked.Count.ShouldBe(2);

        (await _database.ReportOrders.SettleAsync(order with { State = OrderState.Cleared, Cost = new Money(0, BureauPolicies.Eur) }, default)).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(Ample, Only, well);
        well.Asked.Count.ShouldBe(3);
    }

    /// <summary>One mistake in a mapping must not use up the budget with reports that nobody can read.</summary>
    [Fact]
    public async Task ReportThatIsPaidForAndOfNoUse_StopsTheBureauForTheDay()
    {
        await AccountsAsync(4);
        var useless = new ScriptedBureau("creditsafe", _ => ReportAnswer.NotFound() with { Charged = new Money(5, BureauPolicies.Eur), Failure = new Failure(FailureKind.RecordRejected, "It cannot be read.", "Correct the mapping.") });

        (await RunAsync(Ample, Only, useless)).Troubles.ShouldHaveSingleItem().ShouldContain("It cannot be read.");
        // Neither the next cycle nor the next process asks again.
        await RunAsync(Ample, Only, useless);
        (await RunAsync(new BureauBudget(new Money(900, BureauPolicies.Eur)), Only, useless)).Troubles.ShouldHaveSingleItem();
        useless.Asked.Count.ShouldBe(1);
        var order = (await _database.ReportOrders.ListMonthAsync(Now.BusinessDate, default)).ShouldHaveSingleItem();
        (order.State, order.Cost.Amount).ShouldBe((OrderState.NotKept, 5m));

        // The mapping is corrected: the others are asked about tomorrow, this one once it is cleared.
        _clock.Advance(TimeSpan.FromDays(1));
        var well = Bureau("creditsafe", 80);
        await RunAsync(Ample, Only, well);
        well.Asked.Count.ShouldBe(3);
        await _database.ReportOrders.SettleAsync(order with { State = OrderState.Cleared }, default);
        _clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(Ample, Only, well);
        well.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task WhenTheBudgetIsRaised_AllAccountsAreLookedAtAgain()
    {
        await AccountsAsync(3);
        var bureau = Bureau("creditsafe", 80);
        var run = new BureauRun(_database.Snapshots, _database.SnapshotReader, _database.Decisions, _database.ReportOrders, _database.Engine, new RunSettings("one"), _clock);
        foreach (var (monthly, asked) in new[] { (0m, 0), (5m, 1), (5m, 1), (500m, 3) })
        {
            await run.RunAsync([bureau], Only, monthly == 0m ? null : new BureauBudget(new Money(monthly, BureauPolicies.Eur)), Now, [], default);
            bureau.Asked.Count.ShouldBe(asked, $"{monthly}");
        }
    }

    /// <summary>Processes die at any step of an order, again and again: never more than the budget is charged, and no company is asked about twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task KilledAnywhere_NeverOverTheBudget_NeverTwice(int seed)
    {
        await AccountsAsync(12);
        var random = new Random(seed);
        var budget = new BureauBudget(new Money(40, BureauPolicies.Eur));
        var bureau = new ScriptedBureau("creditsafe", r => Answer(r, "creditsafe", 80));
        var policy = Only;
        for (var process = 0; process < 25; process++)
        {
            var ledger = new DyingLedger(_database.ReportOrders, () => random.Next(6) == 0);
            var run = new BureauRun(_database.Snapshots, _database.SnapshotReader, _database.Decisions, ledger, _database.Engine, new RunSettings($"killed-{process}"), _clock);
            try
            {
                await run.RunAsync([bureau], policy, budget, Now, null, default);
            }
            catch (KilledException)
            {
                await _database.Engine.ReleaseAllAsync($"killed-{process}", default);
            }

            bureau.Charged.ShouldBeLessThanOrEqualTo(40m);
            bureau.Asked.GroupBy(r => r.Party.AccountKey).ShouldAllBe(g => g.Count() == 1);
            if (process % 5 == 4)
                _clock.Advance(TimeSpan.FromDays(1));
        }

        bureau.Asked.Count.ShouldBeGreaterThan(2);
        // What was settled before a death is stored by the next process.
        await RunAsync(budget, policy, bureau);
        (await _database.ReportOrders.ListOpenAsync(default)).ShouldAllBe(o => o.State == OrderState.UnderWay);
    }

    /// <summary>Two ledgers that reserve at once: together they stay within the budget.</summary>
    [Fact]
    public async Task ReservationsOfSeveralProcesses_StayWithinTheBudgetTogether()
    {
        var budget = new BureauBudget(new Money(52, BureauPolicies.Eur));
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => _database.ReportOrders.ReserveAsync(
            new ReportOrder($"{i}/creditsafe", $"{i}", "b", "creditsafe", Now.BusinessDate, Now.Instant, new Money(5, BureauPolicies.Eur)), budget, default))));
        made.Count(r => r == Reservation.Made).ShouldBe(10);
        made.Count(r => r == Reservation.BudgetUsedUp).ShouldBe(30);
        (await _database.ReportOrders.ReserveAsync(new ReportOrder("x", "x", "b", "creditsafe", Now.BusinessDate, Now.Instant, new Money(2, BureauPolicies.Eur)), budget, default)).ShouldBe(Reservation.Made);
        (await _database.ReportOrders.ReserveAsync(new ReportOrder("x", "x", "b", "creditsafe", Now.BusinessDate, Now.Instant, new Money(0, BureauPolicies.Eur)), budget, default)).ShouldBe(Reservation.AlreadyOrdered);
    }

    private sealed class KilledException : Exception;

    /// <summary>A process that dies before or after it has written to the ledger.</summary>
    private sealed class DyingLedger(IReportLedger inner, Func<bool> dies) : IReportLedger
    {
        public Task<Reservation> ReserveAsync(ReportOrder order, BureauBudget budget, CancellationToken cancellationToken) => DieAsync(() => inner.ReserveAsync(order, budget, cancellationToken));

        public Task<bool> SettleAsync(ReportOrder order, CancellationToken cancellationToken) => DieAsync(() => inner.SettleAsync(order, cancellationToken));

        public Task<IReadOnlyList<ReportOrder>> ListMonthAsync(DateOnly month, CancellationToken cancellationToken) => inner.ListMonthAsync(month, cancellationToken);

        public Task<IReadOnlyList<ReportOrder>> ListAccountsAsync(IReadOnlyCollection<string> accountKeys, DateOnly from, CancellationToken cancellationToken) => inner.ListAccountsAsync(accountKeys, from, cancellationToken);

        public Task<IReadOnlyList<ReportOrder>> ListOpenAsync(CancellationToken cancellationToken) => inner.ListOpenAsync(cancellationToken);

        public Task<ReportOrder?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

        private async Task<T> DieAsync<T>(Func<Task<T>> write)
        {
            if (dies())
                throw new KilledException();
            var written = await write();
            return dies() ? throw new KilledException() : written;
        }
    }
}
