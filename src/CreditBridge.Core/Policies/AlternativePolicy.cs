using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies;

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
/// <param name="StepPercent">First orders are smaller than the deal by a multiple of this; so are the parts that follow.</param>
/// <param name="WithReleases">Whether the days are worked out from which the rest fits, part by part.</param>
public sealed record SmallerFirstOrderAlternative(decimal MinPercent, decimal StepPercent, bool WithReleases = false) : AlternativePolicy;

/// <summary>What stands in for a part of the deal.</summary>
public enum SecurityOffer
{
    /// <summary>A bank's letter of credit.</summary>
    LetterOfCredit = 1,

    /// <summary>Credit insurance for a part of the deal.</summary>
    InsuredPart,

    /// <summary>The guarantee of a parent company, a bank or a person.</summary>
    Guarantee,
}

/// <summary>A part of the deal is covered by somebody else; what is covered uses nothing of the limit.</summary>
/// <param name="Offer">What stands in.</param>
/// <param name="CoverPercent">How much of the secured amount counts as covered: 90 for an insurer that pays 90 % of a loss.</param>
/// <param name="MaxPercent">The largest share of the deal that may be secured.</param>
/// <param name="StepPercent">Secured shares are a multiple of this.</param>
public sealed record SecuredAlternative(SecurityOffer Offer, decimal CoverPercent, decimal MaxPercent, decimal StepPercent) : AlternativePolicy;

/// <summary>Documents that are past due are paid before the deal, the oldest first.</summary>
/// <param name="MostDocuments">How many may be asked for at most.</param>
public sealed record PayPreviousFirstAlternative(int MostDocuments) : AlternativePolicy;
