using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>What the CRM shows of a decision: the values of the credit fields on the account and on every checked deal. Pure.</summary>
public static class DecisionFields
{
    internal const int TextLength = 255;
    internal const int MessageLength = 1000;
    private const int LongTextLength = 2000;
    private const decimal LargestAmount = 9_999_999_999_999_999.99m;
    private const decimal LargestNumber = 99_999m;

    /// <summary>Every field of every record that a decision concerns.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="previouslyCheckedDealKeys">Deals that show a check now; those that are no longer checked are cleared.</param>
    /// <returns>The account's write first, then one per deal in order of their keys.</returns>
    public static IReadOnlyList<FieldWrite> Project(CreditDecision decision, IReadOnlyCollection<string> previouslyCheckedDealKeys)
    {
        var writes = new List<FieldWrite> { OfAccount(decision) };
        writes.AddRange(decision.Deals.Select(d => OfDeal(decision, d)));
        var checkedNow = decision.Deals.Select(d => d.OpportunityKey).ToHashSet(StringComparer.Ordinal);
        writes.AddRange(previouslyCheckedDealKeys.Where(k => !checkedNow.Contains(k)).Distinct(StringComparer.Ordinal).Select(k => Cleared(decision, k)));
        writes.Sort(1, writes.Count - 1, Comparer<FieldWrite>.Create((a, b) => string.CompareOrdinal(a.Target.Key, b.Target.Key)));
        return writes;
    }

    /// <summary>The result of a check as the CRM shows it.</summary>
    public static string StatusText(DealStatus status) => status switch
    {
        DealStatus.Prequalified => "Prequalified",
        DealStatus.Conditional => "Conditional",
        DealStatus.ReviewNeeded => "Review needed",
        DealStatus.DoesNotFit => "Does not fit",
        _ => "On hold",
    };

    /// <summary>The meaning of a limit as the CRM shows it.</summary>
    public static string StatusText(CreditLimitKind kind) => kind switch
    {
        CreditLimitKind.None => "None",
        CreditLimitKind.Unlimited => "Unlimited",
        CreditLimitKind.Amount => "Amount",
        _ => "Not set",
    };

    private static FieldWrite OfAccount(CreditDecision decision) => new(new TargetRecord(RecordKind.Account, decision.AccountKey), new Dictionary<CreditField, FieldValue>
    {
        [CreditFields.Account.Score] = Number(decision.Score?.Value),
        [CreditFields.Account.Band] = Text(decision.Band),
        [CreditFields.Account.LimitStatus] = Text(decision.LimitIsUnknown == true ? null : StatusText(decision.Limit.Kind)),
        [CreditFields.Account.Limit] = decision.Limit.TryGetAmount(out var limit) ? Amount(limit) : FieldValue.Empty,
        [CreditFields.Account.Exposure] = Amount(decision.Exposure.Total),
        [CreditFields.Account.Headroom] = Amount(decision.Headroom),
        [CreditFields.Account.PastDue] = Amount(decision.Exposure.PastDue),
        [CreditFields.Account.OldestPastDueDays] = OldestPastDue(decision),
        [CreditFields.Account.AverageDaysBeyondTerms] = Number(decision.AverageDaysBeyondTerms is { } days ? Math.Round(days, 1, MidpointRounding.AwayFromZero) : null),
        [CreditFields.Account.Hold] = FieldValue.Flag(decision.OnHold),
        [CreditFields.Account.HoldReason] = Text(string.Join(" ", decision.HoldReasons.Select(r => r.Reason))),
        [CreditFields.Account.Prequalification] = Text(decision.Prequalification.IsPrequalified ? "Prequalified" : "Review needed"),
        [CreditFields.Account.RecommendedTerms] = Text(decision.RecommendedTerms.ToString()),
        [CreditFields.Account.Message] = Text(decision.Message, MessageLength),
        [CreditFields.Account.Trend] = Text(decision.Trend == PaymentTrend.Unknown ? null : decision.Trend.ToString()),
        [CreditFields.Account.NextReview] = FieldValue.Date(decision.NextReview),
        [CreditFields.Account.Currency] = Text(decision.Currency.ToString()),
        [CreditFields.Account.CheckedAt] = FieldValue.Instant(decision.AsOf.Instant),
        [CreditFields.Account.DecisionId] = Text(decision.Id),
    });

    private static FieldWrite OfDeal(CreditDecision decision, DealCheck deal) => ForDeal(decision, deal.OpportunityKey, new Dictionary<CreditField, FieldValue>
    {
        [CreditFields.Opportunity.CheckStatus] = Text(StatusText(deal.Status)),
        [CreditFields.Opportunity.CheckMessage] = Text(deal.Message, MessageLength),
        [CreditFields.Opportunity.Alternatives] = Text(string.Join("\n", deal.Alternatives.Select(a => a.Text)), LongTextLength),
        [CreditFields.Opportunity.HeadroomAfterDeal] = Amount(deal.HeadroomAfter),
        [CreditFields.Opportunity.RecommendedTerms] = Text(deal.RecommendedTerms.ToString()),
        [CreditFields.Opportunity.ReviewDue] = FieldValue.Date(deal.ReviewDue),
        [CreditFields.Opportunity.Currency] = Text(deal.Currency.ToString()),
        [CreditFields.Opportunity.CheckedAt] = FieldValue.Instant(decision.AsOf.Instant),
        [CreditFields.Opportunity.DecisionId] = Text(decision.Id),
    });

    private static FieldWrite Cleared(CreditDecision decision, string dealKey) =>
        ForDeal(decision, dealKey, CreditFields.All.Where(f => f.Target == RecordKind.Opportunity).ToDictionary(f => f, _ => FieldValue.Empty));

    private static FieldWrite ForDeal(CreditDecision decision, string dealKey, IReadOnlyDictionary<CreditField, FieldValue> values) =>
        new(new TargetRecord(RecordKind.Opportunity, dealKey), values) { ParentKey = decision.AccountKey };

    internal static FieldValue Amount(Money? money) => money is { } m
        ? FieldValue.Number(Math.Clamp(Math.Round(m.Amount, 2, MidpointRounding.AwayFromZero), -LargestAmount, LargestAmount))
        : FieldValue.Empty;

    // What is known to be past due is shown; that nothing is cannot be known while items cannot be read or a customer is in no ERP.
    private static FieldValue OldestPastDue(CreditDecision decision) =>
        decision.OldestPastDueDays == 0 && (decision.Unreadable?.Any(u => u.Kind == RecordKind.Receivable) == true || (decision.Exposure.OpenReceivables is null && decision.MissingRates is null))
            ? FieldValue.Empty
            : Number(decision.OldestPastDueDays);

    private static FieldValue Number(decimal? number) => FieldValue.Number(number is { } n ? Math.Clamp(n, -LargestNumber, LargestNumber) : null);

    // A text that is cut says so, and never in the middle of a character.
    internal static FieldValue Text(string? text, int length = TextLength)
    {
        if (text is null || text.Length <= length)
            return FieldValue.Text(text);
        var end = length - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return FieldValue.Text(text[..end] + "…");
    }
}
