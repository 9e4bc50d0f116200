using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>Says what came of a deal's check, to a sales rep: what it means, why, and what to do. The customer's own headroom, never its ratios.</summary>
internal static class DealMessages
{
    private const string LooksAt = "Credit needs to look at this deal";
    private const string LooksAtIt = LooksAt + ".";
    private const string NothingToSend = LooksAt + "; nothing for you to send now.";
    private const string HasToLook = "Credit has to look at this deal as it is.";
    private const string AlternativesClear = "One of the alternatives clears it.";
    private const string TalkToCredit = "Payment in advance is possible; for anything else talk to credit.";

    public static string For(Situation situation, DealCase deal, Verdict verdict, DealStatus status, Prequalification prequalification, bool hasAlternatives)
    {
        var sentences = new List<string> { Headline(situation, deal, verdict, status) };
        if (status is DealStatus.OnHold)
        {
            sentences.AddRange(situation.HoldReasons.Select(r => $"{r.Reason} Released when: {r.ReleasedWhen}"));
            sentences.AddRange(situation.HoldsKeptBy);
            if (situation.Policy.Hold.PrepaidMayProceed)
                sentences.Add("An order that is paid in advance can go ahead.");
            if (hasAlternatives)
                sentences.Add(AlternativesClear);
        }
        else
        {
            sentences.AddRange(verdict.Obstacles.SelectMany(o => Because(o, situation, deal, verdict, prequalification)).Distinct(StringComparer.Ordinal));
            if (status == DealStatus.Prequalified && !deal.Terms.IsPrepaid && verdict.HeadroomAfter < deal.AtWorst)
                sentences.Add($"Should {NamesOf(deal)} be won in full before it closes, it no longer fits.");
            if (status == DealStatus.Conditional && deal.Amount is not null)
                sentences.Add(AlternativesClear);
            if (status == DealStatus.DoesNotFit)
                sentences.Add(TalkToCredit);
        }

        if (deal.Deal.UnreadableTerms is { Length: > 0 } unreadable && deal.TermsAssumed is not null)
            sentences.Add($"The requested terms '{unreadable}' could not be read; choose one of the listed payment terms.");
        if (deal.TermsAssumed is { } source)
            sentences.Add($"Assumed: {deal.Terms}, {source}.");
        return string.Join(" ", sentences);
    }

    /// <summary>For a deal that would not pass today and passed a short while ago.</summary>
    public static string For(PassedCheckpoint passed) =>
        $"It passed '{passed.Checkpoint}' on {passed.On:yyyy-MM-dd}, and that holds as long as amount, terms and close date stay. It is checked again from {passed.CheckedAgainFrom:yyyy-MM-dd} on.";

    /// <summary>For a deal that credit looks at when sales has sent what it owes.</summary>
    public static string WaitsFor(IEnumerable<string> owed) => $"{LooksAt} and waits for you: {string.Join("; ", owed)}.";

    /// <summary>The message about a deal whose review waits for sales: it says for what.</summary>
    /// <param name="message">The message of the deal's check.</param>
    /// <param name="owedByDeal">What is missing on the deal itself, as the check knew it.</param>
    /// <param name="owed">All that sales owes.</param>
    public static string Waiting(string message, IReadOnlyList<string> owedByDeal, IReadOnlyList<string> owed)
    {
        var rest = ForCredit(message, owedByDeal);
        return rest.Length == message.Length ? $"{message} Credit waits for you: {string.Join("; ", owed)}.".TrimStart() : $"{WaitsFor(owed)} {rest}".TrimEnd();
    }

    /// <summary>The message about a deal that credit has looked at and left as it was: nobody is going to look again by itself, and what sales can do.</summary>
    /// <param name="check">The deal's check, as it stands without that look.</param>
    /// <param name="owedByDeal">What is missing on the deal itself, as the check knew it.</param>
    /// <param name="on">Day on which credit decided that.</param>
    public static string LeftAsItWas(DealCheck check, IReadOnlyList<string> owedByDeal, DateOnly on)
    {
        var rest = ForCredit(check.Message, owedByDeal);
        var canDo = rest.Contains(AlternativesClear, StringComparison.Ordinal) ? "" : check.Alternatives.Count > 0 ? AlternativesClear : TalkToCredit;
        return string.Join(" ", new[] { $"Credit looked at this deal on {on:yyyy-MM-dd} and left it as it was.", rest, canDo }.Where(s => s.Length > 0));
    }

    /// <summary>The message without what it says to sales about the review: why somebody has to look, for whoever looks.</summary>
    /// <param name="message">The message of the deal's check.</param>
    /// <param name="owedByDeal">What is missing on the deal itself, as the check knew it.</param>
    public static string ForCredit(string message, IReadOnlyList<string> owedByDeal)
    {
        foreach (var headline in new[] { WaitsFor(owedByDeal), NothingToSend, LooksAtIt, HasToLook })
        {
            if (message.StartsWith(headline, StringComparison.Ordinal))
                return message[headline.Length..].TrimStart();
        }

        return message;
    }

    /// <summary>For a deal that would not pass, and for which credit has granted an exception.</summary>
    public const string ClearedByException = "Goes ahead: credit has granted an exception for it.";

    /// <summary>The same with the conditions that credit has made; without when there are none.</summary>
    public static string ClearedUnder(string? conditions) => ClearedByException + Conditions(conditions);

    /// <summary>For a deal that credit has approved on shorter terms than it asks for.</summary>
    public static string ApprovedOn(DealCase deal, OverrideRecord approval) =>
        $"Credit has approved it on {approval.LongestTerms}{(approval.LongestTerms is { IsPrepaid: false } ? " or shorter" : "")}{UpTo(approval)}, "
        + $"not on {deal.Terms}.{Conditions(approval.Conditions)}";

    /// <summary>The change that credit has approved.</summary>
    public static string OnApprovedTerms(DealCase deal, OverrideRecord approval) =>
        $"{approval.LongestTerms} instead of {deal.Terms} clears it: credit has approved it{UpTo(approval)}.{Conditions(approval.Conditions)}";

    /// <summary>Conditions that credit has made, as a sentence behind others; empty when there are none.</summary>
    public static string Conditions(string? conditions) => string.IsNullOrWhiteSpace(conditions)
        ? ""
        : $" Conditions: {string.Join("; ", conditions.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}.".Replace("..", ".", StringComparison.Ordinal);

    private static string UpTo(OverrideRecord approval) =>
        $"{(approval.AmountCap is { } cap ? $" up to {cap.ToDisplay()}" : "")}{(approval.ExpiresOn is { } last ? $" until {last:yyyy-MM-dd}" : "")}";

    /// <summary>For a deal that a person in credit has declined.</summary>
    public static string DeclinedUntil(DateOnly? last) =>
        $"Declined by credit{(last is { } day ? $" until {day:yyyy-MM-dd}" : "")}. Payment in advance is possible; for anything else talk to credit.";

    private static string Headline(Situation situation, DealCase deal, Verdict verdict, DealStatus status) => status switch
    {
        DealStatus.OnHold => "The account is on credit hold.",
        DealStatus.Prequalified when deal.Terms.IsPrepaid => "Fits: it is paid in advance, so no credit is used.",
        DealStatus.Prequalified => $"Fits as it is, no review needed{LeftAfter(deal, verdict)}.",
        DealStatus.Conditional when deal.Amount is null => NoAmount(situation, deal, verdict),
        DealStatus.Conditional when verdict.Obstacles.All(DealChecker.AsksForReview) => HasToLook,
        DealStatus.Conditional => "Does not fit as it is.",
        DealStatus.ReviewNeeded => ReviewHeadline(situation, deal),
        _ when deal.Amount is null => "No amount is named yet, and nothing is left of the limit.",
        _ => "No change that the credit policy allows would make this deal fit.",
    };

    // Documents are asked for by the review: what is not known here is not denied here.
    private static string ReviewHeadline(Situation situation, DealCase deal) =>
        Checklist.OwedByDeal(deal.Deal, situation.Policy.Reviews) is { Count: > 0 } owed ? WaitsFor(owed)
        : situation.Policy.Reviews.Documents.Any(d => d.PausesClock && MayNeed(d.For, situation, deal)) ? LooksAtIt
        : NothingToSend;

    private static bool MayNeed(ReviewSelection selection, Situation situation, DealCase deal) =>
        (selection.Causes.Count == 0 || selection.Causes.Contains(ReviewCause.Deal))
        && (selection.AmountAbove is not { } least || !(deal.AmountInDecision <= situation.FromPolicy(least)))
        && (selection.AmountUpTo is not { } most || deal.AmountInDecision <= situation.FromPolicy(most));

    private static string NoAmount(Situation situation, DealCase deal, Verdict verdict)
    {
        var most = verdict.HeadroomAfter;
        if (situation.Policy.Proposals.ReviewAbove is { } above && situation.FromPolicy(above) is { } reviewed
            && situation.Facts.Rates.Convert(reviewed, situation.Facts.Currency, deal.Currency) is { } inDeal && !(most <= inDeal))
            most = inDeal;
        return most is { } upTo ? $"No amount is named yet: up to {deal.Money(upTo).ToDisplay()} on {deal.Terms} needs no review." : $"No amount is named yet: on {deal.Terms} no review is needed.";
    }

    private static string LeftAfter(DealCase deal, Verdict verdict) =>
        verdict.HeadroomAfter is { } left && !deal.Terms.IsPrepaid ? $"; {deal.Money(left).ToDisplay()} of the limit is left after it" : "";

    private static IEnumerable<string> Because(Obstacle obstacle, Situation situation, DealCase deal, Verdict verdict, Prequalification prequalification) => obstacle switch
    {
        Obstacle.NoCredit => ["No credit is granted to this customer: orders are paid in advance."],
        Obstacle.OverLimit when deal.Amount is { } amount && verdict.HeadroomAfter is { } left => [OverLimit(deal, amount, left, "the limit")],
        Obstacle.OverGroupLimit when deal.Amount is { } amount && verdict.HeadroomAfter is { } left => [OverLimit(deal, amount, left, "the limit of its group of companies")],
        Obstacle.OverGroupLimit => ["The limit of its group of companies is used up."],
        Obstacle.OverLimit => ["The limit is used up."],
        Obstacle.TermsTooLong => [deal.AllowedTerms.IsPrepaid ? $"{deal.Terms} needs approval; only payment in advance does not." : $"{deal.Terms} is longer than the {deal.AllowedTerms} that need no approval."],
        Obstacle.LimitNotSet => ["No credit limit has been set for this customer yet."],
        Obstacle.CannotTell => [CannotTell(situation, deal)],
        Obstacle.NotPrequalified => prequalification.Unmet,
        Obstacle.Large when situation.Policy.Proposals.ReviewAbove is { } above =>
            [$"Deals above {new Money(above, situation.Policy.Currency).ToDisplay()} are always reviewed."],
        _ => [],
    };

    private static string OverLimit(DealCase deal, decimal amount, decimal left, string limit)
    {
        var free = left + amount;
        var room = free > 0m ? $"{deal.Money(free).ToDisplay()} of {limit} will be free" : $"nothing of {limit} will be free";
        var others = deal.Money(deal.OtherDeals) is { IsZero: false } taken ? $" Other open deals are expected to take {taken.ToDisplay()} until then. {Competitors(deal)}" : "";
        return $"When it closes, {room}, and {deal.Money(amount).ToDisplay()} is needed: {deal.Money(-left).ToDisplay()} too much.{others}";
    }

    private static string Competitors(DealCase deal) => $"The same headroom is wanted by {NamesOf(deal)}.";

    // At most three, those that take most first.
    private static string NamesOf(DealCase deal)
    {
        var names = deal.Competing.Select(d => $"'{d.Name}'").ToList();
        return names.Count switch
        {
            1 => names[0],
            2 => $"{names[0]} and {names[1]}",
            3 => $"{names[0]}, {names[1]} and {names[2]}",
            _ => $"{names[0]}, {names[1]} and {names.Count - 2} other deals",
        };
    }

    private static string CannotTell(Situation situation, DealCase deal) => situation.LacksCustomers
        ? UndeliveredCustomers.Sentence(situation.Facts.File)
        : situation.LacksRecords
        ? UnreadableRecordsOfFile.Sentence(situation.Facts.File)
        : situation is { IsBoundByGroup: true, GroupHeadroom: null }
        ? $"What its group of companies owes cannot be added up. {situation.MissingRates}"
        : situation.LacksRates
        ? situation.MissingRates
        : situation.Band is null
        ? "Too little is known about this customer for an answer."
        : situation.Facts.IsComplete
            ? $"The amount in {deal.Currency}, or that of another open deal, cannot be compared with the limit: an exchange rate is missing."
            : "What this customer owes cannot be added up: an exchange rate is missing.";
}
