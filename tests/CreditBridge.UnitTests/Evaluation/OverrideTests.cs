using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class OverrideTests
{
    private const string Bounds = "highest_amount: 150_000\n  longest_days: 60\n  most_uses: 3\n  granted_by: [Kim, Lee]\n  end_when: [{ name: seriously late, when: oldest_past_due_days > 60 }]";

    private static readonly CreditPolicy Policy = PolicyWith(Bounds);

    private static CreditPolicy PolicyWith(string overrides) => StarterPolicy.With("calendar:\n", $"overrides:\n  {overrides}\ncalendar:\n");

    private static OverrideRecord Exception(OverrideEffect effect, decimal? cap = 120_000m) => new("X1", "001", effect, "Kim", "insured order", Files.Today.AddDays(-5))
    {
        AmountCap = cap is { } amount ? Files.Euros(amount) : null,
        ExpiresOn = Files.Today.AddDays(10),
    };

    private static CreditFile Late(OverrideRecord record, int daysLate = 45, decimal amount = 20_000m) =>
        Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-daysLate), amount)], Overrides = [record] };

    private static OverrideStanding Standing(CreditFile file, CreditPolicy? policy = null) => CreditEvaluator.Evaluate(file, policy ?? Policy).Overrides.ShouldHaveSingleItem();

    [Fact]
    public void RaiseLimit_MakesTheLimitAtLeastTheAmount_UntilItsLastDay()
    {
        var file = Files.Standard() with { Overrides = [Exception(OverrideEffect.RaiseLimit)] };
        var decision = CreditEvaluator.Evaluate(file, Policy);
        decision.Limit.ToString().ShouldBe("120000 EUR");
        decision.LimitSteps[^1].Note.ShouldBe("at least EUR 120,000 until 2026-11-12, granted by Kim: insured order");
        decision.Message.ShouldContain("This limit is an exception until 2026-11-12.");
        decision.StandingLimit.ToString().ShouldBe("100000 EUR");
        PriorStanding.Of(decision).Limit.ToString().ShouldBe("100000 EUR", "a later change is not measured against the exception");
        var after = CreditEvaluator.Evaluate(file with { AsOf = Files.On(Files.Today.AddDays(11)) }, Policy);
        after.Limit.ToString().ShouldBe("100000 EUR");
        after.Overrides[0].State.ShouldBe(OverrideState.Expired);
        CreditEvaluator.Evaluate(Files.Standard() with { Overrides = [Exception(OverrideEffect.RaiseLimit, 60_000m)] }, Policy).Limit.ToString().ShouldBe("100000 EUR", "it never lowers");
    }

    // Its terms and conditions ended without a word when the limit fell below it.
    [Theory]
    [InlineData(OverrideEffect.LowerLimit, 60_000, 14)]
    [InlineData(OverrideEffect.LowerLimit, 100_000, 14)]
    [InlineData(OverrideEffect.LowerLimit, 140_000, 14)]
    [InlineData(OverrideEffect.RaiseLimit, 60_000, 60)]
    [InlineData(OverrideEffect.RaiseLimit, 140_000, 14)]
    public void TermsAndConditions_GoWithALowerLimitHoweverLowTheLimitIs_AndWithARaiseThatCounts(OverrideEffect effect, int cap, int days)
    {
        var decision = CreditEvaluator.Evaluate(
            Files.Standard() with { Overrides = [Exception(effect, cap) with { LongestTerms = PaymentTerms.Net(14), Conditions = "Monthly figures" }] }, Policy);
        decision.RecommendedTerms.ShouldBe(PaymentTerms.Net(days));
        decision.Message.Contains("Conditions: Monthly figures.", StringComparison.Ordinal).ShouldBe(days == 14);
    }

    [Fact]
    public void NextMoment_IsTheDayAfterAnExceptionEnds()
    {
        var file = Files.Standard() with { Payments = [], Overrides = [Exception(OverrideEffect.RaiseLimit)] };
        var decision = CreditEvaluator.Evaluate(file, Policy);
        decision.NextMoment.ShouldBe(file.AsOf.StartOf(Files.Today.AddDays(11)));
    }

    [Fact]
    public void ReleaseHold_LiftsWhileTheExposureStaysWithinTheAmount()
    {
        var decision = CreditEvaluator.Evaluate(Late(Exception(OverrideEffect.ReleaseHold, 30_000m)), Policy);
        decision.OnHold.ShouldBeFalse();
        var lifted = decision.LiftedHolds.ShouldHaveSingleItem();
        (lifted.Rule, lifted.LiftedBy, lifted.Since).ShouldBe(("seriously past due", "X1", Files.Today));
        decision.Message.ShouldStartWith("A hold is lifted for now: credit has made an exception until 2026-11-12, as long as no more than EUR 30,000 is open.");
        var beyond = CreditEvaluator.Evaluate(Late(Exception(OverrideEffect.ReleaseHold, 19_999m)), Policy);
        beyond.OnHold.ShouldBeTrue();
        beyond.Overrides[0].Why.ShouldContain("It lifts no hold now, because EUR 20,000 count against the limit and it goes up to EUR 19,999.");
    }

    [Fact]
    public void Trigger_EndsAnExceptionForGood()
    {
        var ended = CreditEvaluator.Evaluate(Late(Exception(OverrideEffect.ReleaseHold), daysLate: 61), Policy);
        ended.OnHold.ShouldBeTrue("it is held again by itself");
        ended.Overrides[0].State.ShouldBe(OverrideState.Ended);
        ended.Overrides[0].Why.ShouldContain("by 'seriously late' (oldest_past_due_days > 60)");
        var better = CreditEvaluator.Evaluate(Late(Exception(OverrideEffect.ReleaseHold)) with { Prior = PriorStanding.Of(ended) }, Policy);
        better.Overrides[0].State.ShouldBe(OverrideState.Ended, "what has ended does not come back");
        var spared = Late(Exception(OverrideEffect.ReleaseHold) with { EndsWhen = ["another"] }, daysLate: 61);
        Standing(spared).State.ShouldBe(OverrideState.OutOfBounds);
    }

    // It was "one of its triggers, on an earlier day" a minute after, when the policy had no such trigger any more.
    [Fact]
    public void ExceptionThatATriggerEnded_KeepsTheTriggersNameAndTheDay()
    {
        const string Why = "Ended early on 2026-11-02 by 'seriously late' (oldest_past_due_days > 60); granted by Kim: insured order.";
        var file = Late(Exception(OverrideEffect.ReleaseHold), daysLate: 61);
        var first = CreditEvaluator.Evaluate(file, Policy);
        var standing = first.Overrides.ShouldHaveSingleItem();
        (standing.Why, standing.Ended).ShouldBe((Why, new EndedEarly("'seriously late' (oldest_past_due_days > 60)", Files.Today)));
        var others = PolicyWith(Bounds.Replace("seriously late", "late for long", StringComparison.Ordinal).Replace("> 60", "> 50", StringComparison.Ordinal));
        var without = PolicyWith("highest_amount: 150_000\n  longest_days: 60");
        var prior = PriorStanding.Of(first);
        foreach (var (policy, days) in (ReadOnlySpan<(CreditPolicy, int)>)[(Policy, 0), (others, 0), (without, 0), (without, 1), (Policy, 20)])
        {
            var next = CreditEvaluator.Evaluate(file with { AsOf = Files.On(Files.Today.AddDays(days)), Prior = prior }, policy);
            (next.Overrides[0].State, next.Overrides[0].Why).ShouldBe((OverrideState.Ended, Why));
            prior = PriorStanding.Of(next);
        }
    }

    [Fact]
    public void ExceptionThatHadEndedBeforeThatWasKept_NamesNoDay()
    {
        var prior = new PriorStanding { EndedOverrides = ["X1"] };
        var file = Late(Exception(OverrideEffect.ReleaseHold), daysLate: 61) with { Prior = prior };
        Standing(file, PolicyWith("highest_amount: 150_000\n  longest_days: 60")).Why.ShouldBe("Ended early by one of its triggers; granted by Kim: insured order.");
        Standing(file).Why.ShouldBe("Ended early by 'seriously late' (oldest_past_due_days > 60); granted by Kim: insured order.");
    }

    [Fact]
    public void GroupException_RaisesTheGroupsLimitAsWell()
    {
        var policy = PolicyWith(Bounds + "\ngroup:\n  limit: { amount: 50_000 }");
        var group = new GroupStanding("000", "Group", []);
        CreditFile With(OverrideScope scope) => Files.Standard() with { Group = group, Overrides = [Exception(OverrideEffect.RaiseLimit) with { Scope = scope }] };
        CreditEvaluator.Evaluate(With(OverrideScope.Account), policy).Limit.ToString().ShouldBe("50000 EUR", "an exception for one account does not stretch the group's limit");
        CreditEvaluator.Evaluate(With(OverrideScope.Group), policy).Limit.ToString().ShouldBe("120000 EUR");
    }

    public static TheoryData<string, string> Beyond => new()
    {
        { "amount", "its amount of EUR 150,001 is above the policy's highest of EUR 150,000" },
        { "days", "it lasts longer than 60 days" },
        { "endless", "it has no last day" },
        { "uses", "it allows more than 3 uses" },
        { "person", "Mallory is not among those who may grant exceptions" },
        { "trigger", "it is to be ended by 'rain', and the policy has no such trigger" },
        { "deal", "it is for a deal and names none" },
        { "negative", "its amount is not above zero" },
        { "currency", "there is no exchange rate from CHF for its amount" },
    };

    [Theory]
    [MemberData(nameof(Beyond))]
    public void ExceptionBeyondTheBounds_HasNoEffectAndSaysWhy(string what, string why)
    {
        var exception = Exception(OverrideEffect.ReleaseHold);
        exception = what switch
        {
            "amount" => exception with { AmountCap = Files.Euros(150_001m) },
            "days" => exception with { ExpiresOn = exception.ValidFrom.AddDays(60) },
            "endless" => exception with { ExpiresOn = null },
            "uses" => exception with { MaxUses = 4 },
            "person" => exception with { GrantedBy = "Mallory" },
            "trigger" => exception with { EndsWhen = ["rain"] },
            "negative" => exception with { AmountCap = Files.Euros(-1m) },
            "currency" => exception with { AmountCap = new Money(1m, CurrencyCode.Parse("CHF")) },
            _ => exception with { Scope = OverrideScope.Deal },
        };
        var decision = CreditEvaluator.Evaluate(Late(exception), Policy);
        decision.OnHold.ShouldBeTrue();
        decision.Overrides[0].State.ShouldBe(OverrideState.OutOfBounds);
        decision.Overrides[0].Why.ShouldBe($"Has no effect: {why}.");
    }

    [Fact]
    public void WithoutBounds_ThereAreNoExceptions() =>
        Standing(Late(Exception(OverrideEffect.ReleaseHold)), StarterPolicy.Policy).Why.ShouldBe("Has no effect: the policy allows no exceptions; its section 'overrides' would say how far they may go.");

    [Fact]
    public void ScopesAndEffects_CanBeLimited()
    {
        var policy = PolicyWith("highest_amount: 150_000\n  longest_days: 60\n  scopes: [deal]\n  effects: [release_hold, clear_deals]");
        Standing(Late(Exception(OverrideEffect.ReleaseHold)), policy).Why.ShouldBe("Has no effect: the policy has no exceptions for an account.");
        Standing(Late(Exception(OverrideEffect.RaiseLimit)), policy).Why.ShouldBe("Has no effect: the policy has no exceptions that raise a limit.");
    }

    [Fact]
    public void NotYet_BeginsOnItsFirstDay()
    {
        var exception = Exception(OverrideEffect.ReleaseHold) with { ValidFrom = Files.Today.AddDays(1) };
        Standing(Late(exception)).State.ShouldBe(OverrideState.NotYet);
        CreditEvaluator.Evaluate(Late(exception) with { AsOf = Files.On(Files.Today.AddDays(1)) }, Policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void Uses_AreCarriedOn_AndUsedUp()
    {
        var exception = Exception(OverrideEffect.ClearDeals) with { MaxUses = 2 };
        var file = Files.Standard() with { Overrides = [exception], Prior = new PriorStanding { OverrideUses = new Dictionary<string, IReadOnlyList<string>> { ["X1"] = ["O1", "O9"] } } };
        var standing = Standing(file);
        standing.State.ShouldBe(OverrideState.UsedUp);
        standing.UsedBy.ShouldBe(["O1", "O9"]);
        standing.Why.ShouldStartWith("Used by 2 of 2 deals");
    }

    [Theory]
    [InlineData("longest_days: 5", "overrides.highest_amount", "'highest_amount' is missing", null)]
    [InlineData("highest_amount: 5", "overrides.longest_days", "'longest_days' is missing", null)]
    [InlineData("highest_amount: 5\n  longest_days: 5\n  scopes: [accounts]", "overrides.scopes[0]", "choose from", "account")]
    [InlineData("highest_amount: 5\n  longest_days: 5\n  effects: [raise_limits]", "overrides.effects[0]", "choose from", "raise_limit")]
    [InlineData("highest_amount: 5\n  longest_days: 5\n  end_when: [{ name: a, when: on_hold }]", "overrides.end_when[0].when", "later step", null)]
    [InlineData("highest_amount: 5\n  longest_days: 5\n  end_when: [{ name: a, when: erp_hold }, { name: A, when: erp_hold }]", "overrides.end_when[1].name", "stands here twice", null)]
    [InlineData("highest_amount: 5\n  longest_days: 5\n  mostuses: 3", "overrides.mostuses", "not known here", "most_uses")]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string overrides, string path, string message, string? suggestion)
    {
        var problem = CreditPolicyParser.Parse(StarterPolicy.Replace("calendar:\n", $"overrides:\n  {overrides}\ncalendar:\n"), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
    }
}
