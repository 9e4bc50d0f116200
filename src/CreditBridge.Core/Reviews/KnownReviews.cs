using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>A review of which it is known already when it begins.</summary>
/// <param name="Day">Day on which it is opened.</param>
/// <param name="Cause">Periodic, or something that ends.</param>
/// <param name="Text">Why, in plain words.</param>
/// <param name="Effort">Name of its class of effort.</param>
/// <param name="Hours">Expected work in hours.</param>
public sealed record KnownReview(DateOnly Day, ReviewCause Cause, string Text, string Effort, decimal Hours)
{
    /// <summary>The team that gets it; null when no rule routes it.</summary>
    public string? Team { get; init; }

    /// <summary>Region of the account; null when unknown.</summary>
    public string? Region { get; init; }

    /// <summary>What is at stake today; null when unknown.</summary>
    public Money? Amount { get; init; }
}

/// <summary>The reviews of an account that dates alone bring: periodic ones, and what ends. Conditions of the policy are asked as things are today.</summary>
public static class KnownReviews
{
    /// <summary>The reviews that begin within a span of days, both included, the earliest first; reasons of one day are one review.</summary>
    public static IReadOnlyList<KnownReview> Of(CreditDecision decision, CreditFile file, CreditPolicy policy, DateOnly from, DateOnly until)
    {
        var context = new ReviewContext(new ReviewSituation(policy, file.AsOf, file, decision, []));
        return [.. Dates(context, from, until).Where(d => d.Day >= from && d.Day <= until).GroupBy(d => d.Day).OrderBy(d => d.Key).Select(d => Review(context, d.Key, [.. d]))];
    }

    private static IEnumerable<(DateOnly Day, ReviewCause Cause, string Text)> Dates(ReviewContext context, DateOnly from, DateOnly until)
    {
        if (context.Rules.Causes.FirstOrDefault(r => r.Cause == ReviewCause.Periodic && context.Holds(r.When)) is { } periodic)
        {
            foreach (var day in PeriodicReview.Between(context.Facts, context.Policy, context.Band, from, Bounded.AddDays(until, periodic.LeadDays)))
                yield return (Bounded.AddDays(day, -periodic.LeadDays), ReviewCause.Periodic, $"Periodic review of band {context.Band!.Name}: {day:yyyy-MM-dd}.");
        }

        var rules = context.Rules.Causes.Where(r => r.Cause == ReviewCause.Expiry).ToList();
        foreach (var (thing, _, what, day, mostLead) in rules.Count == 0 ? [] : ReviewReasons.Ends(context))
        {
            if (rules.Find(r => r.Of.Contains(thing) && context.Holds(r.When)) is { } rule)
                yield return (Bounded.AddDays(day, -Math.Min(rule.LeadDays, mostLead)), ReviewCause.Expiry, $"{what} ends on {day:yyyy-MM-dd}.");
        }
    }

    private static KnownReview Review(ReviewContext context, DateOnly day, List<(DateOnly Day, ReviewCause Cause, string Text)> reasons)
    {
        var causes = reasons.Select(r => r.Cause).Distinct().ToList();
        var amount = context.Given.Decision.Exposure.Total;
        var effort = ReviewWork.EffortOf(context, causes, amount);
        return new KnownReview(day, causes.Contains(ReviewCause.Expiry) ? ReviewCause.Expiry : causes[0], string.Join(" ", reasons.Select(r => r.Text)), effort.Name, effort.Hours)
        {
            Team = new Routing(context).TeamOf(causes, amount, effort.Name)?.Name,
            Region = context.Region,
            Amount = amount,
        };
    }
}
