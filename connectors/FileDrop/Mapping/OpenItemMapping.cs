using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Connectors.FileDrop.Mapping;

/// <summary>
/// Open items: <c>company</c>, <c>customer</c>, <c>document</c>, <c>issued</c>, <c>due</c>, <c>currency</c> and <c>open_amount</c> are needed; <c>type</c> (an invoice when not mapped),
/// <c>amount</c>, <c>disputed</c> and <c>line</c> (part of the key, for instalments) are read when mapped. <c>sign</c> and <c>credit_notes</c> must be declared.
/// </summary>
public sealed class OpenItemMapping : RecordMapping<ReceivableRecord>
{
    private readonly AmountSigns _signs;
    private readonly TextField _company;
    private readonly TextField _customer;
    private readonly TextField _document;
    private readonly TextField _line;
    private readonly ChoiceField<DocumentType> _type;
    private readonly DateField _issued;
    private readonly DateField _due;
    private readonly CurrencyField _currency;
    private readonly NumberField _amount;
    private readonly NumberField _open;
    private readonly FlagField _disputed;

    private OpenItemMapping(MappingSection section, MappingSection fields, string system)
        : base(system, ValueFormats.Read(section))
    {
        _signs = AmountSigns.Read(section);
        _company = TextField.Read(fields, "company", required: true);
        _customer = TextField.Read(fields, "customer", required: true);
        _document = TextField.Read(fields, "document", required: true);
        _line = TextField.Read(fields, "line");
        _type = ChoiceField<DocumentType>.Read(fields, "type", DocumentTypes.TryParse, DocumentTypes.Words, canSkip: true);
        _issued = DateField.Read(fields, "issued", required: true);
        _due = DateField.Read(fields, "due", required: true);
        _currency = CurrencyField.Read(fields, "currency", required: true);
        _amount = NumberField.Read(fields, "amount");
        _open = NumberField.Read(fields, "open_amount", required: true);
        _disputed = FlagField.Read(fields, "disputed");
        fields.Close();
        Origins = [_company.Origin, _customer.Origin, _document.Origin, _line.Origin, _type.Origin, _issued.Origin, _due.Origin, _currency.Text.Origin, _amount.Origin, _open.Origin, _disputed.Origin];
    }

    /// <inheritdoc />
    public override IReadOnlyList<FieldOrigin> Origins { get; }

    /// <summary>Reads the mapping of open items.</summary>
    public static OpenItemMapping Read(MappingSection section, MappingSection fields, string system) => new(section, fields, system);

    private protected override ReceivableRecord? Build(RowReading reading)
    {
        var type = DocumentTypes.Of(_type, reading);
        if (reading.Skipped)
            return null;
        var customer = CustomerOf(reading, _company, _customer);
        var document = _document.KeyPart(reading);
        var line = _line.KeyPart(reading);
        var (issued, due) = (_issued.Of(reading) ?? default, _due.Of(reading) ?? default);
        var currency = _currency.Of(reading);
        var (open, amount) = (_open.Of(reading) ?? 0, _amount.Of(reading));
        var disputed = _disputed.Of(reading) ?? false;
        if (reading.IsGood && due < issued)
            reading.Refuse(_due.Origin, $"Due on {due:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}.");
        if (!reading.IsGood || currency is not { } code)
            return null;
        open = _signs.Canonical(open, type, _open.Origin, reading);
        return new ReceivableRecord(ItemKey(customer.Company, document, line), customer, document, issued, due, new Money(open, code))
        {
            Type = type,
            OriginalAmount = amount is { } written ? new Money(_signs.Canonical(written, type, _amount.Origin, reading), code) : null,
            Disputed = disputed,
        };
    }
}
