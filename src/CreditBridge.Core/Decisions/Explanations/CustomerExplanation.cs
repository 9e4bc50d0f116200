using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>
/// Explains a decision to the customer: what holds for its orders, the principal reasons (at most four, the weightiest), and what it can do. Says only what the
/// policy's author has put into words for customers and what the customer knows itself: its own invoices and its own request.
/// </summary>
internal static class CustomerExplanation
{
    private const int MostReasons = 4;
    private const int LimitFull = 13;
    private const int Other = 15;

    public static IReadOnlyList<ExplanationLine> Of(CreditDecision decision, IReadOnlyList<Counterfactual> counterfactuals)
    {
        var text = new ExplanationText();
        text.In("Your credit account").Add(Answer(decision));
        if (IsAdverse(decision))
        {
            foreach (var (reason, code) in Reasons(decision))
                text.In("Principal reasons").Add(reason, code);
        }

        foreach (var order in decision.Orders)
        {
            if (order.Stopped)
                text.In("Your open orders").Add($"Order {order.Order} ({order.Amount.ToDisplay()}) waits until this is settled.");
        }

        foreach (var counterfactual in counterfactuals)
        {
            if (counterfactual.ForCustomer)
                text.In("What you can do").Add($"{counterfactual.What}: {Then(counterfactual)}");
        }

        if (IsAdverse(decision))
            text.In("What you can do").Add("If you think that this rests on wrong information, or want the reasons in writing, please talk to your contact with us.");
        return text.Lines;
    }

    /// <summary>What becomes of the customer's request.</summary>
    public static void AddDeal(ExplanationText text, DealCheck deal)
    {
        text.In("Your request").Add(deal.Status switch
        {
            DealStatus.Prequalified => "It can go ahead as requested.",
            DealStatus.Conditional when deal.Alternatives.Count == 0 => "It can go ahead within the usual bounds; please tell us the amount.",
            DealStatus.Conditional => "It cannot go ahead exactly as requested; it can with one of these changes:",
            DealStatus.ReviewNeeded => "We are looking at it and come back to you" + (deal.ReviewDue is { } due ? $" by {ExplanationText.Day(due)}." : "."),
            DealStatus.OnHold when deal.Alternatives.Count > 0 => "New orders on credit are stopped at the moment; this one can go ahead like this:",
            DealStatus.OnHold => "New orders on credit are stopped at the moment. An order that is paid in advance may still be possible: please talk to your contact with us.",
            _ => "It cannot go ahead on credit as requested; it can when it is paid in advance.",
        });
        foreach (var alternative in deal.Alternatives)
            text.Add(InPlainWords(alternative));
    }

    private static string Answer(CreditDecision decision)
    {
        if (decision.OnHold)
            return "New orders on credit are stopped at the moment.";
        if (decision.Limit.Kind == CreditLimitKind.None)
            return "Orders are delivered when they have been paid in advance.";
        if (decision.Headroom is { Amount: <= 0m })
            return "The credit that is available is in use: new orders wait until invoices are paid, or are paid in advance.";
        return decision.Prequalification.IsPrequalified ? "Orders on credit go ahead as usual." : "Orders on credit are looked at one by one.";
    }

    private static bool IsAdverse(CreditDecision decision) =>
        decision.OnHold || decision.Limit.Kind == CreditLimitKind.None || !decision.Prequalification.IsPrequalified || decision.Headroom is { Amount: <= 0m };

    private static List<(string Text, int? Code)> Reasons(CreditDecision decision)
    {
        var reasons = decision.Reasons.Where(r => r.ForCustomer is { Length: > 0 }).Select(r => (r.ForCustomer!, r.EdifactCode))
            .Concat(decision.HoldReasons.Where(h => h.ForCustomer is { Length: > 0 }).Select(h => (h.ForCustomer!, (int?)null)))
            .Concat(OfItsOwn(decision))
            .DistinctBy(r => r.Item1)
            .Take(MostReasons)
            .ToList();
        return reasons.Count > 0 ? reasons : [("The information that we have is not enough for credit without a closer look.", Other)];
    }

    // What the customer knows itself, for policies that have no words for it.
    private static IEnumerable<(string Text, int? Code)> OfItsOwn(CreditDecision decision)
    {
        if (decision.Reasons.Any(r => r.ForCustomer is { Length: > 0 }) || decision.HoldReasons.Any(h => h.ForCustomer is { Length: > 0 }))
            yield break;
        if (decision.Exposure.PastDue is { Amount: > 0m } pastDue && (decision.OnHold || !decision.Prequalification.IsPrequalified))
            yield return ($"Invoices of {pastDue.ToDisplay()} are past due.", Other);
        if (decision.Headroom is { Amount: <= 0m } && decision.Limit.Kind == CreditLimitKind.Amount)
            yield return ("The credit that is available is in use.", LimitFull);
        if (decision.Limit.Kind == CreditLimitKind.None && !decision.OnHold)
            yield return ("No credit has been agreed for this account.", Other);
    }

    private static string Then(Counterfactual counterfactual) => counterfactual.Then == "the hold ends" ? "then new orders on credit can go ahead again" : counterfactual.Then;

    private static string InPlainWords(Alternative alternative) => alternative.Kind switch
    {
        "deposit" => $"With a deposit of {alternative.Deposit?.ToDisplay()}, and {alternative.Credit.ToDisplay()} on {alternative.Terms}.",
        "shorter_terms" => alternative.Terms.IsPrepaid ? "With payment in advance." : $"With payment {alternative.Terms}.",
        "smaller_first_order" => $"With a first order of {alternative.Credit.ToDisplay()} on {alternative.Terms}{Later(alternative)}.",
        "letter_of_credit" => $"With a letter of credit over {alternative.Secured?.ToDisplay()}, on {alternative.Terms}.",
        "insured_part" => $"Once {alternative.Secured?.ToDisplay()} of it are insured, on {alternative.Terms}.",
        "guarantee" => $"With a guarantee over {alternative.Secured?.ToDisplay()}, on {alternative.Terms}.",
        _ => $"After payment of {string.Join(", ", alternative.PaidFirst)}.",
    };

    private static string Later(Alternative alternative) => alternative.Releases.Count == 0
        ? "; the rest follows once it is paid"
        : "; then " + string.Join(", ", alternative.Releases.Select(r => $"{r.Amount.ToDisplay()} from {ExplanationText.Day(r.On)}"));
}
