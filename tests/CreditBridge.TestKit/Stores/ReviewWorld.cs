using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;

namespace CreditBridge.TestKit.Stores;

/// <summary>A CRM with deals and reviews and an ERP system, in memory, and whole cycles between them over the database that is tested.</summary>
public abstract class ReviewWorld : StoreConformance
{
    private static readonly SimulatedFaults NoFaults = new(new Random(1), 0);

    private protected readonly ManualClock _clock = new(Noon);
    private protected readonly SimulatedSource<AccountRecord> _accounts = new(RecordKind.Account, NoFaults);
    private protected readonly SimulatedSource<OpportunityRecord> _deals = new(RecordKind.Opportunity, NoFaults);
    private protected readonly SimulatedSource<StageRecord> _stages = new(RecordKind.Stage, NoFaults);
    private protected readonly SimulatedSource<UserRecord> _users = new(RecordKind.User, NoFaults);
    private protected readonly SimulatedSource<ErpCustomerRecord> _customers = new(RecordKind.ErpCustomer, NoFaults);
    private protected readonly SimulatedSource<ReceivableRecord> _receivables = new(RecordKind.Receivable, NoFaults);
    private protected readonly SimulatedSink _sink = new(NoFaults);
    private protected readonly SimulatedReviewCrm _crm;
    private protected Func<ReviewSituation, ReviewPlan>? _planner;
    private protected IAccountStore? _accountStore;

    private protected ReviewWorld() => _crm = new SimulatedReviewCrm(NoFaults, _sink);

    private protected static CurrencyCode Eur { get; } = CurrencyCode.Parse("EUR");

    private IReadOnlyList<IConnection> Connections =>
        [new SimulatedConnection(Crm, [_stages, _users, _accounts, _deals, _crm.Reviews, _crm.Documents], _crm), new SimulatedConnection(Erp, [_customers, _receivables])];

    private protected async Task<CycleReport> CycleAsync(CreditPolicy policy)
    {
        var reviews = new ReviewRun(Stores.Reviews, Stores.Snapshots, Stores.Reader, _clock, _planner);
        var settings = new RunSettings("node") { EvaluationBatchSize = 3 };
        var cycle = new CycleRun(
            new SyncRun(Stores.Snapshots, Stores.Engine, settings, _clock),
            new EvaluationRun(_accountStore ?? Stores.Accounts, Stores.Reader, Stores.Decisions, Stores.Engine, settings, _clock, reviews),
            new DispatchRun(Stores.Outbox, settings, _clock, () => 0.5), Stores.Outbox, Stores.Engine, _clock, reviews: reviews);
        _clock.Advance(TimeSpan.FromMinutes(1));
        return await cycle.RunAsync(Connections, Connections[0], policy, TimeZoneInfo.Utc, write: true, null, None);
    }

    private protected void World(params (string Deal, string Account, decimal Amount)[] deals)
    {
        _stages.Put(new StageRecord("Proposal") { SortOrder = 1, DefaultProbabilityPercent = 60 });
        _users.Put(new UserRecord("u1", "Kim"));
        foreach (var account in deals.Select(d => d.Account).Distinct())
        {
            var customer = new CustomerKey("erp", "1000", account);
            _customers.Put(new ErpCustomerRecord(customer, account) { Limit = CreditLimit.Of(new Money(500_000m, Eur)), Terms = PaymentTerms.Net(30) });
            _accounts.Put(new AccountRecord(account, $"Customer {account}") { CustomerKeys = [customer], Currency = Eur });
        }

        foreach (var (deal, account, amount) in deals)
            Deal(deal, account, amount);
    }

    private protected void Deal(string deal, string account, decimal amount) => _deals.Put(new OpportunityRecord(deal, $"Deal {deal}", "Proposal", new DateOnly(2026, 4, 1))
    {
        AccountKey = account, Amount = new Money(amount, Eur), Currency = Eur, ProbabilityPercent = 60, RequestedTerms = PaymentTerms.Net(30),
    });

    private protected async Task<CreditReview> OnlyOpenAsync() => (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldHaveSingleItem();
}
