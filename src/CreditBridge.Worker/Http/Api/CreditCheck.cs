using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Worker.Http.Api;

/// <summary>The check of a deal in the words for sales, as the API gives it. Members without a value are left out.</summary>
internal sealed record CreditCheck
{
    /// <summary>The deal.</summary>
    public required string OpportunityId { get; init; }

    /// <summary>Its name.</summary>
    public required string OpportunityName { get; init; }

    /// <summary>Its account.</summary>
    public required string AccountId { get; init; }

    /// <summary>Prequalified, Conditional, Review needed, Does not fit, or On hold.</summary>
    public required string Status { get; init; }

    /// <summary>Why, and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The smallest changes that would make the deal pass.</summary>
    public required IReadOnlyList<string> Alternatives { get; init; }

    /// <summary>The same, one per line, for callers that cannot loop.</summary>
    public required string AlternativesText { get; init; }

    /// <summary>What would be left of the limit with the deal.</summary>
    public decimal? HeadroomAfterDeal { get; init; }

    /// <summary>Currency of the headroom.</summary>
    public required string Currency { get; init; }

    /// <summary>The headroom in words; empty when there is none to speak of.</summary>
    public required string HeadroomText { get; init; }

    /// <summary>Longest terms for the deal that need no approval.</summary>
    public required string RecommendedTerms { get; init; }

    /// <summary>Day by which credit looks at it.</summary>
    public string? ReviewDue { get; init; }

    /// <summary>When the deal was last looked at.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>The decision behind it.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Puts a deal of a decision into the form of the API.</summary>
    public static CreditCheck Of(CreditDecision decision, DealCheck deal, DateTimeOffset checkedAt)
    {
        var alternatives = deal.Alternatives.Select(a => a.Text).ToList();
        return new CreditCheck
        {
            OpportunityId = deal.OpportunityKey,
            OpportunityName = deal.Name,
            AccountId = decision.AccountKey,
            Status = DecisionFields.StatusText(deal.Status),
            Message = deal.Message,
            Alternatives = alternatives,
            AlternativesText = string.Join('\n', alternatives),
            HeadroomAfterDeal = deal.HeadroomAfter?.Amount,
            Currency = deal.Currency.ToString(),
            HeadroomText = deal.HeadroomAfter is { } left ? Left(left) : "",
            RecommendedTerms = deal.RecommendedTerms.ToString(),
            ReviewDue = deal.ReviewDue?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            CheckedAt = checkedAt,
            DecisionId = decision.Id,
        };
    }

    private static string Left(Money left) => left.Amount < 0m
        ? $"The limit would be exceeded by {(-left).ToDisplay()}."
        : $"{left.ToDisplay()} of the limit would be left.";
}
