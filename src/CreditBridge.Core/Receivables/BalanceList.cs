using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Receivables;

/// <summary>Adds open items up by customer and currency. It keeps one line per customer, however many items come.</summary>
/// <param name="today">The business date.</param>
public sealed class BalanceList(DateOnly today)
{
    private readonly Dictionary<(CustomerKey Customer, CurrencyCode Currency), CustomerBalance> _lines = [];
    private readonly Dictionary<CustomerKey, (string Name, CurrencyCode? Currency)> _customers = [];

    /// <summary>Notes a customer, so that it has a name, and a line even when nothing is open.</summary>
    public void Add(ErpCustomerRecord customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        _customers[customer.Customer] = (customer.Name, customer.Currency);
    }

    /// <summary>Adds an open item.</summary>
    public void Add(ReceivableRecord item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var amount = item.OpenAmount.Amount;
        var isCredit = item.Type is DocumentType.CreditNote or DocumentType.UnappliedCash || amount < 0;
        var line = _lines.GetValueOrDefault((item.Customer, item.OpenAmount.Currency)) ?? new CustomerBalance(item.Customer, item.OpenAmount.Currency);
        _lines[(item.Customer, item.OpenAmount.Currency)] = line with
        {
            Items = line.Items + 1,
            Open = line.Open + amount,
            Credits = isCredit ? line.Credits + amount : line.Credits,
            PastDue = line.PastDue.With(amount, isCredit, item.DueOn < today, item.DueOn <= today),
            Odd = line.Odd ?? (item.OpenAmount.Round() == item.OpenAmount ? null : new OddAmount(item.Key, amount)),
            OldestDue = !isCredit && (line.OldestDue is null || item.DueOn < line.OldestDue) ? item.DueOn : line.OldestDue,
        };
    }

    /// <summary>The lines by customer and currency, rounded to the currency's minor unit; a customer without open items has one with zeros in its own currency, or none when that is unknown.</summary>
    public IReadOnlyList<CustomerBalance> Lines()
    {
        var open = _lines.Keys.Select(k => k.Customer).ToHashSet();
        var idle = _customers.Where(c => c.Value.Currency is not null && !open.Contains(c.Key)).Select(c => new CustomerBalance(c.Key, c.Value.Currency!.Value));
        return
        [
            .. _lines.Values.Concat(idle)
                .Select(l => l with
                {
                    Name = _customers.TryGetValue(l.Customer, out var customer) ? customer.Name : null,
                    Open = Rounded(l.Open, l.Currency),
                    Credits = Rounded(l.Credits, l.Currency),
                    PastDue = l.PastDue.Rounded(l.Currency),
                })
                .OrderBy(l => l.Customer.ToString(), StringComparer.Ordinal).ThenBy(l => l.Currency.Code, StringComparer.Ordinal),
        ];
    }

    private static decimal Rounded(decimal amount, CurrencyCode currency) => new Money(amount, currency).Round().Amount;
}
