using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Groups;

/// <summary>
/// What the accounts under one top account owe together, in the currency of the account that is decided about. The others' sums are known by their nature only: what
/// of their receivables is past due counts like what is not, all of their orders are looked at, and neither pipeline nor securities of theirs.
/// </summary>
internal sealed class GroupSheet
{
    public GroupSheet(Situation situation, GroupStanding group)
    {
        Standing = group;
        IsComplete = !situation.Facts.File.HasUndelivered();
        var policy = situation.Policy;
        bool Counts(BucketKind kind) => policy.Group?.Buckets?.Contains(kind) ?? policy.Exposure.Counts(kind);
        for (var kind = BucketKind.NotDue; kind <= BucketKind.Secured; kind++)
        {
            if (!Counts(kind))
                continue;
            IsComplete &= situation.Exposure[kind] is not null;
            Exposure += situation.Exposure[kind] ?? 0m;
        }

        var facts = situation.Facts;
        foreach (var member in group.Others)
        {
            IsComplete &= member is { IsUnreadable: not true, IsUndelivered: not true };
            foreach (var sum in member.Sums)
            {
                Add(facts, member, sum.Receivables, Counts(BucketKind.NotDue) || Counts(BucketKind.PastDue));
                Add(facts, member, sum.Disputed, Counts(BucketKind.Disputed));
                Add(facts, member, sum.Credits, Counts(BucketKind.Credits));
                Add(facts, member, sum.Orders, Counts(BucketKind.OpenOrders));
                Add(facts, member, sum.Unbilled, Counts(BucketKind.Unbilled));
            }

            OldestDueOn = member.OldestDueOn is { } due && !(OldestDueOn < due) ? due : OldestDueOn;
        }
    }

    public GroupStanding Standing { get; }

    /// <summary>What all accounts of the group owe, this one included, as far as it counts and is known.</summary>
    public decimal Exposure { get; private set; }

    /// <summary>Whether every amount could be read and converted, and ERPs deliver all customers.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Earliest due date of an open invoice of another account of the group; null when there is none.</summary>
    public DateOnly? OldestDueOn { get; }

    /// <summary>The ERP limits of the top account's customers, as one.</summary>
    public static CreditLimit TopLimit(FactSheet facts, GroupStanding group)
    {
        var sum = 0m;
        var result = CreditLimit.NotSet;
        var hasAmount = false;
        foreach (var limit in group.TopLimits)
        {
            if (limit.TryGetAmount(out var amount))
            {
                if (facts.InCurrency(amount, $"An ERP limit of the group '{group.Name}'") is { } converted)
                    (sum, hasAmount) = (sum + converted, true);
                else
                    facts.IsMissingAmounts(AmountGroups.Limits, counts: true);
            }
            else if (limit.Kind == CreditLimitKind.Unlimited || result.Kind == CreditLimitKind.NotSet)
            {
                result = limit;
            }
        }

        return result.Kind == CreditLimitKind.Unlimited || !hasAmount ? result : sum > 0m ? CreditLimit.Of(new Money(sum, facts.Currency)) : CreditLimit.None;
    }

    private void Add(FactSheet facts, GroupMember member, Money money, bool counts)
    {
        if (!counts || money.IsZero)
            return;
        if (facts.InCurrency(money, $"What {member.Name} of the group owes") is { } amount)
            Exposure += amount;
        else
            IsComplete = false;
    }
}
