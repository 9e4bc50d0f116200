using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Proposals;

public sealed class AlternativeTests
{
    // 40,000 of the 100,000 are used; the customer pays on time.
    private static CreditFile With(OpportunityRecord deal, params ReceivableRecord[] items) =>
        Files.Standard() with { OpenItems = items.Length > 0 ? items : [Files.Open("I1", Files.Today.AddDays(25), 40_000m)], Opportunities = [deal] };

    private static Alternative? Find(string kind, CreditFile file, CreditPolicy? policy = null) =>
        CreditEvaluator.Evaluate(file, policy ?? OfferPolicy.Everything).Deals[0].Alternatives.SingleOrDefault(a => a.Kind == kind);

    [Fact]
    public void LetterOfCredit_CoversTheSmallestShareThatIsNeeded()
    {
        var found = Find("letter_of_credit", With(Files.Deal("D1", 80_000m, PaymentTerms.Net(30))))!;
        found.Text.ShouldBe("A letter of credit over EUR 24,000 (30 % of the deal) clears it: the other EUR 56,000 on Net 30 fits the limit, and EUR 4,000 of headroom is left.");
        found.Secured.ShouldBe(Files.Euros(24_000m));
        found.Credit.ShouldBe(Files.Euros(80_000m));
        found.HeadroomAfter.ShouldBe(Files.Euros(4_000m));
    }

    [Fact]
    public void CoverBelowAHundred_AsksForMore()
    {
        var policy = OfferPolicy.With("    - { offer: insured_part, cover_percent: 90, step_percent: 1 }\n");
        Find("insured_part", With(Files.Deal("D1", 80_000m, PaymentTerms.Net(30))), policy)!.Text.ShouldBe(
            "Credit insurance for EUR 22,400 (28 % of the deal), of which 90 % counts, clears it: the other EUR 59,840 on Net 30 fits the limit, and EUR 160 of headroom is left.");
    }

    [Fact]
    public void NothingLeftOfTheLimit_AFullGuaranteeStillClears()
    {
        var file = With(Files.Deal("D1", 80_000m, PaymentTerms.Net(30)), Files.Open("I1", Files.Today.AddDays(25), 110_000m));
        Find("guarantee", file)!.Text.ShouldBe("A guarantee over EUR 80,000 (100 % of the deal) clears it: then nothing of the deal on Net 30 uses the limit.");
        Find("insured_part", file).ShouldBeNull();
        Find("deposit", file).ShouldBeNull();
    }

    [Fact]
    public void PastDueDocuments_TheOldestAreToBePaidUntilItFits()
    {
        // 85,000 are owed, 15,000 are free; 20,000 is asked for.
        var file = With(Files.Deal("D1", 20_000m, PaymentTerms.Net(30)),
            Files.Open("R-3", Files.Today.AddDays(-2), 9_000m), Files.Open("R-1", Files.Today.AddDays(-9), 4_000m), Files.Open("R-2", Files.Today.AddDays(-5), 2_000m),
            Files.Open("R-9", Files.Today.AddDays(50), 70_000m));
        var found = Find("pay_previous_first", file)!;
        found.PaidFirst.ShouldBe(["R-1", "R-2"]);
        found.Text.ShouldBe("Payment of R-1 and R-2 first (EUR 6,000, past due) clears it: then EUR 20,000 on Net 30 needs no review.");
        found.HeadroomAfter.ShouldBe(Files.Euros(1_000m));
    }

    [Fact]
    public void HoldForWhatIsPastDue_EndsWhenTheOldestIsPaid()
    {
        var file = With(Files.Deal("D1", 20_000m, PaymentTerms.Net(30)), Files.Open("R-1", Files.Today.AddDays(-40), 4_000m), Files.Open("R-2", Files.Today.AddDays(-5), 2_000m));
        var check = CreditEvaluator.Evaluate(file, OfferPolicy.Everything).Deals[0];
        check.Status.ShouldBe(DealStatus.OnHold);
        check.Alternatives.ShouldHaveSingleItem().PaidFirst.ShouldBe(["R-1"]);
        check.Message.ShouldEndWith("One of the alternatives clears it.");
    }

    [Fact]
    public void HoldOfTheErp_IsNotEndedByPayments()
    {
        var file = With(Files.Deal("D1", 20_000m, PaymentTerms.Net(30)), Files.Open("R-1", Files.Today.AddDays(-40), 4_000m));
        Find("pay_previous_first", file with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] }).ShouldBeNull();
    }

    [Fact]
    public void ReleaseSchedule_FollowsTheExpectedReceipts()
    {
        // 60,000 fit on the day of closing; 40,000 are paid on 27 November, and the first order itself 30 days after it closed on 16 November.
        var found = Find("smaller_first_order", With(Files.Deal("D1", 140_000m, PaymentTerms.Net(30))))!;
        found.Credit.ShouldBe(Files.Euros(56_000m));
        found.Releases.ShouldBe([new ScheduledRelease(new DateOnly(2026, 11, 27), Files.Euros(42_000m)), new ScheduledRelease(new DateOnly(2026, 12, 16), Files.Euros(42_000m))]);
        found.Text.ShouldBe("A first order of EUR 56,000 (40 % of the deal) on Net 30 fits the limit, and EUR 4,000 of headroom is left; EUR 42,000 more from 2026-11-27, EUR 42,000 more from 2026-12-16 on.");
    }

    [Fact]
    public void ShorterTermsThatAreEnough_LeaveTheAmountAlone() =>
        CreditEvaluator.Evaluate(With(Files.Deal("D1", 10_000m, PaymentTerms.Net(90))), OfferPolicy.Everything).Deals[0].Alternatives.Select(a => a.Kind).ShouldBe(["shorter_terms"]);

    [Fact]
    public void DepositThatRoundsToNothing_IsNotOffered()
    {
        var file = With(Files.Deal("D1", 0.04m, PaymentTerms.Net(30)), Files.Open("I1", Files.Today.AddDays(25), 100_000m - 0.03m));
        var found = Find("deposit", file)!;
        found.Credit.ShouldBe(Files.Euros(0.03m));
        found.Text.ShouldStartWith("A 15 % deposit (EUR 0.01) clears it");
    }

    // Open deals are part of what is used, and a smaller deal lifts the account into a better band with a higher limit: once the lower one was used for what is left.
    [Fact]
    public void OfferThatLiftsTheBand_SaysWhatIsLeftOfTheHigherLimit()
    {
        var policy = StarterPolicy.With("calendar:\n", "exposure:\n  buckets: { pipeline: { counts: yes, from_probability: 30 } }\ncalendar:\n");
        var file = RandomFiles.Ordinary(1475544897);
        var decision = CreditEvaluator.Evaluate(file, policy);
        var deal = decision.Deals.Single();
        var deposit = deal.Alternatives.Single(a => a.Kind == "deposit");
        var changed = CreditEvaluator.Evaluate(file with
        {
            Prior = PriorStanding.Of(decision),
            Opportunities = [.. file.Opportunities.Select(o => o.Key == deal.OpportunityKey ? o with { Amount = deposit.Credit, RequestedTerms = deposit.Terms } : o)],
        }, policy);
        changed.Band.ShouldNotBe(decision.Band);
        deposit.HeadroomAfter.ShouldBe(changed.Deals.Single().HeadroomAfter);
        deposit.Text.ShouldContain($"and {deposit.HeadroomAfter!.Value.ToDisplay()} of headroom is left");
    }

    [Fact]
    public void EveryOffer_IsTheSmallestThatPasses_AndNoneIsMissed() => Check.One(Cases.Of(250), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var file = RandomFiles.Ordinary(seed).InOrder();
        foreach (var check in CreditEvaluator.Evaluate(file, OfferPolicy.Everything).Deals)
        {
            var deal = file.Opportunities.Single(o => o.Key == check.OpportunityKey);
            if (check.Status is DealStatus.Prequalified || deal.Amount is not { Amount: > 0m } amount)
                continue;
            var terms = check.Alternatives.FirstOrDefault(a => a.Kind is "pay_previous_first")?.Terms ?? deal.RequestedTerms ?? file.Customers.Min(c => c.Terms) ?? PaymentTerms.Net(30);
            DealStatus With(decimal credit, PaymentTerms on, IReadOnlyCollection<string> paid) => CreditEvaluator.Evaluate(file with
            {
                Opportunities = [.. file.Opportunities.Select(o => o == deal ? o with { Amount = new Money(credit, amount.Currency), RequestedTerms = on } : o)],
                OpenItems = [.. file.OpenItems.Where(i => !paid.Contains(i.Document))],
            }, OfferPolicy.Everything).Deals.Single(d => d.OpportunityKey == check.OpportunityKey).Status;
            decimal Part(decimal percent) => new Money(amount.Amount * percent / 100m, amount.Currency).Round().Amount;
            decimal Rounded(decimal value) => new Money(value, amount.Currency).Round().Amount;

            // On the requested terms every step is tried, one by one, by evaluating the changed file.
            decimal? deposit = Enumerable.Range(1, 10).Select(i => 5m * i).Cast<decimal?>().FirstOrDefault(p =>
                Part(p!.Value) > 0m && Rounded(amount.Amount - Part(p.Value)) is > 0m and var rest && With(rest, terms, []) == DealStatus.Prequalified);
            decimal? first = Enumerable.Range(1, 15).Select(i => 100m - 5m * i).Cast<decimal?>().FirstOrDefault(p =>
                Part(p!.Value) is > 0m and var order && order < amount.Amount && With(order, terms, []) == DealStatus.Prequalified);
            Expect("deposit", deposit is { } d ? Rounded(amount.Amount - Part(d)) : null);
            Expect("smaller_first_order", first is { } f ? Part(f) : null);

            var pastDue = CreditEvaluator.Evaluate(file, OfferPolicy.Everything).Deals.Single(c => c.OpportunityKey == check.OpportunityKey).Alternatives.SingleOrDefault(a => a.Kind == "pay_previous_first");
            if (pastDue is not null)
            {
                for (var fewer = 0; fewer < pastDue.PaidFirst.Count; fewer++)
                    With(amount.Amount, terms, [.. pastDue.PaidFirst.Take(fewer)]).ShouldNotBe(DealStatus.Prequalified);
            }

            void Expect(string kind, decimal? credit)
            {
                var offered = check.Alternatives.SingleOrDefault(a => a.Kind == kind && a.Terms == terms);
                offered?.Credit.Amount.ShouldBe(credit!.Value, $"seed {seed}: {offered?.Text}");
                if (offered is null)
                    credit.ShouldBeNull($"seed {seed}: {kind} for {deal} was not offered");
            }
        }
    }));
}
