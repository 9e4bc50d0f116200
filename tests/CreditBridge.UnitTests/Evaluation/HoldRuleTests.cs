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

public sealed class HoldRuleTests
{
    private const string OverLimit = "    - { name: over the limit, when: exposure > 10_000, reason: Too much., release: less is owed.";

    private static string WithHold(string hold)
    {
        var from = StarterPolicy.Yaml.IndexOf("hold:\n  prepaid", StringComparison.Ordinal);
        var to = StarterPolicy.Yaml.IndexOf("# Deals of accounts", StringComparison.Ordinal);
        return StarterPolicy.Yaml[..from] + "hold:\n" + hold + "\n" + StarterPolicy.Yaml[to..];
    }

    private static CreditPolicy Policy(string hold) => StarterPolicy.Parse(WithHold(hold));

    private static CreditFile Owing(decimal amount, int dueInDays = 20) => Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(dueInDays), amount)] };

    private static CreditFile OnDay(CreditFile file, int days, CreditDecision? previous) => file with { AsOf = Files.On(Files.Today.AddDays(days)), Prior = PriorStanding.Of(previous) };

    [Fact]
    public void OnceHeld_IsHeldUntilTheReleaseConditionIsMet()
    {
        var policy = Policy($"  rules:\n{OverLimit}, release_when: exposure < 8_000 }}");
        CreditEvaluator.Evaluate(Owing(9_000m), policy).OnHold.ShouldBeFalse("between the thresholds nothing begins");
        var held = CreditEvaluator.Evaluate(Owing(11_000m), policy);
        var lingering = CreditEvaluator.Evaluate(OnDay(Owing(9_000m), 1, held), policy);
        var reason = lingering.HoldReasons.ShouldHaveSingleItem();
        reason.IsLingering.ShouldBeTrue();
        reason.Since.ShouldBe(Files.Today);
        lingering.Message.ShouldContain("It has become better and is not over yet. Released when: less is owed.");
        var released = CreditEvaluator.Evaluate(OnDay(Owing(7_999m), 2, lingering), policy);
        released.OnHold.ShouldBeFalse();
        CreditEvaluator.Evaluate(OnDay(Owing(9_000m), 3, released), policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void FigureBetweenTheThresholds_NeverChangesAHold()
    {
        var policy = Policy($"  rules:\n{OverLimit}, release_when: exposure < 8_000 }}");
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var decision = CreditEvaluator.Evaluate(Owing(seed % 2 == 0 ? 10_000.01m : 7_999m), policy);
            for (var day = 1; day < 12; day++)
            {
                var next = CreditEvaluator.Evaluate(OnDay(Owing(8_000m + random.Next(0, 200_001) / 100m), day, decision), policy);
                next.OnHold.ShouldBe(decision.OnHold, $"seed {seed}, day {day}");
                decision = next;
            }
        }
    }

    [Fact]
    public void GraceDays_AreWaitedForAndRemembered()
    {
        var policy = Policy("  rules:\n    - { name: over, when: headroom < 90_000, grace_days: 2, reason: Too much., release: less is owed. }");
        var first = CreditEvaluator.Evaluate(Owing(11_000m), policy);
        first.OnHold.ShouldBeFalse();
        first.PendingHolds.ShouldBe([new PendingHold("over", Files.Today, Files.Today.AddDays(3), "Too much.")]);
        first.Message.ShouldContain("Too much. The account goes on hold on 2026-11-05 unless that is settled before.");
        var second = CreditEvaluator.Evaluate(OnDay(Owing(11_000m), 2, first), policy);
        second.OnHold.ShouldBeFalse("seen on day 1 with two days of grace: held from day 4 on");
        var third = CreditEvaluator.Evaluate(OnDay(Owing(11_000m), 3, second), policy);
        third.HoldReasons.ShouldHaveSingleItem().Since.ShouldBe(Files.Today);
        CreditEvaluator.Evaluate(OnDay(Owing(9_000m), 2, first), policy).PendingHolds.ShouldBeEmpty("what is settled begins anew");
    }

    [Fact]
    public void GraceDays_CountFromTheDatesOnFile()
    {
        var policy = Policy("  rules:\n    - { name: late, when: oldest_past_due_days > 10, grace_days: 5, reason: Late., release: it is paid. }");
        CreditEvaluator.Evaluate(Owing(1_000m, dueInDays: -17), policy).OnHold.ShouldBeTrue("more than ten days late for six days already, although nobody looked");
        var pending = CreditEvaluator.Evaluate(Owing(1_000m, dueInDays: -16), policy);
        pending.OnHold.ShouldBeFalse();
        pending.NextMoment.ShouldBe(Files.On(Files.Today).StartOf(Files.Today.AddDays(1)));
    }

    [Fact]
    public void Exclusion_LiftsTheRulesItNames_AndNeverOnesMarkedAlways()
    {
        var policy = Policy($$"""
              exclusions:
                - { name: partner, when: country = "DE", lifts: [over the limit] }
                - { name: all small ones, when: erp_limit < 200_000, lifts: all }
              rules:
            {{OverLimit}} }
                - { name: late, when: oldest_past_due_days > 5, reason: Late., release: it is paid. }
                - { name: insolvent, when: oldest_past_due_days > 9, always: yes, reason: Very late., release: it is paid., customer: "Please pay {past_due_amount}.", edifact: 12 }
            """);
        var german = Owing(11_000m, -12) with { Account = Owing(1m).Account with { Country = "de" } };
        var decision = CreditEvaluator.Evaluate(german, policy);
        decision.HoldReasons.Select(r => r.Rule).ShouldBe(["insolvent"]);
        decision.HoldReasons[0].ForCustomer.ShouldBe("Please pay EUR 11,000.");
        decision.LiftedHolds.Select(l => (l.Rule, l.LiftedBy)).ShouldBe([("over the limit", "partner"), ("late", "all small ones")]);
        decision.Reasons.ShouldContain(new DecisionReason("hold:insolvent", "Very late.", null) { ForCustomer = "Please pay EUR 11,000.", EdifactCode = 12 });
        var lifted = CreditEvaluator.Evaluate(german with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-7), 11_000m)] }, policy);
        lifted.OnHold.ShouldBeFalse();
        lifted.Message.ShouldStartWith("A hold is lifted for now: the policy makes an exception for this account.");
    }

    [Fact]
    public void BucketOverItsOwnLimit_IsAHold()
    {
        var policy = StarterPolicy.With("calendar:\n", "exposure:\n  buckets: { open_orders: { limit: 5_000, counts: no } }\ncalendar:\n");
        var order = new OpenOrderRecord("A1", Files.Customer, "A1", Files.Today, Files.Euros(5_000.01m));
        var reason = CreditEvaluator.Evaluate(Files.Standard() with { Orders = [order] }, policy).HoldReasons.ShouldHaveSingleItem();
        reason.Rule.ShouldBe("limit of bucket open_orders");
        reason.Reason.ShouldBe("Open orders: EUR 5,000.01, more than the EUR 5,000 that are allowed.");
        CreditEvaluator.Evaluate(Files.Standard() with { Orders = [order with { OpenAmount = Files.Euros(5_000m) }] }, policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void ManualHold_IsReleasedByAPersonOnly()
    {
        var hold = new OverrideRecord("X1", "001", OverrideEffect.Hold, "Kim", "bad news", Files.Today.AddDays(-3));
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { Overrides = [hold] }, StarterPolicy.Policy);
        var reason = decision.HoldReasons.ShouldHaveSingleItem();
        (reason.IsManual, reason.Rule, reason.Since).ShouldBe((true, "manual hold X1", Files.Today.AddDays(-3)));
        decision.Message.ShouldContain("Released when: a person in credit decides; nothing else stands against it, it is ready to release.");
        decision.Message.ShouldNotContain("bad news");
        decision.Overrides.ShouldHaveSingleItem().Why.ShouldBe("In force until a person ends it, ordered by Kim: bad news.");
        var worse = CreditEvaluator.Evaluate(Owing(20_000m, -45) with { Overrides = [hold] }, StarterPolicy.Policy);
        worse.HoldReasons.Select(r => r.Rule).ShouldBe(["seriously past due", "manual hold X1"]);
        worse.HoldReasons[1].ReleasedWhen.ShouldBe("a person in credit ends it.");
        CreditEvaluator.Evaluate(Files.Standard() with { Overrides = [hold with { ExpiresOn = Files.Today.AddDays(-1) }] }, StarterPolicy.Policy).OnHold.ShouldBeFalse();
        CreditEvaluator.Evaluate(Files.Standard() with { Overrides = [hold with { AccountKey = "002" }] }, StarterPolicy.Policy).OnHold.ShouldBeFalse("it is another account's");
        CreditEvaluator.Evaluate(Files.Standard() with { Overrides = [hold with { AccountKey = "002", Scope = OverrideScope.Group }] }, StarterPolicy.Policy).OnHold.ShouldBeTrue();
    }

    [Fact]
    public void OpenOrders_OnHold_AreStoppedUnlessDeliveredOrPrepaid()
    {
        OpenOrderRecord Order(string number) => new(number, Files.Customer, number, Files.Today, Files.Euros(100m));
        var file = Owing(20_000m, -45) with
        {
            Orders = [Order("A1"), Order("A2") with { IsPrepaid = true }, Order("A3") with { Progress = OrderProgress.DeliveredNotInvoiced }, Order("A4") with { Terms = PaymentTerms.Prepaid, Progress = OrderProgress.DeliveredNotInvoiced }],
        };
        CreditEvaluator.Evaluate(file, StarterPolicy.Policy).Orders.Select(o => (o.Order, o.Stopped)).ShouldBe([("A1", true), ("A2", false), ("A3", false), ("A4", false)]);
        CreditEvaluator.Evaluate(file, StarterPolicy.With("prepaid_may_proceed: yes", "prepaid_may_proceed: no")).Orders.Select(o => o.Stopped).ShouldBe([true, true, false, false]);
        CreditEvaluator.Evaluate(file with { OpenItems = [] }, StarterPolicy.Policy).Orders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, release_when: erp_limit }", "hold.rules[0].release_when", "a condition is needed", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, grace_days: 400 }", "hold.rules[0].grace_days", "out of range", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, edifact: 16 }", "hold.rules[0].edifact", "out of range", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, customer: \"{paid_late_percent}\" }", "hold.rules[0].customer", "not shown to sales", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, allways: yes }", "hold.rules[0].allways", "not known here", "always")]
    [InlineData("    - { name: limit of bucket x, when: erp_hold, reason: r, release: r }", "hold.rules[0].name", "taken by the product", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r }\n  exclusions: [{ name: e, when: erp_hold, lifts: [seriously late] }]", "hold.exclusions[0].lifts[0]", "There is no rule 'seriously late'; there are: a", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r }\n  exclusions: [{ name: e, when: erp_hold }]", "hold.exclusions[0].lifts", "'lifts' is missing", null)]
    [InlineData("    - { name: a, when: erp_hold, reason: r, release: r, checkpoints: { offer: soon } }", "hold.rules[0].checkpoints.offer", "A number is expected", null)]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string rule, string path, string message, string? suggestion)
    {
        var problem = CreditPolicyParser.Parse(WithHold($"  rules:\n{rule}"), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
    }
}
