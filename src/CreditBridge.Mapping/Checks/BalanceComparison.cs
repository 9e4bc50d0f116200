using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>
/// Holds the balances that a system gives for its customers against the sums of their open items. A customer with items in another currency than that of the balance cannot
/// be compared. Memory grows with the number of customers, not of items.
/// </summary>
public sealed class BalanceComparison
{
    private readonly Dictionary<string, (CurrencyCode Currency, decimal Sum, bool IsMixed)> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BalanceDifference> _differences = new(StringComparer.Ordinal);

    /// <summary>Whether the items of a customer are held back, when they are read, until they add up to its balance.</summary>
    public bool HoldsBack { get; init; }

    /// <summary>Customers whose balance was compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Customers that could not be compared, because they have items in several currencies or in another one than the balance.</summary>
    public int NotComparable { get; private set; }

    /// <summary>Customers whose balance is not the sum of their items.</summary>
    public IReadOnlyCollection<BalanceDifference> Differences => _differences.Values;

    /// <summary>Counts an item. All items come before the first balance.</summary>
    public void Add(ReceivableRecord item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Add(item.Customer, item.OpenAmount);
    }

    /// <summary>Counts what is open of a customer. All of it comes before the first balance.</summary>
    public void Add(CustomerKey customer, Money open)
    {
        var key = customer.ToString();
        var (amount, currency) = (open.Amount, open.Currency);
        _items[key] = _items.TryGetValue(key, out var known) ? (known.Currency, known.Sum + amount, known.IsMixed || known.Currency != currency) : (currency, amount, false);
    }

    /// <summary>Compares a balance.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="balance">What the customer owes, as the other system says.</param>
    /// <param name="currency">Its currency; null when the other system does not say, and it is that of the items.</param>
    /// <param name="where">Where it says so.</param>
    public void Compare(CustomerKey customer, decimal balance, CurrencyCode? currency, string where)
    {
        var key = customer.ToString();
        var found = _items.TryGetValue(key, out var items);
        if (found && (items.IsMixed || (currency is { } own && items.Currency != own)))
        {
            NotComparable++;
            return;
        }

        Compared++;
        if (items.Sum != balance)
            _differences[key] = new BalanceDifference(key, balance, currency ?? (found ? items.Currency : null), items.Sum, found, where);
    }

    /// <summary>The difference of a customer; null when its items agree, or nothing is known of its balance.</summary>
    public BalanceDifference? Of(CustomerKey customer) => _differences.Count > 0 ? _differences.GetValueOrDefault(customer.ToString()) : null;
}

/// <summary>A balance that is not the sum of the customer's open items.</summary>
/// <param name="Customer">Key of the customer.</param>
/// <param name="Balance">What the customer owes, as the other system says.</param>
/// <param name="Currency">The currency of both; null when it is not known.</param>
/// <param name="Items">What the items add up to.</param>
/// <param name="HasItems">Whether there are any.</param>
/// <param name="Where">Where the balance stands.</param>
public sealed record BalanceDifference(string Customer, decimal Balance, CurrencyCode? Currency, decimal Items, bool HasItems, string Where)
{
    /// <summary>By how much the balance is larger than the items.</summary>
    public decimal Difference => Balance - Items;

    /// <summary>What is wrong, for a person.</summary>
    public string Reason => string.Create(CultureInfo.InvariantCulture,
        $"{Customer} has a balance of {Balance} {Currency} ({Where}), but its open items add up to {Items}, a difference of {Difference}; none of them counts until they agree.");
}
