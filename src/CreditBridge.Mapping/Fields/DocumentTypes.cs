using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>The words for document types in a mapping: <c>invoice</c>, <c>credit_note</c>, <c>unapplied_cash</c>, <c>debit_note</c>.</summary>
public static class DocumentTypes
{
    /// <summary>All words, for people.</summary>
    public const string Words = "invoice, credit_note, unapplied_cash, debit_note";

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string text, out DocumentType type)
    {
        (var known, type) = text switch
        {
            "invoice" => (true, DocumentType.Invoice),
            "credit_note" => (true, DocumentType.CreditNote),
            "unapplied_cash" => (true, DocumentType.UnappliedCash),
            "debit_note" => (true, DocumentType.DebitNote),
            _ => (false, default),
        };
        return known;
    }

    // A mapped type that is empty is a mistake in the data: taking it for an invoice would turn a credit note into a debt.
    internal static DocumentType Of(ChoiceField<DocumentType> field, RowReading reading)
    {
        var type = field.Of(reading);
        if (type is null && field.Origin.IsMapped && reading is { IsGood: true, Skipped: false })
            reading.Refuse(field.Origin, "The document type is empty.");
        return type ?? DocumentType.Invoice;
    }
}
