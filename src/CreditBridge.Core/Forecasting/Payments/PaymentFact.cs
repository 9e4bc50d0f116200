namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>What is kept of an invoice to learn from, in few bytes. Days are day numbers.</summary>
/// <param name="Issued">Day of the invoice.</param>
/// <param name="Due">Day on which it must be paid.</param>
/// <param name="Paid">Day on which it was paid; null while it is open.</param>
/// <param name="Traits">What else tells it apart.</param>
internal readonly record struct PaymentFact(int Issued, int Due, int? Paid, IReadOnlyList<string> Traits)
{
    /// <summary>The values of its traits as one text.</summary>
    public string TraitKey => Traits.Count == 0 ? "" : string.Join('\u001f', Traits);

    /// <summary>An invoice as it stood at the end of a day; null when it was not issued by then.</summary>
    public static PaymentFact? Of(PaymentItem item, DateOnly day) =>
        item.KnownOn(day) is { } known ? new PaymentFact(known.IssuedOn.DayNumber, known.DueOn.DayNumber, known.PaidOn?.DayNumber, known.Traits) : null;

    /// <summary>The same as it stood at the end of an earlier day; null when it was not issued by then.</summary>
    public PaymentFact? KnownOn(int day) => Issued > day ? null : Paid > day ? this with { Paid = null } : this;

    /// <summary>Whether it was paid late; null while its last punctual day is not over, because until then only those that pay early would be known.</summary>
    public bool? IsLateOn(int day, int graceDays) => Due + graceDays > day ? null : (Paid ?? day + 1) > Due + graceDays;

    /// <summary>Days past due on which it was paid, or for which it has been open by the end of a day; negative before the due day.</summary>
    public int PastDueOn(int day) => (Paid ?? day) - Due;
}
