using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>What each customer owes by its items, against the balance that the other system itself gives: the proof that a mapping reads every item, once, with the right sign.</summary>
internal static class CustomerBalances
{
    private const string Subject = "customers.balance";
    private const int Shown = 20;
    private const int EnoughToJudge = 10;

    /// <summary>What there is to say.</summary>
    /// <param name="ledger">What was seen of customers and items.</param>
    /// <param name="made">The comparison that the connector makes itself; null when it makes none.</param>
    public static IEnumerable<CheckFinding> Findings(CheckedLedger ledger, BalanceComparison? made)
    {
        var open = ledger.Open.GroupBy(o => o.Key.Customer).ToList();
        if (open.Count >= EnoughToJudge && open.All(g => g.Sum(o => o.Value.Open) < 0))
            yield return new CheckFinding(Subject, CheckStatus.Warning, $"We owe every one of {Figures.Count(open.Count, "customer")} with open items.", "Probably 'sign:' of 'open_items' must be the other one.");
        if (made is null && ledger.Customers.Values.All(c => c.Balance is null))
            yield break;
        if (made is null && !ledger.ListsAllItems)
            yield return CheckFinding.Ok(Subject, "The balances are not compared with the open items, because not all of those were looked at ('--rows' sets how many).");
        else if ((made ?? Compare(ledger)) is { Compared: > 0 } or { NotComparable: > 0 })
            yield return Verdict(made ?? Compare(ledger));
    }

    private static BalanceComparison Compare(CheckedLedger ledger)
    {
        var comparison = new BalanceComparison();
        foreach (var ((customer, currency), (_, open)) in ledger.Open)
            comparison.Add(customer, new Money(open, currency));
        foreach (var (customer, listed) in ledger.Customers)
        {
            if (listed.Balance is { } balance)
                comparison.Compare(customer, balance, listed.Currency, "");
        }

        return comparison;
    }

    private static CheckFinding Verdict(BalanceComparison balances)
    {
        var others = balances.NotComparable == 0 ? "" : $" {Figures.Of(balances.NotComparable)} owe in several currencies, or in another than their own, and were not compared.";
        var (compared, different, turned) = (balances.Compared, balances.Differences.Count, balances.Differences.Count(d => d.Balance == -d.Items));
        if (different == 0 && others.Length > 0)
        {
            return new CheckFinding(Subject, CheckStatus.Warning, $"The items of {Figures.Count(compared, "customer")} add up to the balance that the other system gives.{others}",
                "Compare these by hand, or with a list of the other system: 'creditbridge balances --against FILE'.");
        }

        if (different == 0)
            return CheckFinding.Ok(Subject, $"The items of {Figures.Count(compared, "customer")} add up to the balance that the other system gives.");
        var rejected = balances.HoldsBack ? " Their items are rejected when they are read; with 'balances: ignore' they are not." : "";
        var finding = turned > compared - different
            ? new CheckFinding(Subject, CheckStatus.Warning, $"The balances of {Figures.Of(turned)} of {Figures.Count(compared, "customer")} are their items with the other sign.{rejected}{others}",
                "One of the two is turned round: look at one customer who owes, and correct 'sign:' of 'open_items' if the items are wrong.")
            : new CheckFinding(Subject, CheckStatus.Warning, $"The items of {Figures.Of(different)} of {Figures.Count(compared, "customer")} do not add up to the balance that the other system gives.{rejected}{others}",
                "Look at one of these customers in the other system: an item is missing, comes twice, is left out by the mapping, or has another sign. If the balance is of another moment, this is no mistake.");
        return finding with
        {
            Table = new CheckTable(["Customer", "Balance", "Open items", "Difference"],
                [.. balances.Differences.OrderByDescending(d => Math.Abs(d.Difference)).Take(Shown).Select(d => new[] { d.Customer, Figures.Of(d.Balance), Figures.Of(d.Items), $"{d.Currency} {Figures.Of(d.Items - d.Balance)}".TrimStart() })]),
        };
    }
}
