namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>An invoice as a lesson in how its customer pays: when it was issued, due and paid.</summary>
/// <param name="Key">Identity of the invoice.</param>
/// <param name="Customer">Who pays it; customers are told apart by this text alone.</param>
/// <param name="IssuedOn">Day of the invoice.</param>
/// <param name="DueOn">Day on which it must be paid.</param>
/// <param name="PaidOn">Day on which it was paid; null while it is open.</param>
/// <param name="Amount">Its amount in one currency for all items; positive.</param>
public sealed record PaymentItem(string Key, string Customer, DateOnly IssuedOn, DateOnly DueOn, DateOnly? PaidOn, decimal Amount)
{
    /// <summary>What else is declared to tell invoices apart, such as "Yes" for disputed: one value for each declared trait, in the same order for all items. Empty when none is declared.</summary>
    public IReadOnlyList<string> Traits { get; init; } = [];

    /// <summary>The item as it stood at the end of a day; null when it was not issued by then. Traits have no dates: they are taken as known from the beginning.</summary>
    public PaymentItem? KnownOn(DateOnly day) => IssuedOn > day ? null : PaidOn > day ? this with { PaidOn = null } : this;

    /// <summary>Whether the item was paid late, or is certain to be; null while that is open at the end of a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="graceDays">Days after the due day that do not count as late.</param>
    public bool? IsLateOn(DateOnly day, int graceDays)
    {
        var last = DueOn.DayNumber + graceDays;
        return PaidOn is { } paid && paid <= day ? paid.DayNumber > last : day.DayNumber >= last ? true : null;
    }
}
