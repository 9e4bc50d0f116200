using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>A dated exchange rate: one unit of <paramref name="From"/> buys <paramref name="Rate"/> units of <paramref name="To"/>, from its day on until a later one replaces it.</summary>
/// <param name="From">Currency that is converted.</param>
/// <param name="To">Currency that results.</param>
/// <param name="ValidFrom">First day on which the rate holds.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one unit of <paramref name="From"/>; above zero.</param>
public sealed record ExchangeRateRecord(CurrencyCode From, CurrencyCode To, DateOnly ValidFrom, decimal Rate)
    : SourceRecord($"{From}-{To}@{ValidFrom:yyyy-MM-dd}")
{
    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.ExchangeRate;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Everybody;
}
