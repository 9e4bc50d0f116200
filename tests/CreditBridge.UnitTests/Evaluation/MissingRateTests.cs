using CreditBridge.Abstractions.Fields;
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

/// <summary>Amounts that no exchange rate leads from are unknown, and so is all that rests on them; what needs no rate is known all the same.</summary>
public sealed class MissingRateTests
{
    private static readonly CurrencyCode s_chf = CurrencyCode.Parse("CHF");
    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);

    private static Money Francs(decimal amount) => new(amount, s_chf);

    private static ReceivableRecord Foreign(string document, int daysPastDue, decimal amount, DocumentType type = DocumentType.Invoice) =>
        Files.Open(document, Files.Today.AddDays(-daysPastDue), 0m, type) with { OpenAmount = Francs(amount) };

    private static CreditDecision Decide(CreditFile file) => CreditEvaluator.Evaluate(file, s_policy);

    private static string? Input(CreditFile file, string name) =>
        CreditEvaluator.Read(file.InOrder(), s_policy, s_policy.Inputs.TryGet(name, out var input) ? input : throw new ArgumentException(name)) is { IsMissing: false } reading ? reading.ToString() : null;

    /// <summary>An account that owes EUR 4,000, of which 1,000 are 5 days past due, and something in francs: what becomes of each figure; empty is unknown.</summary>
    [Theory]
    [InlineData("a franc invoice, due", 1, "open_receivables", "", "past_due_amount", "", "exposure", "", "oldest_past_due_days", "87", "open_invoice_count", "3", "credits", "0")]
    [InlineData("a franc invoice, not due", 2, "open_receivables", "", "past_due_amount", "1000", "exposure", "", "oldest_past_due_days", "5", "largest_open_invoice", "", "aging_current", "")]
    [InlineData("a franc credit note", 3, "open_receivables", "4000", "past_due_amount", "1000", "exposure", "", "credits", "", "credit_notes_amount", "", "disputed_amount", "0")]
    [InlineData("a disputed franc invoice", 4, "open_receivables", "", "past_due_amount", "1000", "exposure", "", "disputed_amount", "", "oldest_past_due_days", "5", "open_orders_amount", "0")]
    [InlineData("a franc order", 5, "open_receivables", "4000", "past_due_amount", "1000", "exposure", "", "open_orders_amount", "", "open_order_count", "1", "unbilled_amount", "0")]
    [InlineData("an invoice of zero francs", 6, "open_receivables", "4000", "past_due_amount", "1000", "exposure", "4000", "disputed_amount", "0", "open_invoice_count", "2", "credits", "0")]
    [InlineData("a franc payment", 7, "open_receivables", "4000", "exposure", "4000", "average_days_beyond_terms", "5", "payments_count", "7", "average_monthly_paid", "", "highest_balance", "")]
    public void EachFigure_IsUnknownOnlyWhenAnAmountOfItIs(string what, int which, params string[] expected)
    {
        var own = Files.Standard() with { OpenItems = [Files.Open("E1", Files.Today.AddDays(-5), 1_000m), Files.Open("E2", Files.Today.AddDays(20), 3_000m)] };
        var file = which switch
        {
            1 => own with { OpenItems = [.. own.OpenItems, Foreign("F1", 87, 500m)] },
            2 => own with { OpenItems = [.. own.OpenItems, Foreign("F1", -9, 500m)] },
            3 => own with { OpenItems = [.. own.OpenItems, Foreign("F1", 87, -500m, DocumentType.CreditNote)] },
            4 => own with { OpenItems = [.. own.OpenItems, Foreign("F1", 87, 500m) with { Disputed = true }] },
            5 => own with { Orders = [new OpenOrderRecord("erp:1000/O1", Files.Customer, "O1", Files.Today, Francs(700m)) { DeliveryOn = Files.Today.AddDays(5) }] },
            6 => own with { OpenItems = [.. own.OpenItems, Foreign("F1", 87, 0m)] },
            _ => own with { Payments = [.. own.Payments, Files.Paid("PF", Files.Today.AddDays(-10), daysLate: 35, 0m) with { Amount = Francs(9_999m) }] },
        };

        for (var i = 0; i < expected.Length; i += 2)
            (Input(file, expected[i]) ?? "").ShouldBe(expected[i + 1], $"{what}: {expected[i]}");
    }

    [Fact]
    public void EverythingOwedInAnotherCurrency_IsNotAFreeCustomer()
    {
        var deal = Files.Deal("D1", 1_000m, PaymentTerms.Net(30));
        var file = Files.Standard() with { OpenItems = [Foreign("F1", 87, 159_296.86m), Foreign("F2", -10, 20_000m)], Opportunities = [deal] };
        var decision = Decide(file);

        decision.Exposure.ShouldSatisfyAllConditions(e => e.Total.ShouldBeNull(), e => e.PastDue.ShouldBeNull(), e => e.OpenReceivables.ShouldBeNull(), e => e.Credits.ShouldBe(Files.Euros(0m)));
        (decision.Headroom, decision.Score, decision.Band).ShouldBe((null, null, null));
        decision.OldestPastDueDays.ShouldBe(87);
        decision.AverageDaysBeyondTerms.ShouldBe(0m);
        decision.Limit.ToString().ShouldBe("100000 EUR", "it rests on nothing that is missing");
        decision.HoldReasons.Select(h => h.Reason).ShouldBe(["An amount that cannot be told is past due, the oldest invoice by 87 days."]);
        decision.Prequalification.IsPrequalified.ShouldBeFalse();
        decision.Prequalification.Unmet.ShouldContain(u => u.StartsWith("There is no exchange rate CHF→EUR on or before the day of this check", StringComparison.Ordinal));
        decision.MissingRates!.Select(r => r.ToString()).ShouldBe(["CHF→EUR"]);
        decision.Warnings.Count(w => w.StartsWith("Open item F", StringComparison.Ordinal)).ShouldBe(2, "each document is named");

        var fields = DecisionFields.Project(decision, [])[0].Values;
        new[] { CreditFields.Account.Exposure, CreditFields.Account.PastDue, CreditFields.Account.Headroom, CreditFields.Account.Score }.ShouldAllBe(f => fields[f] == FieldValue.Empty);
        (fields[CreditFields.Account.OldestPastDueDays], fields[CreditFields.Account.Prequalification]).ShouldBe((FieldValue.Number(87), FieldValue.Text("Review needed")));
    }

    /// <summary>Deals of an account that is not on hold: nobody says yes or no to them, a person looks.</summary>
    [Fact]
    public void Deals_GoToAPerson_WithTheReason()
    {
        var file = Files.Standard() with { OpenItems = [Foreign("F1", -10, 20_000m)], Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] };
        var check = Decide(file).Deals.ShouldHaveSingleItem();
        (check.Status, check.Alternatives.Count, check.HeadroomAfter).ShouldBe((DealStatus.ReviewNeeded, 0, null));
        check.ReviewDue.ShouldNotBeNull();
        check.Message.ShouldContain("no exchange rate CHF→EUR");
        check.Message.ShouldContain("'rates:'");

        var passed = new Dictionary<string, PassedCheckpoint> { ["D1"] = new("any", Files.Today.AddDays(-1), Files.Euros(1_000m), PaymentTerms.Net(30), Files.Today.AddDays(30)) { ClosesOn = file.Opportunities[0].CloseDate } };
        Decide(file with { Prior = new PriorStanding { Passed = passed } }).Deals[0].Status.ShouldBe(DealStatus.ReviewNeeded, "it may have passed when everything was known");
    }

    [Theory]
    [InlineData("hold is kept", -10, true, true)]
    [InlineData("no hold is set", -10, false, false)]
    [InlineData("the days set it", 40, false, true)]
    [InlineData("too few days", 20, false, false)]
    public void Hold_IsSetByDays_AndNotReleasedOnPartialKnowledge(string what, int daysPastDue, bool wasHeld, bool isHeld)
    {
        var prior = wasHeld ? new PriorStanding { Holds = new Dictionary<string, DateOnly> { ["far over the limit"] = Files.Today.AddDays(-3) } } : PriorStanding.None;
        var decision = Decide(Files.Standard() with { OpenItems = [Foreign("F1", daysPastDue, 20_000m)], Prior = prior });
        decision.OnHold.ShouldBe(isHeld, what);
        decision.HoldReasons.ShouldAllBe(h => h.ReleasedWhen.EndsWith("Whether that is so cannot be told while an exchange rate is missing.", StringComparison.Ordinal));
        if (wasHeld)
            decision.HoldReasons[0].Since.ShouldBe(Files.Today.AddDays(-3));
    }

    [Fact]
    public void WhatCanBeConverted_SetsAHoldByItself()
    {
        var file = Files.Standard() with { OpenItems = [Files.Open("E1", Files.Today.AddDays(10), 150_000m), Foreign("F1", -10, 1m)] };
        Decide(file).HoldReasons.Select(h => h.Rule).ShouldBe(["far over the limit"]);
    }

    [Fact]
    public void LimitInAnotherCurrency_IsUnknown_NotUnset()
    {
        var unlimitedWhenUnset = StarterPolicy.Parse(StarterPolicy.Yaml.Replace("not_set_means: not_set", "not_set_means: unlimited", StringComparison.Ordinal));
        var file = Files.Standard() with { Customers = [Files.Customers(CreditLimit.Of(Francs(100_000m)))], Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] };
        foreach (var policy in new[] { s_policy, unlimitedWhenUnset })
        {
            var decision = CreditEvaluator.Evaluate(file, policy);
            (decision.LimitIsUnknown, decision.Limit.Kind, decision.Headroom).ShouldBe((true, CreditLimitKind.NotSet, null));
            decision.Message.ShouldContain("The credit limit cannot be told, because an exchange rate is missing");
            decision.Prequalification.IsPrequalified.ShouldBeFalse();
            decision.Deals[0].Status.ShouldBe(DealStatus.ReviewNeeded);
            decision.Deals[0].Message.ShouldNotContain("No credit limit has been set");
            var fields = DecisionFields.Project(decision, [])[0].Values;
            (fields[CreditFields.Account.LimitStatus], fields[CreditFields.Account.Limit]).ShouldBe((FieldValue.Empty, FieldValue.Empty));
        }
    }

    [Fact]
    public void OnceTheRateIsThere_EverythingIsKnown_AndAStoredDecisionSaysTheSame()
    {
        var file = Files.Standard() with { OpenItems = [Foreign("F1", 87, 1_000m)] };
        var unknown = Decide(file);
        DecisionHash.OfContent(DecisionCodec.Decode(DecisionCodec.Encode(unknown, file, null)!)).ShouldBe(DecisionHash.OfContent(unknown));

        var later = new ExchangeRateRecord(s_chf, Files.Eur, Files.Today.AddDays(1), 1.1m);
        Decide(file with { Rates = [later] }).MissingRates.ShouldNotBeNull("a rate of tomorrow is none today");
        var known = Decide(file with { Rates = [later with { ValidFrom = Files.Today }] });
        (known.Exposure.Total, known.Exposure.PastDue, known.MissingRates).ShouldBe((Files.Euros(1_100m), Files.Euros(1_100m), null));
        DecisionHash.OfContent(known).ShouldNotBe(DecisionHash.OfContent(unknown));
    }

    [Theory]
    [InlineData(300, 300, null, true)]
    [InlineData(999, 300, null, false)]
    [InlineData(0, 300, null, false)]
    [InlineData(999, 300, "CHF", true)]
    public void Balance_ThatIsNotTheSumOfTheItems_IsAFinding_AndNothingIsPrequalified(int balance, int open, string? currency, bool agrees)
    {
        var customer = Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { Balance = balance, Currency = currency is null ? null : CurrencyCode.Parse(currency) };
        var decision = Decide(Files.Standard() with { Customers = [customer], OpenItems = [Files.Open("E1", Files.Today.AddDays(10), open)] });
        decision.Prequalification.IsPrequalified.ShouldBe(agrees);
        (decision.Contradictions is null).ShouldBe(agrees, "items in another currency than the customer's are not compared");
        if (agrees)
            return;
        decision.Contradictions!.ShouldHaveSingleItem().ShouldBe(new BalanceContradiction("erp:1000/C1", Files.Euros(balance), Files.Euros(open)));
        decision.Contradictions![0].What.ShouldContain($"a difference of {Files.Euros(balance - open).ToDisplay()}.");
    }
}
