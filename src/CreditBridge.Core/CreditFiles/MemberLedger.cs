using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// What one account of a group owes, summed customer by customer, so that a customer whom two accounts of the group claim can be counted once. The records themselves
/// are not kept.
/// </summary>
internal sealed class MemberLedger(AccountRecord account)
{
    private readonly Dictionary<CustomerKey, CustomerLedger> _customers = [];
    private List<(string Key, CustomerLedger Ledger)>? _inOrder;

    public string Key => account.Key;

    public string Name => account.Name;

    /// <summary>Its exceptions that are meant for the whole group.</summary>
    public List<OverrideRecord> GroupOverrides { get; } = [];

    /// <summary>Whether records about its customers could not be read.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Whether it names a customer that no ERP delivers.</summary>
    public bool IsUndelivered { get; init; }

    /// <summary>Texts of its customers' keys, in ascending order.</summary>
    public IEnumerable<string> Customers => InOrder.Select(c => c.Key);

    private List<(string Key, CustomerLedger Ledger)> InOrder =>
        _inOrder ??= [.. _customers.Select(c => (c.Key.ToString(), c.Value)).OrderBy(c => c.Item1, StringComparer.Ordinal)];

    /// <summary>The ledger of an account whose file is at hand.</summary>
    public static MemberLedger Of(CreditFile file)
    {
        var ledger = new MemberLedger(file.Account) { IsUnreadable = file.Unreadable is { Count: > 0 }, IsUndelivered = file.UnknownCustomers.Count > 0 };
        foreach (var customer in file.Customers)
            ledger.Add(customer);
        foreach (var item in file.OpenItems)
            ledger.Add(item);
        foreach (var order in file.Orders)
            ledger.Add(order);
        foreach (var granted in file.Overrides)
            ledger.Add(granted);
        return ledger;
    }

    public void Add(SourceRecord record)
    {
        switch (record)
        {
            case ErpCustomerRecord customer: Of(customer.Customer).Add(customer); break;
            case ReceivableRecord item: Of(item.Customer).Add(item); break;
            case OpenOrderRecord order: Of(order.Customer).Add(order); break;
            case OverrideRecord { Scope: OverrideScope.Group } granted: GroupOverrides.Add(granted); break;
        }
    }

    /// <summary>Limits that ERPs hold for its customers, in order of customer keys.</summary>
    public IReadOnlyList<CreditLimit> Limits(IReadOnlySet<string>? without = null) =>
        [.. InOrder.Where(c => without?.Contains(c.Key) != true).SelectMany(c => c.Ledger.Limits)];

    /// <summary>Its standing in the group.</summary>
    /// <param name="without">Customers that are counted elsewhere; null for none.</param>
    public GroupMember ToMember(IReadOnlySet<string>? without = null)
    {
        var sums = new SortedDictionary<string, Sums>(StringComparer.Ordinal);
        bool? onHold = null;
        DateOnly? oldest = null;
        foreach (var (key, customer) in InOrder)
        {
            if (without?.Contains(key) == true)
                continue;
            onHold = customer.OnHold is { } held ? onHold == true || held : onHold;
            oldest = customer.OldestDueOn is { } due && !(oldest <= due) ? due : oldest;
            foreach (var (currency, ledger) in customer.ByCurrency)
            {
                if (!sums.TryGetValue(currency.Code, out var sum))
                    sums.Add(currency.Code, sum = new Sums(currency));
                sum.Add(ledger);
            }
        }

        return new GroupMember(Key, Name, [.. sums.Values.Select(s => s.ToSum())])
        {
            Limits = Limits(without),
            OnHold = onHold,
            OldestDueOn = oldest,
            IsUnreadable = IsUnreadable ? true : null,
            IsUndelivered = IsUndelivered ? true : null,
        };
    }

    private CustomerLedger Of(CustomerKey key)
    {
        _inOrder = null;
        if (!_customers.TryGetValue(key, out var ledger))
            _customers.Add(key, ledger = new CustomerLedger());
        return ledger;
    }

    private sealed class CustomerLedger
    {
        public Dictionary<CurrencyCode, Sums> ByCurrency { get; } = [];

        public List<CreditLimit> Limits { get; } = [];

        public bool? OnHold { get; private set; }

        public DateOnly? OldestDueOn { get; private set; }

        public void Add(ErpCustomerRecord customer)
        {
            Limits.Add(customer.Limit);
            OnHold = customer.OnHold is { } held ? OnHold == true || held : OnHold;
        }

        public void Add(ReceivableRecord item)
        {
            var sums = In(item.OpenAmount.Currency);
            if (item.Type is DocumentType.CreditNote or DocumentType.UnappliedCash)
            {
                sums.Credits += Bounded.Amount(item.OpenAmount.Amount, out _);
            }
            else if (item.Disputed)
            {
                sums.Disputed += Bounded.Amount(item.OpenAmount.Amount, out _);
            }
            else
            {
                sums.Receivables += Bounded.Amount(item.OpenAmount.Amount, out _);
                if (item.Type == DocumentType.Invoice && !(OldestDueOn <= item.DueOn))
                    OldestDueOn = item.DueOn;
            }
        }

        public void Add(OpenOrderRecord order)
        {
            if (order.IsPrepaid)
                return;
            var sums = In(order.OpenAmount.Currency);
            if (order.Progress == OrderProgress.DeliveredNotInvoiced)
                sums.Unbilled += Bounded.Amount(order.OpenAmount.Amount, out _);
            else
                sums.Orders += Bounded.Amount(order.OpenAmount.Amount, out _);
        }

        private Sums In(CurrencyCode currency)
        {
            if (!ByCurrency.TryGetValue(currency, out var sums))
                ByCurrency.Add(currency, sums = new Sums(currency));
            return sums;
        }
    }

    private sealed class Sums(CurrencyCode currency)
    {
        public decimal Receivables { get; set; }

        public decimal Disputed { get; set; }

        public decimal Credits { get; set; }

        public decimal Orders { get; set; }

        public decimal Unbilled { get; set; }

        public void Add(Sums other)
        {
            Receivables += other.Receivables;
            Disputed += other.Disputed;
            Credits += other.Credits;
            Orders += other.Orders;
            Unbilled += other.Unbilled;
        }

        public GroupSum ToSum() =>
            new(new(Receivables, currency), new(Disputed, currency), new(Credits, currency), new(Orders, currency), new(Unbilled, currency));
    }
}
