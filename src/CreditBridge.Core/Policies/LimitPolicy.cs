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

    /// <summary>No limit is higher than this; null when there is no cap.</summary>
    public decimal? Highest { get; init; }

    /// <summary>Limits are rounded down to a multiple of this; 0 leaves them as they are.</summary>
    public decimal RoundDownTo { get; init; }

    /// <summary>What a limit that nobody has set counts as: <see cref="CreditLimitKind.NotSet"/>, <see cref="CreditLimitKind.None"/> or <see cref="CreditLimitKind.Unlimited"/>.</summary>
    public CreditLimitKind NotSetMeans { get; init; }
}

/// <summary>A way to find a limit. Gives nothing when its inputs are missing.</summary>
/// <param name="Name">Name for people.</param>
public abstract record LimitMethod(string Name);

/// <summary>A share of an input, such as 250 % of the average monthly sales; or any other formula over inputs.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Amount">The formula; it gives an amount. Zero or less grants no credit.</param>
/// <param name="Text">The formula in words, for the explanation.</param>
public sealed record FormulaLimit(string Name, Expression Amount, string Text) : LimitMethod(Name);

/// <summary>A fixed limit for every band.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="ByBand">Limit by name of the band; amounts are in the policy's currency.</param>
public sealed record BandLimit(string Name, IReadOnlyDictionary<string, CreditLimit> ByBand) : LimitMethod(Name);
