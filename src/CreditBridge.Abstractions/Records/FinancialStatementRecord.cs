using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>Figures of a company's financial statement, in whole units of its currency (a source that states thousands multiplies).</summary>
/// <param name="Key">Identity of the statement within the connection.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="PeriodEnd">Last day of the period.</param>
/// <param name="Currency">Currency of all figures.</param>
public sealed record FinancialStatementRecord(string Key, CreditParty Party, DateOnly PeriodEnd, CurrencyCode Currency) : SourceRecord(Key)
{
    /// <summary>Months of the period, 12 for a year.</summary>
    public int Months { get; init; } = 12;

    /// <summary>Sales of the period. Null when not stated.</summary>
    public decimal? Turnover { get; init; }

    /// <summary>Earnings before interest and taxes. Null when not stated.</summary>
    public decimal? Ebit { get; init; }

    /// <summary>Result of the period after taxes. Null when not stated.</summary>
    public decimal? NetIncome { get; init; }

    /// <summary>Interest paid. Null when not stated.</summary>
    public decimal? InterestExpense { get; init; }

    /// <summary>Cash flow from operations. Null when not stated.</summary>
    public decimal? OperatingCashFlow { get; init; }

    /// <summary>All assets. Null when not stated.</summary>
    public decimal? TotalAssets { get; init; }

    /// <summary>Assets that turn to cash within a year. Null when not stated.</summary>
    public decimal? CurrentAssets { get; init; }

    /// <summary>Cash and equivalents. Null when not stated.</summary>
    public decimal? Cash { get; init; }

    /// <summary>Stocks. Null when not stated.</summary>
    public decimal? Inventory { get; init; }

    /// <summary>Assets without substance, such as goodwill; taken off for tangible net worth. Null when not stated.</summary>
    public decimal? IntangibleAssets { get; init; }

    /// <summary>All liabilities. Null when not stated.</summary>
    public decimal? TotalLiabilities { get; init; }

    /// <summary>Liabilities due within a year. Null when not stated.</summary>
    public decimal? CurrentLiabilities { get; init; }

    /// <summary>Net worth: assets less liabilities, as stated. Null when not stated.</summary>
    public decimal? Equity { get; init; }

    /// <summary>Results kept in the company. Null when not stated.</summary>
    public decimal? RetainedEarnings { get; init; }

    /// <summary>Whether an auditor confirmed it; null when unknown.</summary>
    public bool? Audited { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.FinancialStatement;

    /// <inheritdoc />
    public override RecordSubject Subject => Party.ToSubject();
}
