using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// The policy's rules of effort and routing for reviews that do not exist yet. What can be told without evaluating the account counts: kind, amount, region; a rule with a condition
/// about the account is passed over.
/// </summary>
/// <param name="rules">The policy's rules.</param>
internal sealed class WorkRules(ReviewPolicy rules)
{
    /// <summary>The class of effort.</summary>
    public EffortClass Effort(ReviewCause cause, decimal? amount, string region) =>
        rules.Effort.FirstOrDefault(e => Fits(e.For, cause, amount, region, null)) ?? ReviewPolicy.StandardEffort;

    /// <summary>The team; empty when no rule routes it.</summary>
    public string Team(ReviewCause cause, decimal? amount, string region, string effort) => rules.Teams.FirstOrDefault(t => Fits(t.For, cause, amount, region, effort))?.Name ?? "";

    /// <summary>The team whose hours an open review takes: its own; when no team of the policy is called so any more, the one that its analyst is in now.</summary>
    /// <param name="review">The review.</param>
    /// <param name="users">Users of the CRM.</param>
    public string TeamOf(CreditReview review, IReadOnlyCollection<UserRecord> users)
    {
        var own = review.Team ?? "";
        if (own.Length == 0 || rules.Teams.Any(t => t.Name == own) || review.Analyst is not { } analyst)
            return own;
        var user = users.FirstOrDefault(u => u.Key == analyst);
        return rules.Teams.FirstOrDefault(t => t.Analysts.Any(a => user is null ? a.User == analyst : CrmUsers.IsNamed(user, a.User)))?.Name ?? own;
    }

    /// <summary>Business minutes that are promised for an ordinary review of a cause.</summary>
    public int WindowMinutes(BusinessCalendar calendar, ReviewCause cause) =>
        rules.Windows.FirstOrDefault(w => w is { For.When: null, Priority: null or >= 2 } && (w.For.Causes.Count == 0 || w.For.Causes.Contains(cause)))?.DecideMinutes
        ?? rules.DealDueInBusinessDays * calendar.MinutesPerDay;

    private static bool Fits(ReviewSelection selection, ReviewCause cause, decimal? amount, string region, string? effort) =>
        selection.When is null
        && (selection.Causes.Count == 0 || selection.Causes.Contains(cause))
        && (selection.Regions.Count == 0 || selection.Regions.Contains(region, StringComparer.OrdinalIgnoreCase))
        && (selection.Effort.Count == 0 || (effort is not null && selection.Effort.Contains(effort, StringComparer.Ordinal)))
        && (selection.AmountUpTo is not { } most || amount <= most)
        && (selection.AmountAbove is not { } least || !(amount <= least));
}
