using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// How amounts of receivables are signed. <c>sign: customer_owes_positive</c> (or <c>customer_owes_negative</c>) says how an invoice is written, <c>credit_notes: negative</c>
/// (or <c>positive</c>) how a credit note or unapplied cash is written. Both must be declared: turned round, debts become claims.
/// </summary>
/// <param name="InvoicesNegative">Invoices come with a minus sign.</param>
/// <param name="CreditsNegative">Credit notes and unapplied cash come with a minus sign.</param>
public sealed record AmountSigns(bool InvoicesNegative, bool CreditsNegative)
{
    private const string Why = "Ledgers disagree about signs, and read the wrong way round a debt becomes a claim, so it must be declared.";

    /// <summary>Reads the keys from a block.</summary>
    public static AmountSigns Read(MappingSection section) => new(
        ReadInvoiceSign(section),
        section.Choice<bool>("credit_notes", Credits, null, $"It says how the amount of a credit note or of unapplied cash is written. {Why}"));

    /// <summary>Reads the key for invoices alone: true when they come with a minus sign.</summary>
    public static bool ReadInvoiceSign(MappingSection section) => section.Choice<bool>("sign", Invoices, null, $"It says how the amount of an invoice is written. {Why}");

    /// <summary>
    /// The amount as CreditBridge counts: what the customer owes is positive. A credit note against its declared sign is refused; an invoice below zero is kept, it was overpaid.
    /// </summary>
    public decimal Canonical(decimal written, DocumentType type, FieldOrigin origin, RowReading reading)
    {
        if (type is DocumentType.Invoice or DocumentType.DebitNote)
            return InvoicesNegative ? -written : written;
        var owed = CreditsNegative ? written : -written;
        if (owed > 0)
            reading.Refuse(origin, $"{written} for a {(type == DocumentType.CreditNote ? "credit note" : "piece of unapplied cash")} contradicts 'credit_notes: {(CreditsNegative ? "negative" : "positive")}' in the mapping.");
        return owed;
    }

    private static readonly Dictionary<string, bool> Invoices = new() { ["customer_owes_positive"] = false, ["customer_owes_negative"] = true };
    private static readonly Dictionary<string, bool> Credits = new() { ["negative"] = true, ["positive"] = false };
}
