using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>An account whose key is in no ERP looks no better than what is known of it, and everybody is told why.</summary>
public sealed class UndeliveredCustomerTests
{
    private const string Sentence = "The account is linked to customer key erp:1000/C1x, and that is in no ERP: what it owes is not known until the key is corrected.";

    private const string KeepsHold = "Customer key erp:1000/C1x of the account is in no ERP: nothing is released before that is corrected, or an ERP delivers it.";

    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);
    private static readonly CustomerKey s_mistyped = CustomerKey.Parse("erp:1000/C1x");
    private static readonly CreditFile s_held = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] };

    // What is left of a file when the only key is mistyped.
    private static CreditFile Mistyped(CreditFile file) => file with
    {
        Account = file.Account with { CustomerKeys = [s_mistyped] },
        Customers = [],
        OpenItems = [],
        Payments = [],
        UnknownCustomers = [s_mistyped],
    };

    [Fact]
    public void OnlyKeyMistyped_NoScore_NotPrequalified_DealsToAPerson_AndTheTruthIsSaid()
    {
        var decision = CreditEvaluator.Evaluate(Mistyped(Files.Standard()) with { Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] }, s_policy);

        (decision.Score, decision.Band, decision.Headroom, decision.Prequalification.IsPrequalified).ShouldBe((null, null, null, false));
        (decision.Exposure.Total, decision.Exposure.PastDue, decision.Exposure.OpenReceivables).ShouldBe((null, null, null), "not known is not zero");
        decision.Exposure.Buckets.ShouldAllBe(b => b.Amount == null);
        DecisionFields.Project(decision, [])[0].Values[CreditFields.Account.OldestPastDueDays].ShouldBe(FieldValue.Empty);
        decision.Message.ShouldContain(Sentence);
        decision.Message.ShouldNotContain("not linked");
        decision.Warnings.ShouldContain(w => w.StartsWith("No ERP delivers customer erp:1000/C1x", StringComparison.Ordinal));
        var deal = decision.Deals.ShouldHaveSingleItem();
        deal.Status.ShouldBe(DealStatus.ReviewNeeded);
        deal.Message.ShouldContain(Sentence);
        deal.Message.IndexOf(Sentence, StringComparison.Ordinal).ShouldBe(deal.Message.LastIndexOf(Sentence, StringComparison.Ordinal), "it is said once");
        deal.Message.ShouldNotContain("exchange rate");
        deal.Alternatives.ShouldBeEmpty();
    }

    [Fact]
    public void OneKeyOfTwoMistyped_IsNotPrequalified_EitherAlone()
    {
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { UnknownCustomers = [s_mistyped], Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] }, s_policy);

        CreditEvaluator.Evaluate(Files.Standard(), s_policy).Prequalification.IsPrequalified.ShouldBeTrue();
        decision.Prequalification.Unmet.ShouldBe([Sentence]);
        (decision.Headroom, decision.Deals[0].Status).ShouldBe((null, DealStatus.ReviewNeeded));
        decision.Score.ShouldNotBeNull("what is known of the other customer is known");
    }

    [Fact]
    public void Hold_StaysWhenTheKeyIsMistyped_AndGoesOrStaysByTheFactsOnceItIsCorrected()
    {
        var before = CreditEvaluator.Evaluate(s_held, s_policy);
        before.OnHold.ShouldBeTrue();
        var mistyped = CreditEvaluator.Evaluate(Mistyped(s_held) with { Prior = PriorStanding.Of(before) }, s_policy);

        mistyped.HoldReasons.Select(r => (r.Rule, r.Since)).ShouldBe(before.HoldReasons.Select(r => (r.Rule, r.Since)));
        mistyped.HoldsKeptBy.ShouldBe([KeepsHold]);
        mistyped.Message.ShouldNotContain("become better");
        var still = CreditEvaluator.Evaluate(Mistyped(s_held) with { Prior = PriorStanding.Of(mistyped) }, s_policy);
        still.OnHold.ShouldBeTrue();
        CreditEvaluator.Evaluate(s_held with { Prior = PriorStanding.Of(still) }, s_policy).OnHold.ShouldBeTrue();
        CreditEvaluator.Evaluate(Files.Standard() with { Prior = PriorStanding.Of(still) }, s_policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void SeveralHolds_SayOnceWhatKeepsThem()
    {
        var late = s_held with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 500_000m)], Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] };
        var before = CreditEvaluator.Evaluate(late, s_policy);
        before.HoldReasons.Count.ShouldBeGreaterThan(1);
        var after = CreditEvaluator.Evaluate(Mistyped(late) with { Prior = PriorStanding.Of(before) }, s_policy);
        after.HoldReasons.Count.ShouldBe(before.HoldReasons.Count);
        foreach (var text in new[] { after.Message, after.Deals[0].Message, string.Join(" ", Explanation.Of(after with { Message = "", Deals = [] }, Audience.Credit).Select(l => l.Text)) })
            (text.Split(KeepsHold).Length - 1).ShouldBe(1, text);
    }

    [Fact]
    public void KeyOfAnotherAccount_LeavesUnknownWhatTheGroupOwes()
    {
        var sum = new GroupSum(Files.Euros(9_000m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m));
        GroupMember Member(bool? undelivered) => new("002", "Sandberg GmbH", [sum]) { IsUndelivered = undelivered };
        CreditFile Group(bool? undelivered) => Files.Standard() with
        {
            Group = new GroupStanding("000", "Sandberg Group", [Member(undelivered)]) { TopLimits = [CreditLimit.Of(Files.Euros(15_000m))] },
            Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))],
        };
        var policy = StarterPolicy.With("calendar:\n", "group:\n  limit: erp\ncalendar:\n");

        (CreditEvaluator.Evaluate(Group(null), policy) is { Headroom: not null, Group.Exposure: not null, Prequalification.IsPrequalified: true }).ShouldBeTrue();
        var decision = CreditEvaluator.Evaluate(Group(true), policy);
        (decision.Headroom, decision.Group!.Exposure, decision.Group.Headroom, decision.MissingRates).ShouldBe((null, null, null, null));
        decision.Prequalification.Unmet.ShouldBe(["What its group of companies owes is not known: no ERP delivers a customer key of 'Sandberg GmbH'."]);
        decision.Deals[0].Status.ShouldBe(DealStatus.ReviewNeeded);
        (decision.Message + decision.Deals[0].Message).ShouldNotContain("exchange rate");
        (decision.Exposure.Total is not null, decision.Score is not null).ShouldBe((true, true), "what it owes itself is known");

        var own = CreditEvaluator.Evaluate(Group(null) with { UnknownCustomers = [s_mistyped] }, policy);
        (own.Group!.Exposure, own.Group.Headroom, own.MissingRates).ShouldBe((null, null, null));
    }

    [Fact]
    public void HoldForWhatTheGroupOwes_IsSetByWhatIsKnown_AndNotReleasedOnPartialKnowledge()
    {
        var yaml = StarterPolicy.Replace("    - name: held in the ERP\n", "    - { name: group owes, when: group_exposure > 5_000, reason: The group owes too much., release: it pays. }\n    - name: held in the ERP\n");
        var policy = StarterPolicy.Parse(yaml);
        CreditFile Group(decimal owed, bool? undelivered) => Files.Standard() with
        {
            Group = new GroupStanding("000", "Sandberg Group",
                [new GroupMember("002", "Sandberg GmbH", [new GroupSum(Files.Euros(owed), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m), Files.Euros(0m))]) { IsUndelivered = undelivered }]),
        };

        CreditEvaluator.Evaluate(Group(9_000m, true), policy).OnHold.ShouldBeTrue();
        CreditEvaluator.Evaluate(Group(1_000m, true), policy).OnHold.ShouldBeFalse();
        var held = CreditEvaluator.Evaluate(Group(9_000m, null), policy);
        var after = CreditEvaluator.Evaluate(Group(1_000m, true) with { Prior = PriorStanding.Of(held) }, policy);
        after.HoldReasons.ShouldHaveSingleItem().ReleasedWhen.ShouldBe("it pays. Whether that is so cannot be told while a customer key is in no ERP.");
        after.HoldsKeptBy.ShouldBe(["A customer key of 'Sandberg GmbH' of its group is in no ERP: nothing is released before that is corrected, or an ERP delivers it."]);
        (after.MissingRates, after.Message.Contains("become better", StringComparison.Ordinal)).ShouldBe((null, false));
    }

    [Fact]
    public void AccountThatWasNotOnHold_IsNotPutOnHoldByATypingMistake()
    {
        var before = CreditEvaluator.Evaluate(Files.Standard(), s_policy);
        CreditEvaluator.Evaluate(Mistyped(Files.Standard()) with { Prior = PriorStanding.Of(before) }, s_policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void Causes_NameTheKey_WhenItComesAndWhenItGoes()
    {
        var (good, bad) = (Files.Standard(), Files.Standard() with { UnknownCustomers = [s_mistyped] });
        Causes(good, bad).ShouldBe(["customer key erp:1000/C1x is in no ERP"]);
        Causes(bad, good).ShouldBe(["customer key erp:1000/C1x, which was in no ERP, is delivered or was corrected"]);

        static IReadOnlyList<string> Causes(CreditFile a, CreditFile b) => FileChanges.Between(CreditEvaluator.Evaluate(a, s_policy), a, CreditEvaluator.Evaluate(b, s_policy), b);
    }
}
