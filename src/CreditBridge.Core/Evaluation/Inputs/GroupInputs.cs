using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>The accounts under one top account together.</summary>
internal static class GroupInputs
{
    public static readonly CreditInput[] All =
    [
        new("group_member_count", InputUnit.Count, "How many accounts the group has.", "Number of accounts under the same top account, this one and the top included.", "the account is in no group")
        {
            ForSales = true, Lowest = 1m, Read = s => Reading.Of(s.Facts.File.Group is { } group ? group.Others.Count + 1m : null),
        },
        new("group_exposure", InputUnit.Amount, "What the whole group owes.",
            "exposure of this account and, by the same buckets, of the others: receivables, disputed items, credits, orders, unbilled.", "the account is in no group, or an amount could not be converted")
        {
            ForSales = true, Read = s => s.Group is not { } group ? Reading.Missing : group.IsComplete || s.ShowsKnownPart ? Reading.Of(group.Exposure) : s.Unknown(),
        },
        new("group_past_due_days", InputUnit.Days, "How long the oldest open invoice of the group has been due.",
            "Business date less the earliest due date of undisputed open invoices of all accounts of the group; 0 when none is due.", "the account is in no group")
        {
            ForSales = true, Lowest = 0m,
            Read = s => Reading.Of(s.Group is not { } group ? null
                : Math.Max((decimal)s.Facts.OldestPastDueDays, group.OldestDueOn is { } due ? s.Facts.Time.DaysPast(due) : 0m)),
        },
        new("group_limit", InputUnit.Amount, "Limit of the whole group.", "Result of the policy's section 'group'; 0 when the group gets no credit.", "the account is in no group, or the group's limit is not an amount")
        {
            Stage = InputStage.Limit, ForSales = true, Lowest = 0m,
            Read = s => Reading.Of(s.GroupLimit.Kind == CreditLimitKind.None ? 0m : s.GroupLimit.TryGetAmount(out var amount) ? amount.Amount : null),
        },
        new("group_headroom", InputUnit.Amount, "What is left of the group's limit.", "group_limit less group_exposure; below zero when it is exceeded.",
            "the account is in no group, the group's limit is not an amount, or an amount could not be converted")
        {
            Stage = InputStage.Limit, ForSales = true, Read = s => Reading.Of(s.GroupHeadroom),
        },
    ];
}
