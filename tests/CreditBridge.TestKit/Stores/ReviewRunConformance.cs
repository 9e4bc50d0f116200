using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Simulation;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What becomes of reviews in whole cycles, on every database: from the deal to the record in the CRM, to a person's decision, and back onto the account.</summary>
public abstract partial class ReviewRunConformance : ReviewWorld
{
    private readonly CreditPolicy _policy = Policy();

    private static CreditPolicy Policy() => SmallPolicy.With("""
        overrides: { highest_amount: 50_000, longest_days: 60 }
        reviews:
          deal_due_in_business_days: 2
          documents:
            - { type: Order form, why: "A large deal.", amount_above: 100_000 }
        """);

    private Task<CycleReport> CycleAsync() => CycleAsync(_policy);

    private FieldValue OnDeal(string deal, CreditField field) => _sink.Shown[new TargetRecord(RecordKind.Opportunity, deal)][field];

    private FieldValue OnReview(string key, CreditField field) => _crm.Shown[new TargetRecord(RecordKind.Review, key)][field];

    [Fact]
    public async Task ADealThatAsksForAPerson_IsAReviewOnce_OverManyCycles()
    {
        World(("d1", "a", 30_000m), ("d2", "a", 5_000m));
        var first = await CycleAsync();
        (first.Evaluation.Reviews.Opened, first.Reviews.Open).ShouldBe((1, 1));
        var review = await OnlyOpenAsync();
        review.OpportunityKey.ShouldBe("d1");
        OnReview(review.Key, CreditFields.Review.Status).ToString().ShouldBe("New");
        OnReview(review.Key, CreditFields.Review.Amount).Content.ShouldBe(30_000m);
        OnReview(review.Key, CreditFields.Review.Account).ToString().ShouldBe("a");
        var due = review.DueAt.ShouldNotBeNull();
        OnDeal("d1", CreditFields.Opportunity.ReviewDue).Content.ShouldBe(DateOnly.FromDateTime(due.UtcDateTime));

        (await CycleAsync()).Evaluation.Reviews.IsEmpty.ShouldBeTrue();
        (await Stores.Reviews.FindAsync(review.Key, None)).ShouldNotBeNull().CrmKey.ShouldBe(_crm.Of(review.Key).Key);
        var (arrived, others) = (_crm.Arrived.Count, _sink.Arrived);
        for (var i = 0; i < 4; i++)
            (await CycleAsync()).Evaluation.Accounts.ShouldBe(0, "nothing has changed");
        (_crm.Arrived.Count, _sink.Arrived).ShouldBe((arrived, others), "an idle cycle writes nothing");
        _crm.Reviews.Current.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnApproval_ShowsOnTheDeal_WithinTheSameCycle()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        var report = await CycleAsync();
        (report.Evaluation.Reviews.Decided, report.Evaluation.Reviews.Granted, report.Reviews.Open).ShouldBe((1, 1, 0));
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        var decided = (await Stores.Reviews.FindAsync(review.Key, None)).ShouldNotBeNull();
        decided.State.ShouldBe(ReviewState.Decided);
        decided.Outcome.ShouldNotBeNull().By.ShouldBe("u1");
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldContain("passes");
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.Decided, "what a person chose stays");

        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        (await CycleAsync()).Evaluation.Reviews.IsEmpty.ShouldBeTrue();
        _crm.Arrived.Count.ShouldBe(arrived);
        (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty("a decided deal does not come back");
    }

    [Fact]
    public async Task ADecisionBeyondTheBounds_IsRefusedOnTheRecord_AndACorrectedOneIsFollowed()
    {
        World(("d1", "a", 90_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        var report = await CycleAsync();
        (report.Evaluation.Reviews.Refused, report.Evaluation.Reviews.Decided, report.Evaluation.Reviews.Granted).ShouldBe((1, 0, 0));
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldContain("overrides");
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.InReview, "it goes back to work");

        await CycleAsync();
        (await CycleAsync()).Evaluation.Reviews.Refused.ShouldBe(0, "it is told once");
        Deal("d1", "a", 40_000m);
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        (await CycleAsync()).Evaluation.Reviews.Decided.ShouldBe(1);
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
    }

    [Fact]
    public async Task ADeclinedDeal_DoesNotPass()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        _crm.Decide((await OnlyOpenAsync()).Key, ReviewVerdict.Declined, _clock.GetUtcNow());
        (await CycleAsync()).Evaluation.Reviews.Decided.ShouldBe(1);
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("eclined");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldNotBe("Prequalified");
    }

    [Fact]
    public async Task AReviewWhoseCauseHasGone_IsWithdrawn_AndComesBackUnderAnotherKey()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        Deal("d1", "a", 3_000m);
        (await CycleAsync()).Evaluation.Reviews.Withdrawn.ShouldBe(1);
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.Withdrawn);
        Deal("d1", "a", 35_000m);
        (await CycleAsync()).Evaluation.Reviews.Opened.ShouldBe(1);
        (await OnlyOpenAsync()).Key.ShouldNotBe(review.Key);
        _crm.Reviews.Current.Count.ShouldBe(2);
    }

    [Fact]
    public async Task AStatusThatPeopleChose_Stays_UntilDocumentsAreMissing()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.InReview });
        Deal("d1", "a", 40_000m);
        await CycleAsync();
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.InReview);
        OnReview(review.Key, CreditFields.Review.Amount).Content.ShouldBe(40_000m);

        Deal("d1", "a", 150_000m);
        await CycleAsync();
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.WaitingForDocuments);
        OnReview(review.Key, CreditFields.Review.DueAt).IsEmpty.ShouldBeTrue();
        var document = _crm.Documents.Current.Values.ShouldHaveSingleItem();
        (document.Type, document.Status, document.AccountKey).ShouldBe(("Order form", DocumentStatus.Requested, "a"));

        // Sales hands it in two hours later: the clock goes on, and the review is due later by as much.
        _clock.Advance(TimeSpan.FromHours(2));
        _crm.Documents.Put(document with { Status = DocumentStatus.Received, ReceivedAt = _clock.GetUtcNow() });
        await CycleAsync();
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.InReview, "somebody had begun");
        (await OnlyOpenAsync()).DueAt.ShouldNotBeNull().ShouldBeGreaterThan(review.DueAt!.Value.AddHours(1));
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        _crm.Arrived.Count.ShouldBe(arrived);
        _crm.Documents.Current.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ARecordThatAPersonDeleted_IsCreatedAnewOnce_AndOnlyWhileOpen()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        await CycleAsync();
        var review = await OnlyOpenAsync();
        review.CrmKey.ShouldNotBeNull();
        _crm.Delete(review.Key);
        await CycleAsync();
        OnReview(review.Key, CreditFields.Review.Amount).Content.ShouldBe(30_000m, "everything is written again");
        _crm.Reviews.Current.ShouldHaveSingleItem();
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        _crm.Arrived.Count.ShouldBe(arrived, "it must not loop");

        _crm.Decide(review.Key, ReviewVerdict.NoChange, _clock.GetUtcNow());
        await CycleAsync();
        _crm.Delete(review.Key);
        await CycleAsync();
        await CycleAsync();
        _crm.Reviews.Current.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergedAccounts_BringTheirReviews_AndReviewsOfAccountsThatAreGone_AreWithdrawn()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 40_000m), ("d3", "c", 50_000m));
        await CycleAsync();
        await CycleAsync();
        _accounts.Merge("a", "b");
        _accounts.Delete("c");
        var report = await CycleAsync();
        report.Evaluation.Reviews.Withdrawn.ShouldBe(1);
        var open = (await Stores.Reviews.ListAsync(new ReviewFilter { AccountKey = "b" }, null, 10, None)).Reviews;
        open.Select(r => r.OpportunityKey).Order().ShouldBe(["d1", "d2"]);
        OnReview(open.Single(r => r.OpportunityKey == "d1").Key, CreditFields.Review.Account).ToString().ShouldBe("b");
        var gone = (await Stores.Reviews.ListAsync(new ReviewFilter { State = ReviewState.Withdrawn }, null, 10, None)).Reviews.ShouldHaveSingleItem();
        (gone.OpportunityKey, _crm.Of(gone.Key).Status).ShouldBe(("d3", ReviewStatus.Withdrawn));
    }

    [Fact]
    public async Task WithoutFieldsInTheOrg_NothingIsWritten_AndOnceTheyAreThere_EverythingIs()
    {
        _crm.Has = field => field.Target is not (RecordKind.Review or RecordKind.ReviewDocument);
        World(("d1", "a", 30_000m));
        await CycleAsync();
        _crm.Arrived.ShouldBeEmpty();
        _crm.Has = _ => true;
        await CycleAsync();
        OnReview((await OnlyOpenAsync()).Key, CreditFields.Review.Status).ToString().ShouldBe("New");
    }

    [Fact]
    public async Task AnAccountThatRevealsADefect_IsNamed_AndTheOthersGoOn()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 40_000m));
        _planner = s => s.File.Account.Key == "a" ? throw new InvalidOperationException("broken") : ReviewPlanner.Plan(s);
        var report = await CycleAsync();
        report.Evaluation.Reviews.Defects.ShouldBe([("a", "broken")]);
        (await OnlyOpenAsync()).AccountKey.ShouldBe("b");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed", "the decision stands");
        _planner = null;
        (await CycleAsync()).Evaluation.Reviews.Opened.ShouldBe(0, "not at once");
        _clock.Advance(TimeSpan.FromHours(1));
        (await CycleAsync()).Evaluation.Reviews.Opened.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReviewOnWhichAPersonNamedOnlyADeal_IsOfTheDealsAccount_WhicheverIsReadFirst(bool isDealFirst)
    {
        World(("d1", "a", 5_000m));
        if (isDealFirst)
            Deal("d2", "a", 6_000m);
        _crm.Ask(new ReviewRecord("a0R9", ReviewStatus.New) { OpportunityKey = "d2", Reason = "New customer", CreatedAt = _clock.GetUtcNow() });
        await CycleAsync();
        if (!isDealFirst)
        {
            (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty("nobody knows whose it is");
            Deal("d2", "a", 6_000m);
            await CycleAsync();
        }

        var review = await OnlyOpenAsync();
        (review.Key, review.AccountKey, review.OpportunityKey).ShouldBe(("P-a0R9", "a", "d2"));
        OnReview("P-a0R9", CreditFields.Review.Account).ToString().ShouldBe("a", "the record says it from now on");
        await CycleAsync();
        _crm.Decide("P-a0R9", ReviewVerdict.Declined, _clock.GetUtcNow());
        (await CycleAsync()).Evaluation.Reviews.Decided.ShouldBe(1);
        OnDeal("d2", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("eclined");
    }

    [Fact]
    public async Task ADealThatWaitsForSales_SaysWhatIsOwed_AndShowsTheDayOfItsClockOnlyWhileThatRuns()
    {
        World(("d1", "a", 150_000m));
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.ReviewDue).IsEmpty.ShouldBeTrue("no day is promised");
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("Order form");
        await CycleAsync();
        var document = _crm.Documents.Current.Values.ShouldHaveSingleItem();
        _clock.Advance(TimeSpan.FromDays(1));
        _crm.Documents.Put(document with { Status = DocumentStatus.Accepted, ReceivedAt = _clock.GetUtcNow() });
        await CycleAsync();
        var due = (await OnlyOpenAsync()).DueAt.ShouldNotBeNull();
        OnDeal("d1", CreditFields.Opportunity.ReviewDue).Content.ShouldBe(DateOnly.FromDateTime(due.UtcDateTime));
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldNotContain("Order form");

        // It waits again, and the day goes again.
        _crm.Documents.Put(document with { Status = DocumentStatus.Rejected });
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.ReviewDue).IsEmpty.ShouldBeTrue();
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("Order form (rejected)");
    }

    [Fact]
    public async Task AStatusThatAPersonSets_BecauseDocumentsAreMissingThatNoRuleKnows_IsNeverWrittenOver()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.WaitingForDocuments });
        await CycleAsync();
        (await OnlyOpenAsync()).ShouldSatisfyAllConditions(r => r.WaitsByHand.ShouldBe(true), r => r.DueAt.ShouldBeNull());
        Deal("d1", "a", 31_000m);
        await CycleAsync();
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.WaitingForDocuments, "the amount was written, the status was not");
        OnReview(review.Key, CreditFields.Review.Amount).Content.ShouldBe(31_000m);

        _clock.Advance(TimeSpan.FromHours(2));
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.New });
        await CycleAsync();
        (await OnlyOpenAsync()).ShouldSatisfyAllConditions(r => r.WaitsByHand.ShouldBeNull(), r => r.DueAt.ShouldNotBeNull().ShouldBeGreaterThan(review.DueAt!.Value));
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.New, "the person said when it goes on, and as what");
        _crm.Arrived.Where(w => w.Target.Key == review.Key).Count(w => w.Values.ContainsKey(CreditFields.Review.Status)).ShouldBe(1, "only when the record was created");
    }

    [Theory]
    [InlineData("before decisions are stored")]
    [InlineData("after decisions are stored")]
    public async Task KilledWhileADocumentThatAPersonAskedForArrives_TheClockGoesOnOnce(string where)
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        await CycleAsync();
        var review = await OnlyOpenAsync();
        var asked = new ReviewDocumentRecord("doc-by-hand", "Guarantee", DocumentStatus.Requested) { AccountKey = "a", ReviewRecordKey = _crm.Of(review.Key).Key };
        _crm.Documents.Put(asked);
        await KilledAsync(where);
        await CycleAsync();
        var waiting = await OnlyOpenAsync();
        waiting.Pauses.ShouldHaveSingleItem().Until.ShouldBeNull();
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.WaitingForDocuments);
        _crm.Documents.Current.ShouldHaveSingleItem().Key.ShouldBe("doc-by-hand", "it is not asked for a second time");

        _clock.Advance(TimeSpan.FromHours(3));
        _crm.Documents.Put(asked with { Status = DocumentStatus.Received, ReceivedAt = _clock.GetUtcNow() });
        await KilledAsync(where);
        await CycleAsync();
        await CycleAsync();
        var again = await OnlyOpenAsync();
        again.Pauses.ShouldHaveSingleItem().Until.ShouldNotBeNull();
        again.DueAt.ShouldNotBeNull().ShouldBeGreaterThan(review.DueAt!.Value);
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.New);
    }

    [Theory]
    [InlineData("before decisions are stored")]
    [InlineData("after decisions are stored")]
    public async Task KilledWhileAnApprovalOnShorterTermsIsFollowed_TheDealIsToldOfThemOnce(string where)
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow(), r => r with { ApprovedTerms = PaymentTerms.Net(14) });
        await KilledAsync(where);
        await CycleAsync();
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("Net 14");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Conditional");
        (await Stores.Reviews.FindAsync(review.Key, None)).ShouldNotBeNull().State.ShouldBe(ReviewState.Decided);
        (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty("nobody is asked again");
        (await GrantedAsync()).ShouldBe(1);
    }

    private async Task KilledAsync(string where)
    {
        _accountStore = new DyingAccountStore(Stores.Accounts, where);
        await Should.ThrowAsync<SimulatedCrashException>(CycleAsync);
        await Stores.Engine.ReleaseAllAsync("node", None);
        _accountStore = null;
    }

    private async Task<int> GrantedAsync()
    {
        var granted = 0;
        await foreach (var _ in Stores.Reader.ReadKindAsync(RecordKind.Override, None))
            granted++;
        return granted;
    }

    [Theory]
    [InlineData("before decisions are stored")]
    [InlineData("after decisions are stored")]
    public async Task KilledWhileADecisionIsFollowed_ItIsFollowedOnce(string where)
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await KilledAsync(where);
        await CycleAsync();
        await CycleAsync();
        var decided = (await Stores.Reviews.FindAsync(review.Key, None)).ShouldNotBeNull();
        (decided.State, decided.Outcome?.Verdict).ShouldBe((ReviewState.Decided, ReviewVerdict.Approved));
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        (await GrantedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task TimeAlone_MakesAReviewLate()
    {
        World(("d1", "a", 30_000m));
        (await CycleAsync()).Reviews.ShouldBe(new ReviewStanding(1, 0, 0, 0));
        // Noon on a Monday, two business days of eight hours: at risk after three quarters of them, on Wednesday morning at nine.
        _clock.Advance(TimeSpan.FromHours(46));
        (await CycleAsync()).Reviews.ShouldBe(new ReviewStanding(1, 0, 1, 0));
        _clock.Advance(TimeSpan.FromHours(3));
        (await CycleAsync()).Reviews.ShouldBe(new ReviewStanding(1, 0, 0, 1));
    }

    private sealed class DyingAccountStore(IAccountStore inner, string where) : IAccountStore
    {
        public Task<IReadOnlyList<DueAccount>> LeaseDueAsync(int max, DateTimeOffset now, Core.Engine.Lease lease, CancellationToken cancellationToken) => inner.LeaseDueAsync(max, now, lease, cancellationToken);

        public async Task<long> CompleteAsync(IReadOnlyList<EvaluatedAccount> accounts, CancellationToken cancellationToken)
        {
            if (where.StartsWith("before", StringComparison.Ordinal))
                throw new SimulatedCrashException(where);
            await inner.CompleteAsync(accounts, cancellationToken);
            throw new SimulatedCrashException(where);
        }

        public Task<long> MarkAllAsync(CancellationToken cancellationToken) => inner.MarkAllAsync(cancellationToken);

        public Task<IReadOnlyList<CarriedClaim>> ListCarriedClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListCarriedClaimsAsync(max, cancellationToken);

        public Task<IReadOnlyList<LostClaim>> ListLostClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListLostClaimsAsync(max, cancellationToken);

        public Task<IReadOnlyList<KeptClaim>> ListKeptClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListKeptClaimsAsync(max, cancellationToken);

        public Task<UndeliveredKeys> FindUndeliveredKeysAsync(int max, CancellationToken cancellationToken) => inner.FindUndeliveredKeysAsync(max, cancellationToken);

        public Task<long> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.CountDueAsync(now, cancellationToken);
    }
}
