using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

public abstract partial class ReviewRunConformance
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Noon.UtcDateTime);

    // People alone ask for reviews; every account is on hold.
    private readonly CreditPolicy _held = SmallPolicy.With("""
        overrides: { highest_amount: 1_000_000, longest_days: 60 }
        reviews:
          deal_due_in_business_days: 2
          causes: [{ name: deal, cause: deal, statuses: [review_needed] }]
        """, hold: SmallPolicy.Held, proposals: "");

    // A person creates a review of the account and decides on it at once.
    private async Task<CreditReview> DecidedByHandAsync(string record, ReviewVerdict verdict, decimal? limit = null, int? days = null)
    {
        _crm.Ask(new ReviewRecord(record, ReviewStatus.Decided)
        {
            AccountKey = "a",
            Verdict = verdict,
            DecidedByKey = "u1",
            CreatedAt = _clock.GetUtcNow(),
            DecidedAt = _clock.GetUtcNow(),
            ApprovedLimit = limit is { } amount ? new Money(amount, Eur) : null,
            ValidUntil = days is { } count ? Today.AddDays(count) : null,
        });
        return await AfterwardsAsync($"P-{record}");
    }

    private async Task<CreditReview> ChangedByHandAsync(string record, Func<ReviewRecord, ReviewRecord> change)
    {
        _crm.Change($"P-{record}", r => change(r with { DecidedAt = _clock.GetUtcNow() }));
        return await AfterwardsAsync($"P-{record}");
    }

    private async Task<CreditReview> AfterwardsAsync(string key)
    {
        await CycleAsync(_held);
        await CycleAsync(_held);
        var arrived = _crm.Arrived.Count;
        await CycleAsync(_held);
        _crm.Arrived.Count.ShouldBe(arrived, "an idle cycle writes nothing");
        return (await Stores.Reviews.FindAsync(key, None)).ShouldNotBeNull();
    }

    // What people have granted and nobody has ended, by key and review.
    private async Task<string[]> StandingAsync()
    {
        var standing = new List<string>();
        await foreach (var stored in Stores.Reader.ReadKindAsync(RecordKind.Override, None))
        {
            if (RecordCodec.Decode(RecordKind.Override, stored.Payload) is OverrideRecord { EndedOn: null } granted)
                standing.Add($"{granted.Key} of {granted.ReviewKey}");
        }

        return [.. standing.Order(StringComparer.Ordinal)];
    }

    private async Task<CreditDecision> DecisionAsync() => DecisionCodec.Decode((await Stores.Decisions.GetLatestAsync(["a"], None))["a"]);

    [Fact]
    public async Task ARaise_WasRefusedForAnExceptionByHand_WhichWasALowerLimitThatAReviewHadGranted_BeforeOneThatChangedNothing()
    {
        World(("d1", "a", 5_000m));
        await DecidedByHandAsync("r1", ReviewVerdict.Approved, 100_000m);
        await DecidedByHandAsync("r2", ReviewVerdict.NoChange);
        (await StandingAsync()).ShouldBe(["P-r1-lower of P-r1"], "nothing was said about the limit");
        var last = await DecidedByHandAsync("r3", ReviewVerdict.Approved, 600_000m);
        (last.State, last.Outcome?.Refusal).ShouldBe((ReviewState.Decided, null));
        last.Message.ShouldNotBeNull().ShouldContain("It replaces what another review granted: a limit of at most EUR 100,000, until a person ends it (P-r1-lower).");
        (await StandingAsync()).ShouldBe(["P-r3-raise of P-r3"]);
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(600_000m, Eur)));
    }

    [Fact]
    public async Task ARaise_CameBackWhenALaterOneWasOver_AfterOneThatChangedNothing()
    {
        World(("d1", "a", 5_000m));
        await DecidedByHandAsync("r1", ReviewVerdict.Approved, 900_000m, 50);
        await DecidedByHandAsync("r2", ReviewVerdict.NoChange);
        await DecidedByHandAsync("r3", ReviewVerdict.Approved, 600_000m, 20);
        (await StandingAsync()).ShouldBe(["P-r3-raise of P-r3"]);
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(600_000m, Eur)));
        _clock.Advance(TimeSpan.FromDays(21));
        await CycleAsync(_held);
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(500_000m, Eur)), "what the first review granted has ended");
    }

    [Fact]
    public async Task AHoldThatIsLiftedForLonger_WasSaidNotToBeThere_AfterOneThatChangedNothing()
    {
        World(("d1", "a", 5_000m));
        await DecidedByHandAsync("r1", ReviewVerdict.HoldLifted, days: 10);
        await DecidedByHandAsync("r2", ReviewVerdict.NoChange);
        (await DecisionAsync()).OnHold.ShouldBeFalse();
        (await DecidedByHandAsync("r3", ReviewVerdict.HoldLifted, days: 40)).Message.ShouldNotBeNull().ShouldStartWith($"The hold is lifted until {Today.AddDays(40):yyyy-MM-dd}, while no more than EUR 1,000,000 counts against the limit: the policy's highest amount (section 'overrides'). It replaces");
        (await StandingAsync()).ShouldBe(["P-r3-release of P-r3"]);
        _clock.Advance(TimeSpan.FromDays(30));
        await CycleAsync(_held);
        (await DecisionAsync()).OnHold.ShouldBeFalse();
    }

    [Fact]
    public async Task ADecisionThatIsChangedOnTheOldestOfThreeRecords_WasDroppedInSilence()
    {
        World(("d1", "a", 5_000m));
        await DecidedByHandAsync("r1", ReviewVerdict.Approved, 700_000m);
        await DecidedByHandAsync("r2", ReviewVerdict.NoChange);
        await DecidedByHandAsync("r3", ReviewVerdict.NoChange);
        var changed = await ChangedByHandAsync("r1", r => r with { ApprovedLimit = new Money(800_000m, Eur) });
        changed.Message.ShouldNotBeNull().ShouldStartWith("The limit is at least EUR 800,000");
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(800_000m, Eur)));

        var refused = await ChangedByHandAsync("r1", r => r with { ApprovedLimit = new Money(2_000_000m, Eur) });
        (refused.State, refused.Outcome?.Refusal).ShouldSatisfyAllConditions(r => r.State.ShouldBe(ReviewState.Open), r => r.Refusal.ShouldNotBeNull().ShouldContain("section 'overrides'"));
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(800_000m, Eur)), "what was granted stands until it is right");

        await ChangedByHandAsync("r1", r => r with { Status = ReviewStatus.Decided, Verdict = ReviewVerdict.NoChange, ApprovedLimit = null });
        (await StandingAsync()).ShouldBeEmpty();
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(500_000m, Eur)));
    }

    [Fact]
    public async Task AnExceptionThatIsRevoked_WasStillSaidToCountOnTheRecordOfItsDecision()
    {
        World(("d1", "a", 5_000m));
        var last = Today.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await DecidedByHandAsync("r1", ReviewVerdict.Approved, 700_000m, 30);
        await Stores.Snapshots.ApplyAsync(OwnConnection.Page([SourceChange<OverrideRecord>.Deleted("P-r1-raise")], _clock.GetUtcNow()), None);
        (await AfterwardsAsync("P-r1")).State.ShouldBe(ReviewState.Decided);
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldStartWith($"No longer counts: a limit of at least EUR 700,000, until {last}. It was revoked (P-r1-raise).");
        (await DecisionAsync()).Limit.ShouldBe(CreditLimit.Of(new Money(500_000m, Eur)));
    }

    // Who decided was stamped once, so that the same decision looked like the one that was refused, and the review was gone from every list.
    [Fact]
    public async Task ADecisionThatIsMadeAgainUnchanged_AfterWhatWasMissingIsThere_IsFollowed()
    {
        World(("d1", "a", 5_000m));
        _deals.Put(_deals.Current["d1"] with { Amount = null });
        _crm.Ask(new ReviewRecord("r1", ReviewStatus.Decided)
        {
            AccountKey = "a", OpportunityKey = "d1", Verdict = ReviewVerdict.Approved, DecidedByKey = "u1", CreatedAt = _clock.GetUtcNow(), DecidedAt = _clock.GetUtcNow(),
        });
        var refused = await AfterwardsAsync("P-r1");
        (refused.State, refused.RefusedDecisions, _crm.Of("P-r1").Status).ShouldBe((ReviewState.Open, 1, ReviewStatus.InReview));

        _crm.Change("P-r1", r => r with { Status = ReviewStatus.Decided });
        (await AfterwardsAsync("P-r1")).RefusedDecisions.ShouldBe(2, "the amount is still missing");
        _crm.Of("P-r1").Status.ShouldBe(ReviewStatus.InReview);

        Deal("d1", "a", 5_000m);
        _crm.Change("P-r1", r => r with { Status = ReviewStatus.Decided });
        (await AfterwardsAsync("P-r1")).State.ShouldBe(ReviewState.Decided);
        (await StandingAsync()).ShouldBe(["P-r1-clear of P-r1"]);
    }
}
