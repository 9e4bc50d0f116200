using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// What a document is: from a column with a value list, the same for all rows (<c>{value: invoice}</c>), or by the sign of the amount, for ledgers that know debits and
/// credits only: <c>{by_sign: {negative: credit_note}}</c>.
/// </summary>
internal sealed class TypeField
{
    private readonly ChoiceField<DocumentType>? _choice;
    private readonly DocumentType _owed;
    private readonly DocumentType _owing;

    private TypeField(ChoiceField<DocumentType>? choice, DocumentType owed, DocumentType owing) => (_choice, _owed, _owing) = (choice, owed, owing);

    /// <summary>Whether the sign of the amount decides.</summary>
    public bool IsBySign => _choice is null;

    /// <summary>Reads the field's block.</summary>
    public static TypeField Read(FieldBlock fields, bool required)
    {
        const string Hint = "Write 'type: {column: COLUMN, values: {INV: invoice, CN: credit_note}}', 'type: {value: invoice}' when there are invoices only, or 'type: {by_sign: {negative: credit_note}}' when the sign of the amount decides.";
        if (required)
            fields.Section.Demand("type");
        var origin = new FieldOrigin { Name = "type", Path = $"{fields.Section.Path}.type" };
        var parse = new ChoiceField<DocumentType>.Parser(DocumentTypes.Words.TryGetValue);
        if (fields.Section.Section("type", "document_type") is not { } block)
        {
            if (required)
                fields.Refuse("type", "It is not declared what the documents are.", Hint);
            return new TypeField(new ChoiceField<DocumentType>(origin, null, WordList.None, false, parse), default, default);
        }

        if (block.Scalar is not null)
            return new TypeField(new ChoiceField<DocumentType>(fields.Read(block, origin, FieldContent.Text), null, WordList.None, false, parse), default, default);
        if (block.Section("by_sign") is { } signs)
        {
            var type = new TypeField(null, signs.Choice<DocumentType>("positive", Debts, DocumentType.Invoice, ""),
                signs.Choice<DocumentType>("negative", Credits, null, "It says what a row is that the customer has in its favour: the two age differently."));
            signs.Close();
            block.Close();
            return type;
        }

        origin = fields.Read(block, origin, FieldContent.Text);
        return new TypeField(ChoiceField<DocumentType>.Read(block, origin, parse, string.Join(", ", DocumentTypes.Words.Keys), true, [.. DocumentTypes.Words.Keys]), default, default);
    }

    /// <summary>The type; null when the sign decides. Marks the row as left out when the mapping says so.</summary>
    public DocumentType? Of(RowReading reading)
    {
        if (_choice is null)
            return null;
        var type = _choice.Of(reading);

        // A mapped type that is empty is a mistake in the data: taking it for an invoice would turn a credit note into a debt.
        if (type is null && _choice.Origin.IsMapped && reading is { IsGood: true, Skipped: false })
            reading.Refuse(_choice.Origin, "The document type is empty.");
        return type ?? DocumentType.Invoice;
    }

    /// <summary>What the sign says.</summary>
    /// <param name="owed">The amount as CreditBridge counts: what the customer owes is positive.</param>
    public DocumentType BySign(decimal owed) => owed < 0 ? _owing : _owed;

    private static readonly Dictionary<string, DocumentType> Debts = new() { ["invoice"] = DocumentType.Invoice, ["debit_note"] = DocumentType.DebitNote };
    private static readonly Dictionary<string, DocumentType> Credits = new() { ["credit_note"] = DocumentType.CreditNote, ["unapplied_cash"] = DocumentType.UnappliedCash };
}
