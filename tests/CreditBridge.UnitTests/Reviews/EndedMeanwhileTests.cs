using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What was decided before, on records that people set back, withdraw or change later.</summary>
public sealed class EndedMeanwhileTests
{
    private const string Limit = "a limit of at least EUR 150,000, until 2026-12-31";

    private static readonly CreditPolicy Strict = With("", Bounds.Replace("300_000", "120_000", StringComparison.Ordinal));

    private static readonly ReviewRecord Granted = new("a", ReviewStatus.Decided)
    {
        AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start, ApprovedLimit = Files.Euros(150_000m),
    };

    private static readonly ReviewRecord Back = Granted with { Status = ReviewStatus.InReview };

    private static (CreditFile File, CreditReview Review) Approved()
    {
        var plan = ReviewPlanner.Plan(At(File()) with { InCrm = [Granted] });
        return (File() with { Overrides = plan.Granted }, plan.Reviews.ShouldHaveSingleItem());
    }

    // The review of the record after a planning; planned again, nothing changes.
    private static CreditReview Next(CreditFile file, double hours, CreditReview review, ReviewRecord record, CreditPolicy? policy = null)
    {
        var situation = At(file, policy, Start.AddHours(hours), [review]) with { InCrm = [record] };
        var plan = ReviewPlanner.Plan(situation);
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
        return situation.After(plan).Single(r => r.Key == review.Key);
    }

    private static CreditFile Changed(CreditFile file, Func<OverrideRecord, OverrideRecord> change) => file with { Overrides = [.. file.Overrides.Select(change)] };

    public static TheoryData<string, string> Ends() => new()
    {
        { "policy", "Has no effect: its amount of EUR 150,000 is above the policy's highest of EUR 120,000." },
        { "revoked", "It was revoked (P-a-raise)." },
        { "ended", "It was ended on 2026-11-02 by Kim." },
        { "replaced", "A later decision replaced it (R-9-lower)." },
        { "expired", "Its last day was 2026-12-31." },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void WhatCountedWhileTheReviewIsOpenAgain_EndedInSilence_AndTheRecordSaysWhy(string how, string why)
    {
        var (file, decided) = Approved();
        var open = Next(file, 1, decided, Back);
        open.Message.ShouldBe($"Until a new decision, the earlier one counts: {Limit}.");
        var later = how switch
        {
            "revoked" => file with { Overrides = [] },
            "ended" => Changed(file, o => o with { EndedOn = Files.Today, EndedBy = "Kim" }),
            "replaced" => Changed(file, o => o with { EndedOn = Files.Today, EndedBy = "Kim", ReplacedBy = "R-9-lower" }),
            _ => file,
        };
        var hours = how == "expired" ? 24 * 60 : 2;
        var gone = Next(later, hours, open, Back, how == "policy" ? Strict : null);
        (gone.State, gone.Message).ShouldBe((ReviewState.Open, $"What was decided before counts no more: {Limit}. {why}"));
        Next(later, hours + 1, gone, Back, how == "policy" ? Strict : null).Message.ShouldBe(gone.Message, "it stands there until somebody decides");
        if (how != "expired")
            Next(file, 3, gone, Back).Message.ShouldBe(open.Message, "it counts again");
        var again = Next(later, hours + 2, gone, Granted with { Verdict = ReviewVerdict.NoChange, ApprovedLimit = null, DecidedAt = Start.AddHours(hours + 2) }, how == "policy" ? Strict : null);
        (again.State, again.Message, again.Standing).ShouldBe((ReviewState.Decided, "Noted: what the policy says stays.", null));
    }

    // For one cycle the record went on saying that it counts.
    [Fact]
    public void WhatIsReplacedInTheSameCycle_CountsNoMoreFromThatCycleOn()
    {
        var (file, decided) = Approved();
        var open = Next(file, 1, decided, Back);
        var other = new ReviewRecord("b", ReviewStatus.Decided)
        {
            AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, CreatedAt = Start.AddHours(2), DecidedAt = Start.AddHours(2), ApprovedLimit = Files.Euros(160_000m),
        };
        var situation = At(file, null, Start.AddHours(2), [open]) with { InCrm = [Back, other] };
        var plan = ReviewPlanner.Plan(situation);
        situation.After(plan).Single(r => r.Key == open.Key).Message.ShouldBe($"What was decided before counts no more: {Limit}. A later decision replaced it (P-b-raise).\n"
            + "In force now, by other decisions: a limit of at least EUR 160,000, until 2026-12-31 (P-b-raise).");
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
    }

    [Fact]
    public void ReviewThatIsSetBackInTheCycleInWhichThePolicyVoidsItsGrant_SaysSo()
    {
        var (file, decided) = Approved();
        Next(file, 1, decided, Back, Strict).Message.ShouldNotBeNull().ShouldStartWith($"What was decided before counts no more: {Limit}. Has no effect:");
    }

    [Fact]
    public void RefusalOfAChangedDecision_SaidThatTheEarlierOneCounts_AfterThatWasRevoked()
    {
        var (file, decided) = Approved();
        var beyond = Granted with { ApprovedLimit = Files.Euros(400_000m), DecidedAt = Start.AddHours(1) };
        var refused = Next(file, 1, decided, beyond);
        refused.Message.ShouldNotBeNull().ShouldEndWith($"Until then the earlier decision counts: {Limit}.");
        refused = Next(file, 2, refused, beyond with { Status = ReviewStatus.InReview });
        var gone = Next(file with { Overrides = [] }, 3, refused, beyond with { Status = ReviewStatus.InReview });
        gone.Message.ShouldBe($"{gone.Outcome!.Refusal}\nWhat was decided before counts no more: {Limit}. It was revoked (P-a-raise).");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecidedReviewThatAPersonSetsToWithdrawn_HadNoAnswer_AndSaysWhatCounts_AndWhatIsNotFollowed(bool isChanged)
    {
        var (file, decided) = Approved();
        var record = Granted with { Status = ReviewStatus.Withdrawn };
        if (isChanged)
            record = record with { ApprovedLimit = Files.Euros(90_000m), DecidedAt = Start.AddHours(1) };
        var withdrawn = Next(file, 1, decided, record);
        (withdrawn.State, withdrawn.Outcome).ShouldBe((ReviewState.Decided, decided.Outcome));
        var notice = $"The record was set to 'Withdrawn', which takes nothing back. What was decided before still counts: {Limit}."
            + (isChanged ? " What was changed on the record at that time or since is not followed." : "")
            + " To decide anew, set the status to 'In review', and to 'Decided' when the decision is right.";
        withdrawn.Message.ShouldBe($"{notice}\nIt was decided: {decided.Message}");

        var voided = Next(file, 2, withdrawn, record, Strict);
        voided.Message.ShouldNotBeNull().ShouldContain(" takes nothing back.");
        voided.Message.ShouldNotBeNull().ShouldContain("\nNo longer counts: ");
        voided.Message.ShouldNotBeNull().ShouldEndWith($"\nIt was decided: {decided.Message}");
        Next(file, 3, voided, record).Message.ShouldBe(withdrawn.Message);

        Next(file, 3, withdrawn, Granted).Message.ShouldBe(decided.Message, "set to 'Decided' again, it says what it said");
        Next(file, 3, withdrawn, record with { Status = ReviewStatus.InReview }).State.ShouldBe(ReviewState.Open);
        if (isChanged)
            Next(file, 3, withdrawn, record with { Status = ReviewStatus.Decided }).Message.ShouldNotBeNull().ShouldStartWith("The limit is at most EUR 90,000");
    }

    [Fact]
    public void DecisionThatIsChangedOnALaterDay_CountedAsLate_AndIsMeasuredByTheFirst()
    {
        var (file, decided) = Approved();
        var open = decided with { CompleteAt = Start.AddHours(-1), WindowMinutes = 240, FirstResponseMinutes = 120, FirstResponseDueAt = Start.AddHours(1) };
        var changed = Next(file, 24 * 7, open, Granted with { ApprovedLimit = Files.Euros(160_000m), DecidedAt = Start.AddDays(7) });
        (changed.State, changed.ClosedAt, changed.FirstDecidedAt).ShouldBe((ReviewState.Decided, Start.AddDays(7), Start));
        changed = Next(file, 24 * 8, changed, Granted with { ApprovedLimit = Files.Euros(170_000m), DecidedAt = Start.AddDays(8) });
        (changed.ClosedAt, changed.FirstDecidedAt).ShouldBe((Start.AddDays(8), Start));

        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var report = ReviewFacts.Of([changed], Policy, zone);
        (report.All.Decided, report.All.OnTime, report.All.MedianHours, report.All.FirstResponseKept).ShouldBe((1, 1, 1m, 1));
        report.ByWeek.ShouldHaveSingleItem().Name.ShouldBe("2026-11-02", "the week of the first decision");
        SlaClock.StandingOf(changed, Policy, Start.AddDays(9), zone).State.ShouldBe(SlaState.Met);

        // Set back on the day of the change, it is other work than that of a week ago.
        var back = Next(file, (24 * 8) + 1, changed, Back);
        (back.State, back.FirstDecidedAt, back.ReopenedAt, back.CompleteAt).ShouldBe((ReviewState.Open, null, Start.AddDays(8).AddHours(1), Start.AddDays(8).AddHours(1)));
    }
}
