using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>When an account is on hold.</summary>
/// <param name="Rules">The rules, in the order of the document; every one that applies gives a reason.</param>
/// <param name="PrepaidMayProceed">Whether a deal that is paid in advance goes ahead nevertheless: it adds no risk.</param>
public sealed record HoldPolicy(IReadOnlyList<HoldRule> Rules, bool PrepaidMayProceed);

/// <summary>A rule that puts accounts on hold.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="When">The rule applies when this is so; it does not when that cannot be told.</param>
/// <param name="Reason">Why, in words for sales.</param>
/// <param name="Release">What ends the hold, in words for sales.</param>
public sealed record HoldRule(string Name, Expression When, TextTemplate Reason, TextTemplate Release);

/// <summary>A criterion of prequalification.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Require">Met when this is so; not met when that cannot be told.</param>
/// <param name="Otherwise">What to say to sales when it is not met.</param>
public sealed record Criterion(string Name, Expression Require, TextTemplate Otherwise);
