using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What becomes of reviews in whole cycles, on every database, when the people who have them leave and come back.</summary>
public abstract class ReviewPeopleConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly SimulatedFaults NoFaults = new(new Random(1), 0);

    private readonly ManualClock _clock = new(Noon);
    private readonly SimulatedSource<AccountRecord> _accounts = new(RecordKind.Account, NoFaults);
    private readonly SimulatedSource<OpportunityRecord> _deals = new(RecordKind.Opportunity, NoFaults);
    private readonly SimulatedSource<StageRecord> _stages = new(RecordKind.Stage, NoFaults);
    private readonly SimulatedSource<UserRecord> _users = new(RecordKind.User, NoFaults);
    private readonly SimulatedSource<ErpCustomerRecord> _customers = new(RecordKind.ErpCustomer, NoFaults);
    private readonly SimulatedReviewCrm _crm = new(NoFaults, new SimulatedSink(NoFaults));

    private static CreditPolicy Policy(string teams) => CreditPolicyParser.Parse($$"""
        name: reviews
        version: 1
        currency: EUR
        score:
          scale: { lowest: 0, highest: 100 }
          formula: "80"
        bands:
          - { name: Low, from: 0, terms: Net 60 }
        limit: { erp: erp_wins, not_set_means: not_set }
        hold: { rules: [] }
        prequalification: { criteria: [] }
        proposals: { check_deals: { from_probability: 50 }, terms_ladder: [Prepaid, Net 60], review_above: 20_000 }
        reviews:
          deal_due_in_business_days: 2
          teams: {{teams}}
        """, "policy.yaml").Policy!;

    private async Task<CycleReport> CycleAsync(CreditPolicy policy)
    {
        IReadOnlyList<IConnection> connections =
            [new SimulatedConnection(Crm, [_stages, _users, _accounts, _deals, _crm.Reviews, _crm.Documents], _crm), new SimulatedConnection(Erp, [_customers])];
        var settings = new RunSettings("node");
        var cycle = new CycleRun(
            new SyncRun(Stores.Snapshots, Stores.Engine, settings, _clock),
            new EvaluationRun(Stores.Accounts, Stores.Reader, Stores.Decisions, Stores.Engine, settings, _clock, new ReviewRun(Stores.Reviews, Stores.Snapshots, Stores.Reader, _clock)),
            new DispatchRun(Stores.Outbox, settings, _clock, () => 0.5), Stores.Outbox, Stores.Engine, _clock, reviews: new ReviewRun(Stores.Reviews, Stores.Snapshots, Stores.Reader, _clock));
        _clock.Advance(TimeSpan.FromMinutes(1));
        return await cycle.RunAsync(connections, connections[0], policy, TimeZoneInfo.Utc, write: true, null, None);
    }

    private void World()
    {
        _stages.Put(new StageRecord("Proposal") { SortOrder = 1, DefaultProbabilityPercent = 60 });
        _users.Put(new UserRecord("u1", "Kim"));
        var customer = new CustomerKey("erp", "1000", "a");
        _customers.Put(new ErpCustomerRecord(customer, "a") { Limit = CreditLimit.Of(new Money(500_000m, Eur)), Terms = PaymentTerms.Net(30) });
        _accounts.Put(new AccountRecord("a", "Customer a") { CustomerKeys = [customer], Currency = Eur });
        _deals.Put(new OpportunityRecord("d1", "Deal d1", "Proposal", new DateOnly(2026, 4, 1))
        {
            AccountKey = "a", Amount = new Money(30_000m, Eur), Currency = Eur, ProbabilityPercent = 60, RequestedTerms = PaymentTerms.Net(30),
        });
    }

    private async Task<CreditReview> OnlyOpenAsync() => (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldHaveSingleItem();

    // His reviews stayed until something else touched their accounts, and nobody was told when nobody was left to take them.
    [Fact]
    public async Task AUserWhoIsNoLongerActive_LosesHisOpenReviews_ThoughNothingElseChanges_AndNobodyLeftNeedsAPerson()
    {
        var policy = Policy("[{ name: Credit, analysts: [{ user: Kim, hours_per_week: 40 }, { user: Lee, hours_per_week: 10 }] }]");
        World();
        _users.Put(new UserRecord("u2", "Lee"));
        var cycle = await CycleAsync(policy);
        var review = await OnlyOpenAsync();
        (review.Analyst, cycle.ReviewsOfNobody.Count).ShouldBe(("u1", 0));
        await CycleAsync(policy);
        (await CycleAsync(policy)).Evaluation.Accounts.ShouldBe(0, "its record has been read");

        _users.Put(new UserRecord("u1", "Kim") { IsActive = false });
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBeEmpty();
        (await OnlyOpenAsync()).HandedOver.ShouldBe(new ReviewHandover("u1", "u2", _clock.GetUtcNow()));

        _users.Put(new UserRecord("u2", "Lee") { IsActive = false });
        cycle = await CycleAsync(policy);
        review = await OnlyOpenAsync();
        (review.Analyst, review.HandedOver).ShouldBe((null, new ReviewHandover("u2", null, _clock.GetUtcNow())));
        cycle.ReviewsOfNobody.ShouldBe([new ReviewsOfNobody("Credit", 1)]);
        cycle.Attention.ShouldContain(a => a.Where == "team Credit" && a.What.StartsWith("1 open review is given to nobody", StringComparison.Ordinal));
        (await CycleAsync(policy)).NeedsAttention.ShouldBeTrue("as long as it is so");

        // Whoever takes it in the CRM has it, whether the policy knows the name or not.
        _users.Put(new UserRecord("u3", "Chief"));
        _crm.Change(review.Key, r => r with { OwnerKey = "u3" });
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBeEmpty();
        (await OnlyOpenAsync()).Analyst.ShouldBe("u3");
    }

    [Fact]
    public async Task AUserWhoComesBack_GetsWhatNobodyCouldTake()
    {
        var policy = Policy("[{ name: Credit, analysts: [{ user: Kim, hours_per_week: 40 }] }]");
        World();
        _users.Put(new UserRecord("u1", "Kim") { IsActive = false });
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBe([new ReviewsOfNobody("Credit", 1)]);
        (await OnlyOpenAsync()).Analyst.ShouldBeNull();
        _users.Put(new UserRecord("u1", "Kim"));
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBeEmpty();
        (await OnlyOpenAsync()).Analyst.ShouldBe("u1");
    }
}
