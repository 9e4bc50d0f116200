using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Overrides;
using CreditBridge.Core.Evaluation.Proposals;

namespace CreditBridge.Core.Evaluation;

/// <summary>Says to a sales rep where an account stands: what it means for the next deal and what to do. No ratios.</summary>
internal static class AccountMessages
{
    public static string For(Situation situation, Prequalification prequalification)
    {
        var sentences = new List<string>();
        if (situation.HoldReasons.Count > 0)
        {
            AddHold(sentences, situation);
        }
        else
        {
            if (situation.LiftedHolds.Count > 0)
            {
                sentences.Add($"A hold is lifted for now: {Lifted(situation)}.");
                sentences.AddRange(situation.Overrides.HoldReleases.Where(r => situation.LiftedHolds.Any(l => l.LiftedBy == r.Record.Key)).SelectMany(ConditionsOf));
            }

            if (situation.LacksCustomers || situation.LacksRecords)
            {
                sentences.Add("Credit looks at every deal:");
                sentences.AddRange(prequalification.Unmet);
            }
            else if (situation.Limit.Kind == CreditLimitKind.None)
            {
                sentences.Add("No credit is granted: orders are paid in advance.");
            }
            else
            {
                AddStanding(sentences, situation, prequalification);
                if (!prequalification.IsPrequalified)
                    sentences.AddRange(prequalification.Unmet);
            }
        }

        foreach (var pending in situation.PendingHolds)
            sentences.Add($"{pending.Reason} The account goes on hold on {Day(pending.HoldsFrom)} unless that is settled before.");
        if (situation.ProposedLimit is { } proposed)
            sentences.Add($"Credit is looking at a limit of {proposed.To.ToDisplay()}.");
        return string.Join(" ", sentences);
    }

    private static void AddHold(List<string> sentences, Situation situation)
    {
        sentences.Add("On credit hold.");
        foreach (var reason in situation.HoldReasons)
        {
            sentences.Add(reason.Reason);
            sentences.Add(reason.IsLingering ? $"It has become better and is not over yet. Released when: {reason.ReleasedWhen}" : $"Released when: {reason.ReleasedWhen}");
        }

        sentences.AddRange(situation.HoldsKeptBy);
        if (situation.Policy.Hold.PrepaidMayProceed)
            sentences.Add("Orders that are paid in advance can go ahead.");
    }

    private static void AddStanding(List<string> sentences, Situation situation, Prequalification prequalification)
    {
        sentences.Add(Standing(situation, prequalification));
        if (situation.Limit.Kind == CreditLimitKind.Amount && situation.Headroom is > 0m)
        {
            if (situation.Raised > 0m)
                sentences.Add($"This is a good customer: the limit includes {situation.Display(situation.Raised)} more than usual, which you can offer.");
            foreach (var raise in situation.Overrides.BehindLimit)
            {
                if (raise.Record.Effect == OverrideEffect.RaiseLimit && raise.Record.ExpiresOn is { } last)
                    sentences.Add($"This limit is an exception until {Day(last)}.");
                sentences.AddRange(ConditionsOf(raise));
            }
        }
    }

    private static string Standing(Situation situation, Prequalification prequalification)
    {
        var terms = situation.LongestTerms;
        if (situation.LimitIsUnknown)
            return "The credit limit cannot be told, because an exchange rate is missing: credit looks at every deal.";
        if (situation.Limit.Kind == CreditLimitKind.NotSet)
            return "No credit limit has been set yet: credit looks at the first deal.";
        if (situation.Limit.Kind == CreditLimitKind.Amount && situation.Headroom is null)
            return "What is left of the limit cannot be told, because an exchange rate is missing: credit looks at every deal.";
        var isGroup = GroupDecides(situation);
        if (situation.Headroom is <= 0m)
        {
            return isGroup
                ? $"The credit limit of the group '{situation.Facts.File.Group!.Name}' ({situation.GroupLimit.ToDisplay()}) is used up by its accounts together: agree on payment in advance, or talk to credit."
                : $"The credit limit of {situation.Limit.ToDisplay()} is used up: agree on payment in advance, or talk to credit.";
        }

        var room = situation.Headroom is not { } left ? "There is no ceiling on credit."
            : isGroup ? $"{situation.Display(left)} are free: the group '{situation.Facts.File.Group!.Name}' shares a limit of {situation.GroupLimit.ToDisplay()}."
            : $"{situation.Display(left)} of the {situation.Limit.ToDisplay()} limit is free.";
        if (!prequalification.IsPrequalified || situation.Band is null)
            return $"{room} Deals need a look by credit:";
        return terms.IsPrepaid ? $"{room} Orders are paid in advance." : $"{room} Deals within it on terms up to {terms} need no review.";
    }

    /// <summary>Whether the group leaves less than the account's own limit does.</summary>
    private static bool GroupDecides(Situation situation) =>
        situation.IsBoundByGroup && situation.GroupHeadroom is { } group && (!situation.Limit.TryGetAmount(out var limit) || group < limit.Amount - situation.ExposureTotal);

    // What credit has made a condition is for sales to keep.
    private static IEnumerable<string> ConditionsOf(OverrideEntry grant)
    {
        if (DealMessages.Conditions(grant.Record.Conditions) is { Length: > 0 } conditions)
            yield return conditions.TrimStart();
    }

    private static string Lifted(Situation situation)
    {
        var release = situation.Overrides.HoldReleases.FirstOrDefault(r => situation.LiftedHolds.Any(l => l.LiftedBy == r.Record.Key));
        return release is { Record.ExpiresOn: { } last }
            ? $"credit has made an exception until {Day(last)}, as long as no more than {situation.Display(release.Cap)} is open"
            : "the policy makes an exception for this account";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
