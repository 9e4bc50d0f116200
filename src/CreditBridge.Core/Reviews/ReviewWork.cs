using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>How much work a review is, and what time is promised for it, by the rules of the policy.</summary>
internal static class ReviewWork
{
    /// <summary>The class of effort: the first that fits.</summary>
    public static EffortClass EffortOf(ReviewContext context, IReadOnlyList<ReviewCause> causes, Money? amount) =>
        context.Rules.Effort.FirstOrDefault(e => context.IsFor(e.For, causes, amount, null)) ?? ReviewPolicy.StandardEffort;

    /// <summary>The promised time: the first that fits, else the business days within which credit looks at a deal.</summary>
    public static ReviewWindow WindowOf(ReviewContext context, IReadOnlyList<ReviewCause> causes, Money? amount, string effort, int priority) =>
        context.Rules.Windows.FirstOrDefault(w => !(priority > w.Priority) && context.IsFor(w.For, causes, amount, effort))
        ?? new ReviewWindow("usual", context.Rules.DealDueInBusinessDays * context.Policy.Calendar.MinutesPerDay, new ReviewSelection());
}
