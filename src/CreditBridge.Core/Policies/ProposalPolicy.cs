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

    /// <summary>Steps at which a passed check holds for a while; the first that a deal is at counts. Empty: every evaluation checks anew.</summary>
    public IReadOnlyList<DealCheckpoint> Checkpoints { get; init; } = [];
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

    /// <summary>Whether no criterion is named.</summary>
    public bool IsEmpty => Stages.Count == 0 && FromStage is null && FromProbability is null;
}

/// <summary>A step of the sales process at which a passed check holds for a while: what was promised on one day is not taken back on the next.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Deals">The deals that are at this step; every checked deal when no criterion is named.</param>
/// <param name="GraceDays">For how many days after the check an unchanged deal is not checked again. Passed on day 1 with 2 days: checked again from day 4 on.</param>
public sealed record DealCheckpoint(string Name, DealSelection Deals, int GraceDays);
