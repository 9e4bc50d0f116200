using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.TestKit.Simulation;

/// <summary>A small company whose CRM and ERP change at random, from a seed.</summary>
public sealed class SimulatedWorld
{
    private const int Accounts = 12;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private readonly Random _random;
    private readonly SimulatedSource<AccountRecord> _accounts;
    private readonly SimulatedSource<OpportunityRecord> _deals;
    private readonly SimulatedSource<StageRecord> _stages;
    private readonly SimulatedSource<ErpCustomerRecord> _customers;
    private readonly SimulatedSource<ReceivableRecord> _items;
    private readonly SimulatedSource<PaymentRecord> _payments;
    private int _documents;

    public SimulatedWorld(Random random, SimulatedFaults faults, DateOnly today)
    {
        _random = random;
        Today = today;
        _accounts = new(RecordKind.Account, faults);
        _deals = new(RecordKind.Opportunity, faults);
        _stages = new(RecordKind.Stage, faults);
        _customers = new(RecordKind.ErpCustomer, faults);
        _items = new(RecordKind.Receivable, faults);
        _payments = new(RecordKind.Payment, faults);
        Sink = new SimulatedSink(faults);
        Begin();
    }

    public DateOnly Today { get; set; }

    public SimulatedSink Sink { get; private set; }

    public IReadOnlyCollection<string> OpenDeals => [.. _deals.Current.Values.Where(d => !d.IsClosed).Select(d => d.Key)];

    public IReadOnlyCollection<string> AccountKeys => _accounts.Current.Keys;

    public IReadOnlyList<IConnection> Connections =>
        [new SimulatedConnection("crm", [_stages, _accounts, _deals], Sink), new SimulatedConnection("erp", [_customers, _items, _payments])];

    /// <summary>The CRM forgets everything that was written; for a reference run.</summary>
    public void EmptyTheCrm(SimulatedFaults faults) => Sink = new SimulatedSink(faults);

    /// <summary>Something happens.</summary>
    public void Change()
    {
        switch (_random.Next(8))
        {
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
        AccountKey = $"A{_random.Next(Accounts):00}", Amount = new Money(_random.Next(1, 60) * 1_000, Eur), Currency = Eur, ProbabilityPercent = 60, RequestedTerms = PaymentTerms.Net(_random.Next(0, 4) * 30),
    });

    private void ChangeDeal()
    {
        if (AnyOf(_deals.Current.Values) is not { } deal)
            return;
        _deals.Put(_random.Next(4) switch
        {
            0 => deal with { Stage = Pick("Prospecting", "Proposal/Price Quote") },
            1 => deal with { Amount = new Money(_random.Next(1, 60) * 1_000, Eur) },
            2 => deal with { AccountKey = $"A{_random.Next(Accounts):00}" },
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
        if (AnyOf(_accounts.Current.Values) is { } account)
            _accounts.Put(account with { CustomerKeys = account.CustomerKeys.Count > 0 ? [] : [Customer()] });
    }

    private CustomerKey Customer() => Customer(_random.Next(Accounts));

    private static CustomerKey Customer(int number) => new("erp", "1000", $"C{number:00}");

    private string Pick(params string[] names) => names[_random.Next(names.Length)];

    private T? AnyOf<T>(IReadOnlyCollection<T> items)
        where T : class => items.Count == 0 ? null : items.ElementAt(_random.Next(items.Count));
}
