using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.TestKit.Simulation;

/// <summary>A small company whose CRM and ERP change at random, from a seed.</summary>
public sealed class SimulatedWorld
{
    private const int Accounts = 12;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private readonly Random _random;
    private readonly ISimulatedRecords<AccountRecord> _accounts;
    private readonly ISimulatedRecords<OpportunityRecord> _deals;
    private readonly SimulatedSource<StageRecord> _stages;
    private readonly SimulatedSource<ErpCustomerRecord> _customers;
    private readonly SimulatedSource<ReceivableRecord> _items;
    private readonly SimulatedSource<PaymentRecord> _payments;
    private int _documents;

    private readonly SimulatedSource<OverrideRecord> _exceptions;
    private readonly SimulatedOrg? _org;
    private readonly HashSet<string> _typedOver = [];

    /// <param name="random">What happens.</param>
    /// <param name="faults">What goes wrong.</param>
    /// <param name="today">The day on which it begins.</param>
    /// <param name="org">The CRM that holds accounts and deals; null for one without a life of its own.</param>
    public SimulatedWorld(Random random, SimulatedFaults faults, DateOnly today, SimulatedOrg? org = null)
    {
        _org = org;
        _exceptions = new(RecordKind.Override, faults);
        _random = random;
        Today = today;
        _accounts = org is null ? new SimulatedSource<AccountRecord>(RecordKind.Account, faults) : new SimulatedTable<AccountRecord>(org, RecordKind.Account, faults);
        _deals = org is null ? new SimulatedSource<OpportunityRecord>(RecordKind.Opportunity, faults) : new SimulatedTable<OpportunityRecord>(org, RecordKind.Opportunity, faults);
        _stages = new(RecordKind.Stage, faults);
        _customers = new(RecordKind.ErpCustomer, faults);
        _items = new(RecordKind.Receivable, faults);
        _payments = new(RecordKind.Payment, faults);
        Sink = new SimulatedSink(faults);
        Begin();
    }

    public DateOnly Today { get; set; }

    /// <summary>Whether people type over credit fields.</summary>
    public bool PeopleTypeOver { get; init; } = true;

    public SimulatedSink Sink { get; private set; }

    public IReadOnlyCollection<string> OpenDeals => [.. _deals.Current.Values.Where(d => !d.IsClosed).Select(d => d.Key)];

    /// <summary>Open deals of accounts that are there.</summary>
    public IReadOnlyCollection<string> OpenDealsOfAccounts
    {
        get
        {
            var accounts = AccountKeys.ToHashSet(StringComparer.Ordinal);
            return [.. _deals.Current.Values.Where(d => !d.IsClosed && d.AccountKey is { } account && accounts.Contains(account)).Select(d => d.Key)];
        }
    }

    public IReadOnlyCollection<string> AccountKeys => [.. _accounts.Current.Keys];

    public IReadOnlyList<IConnection> Connections =>
        [new SimulatedConnection("crm", [_stages, _accounts, _deals, _exceptions], _org is null ? Sink : _org.Sink), new SimulatedConnection("erp", [_customers, _items, _payments])];

    /// <summary>The CRM forgets everything that was written; for a reference run.</summary>
    public void EmptyTheCrm(SimulatedFaults faults) => Sink = new SimulatedSink(faults);

    /// <summary>Something happens.</summary>
    public void Change()
    {
        switch (_random.Next(_org is null ? 8 : 14))
        {
            case 8: TypeOver(); break;
            case 9: Merge(); break;
            case 10: OrderHold(); break;
            case 11: ChangeOwner(); break;
            case 12: ChangeDeal(); break;
            case 13: DeleteAndUndelete(); break;
            case 0: AddDeal(); break;
            case 1: ChangeDeal(); break;
            case 2: AddItem(Customer(), _random.Next(-80, 20)); break;
            case 3: Pay(); break;
            case 4: ChangeCustomer(); break;
            case 5: MoveClaim(); break;
            case 6: DeleteDeal(); break;
            default: AddItem(Customer(), _random.Next(0, 30)); break;
        }
    }

    /// <summary>Somebody types into a field that is not theirs, and never what it shows already: what was written must be written again.</summary>
    public void TypeOver()
    {
        // A field that is typed over again and again is left alone in the end; that is not what is simulated here.
        if (!PeopleTypeOver || AnyOf(AccountKeys) is not { } account || !_typedOver.Add(account))
            return;
        var target = new Abstractions.Sinks.TargetRecord(RecordKind.Account, account);
        var more = 1 + _random.Next(1_000_000);
        if (_random.Next(2) == 0)
            _org!.TypeOver(target, CreditFields.Account.Hold, shown => FieldValue.Flag(shown.Content is not true));
        else
            _org!.TypeOver(target, CreditFields.Account.Headroom, shown => FieldValue.Number((shown.Content is decimal number ? number : 0) + more));
    }

    private void Begin()
    {
        _stages.Put(new StageRecord("Prospecting") { SortOrder = 1, DefaultProbabilityPercent = 10 });
        _stages.Put(new StageRecord("Proposal/Price Quote") { SortOrder = 2, DefaultProbabilityPercent = 60 });
        _stages.Put(new StageRecord("Closed Won") { SortOrder = 3, DefaultProbabilityPercent = 100, IsClosed = true, IsWon = true });
        for (var i = 0; i < Accounts; i++)
        {
            var key = Customer(i);
            _customers.Put(new ErpCustomerRecord(key, $"CUSTOMER {i}")
            {
                Limit = i % 4 == 0 ? CreditLimit.None : CreditLimit.Of(new Money(20_000 + (i * 5_000), Eur)), OnHold = i == 5, Terms = PaymentTerms.Net(30), CustomerSince = new DateOnly(2019, 1, 1),
            });
            _accounts.Put(new AccountRecord($"A{i:00}", $"Customer {i}") { CustomerKeys = i == 7 ? [] : [key], Currency = Eur });
            for (var n = 0; n < 6; n++)
                AddPaid(key, _random.Next(-400, -20), _random.Next(-5, 25));
            AddItem(key, _random.Next(-60, 30));
            AddDeal();
        }
    }

    private void AddDeal() => _deals.Put(new OpportunityRecord($"D{_documents++:0000}", "Deal", Pick("Prospecting", "Proposal/Price Quote"), Today.AddDays(_random.Next(5, 120)))
    {
        AccountKey = AnyAccount(), Amount = new Money(_random.Next(1, 60) * 1_000, Eur), Currency = Eur, ProbabilityPercent = 60, RequestedTerms = PaymentTerms.Net(_random.Next(0, 4) * 30),
    });

    private void ChangeDeal()
    {
        if (AnyOf(_deals.Current.Values) is not { } deal)
            return;
        _deals.Put(_random.Next(4) switch
        {
            0 => deal with { Stage = Pick("Prospecting", "Proposal/Price Quote") },
            1 => deal with { Amount = new Money(_random.Next(1, 60) * 1_000, Eur) },
            2 when _org is null => deal with { AccountKey = AnyAccount() },
            2 => deal with { Amount = new Money(_random.Next(1, 60) * 500, Eur) },
            _ => deal with { Stage = "Closed Won", IsClosed = true, IsWon = true },
        });
    }

    private void DeleteDeal()
    {
        if (AnyOf(_deals.Current.Values) is { } deal)
            _deals.Delete(deal.Key);
    }

    private void AddItem(CustomerKey customer, int dueIn)
    {
        var number = $"INV{_documents++:0000}";
        var amount = new Money(_random.Next(1, 12) * 1_000, Eur);
        _items.Put(new ReceivableRecord($"{customer.System}:{customer.Company}/{number}", customer, number, Today.AddDays(dueIn - 30), Today.AddDays(dueIn), amount));
    }

    private void AddPaid(CustomerKey customer, int dueIn, int daysLate)
    {
        var number = $"OLD{_documents++:0000}";
        _payments.Put(new PaymentRecord($"{customer.System}:{customer.Company}/{number}", customer, number, Today.AddDays(dueIn - 30), Today.AddDays(dueIn),
            Today.AddDays(dueIn + daysLate), new Money(_random.Next(1, 9) * 1_000, Eur)));
    }

    private void Pay()
    {
        if (AnyOf(_items.Current.Values) is not { } item)
            return;
        _items.Delete(item.Key);
        _payments.Put(new PaymentRecord(item.Key, item.Customer, item.Document, item.IssuedOn, item.DueOn, Today, item.OpenAmount));
    }

    private void ChangeCustomer()
    {
        if (AnyOf(_customers.Current.Values) is { } customer)
            _customers.Put(_random.Next(2) == 0 ? customer with { OnHold = customer.OnHold != true } : customer with { Limit = CreditLimit.Of(new Money(_random.Next(5, 90) * 1_000, Eur)) });
    }

    private void MoveClaim()
    {
        // Whose a customer is after a merge hangs on what was read before it; so where accounts are merged, claims change by that alone. A key that is taken out without
        // another in its place stays with the account by design (kept customers have tests of their own): that would hang on what was read before as well.
        if (_org is null && AnyOf(_accounts.Current.Values) is { } account)
            _accounts.Put(account with { CustomerKeys = [Customer()] });
    }

    private void Merge()
    {
        if (AccountKeys.Count < 5 || AnyOf(_accounts.Current.Values) is not { } loser || AnyOf(_accounts.Current.Values) is not { } kept || loser.Key == kept.Key)
            return;
        // Sometimes the person who merges takes the ERP keys over, sometimes they are forgotten.
        if (_random.Next(2) == 0)
            _accounts.Put(kept with { CustomerKeys = [.. kept.CustomerKeys.Concat(loser.CustomerKeys).Distinct().OrderBy(c => c.ToString(), StringComparer.Ordinal)] });
        foreach (var deal in _deals.Current.Values.Where(d => d.AccountKey == loser.Key).ToList())
            _deals.Put(deal with { AccountKey = kept.Key });
        _org!.Merge(loser.Key, kept.Key);
    }

    private void OrderHold()
    {
        if (_random.Next(3) > 0 && AnyOf(AccountKeys) is { } account)
            _exceptions.Put(new OverrideRecord($"X{_documents++:0000}", account, OverrideEffect.Hold, "kim", "Looked at.", Today));
        else if (AnyOf([.. _exceptions.Current.Keys]) is { } ended)
            _exceptions.Delete(ended);
    }

    private void ChangeOwner()
    {
        if (AnyOf(_accounts.Current.Values) is { } account)
            _accounts.Put(account with { OwnerKey = $"U{_random.Next(3)}" });
    }

    private void DeleteAndUndelete()
    {
        if (_org!.LastDeleted is { } back && _random.Next(2) == 0)
            _org.Undelete(back);
        else if (AccountKeys.Count > 6 && AnyOf(AccountKeys) is { } gone)
            _accounts.Delete(gone);
    }

    private CustomerKey Customer() => Customer(_random.Next(Accounts));

    private static CustomerKey Customer(int number) => new("erp", "1000", $"C{number:00}");

    // Without a CRM of its own, an account may be missing from the list and still be named.
    private string AnyAccount() => _org is null ? $"A{_random.Next(Accounts):00}" : AnyOf(AccountKeys) ?? "A00";

    private string Pick(params string[] names) => names[_random.Next(names.Length)];

    private T? AnyOf<T>(IEnumerable<T> choices)
        where T : class
    {
        var items = choices.ToList();
        return items.Count == 0 ? null : items[_random.Next(items.Count)];
    }
}
