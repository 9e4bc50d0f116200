using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// Holds the balances that ERPs give for an account's customers against the sums of their open items. A customer with items in several currencies, or in another than its
/// own, is not compared: currencies are not added, and nobody knows at which rate the ERP did.
/// </summary>
internal static class StatedBalances
{
    /// <summary>The customers that do not agree, in the order of their keys; null when all do.</summary>
    public static IReadOnlyList<BalanceContradiction>? Contradictions(CreditFile file)
    {
        List<BalanceContradiction>? found = null;
        foreach (var customer in file.Customers)
        {
            // What was last known of a customer that is gone was not said at one time.
            if (customer.Balance is not { } balance || file.LostCustomers?.Any(l => l.Customer == customer.Customer) == true)
                continue;
            var (sum, currency, isClear) = (0m, customer.Currency, true);
            foreach (var item in file.OpenItems)
            {
                if (item.Customer != customer.Customer || item.OpenAmount.IsZero)
                    continue;
                isClear &= (currency ??= item.OpenAmount.Currency) == item.OpenAmount.Currency;
                sum += Bounded.Amount(item.OpenAmount.Amount, out _);
            }

            if (isClear && currency is { } one && Bounded.Amount(balance, out _) is var stated && stated != sum)
                (found ??= []).Add(new BalanceContradiction(customer.Key, new Money(stated, one), new Money(sum, one)));
        }

        return found;
    }
}
