using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Connectors.FileDrop.Mapping;

/// <summary>
/// Paid items, from which payment behaviour is learned: <c>company</c>, <c>customer</c>, <c>document</c>, <c>issued</c>, <c>due</c>, <c>paid</c>, <c>currency</c> and <c>amount</c> are needed;
/// <c>type</c> and <c>line</c> (part of the key, for instalments) are read when mapped. Credit notes and unapplied cash teach nothing about paying and are left out.
/// <c>sign</c> must be declared.
/// </summary>
public sealed class PaidItemMapping : RecordMapping<PaymentRecord>
{
    private readonly bool _negative;
    private readonly TextField _company;
    private readonly TextField _customer;
    private readonly TextField _document;
    private readonly TextField _line;
    private readonly ChoiceField<DocumentType> _type;
    private readonly DateField _issued;
    private readonly DateField _due;
    private readonly DateField _paid;
    private readonly CurrencyField _currency;
    private readonly NumberField _amount;

    private PaidItemMapping(MappingSection section, MappingSection fields, string system)
        : base(system, ValueFormats.Read(section))
    {
        _negative = AmountSigns.ReadInvoiceSign(section);
        _company = TextField.Read(fields, "company", required: true);
        _customer = TextField.Read(fields, "customer", required: true);
        _document = TextField.Read(fields, "document", required: true);
        _line = TextField.Read(fields, "line");
        _type = ChoiceField<DocumentType>.Read(fields, "type", DocumentTypes.TryParse, DocumentTypes.Words, canSkip: true);
        _issued = DateField.Read(fields, "issued", required: true);
        _due = DateField.Read(fields, "due", required: true);
        _paid = DateField.Read(fields, "paid", required: true);
        _currency = CurrencyField.Read(fields, "currency", required: true);
        _amount = NumberField.Read(fields, "amount", required: true);
        fields.Close();
        Origins = [_company.Origin, _customer.Origin, _document.Origin, _line.Origin, _type.Origin, _issued.Origin, _due.Origin, _paid.Origin, _currency.Text.Origin, _amount.Origin];
    }

    /// <inheritdoc />
    public override IReadOnlyList<FieldOrigin> Origins { get; }

    /// <summary>Reads the mapping of paid items.</summary>
    public static PaidItemMapping Read(MappingSection section, MappingSection fields, string system) => new(section, fields, system);

    private protected override PaymentRecord? Build(RowReading reading)
    {
        if (DocumentTypes.Of(_type, reading) is DocumentType.CreditNote or DocumentType.UnappliedCash)
            reading.Skip();
        if (reading.Skipped)
            return null;
        var customer = CustomerOf(reading, _company, _customer);
        var document = _document.KeyPart(reading);
        var line = _line.KeyPart(reading);
        var (issued, due, paid) = (_issued.Of(reading) ?? default, _due.Of(reading) ?? default, _paid.Of(reading) ?? default);
        var currency = _currency.Of(reading);
        var amount = _amount.Of(reading) ?? 0;
        if (reading.IsGood && due < issued)
            reading.Refuse(_due.Origin, $"Due on {due:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}.");
        if (_negative)
            amount = -amount;
        if (reading.IsGood && amount <= 0)
            reading.Refuse(_amount.Origin, "The amount of a paid invoice must be above zero (mind 'sign:' in the mapping; credit notes are declared with 'type').");
        return reading.IsGood && currency is { } code
            ? new PaymentRecord(ItemKey(customer.Company, document, line), customer, document, issued, due, paid, new Money(amount, code))
            : null;
    }
}
