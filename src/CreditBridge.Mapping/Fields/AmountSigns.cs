using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// How amounts of receivables are signed. <c>sign: customer_owes_positive</c> (or <c>customer_owes_negative</c>) says how an invoice is written, <c>credit_notes: negative</c>
/// (or <c>positive</c>) how a credit note or unapplied cash is written. Both must be declared: turned round, debts become claims.
/// </summary>
/// <param name="InvoicesNegative">Invoices come with a minus sign.</param>
/// <param name="CreditsNegative">Credit notes and unapplied cash come with a minus sign; null when the sign of the amount decides what a document is.</param>
public sealed record AmountSigns(bool InvoicesNegative, bool? CreditsNegative)
{
    private const string Why = "Ledgers disagree about signs, and read the wrong way round a debt becomes a claim, so it must be declared.";

    /// <summary>Reads the keys from a block.</summary>
    /// <param name="section">The block.</param>
    /// <param name="typeBySign">Whether the sign of the amount decides what a document is.</param>
    public static AmountSigns Read(MappingSection section, bool typeBySign)
    {
        var invoices = ReadInvoiceSign(section);
        if (!typeBySign)
            return new AmountSigns(invoices, section.Choice<bool>("credit_notes", Credits, null, $"It says how the amount of a credit note or of unapplied cash is written. {Why}"));
        if (section.Has("credit_notes"))
            section.Refuse("credit_notes", "The sign of the amount decides what a document is, so credits have the other sign.", "Take the key out, or take 'by_sign' out of the field 'type'.");
        return new AmountSigns(invoices, null);
    }

    /// <summary>Reads the key for invoices alone: true when they come with a minus sign.</summary>
    public static bool ReadInvoiceSign(MappingSection section) => section.Choice<bool>("sign", Invoices, null, $"It says how the amount of an invoice is written. {Why}");

    /// <summary>
    /// The amount as CreditBridge counts: what the customer owes is positive. A credit note against its declared sign is refused; an invoice below zero is kept, it was overpaid.
    /// </summary>
    public decimal Canonical(decimal written, DocumentType type, FieldOrigin origin, RowReading reading)
    {
        if (type is DocumentType.Invoice or DocumentType.DebitNote || CreditsNegative is not { } creditsNegative)
            return InvoicesNegative ? -written : written;
        var owed = creditsNegative ? written : -written;
        if (owed > 0)
            reading.Refuse(origin, $"{written} for a {(type == DocumentType.CreditNote ? "credit note" : "piece of unapplied cash")} contradicts 'credit_notes: {(creditsNegative ? "negative" : "positive")}' in the mapping.");
        return owed;
    }

    private static readonly Dictionary<string, bool> Invoices = new() { ["customer_owes_positive"] = false, ["customer_owes_negative"] = true };
    private static readonly Dictionary<string, bool> Credits = new() { ["negative"] = true, ["positive"] = false };
}
