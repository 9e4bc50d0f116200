namespace CreditBridge.Connectors.Salesforce.Budget;

/// <summary>Where our own budget of a day stands. Pure.</summary>
/// <param name="Used">Calls used today, by all processes.</param>
/// <param name="Daily">Calls that may be used; 0: no budget.</param>
/// <param name="Reserved">Of these, calls that only holds may use.</param>
internal sealed record BudgetStanding(long Used, long Daily, long Reserved)
{
    /// <summary>Calls that anything may use.</summary>
    public long Open => Daily - Reserved;

    /// <summary>Whether polls and all writes may go on.</summary>
    public bool AllowsAnything => Daily == 0 || Used < Open;

    /// <summary>Whether holds may be written.</summary>
    public bool AllowsHolds => Daily == 0 || Used < Daily;

    /// <summary>
    /// How far apart polls must be. While less than half of the open calls is used, polls come as they like; then what is left is spread over the rest of the day, so
    /// that polling slows down instead of ending hours before midnight.
    /// </summary>
    public TimeSpan PollInterval(TimeSpan leftOfDay) => Daily == 0 || Used * 2 <= Open ? TimeSpan.Zero : leftOfDay / Math.Max(1, Open - Used);
}
