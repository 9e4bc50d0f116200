using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>The lists of a file while it is put together.</summary>
internal sealed class PastLists(string accountKey, HashSet<CustomerKey> claimed)
{
    private readonly List<ErpCustomerRecord> _customers = [];
    private readonly List<ReceivableRecord> _items = [];
    private readonly List<PaymentRecord> _payments = [];
    private readonly List<OpportunityRecord> _deals = [];
    private readonly List<OpenOrderRecord> _orders = [];
    private readonly List<BureauReportRecord> _reports = [];
    private readonly List<FinancialStatementRecord> _statements = [];
    private readonly List<SecurityRecord> _securities = [];
    private readonly List<SignalRecord> _signals = [];
    private readonly List<OverrideRecord> _overrides = [];
    private readonly List<ReceivableRecord> _wereOpen = [];
    private readonly List<PaymentRecord> _werePaid = [];
    private readonly List<ReceivableRecord> _kept = [];

    /// <summary>Whether a record is there and about the account or one of its customers.</summary>
    public bool Has(SourceRecord? record) => record is not null && (record.Subject.Kind != SubjectKind.Customer || claimed.Contains(CustomerKey.Parse(record.Subject.Key)));

    /// <summary>Adds what was last known of a customer that was missing; an open item unless it is known to be paid.</summary>
    public void AddKept(SourceRecord record)
    {
        if (record is ReceivableRecord item && claimed.Contains(item.Customer))
            _kept.Add(item);
        else
            Add(record);
    }

    public void Add(SourceRecord record)
    {
        switch (record)
        {
            case ErpCustomerRecord customer when claimed.Contains(customer.Customer): _customers.Add(customer); break;
            case ReceivableRecord item when claimed.Contains(item.Customer): _items.Add(item); break;
            case PaymentRecord payment when claimed.Contains(payment.Customer): _payments.Add(payment); break;
            case OpenOrderRecord order when claimed.Contains(order.Customer): _orders.Add(order); break;
            case OpportunityRecord deal when deal.AccountKey == accountKey && !deal.IsClosed: _deals.Add(deal); break;
            case BureauReportRecord report when IsOurs(report.Party): _reports.Add(report); break;
            case FinancialStatementRecord statement when IsOurs(statement.Party): _statements.Add(statement); break;
            case SecurityRecord security when IsOurs(security.Party): _securities.Add(security); break;
            case SignalRecord signal when IsOurs(signal.Party): _signals.Add(signal); break;
            case OverrideRecord granted when granted.AccountKey == accountKey: _overrides.Add(granted); break;
        }
    }

    /// <summary>Adds an item that was open because it was paid later.</summary>
    public void AddReconstructed(ReceivableRecord wasOpen)
    {
        if (claimed.Contains(wasOpen.Customer))
            _wereOpen.Add(wasOpen);
    }

    /// <summary>Adds a paid item whose payment was made by then, whether or not it had been learned of.</summary>
    public void AddReconstructed(PaymentRecord wasPaid)
    {
        if (claimed.Contains(wasPaid.Customer))
            _werePaid.Add(wasPaid);
    }

    /// <summary>Puts the file together.</summary>
    /// <param name="asOf">The moment.</param>
    /// <param name="account">The account as it was.</param>
    /// <param name="reference">Stages and rates.</param>
    /// <param name="missing">Customers that are not there and of which more is known than that; null when it is not known at all which customers there were.</param>
    public CreditFile ToFile(AsOf asOf, AccountRecord account, ReferenceData reference, IReadOnlySet<CustomerKey>? missing)
    {
        Reconcile();
        if (_kept.Count > 0 && _payments.Select(p => (p.Customer, p.Document, p.DueOn)).ToHashSet() is var paid)
            _items.AddRange(_kept.Where(i => !paid.Contains((i.Customer, i.Document, i.DueOn))));
        var known = _customers.Select(c => c.Customer).ToHashSet();
        var paymentsFrom = asOf.BusinessDate.DayNumber - CreditFile.PaymentWindowDays;
        _payments.RemoveAll(p => p.PaidOn.DayNumber < paymentsFrom);
        var file = new CreditFile(asOf, account)
        {
            Customers = _customers,
            UnknownCustomers = missing is null ? [] : [.. account.CustomerKeys.Where(k => !known.Contains(k) && !missing.Contains(k))],
            OpenItems = _items,
            Payments = _payments,
            Opportunities = _deals,
            Orders = _orders,
            BureauReports = _reports,
            Statements = _statements,
            Securities = _securities,
            Signals = _signals,
            Overrides = _overrides,
            Stages = reference.Stages,
            Rates = reference.Rates,
        };
        return file.InOrder();
    }

    // What was on the books as open when history began had not been paid as far as anybody knew, and was open once, whatever was learned of its payment since.
    private void Reconcile()
    {
        if (_wereOpen.Count + _werePaid.Count == 0)
            return;
        var listed = _items.Select(i => (i.Customer, i.Document, i.DueOn)).ToHashSet();
        _items.AddRange(_wereOpen.Where(w => !listed.Contains((w.Customer, w.Document, w.DueOn))));
        _payments.AddRange(_werePaid.Where(p => !listed.Contains((p.Customer, p.Document, p.DueOn))));
    }

    private bool IsOurs(CreditParty party) => party.Customer is { } customer ? claimed.Contains(customer) : party.AccountKey == accountKey;
}
