using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Weeks of random events: deals that come, change and close, news, documents, decisions, people who withdraw and ask.</summary>
public sealed class ReviewPlanProperties
{
    private static readonly CreditPolicy Everything = Whole("""
        reviews:
          quiet_days: 5
          causes:
            - { name: deal, cause: deal, statuses: [review_needed, conditional, does_not_fit, on_hold] }
            - { name: limit, cause: limit_change }
            - { name: late, cause: deterioration }
            - { name: news, cause: news, within_days: 6 }
            - { name: ends, cause: expiry, lead_days: 4 }
            - { name: periodic, cause: periodic, lead_days: 2 }
            - { name: hold, cause: hold, after_days: 2 }
          windows: [{ name: all, decide_in_hours: 10 }]
          documents: [{ type: Papers, why: why, amount_above: 100_000, valid_months: 1 }]
          escalation: [{ name: soon, at: at_risk, to: owner }, { name: late, at: breached, after_hours: 3, to: owner }]
          teams: [{ name: all, analysts: [{ user: 005D, hours_per_week: 20 }, { user: 005L, hours_per_week: 30 }] }]

        """);

    [Fact]
    public void Property_PlanningAgain_ChangesNothing_AndOneReviewIsOpenPerSubject() => Check.One(Cases.Of(25), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        IReadOnlyList<CreditReview> reviews = [];
        var overrides = new Dictionary<string, OverrideRecord>();
        var crm = new Dictionary<string, ReviewRecord>();
        var (now, file) = (Start, File());
        for (var step = 0; step < 12; step++)
        {
            now = now.AddMinutes(random.Next(10, 2_000));
            file = Changed(file, random, step) with { Overrides = [.. overrides.Values.OrderBy(o => o.Key, StringComparer.Ordinal)] };
            foreach (var asked in reviews.Where(r => (r.State == ReviewState.Open || UndecidedReview.Is(r)) && random.Next(4) == 0))
            {
                var answer = Answer(asked, random, now);
                crm[answer.Key] = answer;
            }

            if (random.Next(4) == 0)
            {
                var deal = random.Next(2) == 0 && file.Opportunities is [var any, ..] ? any.Key : null;
                crm["asked" + step] = new ReviewRecord("asked" + step, ReviewStatus.New) { AccountKey = "001", OpportunityKey = deal, CreatedAt = now };
            }

            if (crm.Count > 0 && random.Next(10) == 0)
                crm.Remove(crm.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(crm.Count)));
            var situation = At(file, Everything, now, reviews) with
            {
                InCrm = [.. crm.Values],
                Documents = random.Next(2) == 0 ? [] : [new ReviewDocumentRecord("p", "Papers", (DocumentStatus)random.Next(5)) { AccountKey = "001", ReceivedAt = Start }],
            };
            var plan = ReviewPlanner.Plan(situation);
            foreach (var granted in plan.Granted)
                overrides[granted.Key] = granted;
            var again = ReviewPlanner.Plan(situation.Then(plan));
            again.Reviews.ShouldBeEmpty($"step {step}");
            again.Granted.ShouldBeEmpty($"step {step}");
            (plan.NextMoment is null || plan.NextMoment > now).ShouldBeTrue();
            reviews = situation.After(plan);
            reviews.Where(r => r.State == ReviewState.Open && r.Reasons.All(x => x.Cause != ReviewCause.Asked)).GroupBy(r => r.OpportunityKey).ShouldAllBe(g => g.Count() == 1);
            reviews.Where(r => r.State == ReviewState.Open).GroupBy(r => r.OpportunityKey).ShouldAllBe(g => g.Count() == 1 || g.All(r => r.Outcome != null), "but for decisions to be put right");
            reviews.Select(r => r.Key).ShouldBeUnique();
            reviews.ShouldAllBe(r => r.Reasons.Count > 0 && r.State == ReviewState.Open == (r.ClosedAt == null));
        }

        return true;
    }));

    [Fact]
    public void Property_WhateverPeopleDoOnClosedReviews_PlanningAgainChangesNothing() => Check.One(Cases.Of(25), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        IReadOnlyList<CreditReview> reviews = [];
        var overrides = new Dictionary<string, OverrideRecord>();
        var crm = new Dictionary<string, ReviewRecord>();
        var (now, file) = (Start, File(Files.Deal("D", 250_000m)));
        for (var step = 0; step < 12; step++)
        {
            now = now.AddMinutes(random.Next(10, 2_000));
            // Somebody revokes an exception by hand.
            if (overrides.Count > 0 && random.Next(6) == 0)
                overrides.Remove(overrides.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(overrides.Count)));
            file = Changed(file, random, step) with { Overrides = [.. overrides.Values.OrderBy(o => o.Key, StringComparer.Ordinal)] };
            // A record shows what we wrote unless somebody has changed it since.
            foreach (var review in reviews)
            {
                if (random.Next(3) == 0)
                    crm[review.Key] = Answer(review, random, now) with { Key = "a" + review.Key, ReviewKey = review.Key };
                else if (review.State == ReviewState.Withdrawn && crm.TryGetValue(review.Key, out var shown))
                    crm[review.Key] = shown with { Status = ReviewStatus.Withdrawn };
            }

            var situation = At(file, Everything, now, reviews) with { InCrm = [.. crm.Values] };
            var plan = ReviewPlanner.Plan(situation);
            foreach (var granted in plan.Granted)
                overrides[granted.Key] = granted;
            var again = ReviewPlanner.Plan(situation.Then(plan));
            again.Reviews.ShouldBeEmpty($"step {step}");
            again.Granted.ShouldBeEmpty($"step {step}");
            reviews = situation.After(plan);
            reviews.Select(r => r.Key).ShouldBeUnique();
            reviews.ShouldAllBe(r => r.Reasons.Count > 0 && r.State == ReviewState.Open == (r.ClosedAt == null));
            reviews.Where(r => r.State == ReviewState.Open).GroupBy(r => r.OpportunityKey).ShouldAllBe(g => g.Count() == 1 || g.All(r => r.Outcome != null), "but for decisions to be put right");
            // No decision is without an answer.
            reviews.Where(r => crm.TryGetValue(r.Key, out var record) && record.Status == ReviewStatus.Decided).ShouldAllBe(r => r.Outcome != null && r.Outcome.AsRead == ReviewVerdicts.AsRead(crm[r.Key]));
        }

        return true;
    }));

    private static CreditFile Changed(CreditFile file, Random random, int step) => random.Next(6) switch
    {
        0 => file with { Opportunities = [.. file.Opportunities, Files.Deal($"D{step}", random.Next(1, 400) * 1_000m)] },
        1 => file with { Opportunities = [.. file.Opportunities.Skip(1)] },
        2 => file with { Opportunities = [.. file.Opportunities.Select(o => o with { Amount = random.Next(3) == 0 ? null : Files.Euros(random.Next(1, 400) * 1_000m) })] },
        3 => file with { Signals = [.. file.Signals, new SignalRecord($"S{step}", CreditParty.Account("001"), "lawsuit", Files.Today.AddDays(random.Next(12))) { Severity = (SignalSeverity)random.Next(3) }] },
        4 => file with { OpenItems = random.Next(2) == 0 ? [] : [Files.Open($"I{step}", Files.Today.AddDays(-random.Next(80)), random.Next(100_000))] },
        _ => file with { Securities = [new SecurityRecord("G", CreditParty.Account("001"), SecurityType.Other, Files.Euros(9m)) { ExpiresOn = Files.Today.AddDays(random.Next(20)) }] },
    };

    private static ReviewRecord Answer(CreditReview review, Random random, DateTimeOffset now) => new(review.CrmKey ?? "a" + review.Key, (ReviewStatus)random.Next(5))
    {
        ReviewKey = review.CrmKey?.StartsWith("asked", StringComparison.Ordinal) == true ? null : review.Key,
        AccountKey = "001",
        OpportunityKey = review.OpportunityKey,
        Verdict = random.Next(6) is < 5 and var verdict ? (ReviewVerdict)verdict : null,
        DecidedByKey = random.Next(3) == 0 ? null : Dana.Key,
        DecidedAt = random.Next(3) == 0 ? null : now,
        ApprovedLimit = random.Next(2) == 0 ? null : Files.Euros(random.Next(-5, 500) * 1_000m),
        Conditions = random.Next(2) == 0 ? null : "x",
        ValidUntil = random.Next(3) == 0 ? Files.Today.AddDays(random.Next(100)) : null,
    };
}
