using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>
/// A group as a whole: its limit and what it owes as the decision of its top account (else of another member) says, and what is to come of all its members. What is to
/// come in another currency is converted with the rates of that account; where there is none, the group cannot be told.
/// </summary>
public static class GroupCase
{
    /// <summary>Puts a group's case together; null when its policy has no group limit or no member is decided about.</summary>
    /// <param name="topKey">Key of the top account.</param>
    /// <param name="members">Its members with their newest decisions and their own cases.</param>
    /// <param name="rates">Exchange rates that hold today.</param>
    /// <param name="pivot">The policy's currency, over which a pair without a rate of its own is converted.</param>
    public static HeadroomCase? Of(string topKey, IReadOnlyList<GroupMemberCase> members, IReadOnlyList<ExchangeRateRecord> rates, CurrencyCode pivot)
    {
        ArgumentNullException.ThrowIfNull(members);
        var speaker = members.Where(m => m.Decision.Group is not null)
            .OrderBy(m => m.Own.Key == topKey ? 0 : 1).ThenByDescending(m => m.Decision.AsOf.Instant).ThenBy(m => m.Own.Key, StringComparer.Ordinal).FirstOrDefault();
        if (speaker?.Decision.Group is not { } group)
            return null;
        var currency = speaker.Decision.Currency;
        var exchange = new ExchangeRates(rates, pivot, new Horizon(speaker.AsOf));
        var unknown = new List<string>();
        if (group.Exposure is null)
            unknown.Add("What the group owes today cannot be told: 'creditbridge explain' of its members says why.");
        var receipts = new Dictionary<string, ExpectedReceipt>(StringComparer.Ordinal);
        var orders = new Dictionary<string, ExpectedOrder>(StringComparer.Ordinal);
        var (deals, warnings, left) = (new List<ExpectedDeal>(), new List<string>(), 0);
        foreach (var member in members)
        {
            if (exchange.ConvertQuietly(1m, member.Own.Currency, currency) is not { } factor)
            {
                if (member.Own.Receipts.Count + member.Own.Orders.Count + member.Own.Deals.Count > 0)
                    unknown.Add($"What {member.Own.Name} has to come is in {member.Own.Currency}, and there is no exchange rate to {currency}.");
                continue;
            }

            // A customer that two members claim is owed once, and so are its items.
            foreach (var receipt in member.Own.Receipts)
                receipts.TryAdd(receipt.Key, receipt with { Amount = receipt.Amount * factor });
            foreach (var order in member.Own.Orders)
                orders.TryAdd(order.Key, order with { Amount = order.Amount * factor });
            deals.AddRange(member.Own.Deals.Select(d => d with { Amount = Math.Round(d.Amount * factor, 2) }));
            left += member.Own.DealsLeftOut;
            warnings.AddRange(member.Own.Warnings.Select(w => $"{member.Own.Name}: {w}"));
        }

        // Exceptions of single members do not move the group's limit.
        return new HeadroomCase(topKey, group.Name, speaker.Own.AsOf, currency, group.Limit, group.Exposure is { } owed ? owed.Amount - PipelineOf(speaker.Decision) : null)
        {
            IsGroup = true,
            Receipts = [.. receipts.Values],
            Orders = [.. orders.Values],
            Deals = deals,
            Unknown = unknown,
            Warnings = warnings,
            DealsLeftOut = left,
        };
    }

    // Of the pipeline only that of the account that is decided about is in a group's exposure.
    private static decimal PipelineOf(CreditDecision decision) =>
        decision.Exposure.Buckets.Where(b => b.Counts && b.Name == BucketPolicy.NameOf(BucketKind.Pipeline)).Sum(b => b.Amount?.Amount ?? 0m);
}

/// <summary>A member of a group.</summary>
/// <param name="AsOf">The moment for which is asked.</param>
/// <param name="Decision">Its newest decision.</param>
/// <param name="Own">Its own case.</param>
public sealed record GroupMemberCase(AsOf AsOf, CreditDecision Decision, HeadroomCase Own);
