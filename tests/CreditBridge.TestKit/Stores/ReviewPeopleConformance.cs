using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What becomes of reviews in whole cycles, on every database, when the people who have them leave and come back.</summary>
public abstract class ReviewPeopleConformance : ReviewWorld
{
    private static CreditPolicy Policy(string teams) => SmallPolicy.With($$"""
        reviews:
          deal_due_in_business_days: 2
          teams: {{teams}}
        """);

    // His reviews stayed until something else touched their accounts, and nobody was told when nobody was left to take them.
    [Fact]
    public async Task AUserWhoIsNoLongerActive_LosesHisOpenReviews_ThoughNothingElseChanges_AndNobodyLeftNeedsAPerson()
    {
        var policy = Policy("[{ name: Credit, analysts: [{ user: Kim, hours_per_week: 40 }, { user: Lee, hours_per_week: 10 }] }]");
        World(("d1", "a", 30_000m));
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
        World(("d1", "a", 30_000m));
        _users.Put(new UserRecord("u1", "Kim") { IsActive = false });
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBe([new ReviewsOfNobody("Credit", 1)]);
        (await OnlyOpenAsync()).Analyst.ShouldBeNull();
        _users.Put(new UserRecord("u1", "Kim"));
        (await CycleAsync(policy)).ReviewsOfNobody.ShouldBeEmpty();
        (await OnlyOpenAsync()).Analyst.ShouldBe("u1");
    }
}
