using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>What the ERP customers of an account come to together, by the policy's section "customers".</summary>
/// <param name="customers">The customers, in order of their keys.</param>
/// <param name="policy">What counts when there are several.</param>
internal sealed class CustomerFigures(IReadOnlyList<ErpCustomerRecord> customers, CustomersPolicy policy)
{
    /// <summary>Whether an ERP has the account on hold; null when none keeps such a mark.</summary>
    public bool? OnHold
    {
        get
        {
            var marked = Chosen(policy.Holds == SeveralHolds.First, c => c.OnHold is not null);
            return marked.Count == 0 ? null : marked.Any(c => c.OnHold == true);
        }
    }

    /// <summary>The terms agreed; null when none are known.</summary>
    public PaymentTerms? Terms
    {
        get
        {
            PaymentTerms? shortest = null;
            foreach (var customer in Chosen(policy.Terms == SeveralTerms.First, c => c.Terms is not null))
                shortest = shortest is null || customer.Terms < shortest ? customer.Terms : shortest;
            return shortest;
        }
    }

    /// <summary>The earliest day on which one became a customer; null when none is known.</summary>
    public DateOnly? Since => customers.Min(c => c.CustomerSince);

    /// <summary>The limits as one.</summary>
    /// <param name="currency">Currency of the result.</param>
    /// <param name="convert">Gives a limit in that currency; null when no rate leads there, and then the limit does not count.</param>
    public CreditLimit Limit(CurrencyCode currency, Func<ErpCustomerRecord, Money, decimal?> convert)
    {
        var sum = 0m;
        decimal? lowest = null;
        var kind = CreditLimitKind.NotSet;
        foreach (var customer in Chosen(policy.Limits == SeveralLimits.First, c => c.Limit.Kind != CreditLimitKind.NotSet))
        {
            var limit = customer.Limit.Kind;
            if (customer.Limit.TryGetAmount(out var ceiling))
            {
                if (convert(customer, ceiling) is { } amount)
                    (sum, lowest) = (sum + amount, lowest is null ? amount : Math.Min(lowest.Value, amount));
                else
                    limit = CreditLimitKind.NotSet;
            }

            kind = policy.Limits == SeveralLimits.Lowest ? Tighter(kind, limit) : Stronger(kind, limit);
        }

        var total = policy.Limits == SeveralLimits.Lowest ? lowest ?? 0m : sum;
        return kind switch
        {
            CreditLimitKind.Unlimited => CreditLimit.Unlimited,
            CreditLimitKind.None => CreditLimit.None,
            CreditLimitKind.Amount => total > 0m ? CreditLimit.Of(new Money(total, currency)) : CreditLimit.None,
            _ => CreditLimit.NotSet,
        };
    }

    // All that say something, or only those of the first place that does.
    private List<ErpCustomerRecord> Chosen(bool firstOnly, Func<ErpCustomerRecord, bool> says)
    {
        var saying = customers.Where(says).ToList();
        if (!firstOnly || saying.Count < 2)
            return saying;
        var first = saying.Min(c => policy.PlaceOf(c.Customer));
        return saying.FindAll(c => policy.PlaceOf(c.Customer) == first);
    }

    // One without a ceiling makes the whole unlimited, amounts add up, "none" counts as an amount of zero, "not set" as nothing.
    private static CreditLimitKind Stronger(CreditLimitKind a, CreditLimitKind b) => Rank(a) >= Rank(b) ? a : b;

    private static CreditLimitKind Tighter(CreditLimitKind a, CreditLimitKind b) =>
        a == CreditLimitKind.NotSet ? b : b == CreditLimitKind.NotSet || Rank(a) <= Rank(b) ? a : b;

    private static int Rank(CreditLimitKind kind) => kind switch
    {
        CreditLimitKind.Unlimited => 3,
        CreditLimitKind.Amount => 2,
        CreditLimitKind.None => 1,
        _ => 0,
    };
}
