using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies;

/// <summary>How deals are checked.</summary>
public sealed record ProposalPolicy
{
    /// <summary>Which deals are checked.</summary>
    public required DealSelection Checked { get; init; }

    /// <summary>Other open deals count, weighted by probability, from this probability on (percent).</summary>
    public decimal OtherDealsFromProbability { get; init; }

    /// <summary>Terms that a deal is assumed to have when neither sales nor the ERP names any.</summary>
    public PaymentTerms DefaultTerms { get; init; }

    /// <summary>By how many days a customer without history is assumed to pay late.</summary>
    public int PaceWithoutHistoryDays { get; init; }

    /// <summary>Deals above this amount are always reviewed; null when size alone never asks for it.</summary>
    public decimal? ReviewAbove { get; init; }

    /// <summary>Terms that can be recommended, ascending.</summary>
    public required IReadOnlyList<PaymentTerms> TermsLadder { get; init; }

    /// <summary>Changes that may be offered, the one with the least friction first.</summary>
    public IReadOnlyList<AlternativePolicy> Alternatives { get; init; } = [];
}

/// <summary>Which deals are checked: those to which at least one of the criteria applies. Stages are the CRM's own.</summary>
public sealed record DealSelection
{
    /// <summary>Deals in these stages.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Deals in this stage or one that comes after it in the sales process; null for none.</summary>
    public string? FromStage { get; init; }

    /// <summary>Deals in a stage whose default probability is at least this (percent); null for none.</summary>
    public decimal? FromProbability { get; init; }
}

/// <summary>A change that may be offered for a deal that does not fit.</summary>
public abstract record AlternativePolicy;

/// <summary>Part of the amount is paid in advance.</summary>
/// <param name="MaxPercent">The largest deposit that may be asked for.</param>
/// <param name="StepPercent">Deposits are a multiple of this.</param>
public sealed record DepositAlternative(decimal MaxPercent, decimal StepPercent) : AlternativePolicy;

/// <summary>Payment sooner than requested.</summary>
/// <param name="Ladder">Terms that may be offered, ascending.</param>
public sealed record ShorterTermsAlternative(IReadOnlyList<PaymentTerms> Ladder) : AlternativePolicy;

/// <summary>A part of the order first, the rest once it is paid.</summary>
/// <param name="MinPercent">The smallest first order that makes sense.</param>
/// <param name="StepPercent">First orders are smaller than the deal by a multiple of this.</param>
public sealed record SmallerFirstOrderAlternative(decimal MinPercent, decimal StepPercent) : AlternativePolicy;

/// <summary>When people have to look at something.</summary>
/// <param name="DealDueInBusinessDays">Business days within which credit looks at a deal that needs a review.</param>
public sealed record ReviewPolicy(int DealDueInBusinessDays);
