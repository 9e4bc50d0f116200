using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>What is asked of credit: an amount on terms.</summary>
/// <param name="Credit">What is delivered before it is paid and nobody else stands in for, in the deal's currency.</param>
/// <param name="Terms">When it is paid.</param>
internal readonly record struct CreditRequest(decimal Credit, PaymentTerms Terms)
{
    /// <summary>Whether somebody else stands in for all of it: then nothing of the limit is used.</summary>
    public bool IsSecured { get; init; }
}

/// <summary>Why a request does not pass as it is.</summary>
internal enum Obstacle
{
    /// <summary>The account is on hold.</summary>
    Hold,

    /// <summary>No credit is granted to the account.</summary>
    NoCredit,

    /// <summary>It would exceed the limit on the day it closes.</summary>
    OverLimit,

    /// <summary>It would exceed the limit of the account's group on the day it closes.</summary>
    OverGroupLimit,

    /// <summary>The terms are longer than the band allows.</summary>
    TermsTooLong,

    /// <summary>Nobody has set a limit.</summary>
    LimitNotSet,

    /// <summary>Something that is needed for an answer is missing: a score, an exchange rate.</summary>
    CannotTell,

    /// <summary>The account is not prequalified.</summary>
    NotPrequalified,

    /// <summary>Deals of this size are always reviewed.</summary>
    Large,
}

/// <summary>The answer to a request.</summary>
/// <param name="Obstacles">Why it does not pass; empty when it does.</param>
/// <param name="HeadroomAfter">What would be left of the limit, in the deal's currency; null when that cannot be told or there is no ceiling.</param>
internal sealed record Verdict(IReadOnlyList<Obstacle> Obstacles, decimal? HeadroomAfter)
{
    public bool Passes => Obstacles.Count == 0;

    public bool Meets(Obstacle obstacle) => Obstacles.Count > 0 && Obstacles.Contains(obstacle);
}
