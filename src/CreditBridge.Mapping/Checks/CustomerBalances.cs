using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>What each customer owes by its items, against the balance that the other system itself gives: the proof that a mapping reads every item, once, with the right sign.</summary>
internal static class CustomerBalances
{
    private const int Shown = 5;
    private const int EnoughToJudge = 10;

    public static IEnumerable<CheckFinding> Findings(CheckedLedger ledger, bool itemsAreRead)
    {
        if (!itemsAreRead)
            yield break;
        var open = ledger.Open.GroupBy(o => o.Key.Customer).ToDictionary(g => g.Key, g => (Currencies: g.Count(), g.First().Key.Currency, Sum: g.Sum(o => o.Value.Open)));
        if (open.Count >= EnoughToJudge && open.Values.All(o => o.Sum < 0))
        {
            yield return new CheckFinding("customers.balance", CheckStatus.Warning, $"We owe every one of {Figures.Count(open.Count, "customer")} with open items.",
                "Probably 'sign:' of 'open_items' must be the other one.");
        }

        var stated = ledger.Customers.Where(c => c.Value.Balance is not null).ToList();
        if (stated.Count == 0)
            yield break;
        long equal = 0, turned = 0, mixed = 0, compared = 0;
        var different = new List<(CustomerKey Customer, CurrencyCode? Currency, decimal Stated, decimal Items)>();
        foreach (var (customer, listed) in stated)
        {
            var (currencies, currency, sum) = open.GetValueOrDefault(customer);
            if (currencies > 1 || (currencies == 1 && listed.Currency is { } own && own != currency))
            {
                mixed++;
                continue;
            }

            compared++;
            var balance = listed.Balance!.Value;
            if (balance == sum)
                equal++;
            else if (balance == -sum)
                turned++;
            else
                Keep(different, (customer, currencies == 1 ? currency : listed.Currency, balance, sum));
        }

        yield return Verdict(compared, equal, turned, mixed, different);
    }

    // Only the largest differences are kept.
    private static void Keep(
        List<(CustomerKey Customer, CurrencyCode? Currency, decimal Stated, decimal Items)> different, (CustomerKey Customer, CurrencyCode? Currency, decimal Stated, decimal Items) one)
    {
        different.Add(one);
        if (different.Count < Shown * 20)
            return;
        different.Sort((a, b) => Math.Abs(b.Stated - b.Items).CompareTo(Math.Abs(a.Stated - a.Items)));
        different.RemoveRange(Shown, different.Count - Shown);
    }

    private static CheckFinding Verdict(long compared, long equal, long turned, long mixed, List<(CustomerKey Customer, CurrencyCode? Currency, decimal Stated, decimal Items)> different)
    {
        var others = mixed == 0 ? "" : $" {Figures.Of(mixed)} owe in several currencies, or in another than their own, and were not compared.";
        if (turned > equal)
        {
            return new CheckFinding("customers.balance", CheckStatus.Warning, $"The balances of {Figures.Of(turned)} of {Figures.Count(compared, "customer")} are their items with the other sign.{others}",
                "One of the two is turned round: look at one customer who owes, and correct 'sign:' of 'open_items' if the items are wrong.");
        }

        if (equal + turned == compared)
            return CheckFinding.Ok("customers.balance", $"The items of {Figures.Count(compared, "customer")} add up to the balance that the other system gives.{others}");
        return new CheckFinding("customers.balance", CheckStatus.Warning, $"The items of {Figures.Of(compared - equal - turned)} of {Figures.Count(compared, "customer")} do not add up to the balance that the other system gives.{others}",
            "Look at one of these customers in the other system: an item is missing, comes twice, or has another sign. If the balance is of another day, this is no mistake.")
        {
            Table = new CheckTable(["Customer", "Its balance", "Its items", "Difference"],
                [.. different.OrderByDescending(d => Math.Abs(d.Stated - d.Items)).Take(Shown).Select(d => new[] { d.Customer.ToString(), Figures.Of(d.Stated), Figures.Of(d.Items), $"{d.Currency} {Figures.Of(d.Items - d.Stated)}".TrimStart() })]),
        };
    }
}
