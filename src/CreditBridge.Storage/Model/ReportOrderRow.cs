using CreditBridge.Core.Bureaus;

namespace CreditBridge.Storage.Model;

/// <summary>An order of a bureau report.</summary>
internal sealed class ReportOrderRow
{
    public required string Key { get; init; }

    public required string AccountKey { get; init; }

    public required string Connection { get; init; }

    public required string Provider { get; init; }

    /// <summary>Business date, year-month-day.</summary>
    public required string OrderedOn { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>What it counts for in the budget, as text: exact in both databases.</summary>
    public required string Amount { get; init; }

    public required string Currency { get; init; }

    public required OrderState State { get; init; }

    public required string Why { get; init; }

    public string? DecisionId { get; init; }

    public string? Result { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Records of the report as JSON, until they are stored.</summary>
    public byte[]? Answer { get; init; }
}
