using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>The words for document types in a mapping.</summary>
public static class DocumentTypes
{
    /// <summary>All words.</summary>
    public static IReadOnlyDictionary<string, DocumentType> Words { get; } = new Dictionary<string, DocumentType>
    {
        ["invoice"] = DocumentType.Invoice,
        ["credit_note"] = DocumentType.CreditNote,
        ["unapplied_cash"] = DocumentType.UnappliedCash,
        ["debit_note"] = DocumentType.DebitNote,
    };
}
