using System.Collections.ObjectModel;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>
/// When an account is on hold. Precedence in one sentence: a rule marked "always" beats every exclusion and exception; an exclusion beats the rules that it lifts; a hold
/// that a person ordered is ended by a person only.
/// </summary>
/// <param name="Rules">The rules, in the order of the document; every one that applies gives a reason.</param>
/// <param name="PrepaidMayProceed">Whether a deal that is paid in advance goes ahead nevertheless: it adds no risk.</param>
public sealed record HoldPolicy(IReadOnlyList<HoldRule> Rules, bool PrepaidMayProceed)
{
    /// <summary>What lifts holds, in the order of the document.</summary>
    public IReadOnlyList<HoldExclusion> Exclusions { get; init; } = [];
}

/// <summary>A rule that puts accounts on hold.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="When">The rule applies when this is so; it does not when that cannot be told.</param>
/// <param name="Reason">Why, in words for sales.</param>
/// <param name="Release">What ends the hold, in words for sales.</param>
public sealed record HoldRule(string Name, Expression When, TextTemplate Reason, TextTemplate Release)
{
    /// <summary>Once held, the account stays so until the rule no longer applies and this is so as well; null when the first is enough.</summary>
    public Expression? ReleaseWhen { get; init; }

    /// <summary>The rule takes effect when it has applied for more days than this.</summary>
    public int GraceDays { get; init; }

    /// <summary>Whether no exclusion and no exception lifts it.</summary>
    public bool Always { get; init; }

    /// <summary>Why, in plain words for the customer; null when it is none of its business.</summary>
    public TextTemplate? ForCustomer { get; init; }

    /// <summary>Code of UN/EDIFACT 4509 that comes nearest; null when none does.</summary>
    public int? EdifactCode { get; init; }

    /// <summary>Days for which a deal that passed a checkpoint is left alone by this rule, by name of the checkpoint.</summary>
    public IReadOnlyDictionary<string, int> CheckpointGraceDays { get; init; } = ReadOnlyDictionary<string, int>.Empty;
}

/// <summary>What lifts holds: an account to which it applies is not held by the rules that it names.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="When">It applies when this is so; it does not when that cannot be told.</param>
/// <param name="Lifts">Names of the rules; null for all but those marked "always".</param>
public sealed record HoldExclusion(string Name, Expression When, IReadOnlyList<string>? Lifts)
{
    /// <summary>Whether it lifts a rule.</summary>
    public bool Covers(string rule) => Lifts is null || Lifts.Contains(rule, StringComparer.Ordinal);
}

/// <summary>A criterion of prequalification.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Require">Met when this is so; not met when that cannot be told.</param>
/// <param name="Otherwise">What to say to sales when it is not met.</param>
public sealed record Criterion(string Name, Expression Require, TextTemplate Otherwise);
