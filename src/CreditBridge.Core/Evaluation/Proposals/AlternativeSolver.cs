using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// Finds the smallest change that makes a deal pass, in each dimension that the policy allows, in the policy's order of friction. Every change is put through the
/// same check as the deal; only what passes is offered.
/// </summary>
internal static class AlternativeSolver
{
    public static IReadOnlyList<Alternative> Solve(DealCase deal, IReadOnlyList<AlternativePolicy> policies)
    {
        if (deal.Amount is not { } amount)
            return [];
        var alternatives = new List<Alternative>();
        foreach (var policy in policies)
        {
            var found = policy switch
            {
                DepositAlternative deposit => Deposit(deal, amount, deposit),
                ShorterTermsAlternative terms => ShorterTerms(deal, amount, terms),
                SmallerFirstOrderAlternative order => SmallerFirstOrder(deal, amount, order),
                _ => null,
            };
            if (found is not null)
                alternatives.Add(found);
        }

        return alternatives;
    }

    private static Alternative? Deposit(DealCase deal, decimal amount, DepositAlternative policy)
    {
        foreach (var terms in TermsToTry(deal))
        {
            for (var percent = policy.StepPercent; percent <= policy.MaxPercent && percent < 100m; percent += policy.StepPercent)
            {
                var deposit = deal.Money(amount * percent / 100m);
                if (Check(deal, amount - deposit.Amount, terms) is not { } verdict)
                    continue;
                var rest = deal.Money(amount - deposit.Amount);
                return new Alternative("deposit",
                    $"A {percent:0.##} % deposit ({deposit.ToDisplay()}) clears it: {rest.ToDisplay()} on {Named(deal, terms)} fits the limit{LeftOver(deal, verdict)}.",
                    rest, terms, HeadroomAfter(deal, verdict));
            }
        }

        return null;
    }

    private static Alternative? ShorterTerms(DealCase deal, decimal amount, ShorterTermsAlternative policy)
    {
        for (var i = policy.Ladder.Count - 1; i >= 0; i--)
        {
            var terms = policy.Ladder[i];
            if (terms >= deal.Terms || Check(deal, amount, terms) is not { } verdict)
                continue;
            return new Alternative("shorter_terms", $"{Named(deal, terms)} clears it: {(terms.IsPrepaid ? "payment in advance needs no credit" : $"up to {terms} needs no approval")}.",
                deal.Money(amount), terms, HeadroomAfter(deal, verdict));
        }

        return null;
    }

    private static Alternative? SmallerFirstOrder(DealCase deal, decimal amount, SmallerFirstOrderAlternative policy)
    {
        foreach (var terms in TermsToTry(deal))
        {
            for (var percent = 100m - policy.StepPercent; percent >= policy.MinPercent; percent -= policy.StepPercent)
            {
                var first = deal.Money(amount * percent / 100m);
                if (Check(deal, first.Amount, terms) is not { } verdict)
                    continue;
                return new Alternative("smaller_first_order",
                    $"A first order of {first.ToDisplay()} ({percent:0.##} % of the deal) on {Named(deal, terms)} fits the limit{LeftOver(deal, verdict)}; the rest follows once it is paid.",
                    first, terms, HeadroomAfter(deal, verdict));
            }
        }

        return null;
    }

    // A deal can fail twice, by its amount and by its terms: then the amount is tried with the longest terms that need no approval, too.
    private static IEnumerable<PaymentTerms> TermsToTry(DealCase deal) =>
        deal.Terms > deal.AllowedTerms && !deal.AllowedTerms.IsPrepaid ? [deal.Terms, deal.AllowedTerms] : [deal.Terms];

    // What is offered must be an amount as it can be written down.
    private static Verdict? Check(DealCase deal, decimal credit, PaymentTerms terms)
    {
        var written = deal.Money(credit).Amount;
        return written > 0m && deal.Check(new CreditRequest(written, terms)) is { Passes: true } verdict ? verdict : null;
    }

    private static string Named(DealCase deal, PaymentTerms terms) => terms == deal.Terms ? $"{terms}" : $"{terms} instead of {deal.Terms}";

    private static string LeftOver(DealCase deal, Verdict verdict) => verdict.HeadroomAfter switch
    {
        null => "",
        { } left when deal.Money(left).IsZero => " exactly",
        { } left => $", and {deal.Money(left).ToDisplay()} of headroom is left",
    };

    private static Money? HeadroomAfter(DealCase deal, Verdict verdict) => verdict.HeadroomAfter is { } left ? deal.Money(left) : null;
}
