using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Stores;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>
/// Deals change, people ask for reviews, decide and delete records, calls fail, answers are lost and the process dies at every point where that can hurt: whatever happened on the way, the
/// same reviews are open in the end, the same decisions count, and the deals show the same as in a company in which nothing ever failed.
/// </summary>
public sealed class ReviewSimulationTests : IDisposable
{
    private const int Rounds = 10;
    private const int Deals = 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-reviews-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task FaultsAndDeaths_ChangeNothingInTheEnd(int seed)
    {
        await using var disturbed = await Company.StartAsync(Path.Combine(_folder.FullName, "disturbed.db"), seed, disturbed: true);
        await using var calm = await Company.StartAsync(Path.Combine(_folder.FullName, "calm.db"), seed, disturbed: false);
        for (var round = 0; round < Rounds; round++)
        {
            await disturbed.LiveAsync();
            await calm.LiveAsync();
            (await disturbed.StandingAsync()).ShouldBe(await calm.StandingAsync(), $"round {round}");
        }

        disturbed.Deaths.ShouldBeGreaterThan(3, "a simulation in which nothing died proves nothing");
        calm.Decided.ShouldBeGreaterThan(3, "nor does one in which nobody decided");
        (await disturbed.IdleCycleAsync()).ShouldBe(0, "an idle cycle writes nothing");
    }

    private sealed class Company : IAsyncDisposable
    {
        private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

        private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        private readonly BridgeDatabase _database;
        private readonly Random _life;
        private readonly bool _isDisturbed;
        private readonly SimulatedFaults _faults;
        private readonly SimulatedSource<AccountRecord> _accounts;
        private readonly SimulatedSource<OpportunityRecord> _deals;
        private readonly SimulatedSource<StageRecord> _stages;
        private readonly SimulatedSource<ErpCustomerRecord> _customers;
        private readonly SimulatedSink _sink;
        private readonly SimulatedReviewCrm _crm;
        private readonly CreditPolicy _policy;
        private int _asked;

        private Company(BridgeDatabase database, int seed, bool disturbed)
        {
            (_database, _life, _isDisturbed, _faults) = (database, new Random(seed), disturbed, new SimulatedFaults(new Random(seed + 100), 0.06));
            _policy = SmallPolicy.With("""
                overrides: { highest_amount: 50_000, longest_days: 60 }
                reviews: { deal_due_in_business_days: 2 }
                """);
            (_accounts, _deals) = (new(RecordKind.Account, _faults), new(RecordKind.Opportunity, _faults));
            (_stages, _customers) = (new(RecordKind.Stage, _faults), new(RecordKind.ErpCustomer, _faults));
            _sink = new SimulatedSink(_faults);
            _crm = new SimulatedReviewCrm(_faults, _sink);
            _stages.Put(new StageRecord("Proposal/Price Quote") { SortOrder = 1, DefaultProbabilityPercent = 60 });
            _stages.Put(new StageRecord("Closed Won") { SortOrder = 2, DefaultProbabilityPercent = 100, IsClosed = true, IsWon = true });
            for (var i = 0; i < Deals; i++)
            {
                if (i % 2 == 0)
                    Account(i / 2);
                Deal(i, (1 + (_life.Next(12) * 5)) * 1_000m);
            }
        }

        public int Deaths { get; private set; }

        public int Decided { get; private set; }

        public static async Task<Company> StartAsync(string file, int seed, bool disturbed)
        {
            var database = BridgeDatabase.Open(new StorageOptions { SqlitePath = file });
            await database.MigrateAsync(CancellationToken.None);
            return new Company(database, seed, disturbed);
        }

        /// <summary>Some days: deals change, the engine works as well as it can, and people decide once it has come to rest.</summary>
        public async Task LiveAsync()
        {
            Ask();
            for (var change = 0; change < 3; change++)
            {
                Deal(_life.Next(Deals), (1 + (_life.Next(12) * 5)) * 1_000m, isClosed: _life.Next(8) == 0);
                await WorkAsync();
            }

            await SettleAsync();
            var open = (await OpenAsync()).Where(r => r.OpportunityKey is not null).OrderBy(r => r.OpportunityKey, StringComparer.Ordinal).ThenBy(r => r.Key, StringComparer.Ordinal).ToList();
            foreach (var review in open)
            {
                switch (_life.Next(6))
                {
                    case 0: Decide(review, ReviewVerdict.Approved); break;
                    case 1: Decide(review, ReviewVerdict.Declined); break;
                    case 2: _crm.Delete(review.Key); break;
                }
            }

            await WorkAsync();
            await SettleAsync();
        }

        /// <summary>What counts in the end: which reviews are open about what, and what the deals show.</summary>
        public async Task<string> StandingAsync()
        {
            var open = (await OpenAsync()).Select(r =>
                $"{r.AccountKey} {r.OpportunityKey} {r.Amount} {string.Join(",", r.Reasons.Select(x => x.Cause))} in the CRM: {InCrm(r)}");
            var deals = _deals.Current.Values.Where(d => !d.IsClosed).Select(d => $"{d.Key} {_sink.Shown[new TargetRecord(RecordKind.Opportunity, d.Key)][CreditFields.Opportunity.CheckStatus]}");
            // Every record that is there and was not decided about is one of an open review.
            var keys = (await OpenAsync()).Select(r => r.Key);
            var stray = _crm.Reviews.Current.Values.Where(r => r.Status is not (ReviewStatus.Decided or ReviewStatus.Withdrawn)).Select(r => r.ReviewKey).Except(keys).Count();
            return string.Join('\n', open.Order(StringComparer.Ordinal).Concat(deals.Order(StringComparer.Ordinal)).Append($"{stray} stray"));
        }

        // A record that was created anew without its account could never be found again.
        private string InCrm(CreditReview review) => string.Join(", ", _crm.Reviews.Current.Values.Where(c => c.ReviewKey == review.Key).Select(c => $"{c.AccountKey} {c.OpportunityKey}"));

        public async Task<long> IdleCycleAsync() => (await CycleAsync()).Dispatch!.Delivered;

        public ValueTask DisposeAsync() => _database.DisposeAsync();

        private void Account(int number)
        {
            var customer = new CustomerKey("erp", "1000", $"{number}");
            var limit = CreditLimit.Of(new Money(900_000m, Eur));
            _customers.Put(new ErpCustomerRecord(customer, $"CUSTOMER {number}") { Limit = limit, Terms = PaymentTerms.Net(30), CustomerSince = new DateOnly(2019, 1, 1) });
            _accounts.Put(new AccountRecord($"A{number}", $"Customer {number}") { CustomerKeys = [customer], Currency = Eur });
        }

        private void Deal(int number, decimal amount, bool isClosed = false) => _deals.Put(
            new OpportunityRecord($"D{number}", $"Deal {number}", isClosed ? "Closed Won" : "Proposal/Price Quote", new DateOnly(2026, 6, 1))
            {
                AccountKey = $"A{number / 2}", Amount = new Money(amount, Eur), Currency = Eur, ProbabilityPercent = 60, RequestedTerms = PaymentTerms.Net(30), IsClosed = isClosed, IsWon = isClosed,
            });

        // Of a deal or of its account; half of them with a decision that cannot be followed.
        private void Ask()
        {
            var (deal, how) = (_life.Next(Deals), _life.Next(4));
            var record = new ReviewRecord($"hand{_asked++:000}", ReviewStatus.New) { AccountKey = $"A{deal / 2}", OpportunityKey = how < 2 ? $"D{deal}" : null, CreatedAt = _clock.GetUtcNow() };
            _crm.Ask(how % 2 == 0 ? record : record with { Status = ReviewStatus.Decided, Verdict = ReviewVerdict.ApprovedWithConditions, DecidedAt = _clock.GetUtcNow(), DecidedByKey = "u1" });
        }

        private void Decide(CreditReview review, ReviewVerdict verdict)
        {
            _crm.Decide(review.Key, verdict, _clock.GetUtcNow());
            Decided++;
        }

        private async Task<IReadOnlyList<CreditReview>> OpenAsync() => (await _database.Reviews.ListAsync(new ReviewFilter(), null, 1_000, CancellationToken.None)).Reviews;

        private async Task WorkAsync()
        {
            _clock.Advance(TimeSpan.FromHours(3));
            _faults.On = _isDisturbed;
            try
            {
                await CycleAsync();
            }
            catch (SimulatedCrashException)
            {
                await _database.Engine.ReleaseAllAsync($"process {Deaths++}", CancellationToken.None);
            }

            _faults.On = false;
        }

        private async Task SettleAsync()
        {
            for (var i = 0; i < 20; i++)
            {
                _clock.Advance(TimeSpan.FromMinutes(6));
                var report = await CycleAsync();
                if (report.Evaluation.Accounts == 0 && report.Dispatch!.Delivered == 0 && !report.Sync.Total.ChangedAnything && report.Outbox.Pending == 0)
                {
                    // Both companies live by the same clock.
                    _clock.Advance(TimeSpan.FromMinutes(6 * (20 - i)));
                    return;
                }
            }

            throw new InvalidOperationException("The engine does not come to rest.");
        }

        private Task<CycleReport> CycleAsync()
        {
            var settings = new RunSettings($"process {Deaths}") { EvaluationBatchSize = 2, FirstRetry = TimeSpan.FromSeconds(2), LongestRetry = TimeSpan.FromSeconds(30) };
            var snapshots = new CrashingSnapshotStore(_database.Snapshots, _faults);
            var reviews = new ReviewRun(_database.Reviews, snapshots, _database.SnapshotReader, _clock);
            var cycle = new CycleRun(
                new SyncRun(snapshots, _database.Engine, settings, _clock),
                new EvaluationRun(new CrashingAccountStore(_database.Accounts, _faults), _database.SnapshotReader, _database.Decisions, _database.Engine, settings, _clock, reviews),
                new DispatchRun(new CrashingOutboxStore(_database.Outbox, _faults), settings, _clock, () => 0.5), _database.Outbox, _database.Engine, _clock, reviews: reviews);
            IConnection crm = new SimulatedConnection("crm", [_stages, _accounts, _deals, _crm.Reviews, _crm.Documents], _crm);
            return cycle.RunAsync([crm, new SimulatedConnection("erp", [_customers])], crm, _policy, TimeZoneInfo.Utc, write: true, progress: null, CancellationToken.None);
        }
    }
}
