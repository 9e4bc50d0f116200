using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Gives reviews to teams and people, evenly by open hours for each weekly hour. Who has a review keeps it.</summary>
internal sealed class Routing(ReviewContext context)
{
    // Work that this planning has given out itself.
    private readonly Dictionary<string, decimal> _given = new(StringComparer.Ordinal);

    /// <summary>The team that the rules name; null when none fits.</summary>
    public ReviewTeam? TeamOf(IReadOnlyList<ReviewCause> causes, Money? amount, string effort) => context.Rules.Teams.FirstOrDefault(t => context.IsFor(t.For, causes, amount, effort));

    /// <summary>Whether a user is one of those whom the policy gives reviews to.</summary>
    public bool IsAnalyst(string userKey) => context.Given.Users.TryGetValue(userKey, out var user) && user.IsActive
        && context.Rules.Teams.SelectMany(t => t.Analysts).Any(a => CrmUsers.IsNamed(user, a.User));

    /// <summary>Whether a user is gone, so that its work has to be given to another.</summary>
    public bool IsGone(string userKey) => context.Given.Users.TryGetValue(userKey, out var user) && !user.IsActive;

    /// <summary>Whether a user is an active one of the CRM.</summary>
    public bool IsThere(string userKey) => context.Given.Users.TryGetValue(userKey, out var user) && user.IsActive;

    /// <summary>Who has the least to do for the time there is; of equals the first in the policy. Null when nobody of the team is there.</summary>
    public string? Pick(ReviewTeam? team, decimal hours)
    {
        (string Key, decimal Load)? best = null;
        foreach (var analyst in team?.Analysts ?? [])
        {
            if (context.User(analyst.User) is not { IsActive: true } user || analyst.IsAway(context.Today))
                continue;
            var load = (context.Given.OpenHours.GetValueOrDefault(user.Key) + _given.GetValueOrDefault(user.Key) + hours) / analyst.HoursPerWeek;
            if (best is null || load < best.Value.Load)
                best = (user.Key, load);
        }

        if (best is not { } chosen)
            return null;
        _given[chosen.Key] = _given.GetValueOrDefault(chosen.Key) + hours;
        return chosen.Key;
    }
}
