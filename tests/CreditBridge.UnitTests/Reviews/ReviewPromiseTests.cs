using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What sales and credit are told about a review is what is so.</summary>
public sealed class ReviewPromiseTests
{
    [Fact]
    public void DealThatCreditLeftAsItWas_PromisesNoDay_AndSaysWhatSalesCanDo()
    {
        var situation = At(File(Files.Deal("D1", 600_000m, PaymentTerms.Net(30))) with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(1_500_000m)))] });
        situation.Decision.Deals.Single().ReviewDue.ShouldNotBeNull("the decision alone knows of no review");
        var opened = situation.Then(ReviewPlanner.Plan(situation));
        var decided = opened with { InCrm = [Decided(opened.Reviews.Single(r => r.OpportunityKey == "D1"), ReviewVerdict.NoChange)] };
        var after = decided.After(ReviewPlanner.Plan(decided));
        after.ShouldNotContain(r => r.OpportunityKey == "D1" && r.State == ReviewState.Open, "nobody has the work any more");

        var (decision, _) = DealClocks.Of(situation.Decision, situation.File, situation.Policy, after, TimeZoneInfo.Utc);
        var check = decision.Deals.Single();
        check.ReviewDue.ShouldBeNull();
        check.Status.ShouldBe(check.Alternatives.Count > 0 ? DealStatus.Conditional : DealStatus.DoesNotFit);
        check.Message.ShouldStartWith("Credit looked at this deal on 2026-11-02 and left it as it was. Deals above ");
        check.Message.ShouldEndWith(check.Alternatives.Count > 0 ? "One of the alternatives clears it." : "for anything else talk to credit.");
        check.Message.ShouldNotContain("needs to look");
        Explanation.OfDeal(decision, "D1", Audience.Rep).Select(l => l.Text).ShouldNotContain(l => l.StartsWith("Credit looks at it by"));
        Explanation.OfDeal(decision, "D1", Audience.Customer).Select(l => l.Text).ShouldNotContain(l => l.StartsWith("We are looking at it"));

        // A new review is somebody's work again: the day of its clock stands.
        var anew = DealClocks.Of(situation.Decision, situation.File, situation.Policy, [.. after, opened.Reviews.Single(r => r.OpportunityKey == "D1") with { Key = "R-2" }], TimeZoneInfo.Utc);
        anew.Decision.Deals.Single().ReviewDue.ShouldNotBeNull();
    }

    [Fact]
    public void DocumentThatIsTooOldOrRejected_IsNotCalledMissing()
    {
        var review = new CreditReview
        {
            Key = "R-1", AccountKey = "001", Reasons = [], Effort = "standard",
            Documents =
            [
                new NeededDocument("Financial statements", "", false) { State = "too old" }, new NeededDocument("Bank reference", "", false) { State = "rejected" },
                new NeededDocument("Register extract", "", false), new NeededDocument("Guarantee", "", true),
            ],
        };
        ReviewFields.Project(review, 0m).Values[CreditFields.Review.Documents].Content
            .ShouldBe("Financial statements: too old\nBank reference: rejected\nRegister extract: missing\nGuarantee: there");

        var situation = At(File(Files.Deal("D1", 250_000m, PaymentTerms.Net(30))), With("  documents: [{ type: Financial statements, why: It is much., valid_months: 12 }]\n"));
        situation = situation with
        {
            Documents = [new ReviewDocumentRecord("a1D1", "Financial statements", DocumentStatus.Received) { ReceivedAt = Start.AddYears(-2), AccountKey = "001" }],
        };
        Only(ReviewPlanner.Plan(situation)).Documents.ShouldHaveSingleItem().State.ShouldBe("too old");
    }

    [Theory]
    [InlineData(null, null, FirstResponse.Awaited)]
    [InlineData(null, 3, FirstResponse.Missed)]
    [InlineData(1, 3, FirstResponse.Kept)]
    [InlineData(3, 4, FirstResponse.Missed)]
    public void FirstResponse_IsWatched(int? startedAfter, int? nowAfter, FirstResponse expected)
    {
        var review = new CreditReview
        {
            Key = "R-1", AccountKey = "001", Reasons = [], Effort = "standard", OpenedAt = Start, CompleteAt = Start, WindowMinutes = 480, FirstResponseMinutes = 120,
            FirstResponseDueAt = Start.AddHours(2), StartedAt = startedAfter is { } hours ? Start.AddHours(hours) : null,
        };
        SlaClock.FirstResponseOf(review, Start.AddHours(nowAfter ?? 1)).ShouldBe(expected);
        SlaClock.FirstResponseOf(review with { FirstResponseMinutes = null }, Start.AddHours(9)).ShouldBe(FirstResponse.NotPromised);
        var decided = review with { State = ReviewState.Decided, ClosedAt = Start.AddHours(5), Outcome = new ReviewOutcome(ReviewVerdict.Approved, "005D", Start.AddHours(5), null) };
        var all = ReviewFacts.Of([decided], Policy, TimeZoneInfo.Utc).All;
        (all.FirstResponseKept, all.FirstResponseMissed).ShouldBe(startedAfter == 1 ? (1, 0) : (0, 1));
    }

    private static CreditReview Only(ReviewPlan plan) => plan.Reviews.ShouldHaveSingleItem();
}
