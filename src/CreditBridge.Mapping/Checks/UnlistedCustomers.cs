using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>Items and orders of customers that the same mapping does not list: nobody would ever see what they owe.</summary>
internal static class UnlistedCustomers
{
    private const int Shown = 5;

    public static IEnumerable<CheckFinding> Findings(CheckedLedger ledger)
    {
        if (!ledger.ListsAllCustomers)
        {
            yield return CheckFinding.Ok("customers.unlisted", "Whether every item has its customer was not compared: not all customers were looked at.");
            yield break;
        }

        var unlisted = ledger.Open.Where(o => !ledger.Customers.ContainsKey(o.Key.Customer)).ToList();
        var orders = ledger.Ordering.Count(o => !ledger.Customers.ContainsKey(o));
        if (unlisted.Count + orders == 0)
        {
            yield return CheckFinding.Ok("customers.unlisted", "Every item and order belongs to a customer that is listed.");
            yield break;
        }

        var customers = unlisted.Select(o => o.Key.Customer).Distinct().ToList();
        var reasons = new NearCustomers(ledger.Customers.Keys);
        var sums = unlisted.GroupBy(o => o.Key.Currency.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {Figures.Of(g.Sum(o => o.Value.Open))}");
        if (customers.Count > 0)
        {
            yield return new CheckFinding("customers.unlisted", CheckStatus.Failed,
                $"{Figures.Count(unlisted.Sum(o => (long)o.Value.Items), "open item")} of {Figures.Count(customers.Count, "customer")} that {(customers.Count == 1 ? "is" : "are")} not listed: {string.Join(", ", sums)}.{reasons.Explain(customers)}{Unreadable(ledger)}",
                reasons.NextStep(customers))
            {
                Table = new CheckTable(["Customer of the items", "Items", "Open", "Listed is"],
                    [.. unlisted.OrderByDescending(o => Math.Abs(o.Value.Open)).Take(Shown)
                        .Select(o => new[] { o.Key.Customer.ToString(), Figures.Of(o.Value.Items), $"{o.Key.Currency} {Figures.Of(o.Value.Open)}", reasons.Near(o.Key.Customer)?.ToString() ?? "" })]),
            };
        }

        if (orders > 0)
            yield return new CheckFinding("orders.unlisted", CheckStatus.Warning, $"{Figures.Count(orders, "customer")} with orders {(orders == 1 ? "is" : "are")} not listed among the customers.", "Let 'customers' and 'orders' be read from the same companies, with numbers written alike.");
    }

    private static string Unreadable(CheckedLedger ledger) =>
        ledger.UnreadableCustomers == 0 ? "" : $" {Figures.Count(ledger.UnreadableCustomers, "customer")} could not be read and may be among them.";
}

/// <summary>Customers that are the same but for zeros in front, letters' case or their company.</summary>
internal sealed class NearCustomers
{
    private readonly Dictionary<(string, string), CustomerKey> _byDigits = [];
    private readonly Dictionary<string, CustomerKey> _byNumber = new(StringComparer.OrdinalIgnoreCase);

    public NearCustomers(IEnumerable<CustomerKey> customers)
    {
        foreach (var customer in customers)
        {
            _byDigits.TryAdd((customer.Company, Bare(customer.Number)), customer);
            _byNumber.TryAdd(customer.Number, customer);
        }
    }

    public CustomerKey? Near(CustomerKey customer) =>
        _byDigits.TryGetValue((customer.Company, Bare(customer.Number)), out var near) || _byNumber.TryGetValue(customer.Number, out near) ? near : null;

    public string Explain(IReadOnlyCollection<CustomerKey> customers)
    {
        var (zeros, companies) = Count(customers);
        return zeros > 0 ? $" {Figures.Of(zeros)} of them would be listed if zeros in front (or capital letters) did not count."
            : companies > 0 ? $" The numbers of {Figures.Of(companies)} of them are listed in another company."
            : "";
    }

    public string NextStep(IReadOnlyCollection<CustomerKey> customers)
    {
        var (zeros, companies) = Count(customers);
        return zeros > 0 ? "Numbers must be written alike in both places: let the query pad or strip the zeros, or declare it on the field."
            : companies > 0 ? "Look whether 'company' means the same in both places."
            : "Let both be read from the same companies, without a filter on customers; nobody sees what an unlisted customer owes.";
    }

    private (long Zeros, long Companies) Count(IReadOnlyCollection<CustomerKey> customers)
    {
        long zeros = 0, companies = 0;
        foreach (var customer in customers)
        {
            if (_byDigits.ContainsKey((customer.Company, Bare(customer.Number))))
                zeros++;
            else if (_byNumber.ContainsKey(customer.Number))
                companies++;
        }

        return (zeros, companies);
    }

    private static string Bare(string number) => number.TrimStart('0').ToUpperInvariant();
}
