using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>How far exceptions may go. One that goes further has no effect. Without such bounds there are no exceptions, except those that restrict: holds that a person orders, lower limits, declined deals.</summary>
public sealed record OverridePolicy
{
    /// <summary>The highest amount of an exception, in the policy's currency.</summary>
    public decimal HighestAmount { get; init; }

    /// <summary>The longest time from its first to its last day, both included. Those that restrict are not bound by it.</summary>
    public int LongestDays { get; init; }

    /// <summary>How many deals may use one exception; null when the exception says so itself or any number may.</summary>
    public int? MostUses { get; init; }

    /// <summary>What exceptions may cover.</summary>
    public IReadOnlyList<OverrideScope> Scopes { get; init; } = [OverrideScope.Deal, OverrideScope.Account, OverrideScope.Group];

    /// <summary>What exceptions may do.</summary>
    public IReadOnlyList<OverrideEffect> Effects { get; init; } =
    [
        OverrideEffect.ReleaseHold, OverrideEffect.RaiseLimit, OverrideEffect.ClearDeals, OverrideEffect.Hold, OverrideEffect.LowerLimit, OverrideEffect.DeclineDeals,
    ];

    /// <summary>Who may grant them; letter case does not count. Empty for anybody.</summary>
    public IReadOnlyList<string> GrantedBy { get; init; } = [];

    /// <summary>What ends exceptions before their last day.</summary>
    public IReadOnlyList<OverrideTrigger> Triggers { get; init; } = [];
}

/// <summary>What ends exceptions before their last day. What has ended does not come back.</summary>
/// <param name="Name">Name for people; an exception can name the triggers that end it.</param>
/// <param name="When">It ends them when this is so.</param>
public sealed record OverrideTrigger(string Name, Expression When);
