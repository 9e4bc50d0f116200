using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Watch;

/// <summary>The open deals of an account.</summary>
/// <param name="Deals">How many there are.</param>
/// <param name="Amount">What they add up to, in the account's currency; null when an amount cannot be converted. Deals without an amount above zero are left out of it.</param>
public sealed record OpenPipeline(int Deals, Money? Amount)
{
    /// <summary>How many of them have no amount, or none above zero.</summary>
    public int WithoutAmount { get; init; }

    /// <summary>How many of them were to close before today.</summary>
    public int Overdue { get; init; }

    /// <summary>Day on which the next of them is to close: today or later, or the latest that has passed when there is no such; null without deals.</summary>
    public DateOnly? NextClose { get; init; }

    /// <summary>Name of the deal that closes next.</summary>
    public string? NextDeal { get; init; }

    /// <summary>Key of the deal that closes next.</summary>
    public string? NextDealKey { get; init; }

    /// <summary>Keys of the users who own the deals, in ascending order.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The same by the size of their deals, the owner of the largest first; of deals of one size, or of none that is known, the one that closes first. Not kept.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> OwnersBySize { get; init; } = [];

    /// <summary>Adds up the open ones of some deals.</summary>
    /// <param name="deals">Deals of the account.</param>
    /// <param name="currency">The account's currency.</param>
    /// <param name="today">The business date.</param>
    /// <param name="convert">Converts an amount into the account's currency; null when no rate is known.</param>
    public static OpenPipeline Of(IEnumerable<OpportunityRecord> deals, CurrencyCode currency, DateOnly today, Func<Money, decimal?> convert)
    {
        var open = deals.Where(d => !d.IsClosed).OrderBy(d => d.CloseDate).ThenBy(d => d.Key, StringComparer.Ordinal).ToList();
        var amounts = open.Where(d => d.Amount is { Amount: > 0m }).Select(d => convert(d.Amount!.Value)).ToList();
        var next = open.FirstOrDefault(d => d.CloseDate >= today) ?? open.LastOrDefault();
        return new OpenPipeline(open.Count, amounts.Any(a => a is null) ? null : new Money(amounts.Sum(a => a!.Value), currency))
        {
            WithoutAmount = open.Count(d => d.Amount is not { Amount: > 0m }),
            Overdue = open.Count(d => d.CloseDate < today),
            NextClose = next?.CloseDate,
            NextDeal = next?.Name,
            NextDealKey = next?.Key,
            OwnersBySize = [.. open.OrderByDescending(d => d.Amount is { } amount ? convert(amount) ?? 0m : 0m).Select(d => d.OwnerKey).OfType<string>().Distinct(StringComparer.Ordinal)],
            Owners = [.. open.Select(d => d.OwnerKey).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }
}
