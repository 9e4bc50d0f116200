namespace CreditBridge.Abstractions.Sources;

/// <summary>A record that could not be read. It is kept, counted and shown; it never hides the others.</summary>
/// <param name="Where">Where it stands: file, line and column, or object, record and field.</param>
/// <param name="Reason">What is wrong with it and what would be right, in one or two sentences.</param>
public sealed record RejectedRecord(string Where, string Reason)
{
    /// <summary>Key of the record, when it could be read; the rejection ends when a record of this key arrives well. Null when the key itself could not be read.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Text of the key of the ERP customer that the record is about, when that could be read: what this customer owes is not known while the rejection stands. Null when it could not be
    /// read, or the record is about no customer.
    /// </summary>
    public string? Customer { get; init; }

    /// <summary>
    /// Whether the record itself arrived well and counts, and this is another row that says exactly the same: nobody knows whether the two are one thing or two, so what the customer owes is not
    /// known until a person says so.
    /// </summary>
    public bool IsRepetition { get; init; }

    /// <summary>The record as it came, cut to 2,000 characters; null when it cannot be shown.</summary>
    public string? Raw { get; init; }
}
