using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What every store of reviews does: they are kept as they are, together with the decision of their account, and listed as a queue.</summary>
public abstract class ReviewStoreConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private static CreditReview Review(string key, string account, string? deal = null, DateTimeOffset? due = null, DateTimeOffset? opened = null) => new()
    {
        Key = key,
        AccountKey = account,
        OpportunityKey = deal,
        Reasons = [new ReviewReason(ReviewCause.Deal, "fit", "The deal does not fit.", new DateOnly(2026, 3, 2))],
        Effort = "standard",
        EffortHours = 1.5m,
        OpenedAt = opened ?? Noon,
        DueAt = due,
    };

    private static CreditReview Closed(CreditReview review, DateTimeOffset at, ReviewState state = ReviewState.Decided) => review with { State = state, ClosedAt = at, DueAt = null };

    private async Task StoreAsync(params CreditReview[] reviews)
    {
        foreach (var ofAccount in reviews.GroupBy(r => r.AccountKey))
        {
            await ApplyAsync(Crm, Row.Account(ofAccount.Key, $"{ofAccount.Key} {_stored++}"));
            var due = (await LeaseAsync()).Single(d => d.AccountKey == ofAccount.Key);
            await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { Reviews = [.. ofAccount] }], None);
        }
    }

    private int _stored;

    private async Task<string[]> QueueAsync(ReviewFilter? filter = null) => [.. (await Stores.Reviews.ListAsync(filter ?? new ReviewFilter(), null, 100, None)).Reviews.Select(r => r.Key)];

    [Fact]
    public async Task DecidedReviewsOfDeals_AreFound_OfWhateverAccount()
    {
        await StoreAsync(
            Closed(Review("R-1", "a", "d1"), Noon.AddHours(2)), Closed(Review("R-2", "b", "d1"), Noon.AddHours(1)), Closed(Review("R-3", "b", "d1"), Noon, ReviewState.Withdrawn),
            Review("R-4", "c", "d1"), Closed(Review("R-5", "c", "d2"), Noon), Closed(Review("R-6", "c"), Noon));
        (await Stores.Reviews.ListDecidedOfDealsAsync(["d1", "d9"], None)).Select(r => r.Key).ShouldBe(["R-2", "R-1"]);
        (await Stores.Reviews.ListDecidedOfDealsAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AReview_IsKeptWhole()
    {
        var review = Review("R-1", "a", "d", Noon.AddHours(5)) with
        {
            Amount = new Money(12_345.67m, Eur),
            ProposedLimit = new Money(50_000m, Eur),
            Priority = 1,
            Documents = [new NeededDocument("Financial statements", "New customer.", false)],
            Team = "North",
            Analyst = "u1",
            Region = "DE",
            CompleteAt = Noon.AddMinutes(3),
            WindowMinutes = 1_440,
            FirstResponseMinutes = 240,
            Pauses = [new ReviewPause(Noon, Noon.AddHours(1), "Papers."), new ReviewPause(Noon.AddHours(2), null, "Amount.")],
            Escalated = ["team lead"],
            Outcome = new ReviewOutcome(ReviewVerdict.ApprovedWithConditions, "u2", Noon, "Too much.") { OverrideKey = "o-1" },
            Message = "Müller & Söhne",
            DecisionId = "d-1",
            CrmKey = "a01",
            NextMoment = Noon.AddHours(3),
            FirstDecidedAt = Noon.AddHours(-3),
            Standing = [new StandingGrant("o-0", "a limit of at least EUR 9")],
            Notice = "Withdrawn.",
        };
        await StoreAsync(review);
        var kept = (await Stores.Reviews.FindAsync("R-1", None)).ShouldNotBeNull();
        ReviewEquality.Same(kept, review).ShouldBeTrue();
        kept.Pauses.ShouldBe(review.Pauses);
        kept.Outcome.ShouldBe(review.Outcome);
        (await Stores.Reviews.FindAsync("R-2", None)).ShouldBeNull();
    }

    [Fact]
    public async Task PressingReviews_AreThoseAtRiskLateOrEscalated_TheLongestFirst()
    {
        await StoreAsync(
            Review("R-late", "a", "1", Noon.AddHours(-1)) with { AtRiskAt = Noon.AddHours(-5) }, Review("R-risk", "a", "2", Noon.AddHours(1)) with { AtRiskAt = Noon },
            Review("R-soon", "a", "3", Noon.AddHours(1)) with { AtRiskAt = Noon.AddMinutes(1) }, Review("R-waits", "a", "4"),
            Review("R-told", "a", "5", opened: Noon.AddDays(-1)) with { Escalated = ["boss"] },
            Review("R-old", "a", "6", Noon.AddMinutes(-1)), Closed(Review("R-closed", "a", "7"), Noon) with { AtRiskAt = Noon.AddDays(-1), Escalated = ["boss"] });
        (await PressingAsync(Noon)).ShouldBe(["R-told", "R-late", "R-old", "R-risk"]);
        (await PressingAsync(Noon.AddDays(-2))).ShouldBeEmpty();

        await StoreAsync([.. Enumerable.Range(0, 1_100).Select(i => Review($"R-{i:0000}", "b", $"{i}", Noon.AddDays(-2)) with { AtRiskAt = Noon.AddDays(i % 3 - 5) })]);
        var all = await PressingAsync(Noon);
        (all.Length, all.Distinct().Count()).ShouldBe((1_104, 1_104), "page by page, none twice and none left out");
    }

    private async Task<string[]> PressingAsync(DateTimeOffset now)
    {
        var found = new List<string>();
        await foreach (var review in Stores.Reviews.ListPressingAsync(now, None))
            found.Add(review.Key);
        return [.. found];
    }

    [Fact]
    public async Task AReviewOfAStaleLease_IsNotStored()
    {
        await ApplyAsync(Crm, Row.Account("a"));
        var stale = (await LeaseAsync()).Single();
        var current = (await LeaseAsync(Noon.AddMinutes(10))).Single();
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(current, null, null, []) { Reviews = [Review("R-1", "a")] }], None);
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(stale, null, null, []) { Reviews = [Review("R-1", "a") with { Message = "stale" }] }], None);
        (await Stores.Reviews.FindAsync("R-1", None)).ShouldNotBeNull().Message.ShouldBeNull();
    }

    [Fact]
    public async Task ReviewsOfAccounts_AreAllOfThem_OpenAndClosed_InOrderOfTheirOpening()
    {
        var asked = Review("P-1", "a", "d", opened: Noon.AddDays(-8)) with { Reasons = [new ReviewReason(ReviewCause.Asked, "asked:1", "Asked for.", new DateOnly(2026, 3, 1))] };
        await StoreAsync(
            Review("R-6", "b"), Review("R-5", "a", "d", opened: Noon.AddDays(-2)), Closed(Review("R-1", "a", opened: Noon.AddDays(-9)), Noon.AddDays(-8)),
            Closed(Review("R-2", "a", opened: Noon.AddDays(-7)), Noon.AddDays(-6)), Closed(Review("R-3", "a", "d", opened: Noon.AddDays(-5)), Noon.AddDays(-4)),
            Closed(Review("R-4", "a", "d", opened: Noon.AddDays(-5)), Noon.AddDays(-3), ReviewState.Withdrawn), Closed(asked, Noon.AddDays(-7), ReviewState.Withdrawn) with { JoinedTo = "R-3" });
        (await Stores.Reviews.GetAsync(["a"], None)).Select(r => r.Key).ShouldBe(["R-1", "P-1", "R-2", "R-3", "R-4", "R-5"]);
        (await Stores.Reviews.GetAsync(["a", "b", "c"], None)).Select(r => r.Key).ShouldBe(["R-1", "P-1", "R-2", "R-3", "R-4", "R-5", "R-6"]);
        (await Stores.Reviews.GetAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheQueue_IsSortedByDue_WhatWaitsLast_AndReadInPages()
    {
        await StoreAsync(Review("R-1", "a"), Review("R-2", "a", "d1", Noon.AddHours(3)), Review("R-3", "b", "d2", Noon.AddHours(1)), Review("R-4", "b", "d3", Noon.AddHours(3)),
            Closed(Review("R-5", "b", "d4"), Noon));
        (await QueueAsync()).ShouldBe(["R-3", "R-2", "R-4", "R-1"]);
        var keys = new List<string>();
        string? after = null;
        do
        {
            var page = await Stores.Reviews.ListAsync(new ReviewFilter(), after, 2, None);
            page.Reviews.Count.ShouldBe(2);
            keys.AddRange(page.Reviews.Select(r => r.Key));
            after = page.Next;
        }
        while (after is not null);
        keys.ShouldBe(["R-3", "R-2", "R-4", "R-1"]);
        await Should.ThrowAsync<FormatException>(Stores.Reviews.ListAsync(new ReviewFilter(), "nonsense", 2, None));
    }

    [Fact]
    public async Task TheQueue_IsFiltered()
    {
        await StoreAsync(Review("R-1", "a") with { Team = "North", Analyst = "u1" }, Review("R-2", "b") with { Team = "north" }, Review("R-3", "b", "d") with { Team = "South", Analyst = "u1" },
            Closed(Review("R-4", "b", "e") with { Team = "North" }, Noon), Closed(Review("R-5", "b", "f"), Noon, ReviewState.Withdrawn));
        (await QueueAsync(new ReviewFilter { Team = "NORTH" })).ShouldBe(["R-1", "R-2"]);
        (await QueueAsync(new ReviewFilter { Analyst = "u1" })).ShouldBe(["R-1", "R-3"]);
        (await QueueAsync(new ReviewFilter { AccountKey = "b", Team = "north" })).ShouldBe(["R-2"]);
        (await QueueAsync(new ReviewFilter { State = ReviewState.Decided })).ShouldBe(["R-4"]);
        (await QueueAsync(new ReviewFilter { State = ReviewState.Withdrawn })).ShouldBe(["R-5"]);
        (await QueueAsync(new ReviewFilter { Team = "West" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task ClosedReviews_AreReadFromAMomentOn()
    {
        await StoreAsync(Closed(Review("R-1", "a"), Noon.AddDays(-2)), Closed(Review("R-2", "a", "d"), Noon, ReviewState.Withdrawn), Closed(Review("R-3", "a", "e"), Noon.AddDays(-1)), Review("R-4", "a", "f"));
        var closed = new List<string>();
        await foreach (var review in Stores.Reviews.ListClosedAsync(Noon.AddDays(-1), None))
            closed.Add(review.Key);
        closed.ShouldBe(["R-3", "R-2"]);
    }

    [Fact]
    public async Task OpenWork_IsCounted()
    {
        await StoreAsync(Review("R-1", "a") with { Analyst = "u1" }, Review("R-2", "b", due: Noon.AddHours(1)) with { Analyst = "u1", EffortHours = 0.25m },
            Review("R-3", "b", "d", Noon.AddHours(-1)) with { Analyst = "u2" }, Review("R-4", "b", "e"), Closed(Review("R-5", "b", "f") with { Analyst = "u2" }, Noon));
        (await Stores.Reviews.SumOpenHoursAsync(None)).OrderBy(h => h.Key).Select(h => (h.Key, h.Value)).ShouldBe([("u1", 1.75m), ("u2", 1.5m)]);
        (await Stores.Reviews.CountAsync(Noon, None)).ShouldBe(new ReviewCounts(4, 2, 1));
    }

    [Fact]
    public async Task ReviewsOfAccountsThatAreGone_AreFound_ButNotThoseOfMergedOnes()
    {
        await StoreAsync(Review("R-1", "gone") with { CrmKey = "a01" }, Review("R-2", "merged"), Review("R-3", "kept"), Review("R-4", "alsogone"), Closed(Review("R-5", "gone", "d"), Noon));
        await IngestAsync(Crm, Noon, new ReviewRecord("a01", ReviewStatus.New) { ReviewKey = "R-1" });
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("gone", null), new RemovedRecord("merged", "kept"), new RemovedRecord("alsogone", null));
        var orphans = await Stores.Reviews.ListOrphansAsync(10, None);
        orphans.Select(o => (o.Review.Key, o.IsInCrm)).ShouldBe([("R-1", true), ("R-4", false)]);

        var withdrawn = orphans[0].Review with { State = ReviewState.Withdrawn, ClosedAt = Noon };
        await Stores.Reviews.CloseAsync([withdrawn], [Outgoing.Put("R-1", 1m), Outgoing.Put("R-9", 1m)], None);
        (await Stores.Reviews.ListOrphansAsync(10, None)).Select(o => o.Review.Key).ShouldBe(["R-4"]);
        (await Stores.Reviews.FindAsync("R-1", None)).ShouldNotBeNull().State.ShouldBe(ReviewState.Withdrawn);
        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(1, "only what belongs to a review that was closed is written");

        await Stores.Reviews.CloseAsync([withdrawn with { Message = "twice" }], [], None);
        (await Stores.Reviews.FindAsync("R-1", None)).ShouldNotBeNull().Message.ShouldBeNull("one that is closed stays as it is");
    }
}
