using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// Finds the smallest change that makes a deal pass, in each dimension that the policy allows, in the policy's order of friction. Every change is put through the
/// same check as the deal; only what passes is offered.
/// </summary>
/// <param name="deal">The deal, which does not pass.</param>
/// <param name="trials">What becomes of it when past-due documents are paid.</param>
internal sealed class AlternativeSolver(DealCase deal, PaymentTrials trials)
{
    /// <summary>The changes that clear the deal; empty when none does.</summary>
    public IReadOnlyList<Alternative> Solve(IReadOnlyList<AlternativePolicy> policies)
    {
        if (deal.Amount is not { } amount)
            return [];
        var alternatives = new List<Alternative>();
        var shorterIsEnough = policies.OfType<ShorterTermsAlternative>().Any(p => ShorterTerms(amount, p) is not null);
        foreach (var policy in policies)
        {
            var found = policy switch
            {
                DepositAlternative deposit => OnTerms(shorterIsEnough, terms => Deposit(amount, deposit, terms)),
                ShorterTermsAlternative terms => ShorterTerms(amount, terms),
                SmallerFirstOrderAlternative order => OnTerms(shorterIsEnough, terms => SmallerFirstOrder(amount, order, terms)),
                SecuredAlternative secured => OnTerms(shorterIsEnough, terms => Secured(amount, secured, terms)),
                PayPreviousFirstAlternative payFirst => PayPreviousFirst(amount, payFirst),
                _ => null,
            };
            if (found is not null)
                alternatives.Add(found);
        }

        return alternatives;
    }

    // Where limit, score or holds are made of open deals, a changed deal changes them as well: the whole file has to say that it passes, and what is left then.
    private Verdict? ByWholeFile(Verdict verdict, decimal credit, PaymentTerms terms)
    {
        if (!trials.DealsMatter || terms.IsPrepaid || credit <= 0m)
            return verdict;
        return trials.Check(deal.Deal with { Amount = deal.Money(credit), RequestedTerms = terms }) is { Status: DealStatus.Prequalified } check
            ? verdict with { HeadroomAfter = check.HeadroomAfter?.Amount }
            : null;
    }

    // A deal can fail twice, by its amount and by its terms: then the amount is tried with the longest terms that need no approval, too. Where shorter terms alone
    // are enough, changing the amount as well would ask for more than is needed.
    private Alternative? OnTerms(bool shorterIsEnough, Func<PaymentTerms, Alternative?> find) =>
        find(deal.Terms) ?? (!shorterIsEnough && deal.Terms > deal.AllowedTerms && !deal.AllowedTerms.IsPrepaid ? find(deal.AllowedTerms) : null);

    private Alternative? Deposit(decimal amount, DepositAlternative policy, PaymentTerms terms)
    {
        Money At(int step) => deal.Money(amount * (step * policy.StepPercent) / 100m);
        decimal Rest(int step) => deal.Money(amount - At(step).Amount).Amount;
        var steps = Steps(policy.MaxPercent, policy.StepPercent);
        while (steps > 0 && (steps * policy.StepPercent >= 100m || Rest(steps) <= 0m))
            steps--;
        if (StepSearch.Smallest(steps, s => At(s).Amount > 0m ? Passing(Rest(s), terms) : null) is not var (step, byItself)
            || ByWholeFile(byItself, Rest(step), terms) is not { } verdict)
            return null;
        var rest = deal.Money(Rest(step));
        return new Alternative("deposit",
            $"A {step * policy.StepPercent:0.##} % deposit ({At(step).ToDisplay()}) clears it: {rest.ToDisplay()} on {Named(terms)} fits the limit{LeftOver(verdict)}.",
            rest, terms, HeadroomAfter(verdict)) { Deposit = At(step) };
    }

    private Alternative? ShorterTerms(decimal amount, ShorterTermsAlternative policy)
    {
        for (var i = policy.Ladder.Count - 1; i >= 0; i--)
        {
            var terms = policy.Ladder[i];
            if (terms >= deal.Terms || Passing(deal.Money(amount).Amount, terms) is not { } byItself || ByWholeFile(byItself, amount, terms) is not { } verdict)
                continue;
            return new Alternative("shorter_terms", $"{Named(terms)} clears it: {(terms.IsPrepaid ? "payment in advance needs no credit" : $"up to {terms} needs no approval")}.",
                deal.Money(amount), terms, HeadroomAfter(verdict));
        }

        return null;
    }

    private Alternative? SmallerFirstOrder(decimal amount, SmallerFirstOrderAlternative policy, PaymentTerms terms)
    {
        Money At(int step) => deal.Money(amount * (100m - step * policy.StepPercent) / 100m);
        var steps = Steps(100m - policy.MinPercent, policy.StepPercent);
        while (steps > 0 && At(steps).Amount <= 0m)
            steps--;
        if (StepSearch.Smallest(steps, s => At(s).Amount < amount ? Passing(At(s).Amount, terms) : null) is not var (step, byItself)
            || ByWholeFile(byItself, At(step).Amount, terms) is not { } verdict)
            return null;
        var first = At(step);
        var releases = policy.WithReleases ? ReleaseSchedule.Of(deal, amount, first.Amount, terms, policy.StepPercent) : [];
        return new Alternative("smaller_first_order",
            $"A first order of {first.ToDisplay()} ({100m - step * policy.StepPercent:0.##} % of the deal) on {Named(terms)} fits the limit{LeftOver(verdict)}; {Following(releases)}.",
            first, terms, HeadroomAfter(verdict)) { Releases = releases };
    }

    private Alternative? Secured(decimal amount, SecuredAlternative policy, PaymentTerms terms)
    {
        Money At(int step) => deal.Money(amount * (step * policy.StepPercent) / 100m);
        decimal AtRisk(int step) => deal.Money(amount - At(step).Amount * policy.CoverPercent / 100m).Amount;
        Verdict? Check(int step) => At(step).Amount <= 0m ? null : AtRisk(step) > 0m ? Passing(AtRisk(step), terms) : PassingSecured(terms);
        if (StepSearch.Smallest(Steps(policy.MaxPercent, policy.StepPercent), Check) is not var (step, byItself)
            || ByWholeFile(byItself, AtRisk(step), terms) is not { } verdict)
            return null;
        var atRisk = deal.Money(AtRisk(step));
        var counted = policy.CoverPercent == 100m ? "" : $", of which {policy.CoverPercent:0.##} % counts,";
        var (kind, name) = policy.Offer switch
        {
            SecurityOffer.LetterOfCredit => ("letter_of_credit", "A letter of credit over"),
            SecurityOffer.InsuredPart => ("insured_part", "Credit insurance for"),
            _ => ("guarantee", "A guarantee over"),
        };
        var why = atRisk.IsZero ? $"then nothing of the deal on {Named(terms)} uses the limit" : $"the other {atRisk.ToDisplay()} on {Named(terms)} fits the limit{LeftOver(verdict)}";
        return new Alternative(kind, $"{name} {At(step).ToDisplay()} ({step * policy.StepPercent:0.##} % of the deal){counted} clears it: {why}.",
            deal.Money(amount), terms, HeadroomAfter(verdict)) { Secured = At(step) };
    }

    private Alternative? PayPreviousFirst(decimal amount, PayPreviousFirstAlternative policy)
    {
        var most = Math.Min(trials.PastDueCount, policy.MostDocuments);
        // Paying more never hurts; where all of it does not clear the deal, no part of it is tried.
        if (most == 0 || ClearedBy(most) is null)
            return null;
        for (var count = 1; count <= most; count++)
        {
            if (ClearedBy(count) is not { } check)
                continue;
            return new Alternative("pay_previous_first",
                $"Payment of {trials.NamesOf(count)} first ({trials.Amount(count).ToDisplay()}, past due) clears it: then {deal.Money(amount).ToDisplay()} on {deal.Terms} needs no review.",
                deal.Money(amount), deal.Terms, check.HeadroomAfter) { PaidFirst = [.. trials.Documents.Take(count)] };
        }

        return null;
    }

    private DealCheck? ClearedBy(int count)
    {
        foreach (var check in trials.After(count).Deals)
        {
            if (check.OpportunityKey == deal.Deal.Key)
                return check.Status == DealStatus.Prequalified ? check : null;
        }

        return null;
    }

    private static string Following(IReadOnlyList<ScheduledRelease> releases) => releases.Count switch
    {
        0 => "the rest follows once it is paid",
        1 => $"{Part(releases[0])} on",
        2 => $"{Part(releases[0])}, {Part(releases[1])} on",
        _ => $"{Part(releases[0])}, {Part(releases[1])}, and {releases.Count - 2} more {(releases.Count == 3 ? "part" : "parts")} until {releases[^1].On:yyyy-MM-dd}",
    };

    private static string Part(ScheduledRelease release) => $"{release.Amount.ToDisplay()} more from {release.On:yyyy-MM-dd}";

    private static int Steps(decimal most, decimal step) => (int)Math.Floor(most / step);

    private Verdict? Passing(decimal credit, PaymentTerms terms) => credit > 0m && deal.Check(new CreditRequest(credit, terms)) is { Passes: true } verdict ? verdict : null;

    private Verdict? PassingSecured(PaymentTerms terms) => deal.Check(new CreditRequest(0m, terms) { IsSecured = true }) is { Passes: true } verdict ? verdict : null;

    private string Named(PaymentTerms terms) => terms == deal.Terms ? $"{terms}" : $"{terms} instead of {deal.Terms}";

    private string LeftOver(Verdict verdict) => verdict.HeadroomAfter switch
    {
        null => "",
        { } left when deal.Money(left).IsZero => " exactly",
        { } left => $", and {deal.Money(left).ToDisplay()} of headroom is left",
    };

    private Money? HeadroomAfter(Verdict verdict) => verdict.HeadroomAfter is { } left ? deal.Money(left) : null;
}
