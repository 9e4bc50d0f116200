using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>How several results become one limit.</summary>
public enum LimitCombination
{
    /// <summary>The lowest counts.</summary>
    MostRestrictive = 0,

    /// <summary>The first that gives a result counts.</summary>
    FirstMatch,

    /// <summary>The highest counts.</summary>
    Highest,
}

/// <summary>What counts when both the ERP and the policy have a limit.</summary>
public enum ErpLimitRole
{
    /// <summary>The ERP's limit, where one is set.</summary>
    ErpWins = 0,

    /// <summary>The lower of the two.</summary>
    LowerOfBoth,

    /// <summary>The policy's limit, where its methods give one.</summary>
    PolicyWins,
}

/// <summary>How the limit is found.</summary>
public sealed record LimitPolicy
{
    /// <summary>What counts when both the ERP and the policy have a limit.</summary>
    public ErpLimitRole Erp { get; init; }

    /// <summary>How the methods' results become one.</summary>
    public LimitCombination Combination { get; init; }

    /// <summary>The methods, in the order of the document.</summary>
    public IReadOnlyList<LimitMethod> Methods { get; init; } = [];

    /// <summary>What is added to or taken off an amount that was found, in the order of the document.</summary>
    public IReadOnlyList<LimitAdjustment> Adjustments { get; init; } = [];

    /// <summary>How far the limit may change by itself; null when any change is made.</summary>
    public AutomaticChange? AutomaticChange { get; init; }

    /// <summary>The raise that good accounts get; null for none.</summary>
    public AutoRaise? AutoRaise { get; init; }

    /// <summary>No limit is higher than this; null when there is no cap.</summary>
    public decimal? Highest { get; init; }

    /// <summary>Limits are rounded down to a multiple of this; 0 leaves them as they are.</summary>
    public decimal RoundDownTo { get; init; }

    /// <summary>What a limit that nobody has set counts as: <see cref="CreditLimitKind.NotSet"/>, <see cref="CreditLimitKind.None"/> or <see cref="CreditLimitKind.Unlimited"/>.</summary>
    public CreditLimitKind NotSetMeans { get; init; }
}

/// <summary>A way to find a limit. Gives nothing when its inputs are missing.</summary>
/// <param name="Name">Name for people.</param>
public abstract record LimitMethod(string Name)
{
    /// <summary>The method is used when this is so; null for always. It is not when that cannot be told.</summary>
    public Expression? When { get; init; }
}

/// <summary>A share of an input, such as 250 % of the average monthly sales; or any other formula over inputs.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Amount">The formula; it gives an amount. Zero or less grants no credit.</param>
/// <param name="Text">The formula in words, for the explanation.</param>
public sealed record FormulaLimit(string Name, Expression Amount, string Text) : LimitMethod(Name);

/// <summary>A fixed limit for every band.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="ByBand">Limit by name of the band; amounts are in the policy's currency.</param>
public sealed record BandLimit(string Name, IReadOnlyDictionary<string, CreditLimit> ByBand) : LimitMethod(Name);

/// <summary>One limit, whoever the customer is; together with a condition, a limit for some.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Limit">The limit; an amount is in the policy's currency.</param>
public sealed record FixedLimit(string Name, CreditLimit Limit) : LimitMethod(Name);

/// <summary>A limit out of a table with two ways in.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Matrix">The table.</param>
public sealed record MatrixLimit(string Name, Matrix<LimitCell> Matrix) : LimitMethod(Name);

/// <summary>A cell of a table of limits: a limit or a formula.</summary>
/// <param name="Limit">The limit, an amount being in the policy's currency; null when it is a formula.</param>
/// <param name="Formula">A formula that gives an amount; null when it is a limit.</param>
public sealed record LimitCell(CreditLimit? Limit, Expression? Formula);

/// <summary>What the customer needs, as far as it can carry that: the lowest of need and capacities.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Need">What it needs.</param>
/// <param name="Capacities">What it can carry, each by another measure.</param>
public sealed record NeedAndCapacityLimit(string Name, Expression Need, IReadOnlyList<Expression> Capacities) : LimitMethod(Name);

/// <summary>What is added to or taken off a limit. Only amounts are adjusted: who gets no credit or has no ceiling keeps that.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Add">What is added; below zero, what is taken off.</param>
/// <param name="When">It is when this is so; null for always.</param>
public sealed record LimitAdjustment(string Name, Expression Add, Expression? When);

/// <summary>How far a computed limit may change against the previous decision without a person; each bound is null when there is none.
/// A limit that the ERP holds is a person's and not bound. A change that is too large is not made in part: the previous limit stays until a person decides.</summary>
public sealed record AutomaticChange
{
    /// <summary>The largest raise in percent of the previous limit.</summary>
    public decimal? RaiseUpToPercent { get; init; }

    /// <summary>The largest raise in the policy's currency.</summary>
    public decimal? RaiseUpToAmount { get; init; }

    /// <summary>The largest reduction in percent of the previous limit.</summary>
    public decimal? LowerUpToPercent { get; init; }

    /// <summary>The largest reduction in the policy's currency.</summary>
    public decimal? LowerUpToAmount { get; init; }
}

/// <summary>A raise for accounts that are good for more, which sales may offer.</summary>
/// <param name="When">Which accounts get it.</param>
/// <param name="Percent">By how much, in percent of the limit.</param>
/// <param name="Highest">Up to which limit, in the policy's currency; null for no bound but the policy's.</param>
public sealed record AutoRaise(Expression When, decimal Percent, decimal? Highest);
