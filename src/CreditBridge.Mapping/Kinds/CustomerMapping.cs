using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Customers: <c>company</c>, <c>number</c> and <c>name</c> are needed; <c>country</c>, <c>currency</c>, <c>limit</c>, <c>limit_currency</c> (the customer's currency when not mapped), <c>hold</c>, <c>terms</c>, <c>customer_since</c>,
/// <c>parent_number</c>, <c>parent_company</c> (the customer's own company when not mapped) and <c>attributes</c> are read when mapped. <c>balance</c> is what
/// the other system says that the customer owes: the customer's items must add up to it. A record holds it when it is of the same moment as the items.
/// </summary>
public sealed class CustomerMapping : RecordMapping<ErpCustomerRecord>
{
    private readonly CustomerFields _customer;
    private readonly TextField _name;
    private readonly TextField _country;
    private readonly CurrencyField _currency;
    private readonly CurrencyField _limitCurrency;
    private readonly FlagField _hold;
    private readonly ChoiceField<PaymentTerms> _terms;
    private readonly DateField _since;
    private readonly TextField _parentNumber;
    private readonly TextField _parentCompany;
    private readonly BalanceField _balance;
    private readonly AttributeFields _attributes;

    private CustomerMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _customer = CustomerFields.Read(fields, "number");
        _name = TextField.Read(fields, "name", required: true);
        _country = TextField.Read(fields, "country");
        _currency = CurrencyField.Read(fields, "currency");
        Limit = LimitField.Read(fields, "limit");
        _limitCurrency = CurrencyField.Read(fields, "limit_currency");
        _hold = FlagField.Read(fields, "hold");
        _terms = ChoiceField<PaymentTerms>.Read(fields, "terms", PaymentTerms.TryParse, "Prepaid, Due on receipt, Net 30 (any number of days)", canSkip: false);
        _since = DateField.Read(fields, "customer_since");
        _parentNumber = TextField.Read(fields, "parent_number");
        _parentCompany = TextField.Read(fields, "parent_company");
        _balance = BalanceField.Read(fields, "balance");
        _attributes = AttributeFields.Read(fields);
        fields.Close();
        if (Limit.Origin.IsMapped && !_currency.Text.Origin.IsMapped && !_limitCurrency.Text.Origin.IsMapped)
            fields.Refuse("currency", "The limit has no currency.", "Map 'currency' to a column, or write 'currency: {value: EUR}' when all limits are in one; 'limit_currency' is for limits in another currency than the customer's.");
    }

    /// <summary>How the limit is read.</summary>
    public LimitField Limit { get; }

    /// <summary>How the hold is read.</summary>
    internal FlagField Hold => _hold;

    /// <summary>Reads the mapping of customers.</summary>
    public static CustomerMapping Read(KindBlock block) => new(block);

    /// <summary>How a row's limit was written; for a summary of what zero and empty limits mean here.</summary>
    public LimitShape ShapeOfLimit(SourceRow row) => Limit.Read(ReadingOf(row), null).Shape;

    /// <summary>Where the balance stands; not mapped when the other system gives none.</summary>
    public FieldOrigin Balance => _balance.Origin;

    /// <summary>The customer of a row with what it owes and in which currency; null when the row does not say, or not in a way that can be read.</summary>
    public (CustomerKey Customer, decimal Balance, CurrencyCode? Currency)? StatedBalanceOf(SourceRow row)
    {
        var reading = ReadingOf(row);
        var (customer, balance, currency) = (_customer.Of(reading), _balance.Of(reading), _currency.Of(reading));
        return reading.IsGood && balance is { } amount ? (customer, amount, currency) : null;
    }

    /// <summary>What the other system says that the customer owes; null when it does not say, or not in a number.</summary>
    internal decimal? BalanceOf(SourceRow row) => _balance.Origin.IsMapped ? _balance.Of(ReadingOf(row)) : null;

    /// <inheritdoc />
    public override bool AreEqual(ErpCustomerRecord one, ErpCustomerRecord other) =>
        one with { Attributes = null } == other with { Attributes = null } && (one.Attributes ?? Nothing).SequenceEqual(other.Attributes ?? Nothing);

    /// <inheritdoc />
    public override int HashOf(ErpCustomerRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var hash = new HashCode();
        hash.Add(record with { Attributes = null });
        foreach (var (name, text) in record.Attributes ?? Nothing)
            hash.Add((name, text));
        return hash.ToHashCode();
    }

    private protected override string KeyOf(RowReading reading) => _customer.Of(reading).ToString();

    private protected override CustomerKey? CustomerOf(RowReading reading) => _customer.Of(reading);

    private protected override ErpCustomerRecord Build(RowReading reading)
    {
        var currency = _currency.Of(reading);
        var customer = _customer.Of(reading);
        var parent = _parentNumber.Of(reading) is null
            ? (CustomerKey?)null
            : new CustomerKey(System, _parentCompany.Origin.IsMapped ? _parentCompany.KeyPart(reading, "/") : customer.Company, _parentNumber.KeyPart(reading));
        if (parent is { Company: "" })
            reading.Refuse(_parentCompany.Origin, "The parent has a number but no company.");
        if (parent == customer)
            parent = null; // Some ERPs name the customer itself at the top of a group.
        return new ErpCustomerRecord(customer, _name.Of(reading) ?? "")
        {
            Country = _country.Of(reading),
            Currency = currency,
            Limit = Limit.Of(reading, _limitCurrency.Text.Origin.IsMapped ? _limitCurrency.Of(reading) : currency),
            OnHold = _hold.Of(reading),
            Terms = _terms.Of(reading),
            CustomerSince = _since.Of(reading),
            Parent = parent,
            Attributes = _attributes.Of(reading),
        };
    }

    private static readonly Dictionary<string, string> Nothing = [];
}
