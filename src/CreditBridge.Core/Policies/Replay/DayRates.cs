using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>Converts amounts into the report's currency with the rates of a date, to its minor unit, so that sums do not depend on the order of adding.</summary>
internal sealed class DayRates(AsOf date, ReferenceData reference, CurrencyCode target)
{
    private readonly ExchangeRates _rates = new(reference.Rates, target, new Horizon(date));

    public decimal? Convert(Money amount) =>
        _rates.Convert(Bounded.Amount(amount.Amount, out _), amount.Currency, target) is { } converted ? Math.Round(converted, target.MinorUnits, MidpointRounding.AwayFromZero) : null;
}
