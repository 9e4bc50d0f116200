using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Watch;

/// <summary>Brings amounts of the watch list into the policy's currency, to compare them.</summary>
public static class WatchRates
{
    /// <summary>Converts an amount into the policy's currency; null when no rate is known.</summary>
    public static async Task<Func<Money, decimal?>> ReadAsync(ISnapshotReader reader, CreditPolicy policy, AsOf asOf, CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(reader, asOf.BusinessDate, cancellationToken);
        var rates = new ExchangeRates(reference.Rates, policy.Currency, new Horizon(asOf));
        return amount => rates.ConvertQuietly(amount.Amount, amount.Currency, policy.Currency);
    }
}
