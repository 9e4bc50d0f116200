using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>The fields that open and paid items share: whose document it is, which, of what type, and when it was issued, due and promised to be paid.</summary>
internal sealed class ItemFields
{
    private readonly CustomerFields _customer;
    private readonly TextField _document;
    private readonly TextField _line;
    private readonly ChoiceField<DocumentType> _type;
    private readonly DateField _issued;
    private readonly DateField _due;
    private readonly DateField _promised;
    private readonly CurrencyField _currency;

    /// <summary>Reads the fields' blocks.</summary>
    public ItemFields(MappingSection fields, string system)
    {
        _customer = CustomerFields.Read(fields, system);
        _document = TextField.Read(fields, "document", required: true);
        _line = TextField.Read(fields, "line");
        _type = ChoiceField<DocumentType>.Read(fields, "type", DocumentTypes.TryParse, DocumentTypes.Words, canSkip: true);
        _issued = DateField.Read(fields, "issued", required: true);
        _due = DateField.Read(fields, "due", required: true);
        _promised = DateField.Read(fields, "promised");
        _currency = CurrencyField.Read(fields, "currency", required: true);
    }

    public IEnumerable<FieldOrigin> Origins =>
        [.. _customer.Origins, _document.Origin, _line.Origin, _type.Origin, _issued.Origin, _due.Origin, _promised.Origin, _currency.Text.Origin];

    /// <summary>Type of the document; marks the row as left out when the mapping says so.</summary>
    public DocumentType TypeOf(RowReading reading) => DocumentTypes.Of(_type, reading);

    /// <summary>Key of the item; it counts only when nothing was refused.</summary>
    public string KeyOf(RowReading reading) => Key(_customer.Of(reading), _document.KeyPart(reading), _line.KeyPart(reading));

    /// <summary>What the row says; it counts only when nothing was refused.</summary>
    public Item Of(RowReading reading)
    {
        var customer = _customer.Of(reading);
        var (document, line) = (_document.KeyPart(reading), _line.KeyPart(reading));
        var (issued, due, promised) = (_issued.Of(reading) ?? default, _due.Of(reading) ?? default, _promised.Of(reading));
        var currency = _currency.Of(reading);
        if (reading.IsGood && due < issued)
            reading.Refuse(_due.Origin, $"Due on {due:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}.");
        return new Item(Key(customer, document, line), customer, document, issued, due, promised, currency);
    }

    private static string Key(CustomerKey customer, string document, string line) => RecordKey.Of($"{customer.System}:{customer.Company}", document, line);
}

/// <summary>What a row says in the fields that open and paid items share.</summary>
internal readonly record struct Item(string Key, CustomerKey Customer, string Document, DateOnly Issued, DateOnly Due, DateOnly? Promised, CurrencyCode? Currency);
