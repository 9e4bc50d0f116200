using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>What a check remembers of customers while it looks at one kind after the other: their keys, names and balances, and what each owes. At most a million of each.</summary>
internal sealed class CheckedLedger
{
    private const int Most = 1_000_000;
    private readonly Dictionary<(CustomerKey Customer, CurrencyCode Currency), (int Items, decimal Open)> _open = [];
    private readonly HashSet<CustomerKey> _ordering = [];
    private readonly SortedSet<string> _rated = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The customers that were listed.</summary>
    public Dictionary<CustomerKey, ListedCustomer> Customers { get; } = [];

    /// <summary>What each customer owes by its items, by currency.</summary>
    public IReadOnlyDictionary<(CustomerKey Customer, CurrencyCode Currency), (int Items, decimal Open)> Open => _open;

    /// <summary>Customers with orders.</summary>
    public IReadOnlySet<CustomerKey> Ordering => _ordering;

    /// <summary>Whether every customer there is was looked at: only then does it mean something that one is missing.</summary>
    public bool ListsAllCustomers { get; set; }

    /// <summary>Whether every open item there is was looked at: only then do they add up to anything.</summary>
    public bool ListsAllItems { get; set; }

    /// <summary>Customers that were listed and could not be read.</summary>
    public int UnreadableCustomers { get; set; }

    public void SeeCustomer(ErpCustomerRecord record, CustomerMapping mapping, SourceRow row)
    {
        if (Customers.Count >= Most)
            ListsAllCustomers = false;
        else
            Customers.TryAdd(record.Customer, new ListedCustomer(record.Name, record.Currency, mapping.BalanceOf(row)));
        if (record.Limit.TryGetAmount(out var limit))
            _used.Add(limit.Currency.Code);
    }

    public void SeeItem(CustomerKey customer, Money open)
    {
        _used.Add(open.Currency.Code);
        var key = (customer, open.Currency);
        if (_open.TryGetValue(key, out var known) || _open.Count < Most)
            _open[key] = (known.Items + 1, known.Open + open.Amount);
    }

    public void SeeOrder(CustomerKey customer, Money open)
    {
        _used.Add(open.Currency.Code);
        if (_ordering.Count < Most)
            _ordering.Add(customer);
    }

    public void SeeRate(CurrencyCode from, CurrencyCode to)
    {
        _rated.Add(from.Code);
        _rated.Add(to.Code);
    }

    /// <summary>What the kinds show together.</summary>
    /// <param name="seen">The kinds that were looked at.</param>
    /// <param name="balances">The comparison of balances that the connector makes itself; null when it makes none.</param>
    public IEnumerable<CheckFinding> Findings(IReadOnlySet<MappedKind> seen, BalanceComparison? balances) =>
    [
        .. seen.Contains(MappedKinds.Customers) && _open.Count + _ordering.Count > 0 ? UnlistedCustomers.Findings(this) : [],
        .. seen.Contains(MappedKinds.OpenItems) ? CustomerBalances.Findings(this, balances) : [],
        .. OfCompanies(),
        .. OfRates(seen.Contains(MappedKinds.Rates)),
    ];

    private IEnumerable<CheckFinding> OfCompanies()
    {
        var companies = Customers.Keys.Concat(_open.Keys.Select(k => k.Customer)).Select(k => k.Company).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (companies.Count == 1 && Customers.Count + _open.Count >= 10)
            yield return CheckFinding.Question("companies", $"Everything is in one company, '{companies[0]}'. Is there no other one that customers owe?");
        else if (companies.Count > 1 && _used.Count == 1)
            yield return CheckFinding.Question("companies", $"There are {Figures.Of(companies.Count)} companies ({Figures.Some(companies, companies.Count, 5)}), and all amounts are in {_used.Min}. Does none of them invoice in another currency?");
        else if (companies.Count > 1)
            yield return CheckFinding.Ok("companies", $"Customers and items are in {Figures.Of(companies.Count)} companies: {Figures.Some(companies, companies.Count, 8)}.");
    }

    private IEnumerable<CheckFinding> OfRates(bool areRead)
    {
        if (_used.Count < 2)
            yield break;
        var without = _used.Where(c => !_rated.Contains(c)).ToList();
        if (areRead && without.Count > 0)
        {
            yield return new CheckFinding("rates", CheckStatus.Warning, $"Amounts are in {string.Join(", ", _used)}, and there is no rate for {string.Join(", ", without)}.",
                "Let the other system give a rate for each; without one an amount cannot be added to the others, and its customer's account cannot be decided.");
        }
        else if (!areRead)
        {
            yield return CheckFinding.Question("rates", $"Amounts are in {string.Join(", ", _used)}, and this mapping reads no rates. Does another connection give them?");
        }
    }
}

/// <summary>A customer that was listed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Currency">Currency of its account; null when each document has its own.</param>
/// <param name="Balance">What the other system itself says that it owes; null when that is not mapped.</param>
internal readonly record struct ListedCustomer(string Name, CurrencyCode? Currency, decimal? Balance);
