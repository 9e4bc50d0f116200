using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>The fields that open and paid items share: whose document it is, which, of what type, and when it was issued, due and promised to be paid.</summary>
internal sealed class ItemFields
{
    private readonly CustomerFields _customer;
    private readonly TextField _document;
    private readonly TextField _line;
    private readonly DateField _issued;
    private readonly DateField _due;
    private readonly DateField _promised;
    private readonly CurrencyField _currency;
    private readonly bool _dueAsIssued;
    private readonly RowKeyFields _rowKey;

    /// <summary>Reads the fields' blocks.</summary>
    public ItemFields(KindBlock block, bool typeRequired)
    {
        _dueAsIssued = block.Section.Choice("due_before_issued", DueBeforeIssued, false, "");
        var fields = block.Fields;
        _customer = CustomerFields.Read(fields);
        _document = TextField.Read(fields, "document", required: true);
        _line = TextField.Read(fields, "line");
        _rowKey = RowKeyFields.Read(block, [_customer.Company, _document.Origin, _line.Origin]);
        Type = TypeField.Read(fields, typeRequired);
        _issued = DateField.Read(fields, "issued", required: true);
        _due = DateField.Read(fields, "due", required: true);
        _promised = DateField.Read(fields, "promised");
        _currency = CurrencyField.Read(fields, "currency", required: true);
    }

    /// <summary>Type of the document.</summary>
    public TypeField Type { get; }

    /// <summary>Whether the key of an item holds more of its row than the document and its line.</summary>
    public bool HasRowKey => _rowKey.Any;

    /// <summary>Key of the item; it counts only when nothing was refused.</summary>
    public string KeyOf(RowReading reading) => Key(_customer.Of(reading), _document.KeyPart(reading), _line.KeyPart(reading), reading);

    /// <summary>The customer; it counts only when nothing was refused.</summary>
    public CustomerKey CustomerOf(RowReading reading) => _customer.Of(reading);

    /// <summary>What the row says; it counts only when nothing was refused.</summary>
    public Item Of(RowReading reading)
    {
        var customer = _customer.Of(reading);
        var (document, line) = (_document.KeyPart(reading), _line.KeyPart(reading));
        var (issued, due, promised) = (_issued.Of(reading) ?? default, _due.Of(reading) ?? default, _promised.Of(reading));
        var currency = _currency.Of(reading);
        if (reading.IsGood && due < issued)
        {
            if (_dueAsIssued)
                due = issued;
            else
                reading.Refuse(_due.Origin, $"Due on {due:yyyy-MM-dd}, before it was issued on {issued:yyyy-MM-dd}; if such documents are right, declare 'due_before_issued: as_issued'.");
        }

        return new Item(Key(customer, document, line, reading), customer, document, issued, due, promised, currency);
    }

    private string Key(CustomerKey customer, string document, string line, RowReading reading) =>
        _rowKey.Behind(RecordKey.Of(_customer.CompanyKey(customer.Company), document, line), reading);

    private static readonly Dictionary<string, bool> DueBeforeIssued = new() { ["reject"] = false, ["as_issued"] = true };
}

/// <summary>What a row says in the fields that open and paid items share.</summary>
internal readonly record struct Item(string Key, CustomerKey Customer, string Document, DateOnly Issued, DateOnly Due, DateOnly? Promised, CurrencyCode? Currency);
