namespace CreditBridge.Core.Bureaus;

/// <summary>What came of an attempt to reserve money.</summary>
public enum Reservation
{
    /// <summary>It is reserved; the order may be sent.</summary>
    Made = 0,

    /// <summary>The same order is on record already: it must not be sent.</summary>
    AlreadyOrdered,

    /// <summary>The provider's budget of the month does not suffice.</summary>
    ProviderBudgetUsedUp,

    /// <summary>The budget of the month does not suffice.</summary>
    BudgetUsedUp,
}

/// <summary>
/// Keeps every order and the money that it costs. Money is reserved before an order is sent and settled afterwards, each in a transaction of its own; a killed process
/// leaves an order under way, which counts as paid. Processes that share the database cannot spend more than the budget together.
/// </summary>
public interface IReportLedger
{
    /// <summary>Puts an order on record if the budget of its month suffices; orders of several processes wait for each other.</summary>
    Task<Reservation> ReserveAsync(ReportOrder order, BureauBudget budget, CancellationToken cancellationToken);

    /// <summary>Replaces what is on record about an order by where it stands now. An order that was settled stays as it is, but for one whose answer becomes stored, and for one that a person cleared and
    /// whose answer arrives after all: what the bureau says counts. A report that was not kept can be cleared, too.</summary>
    /// <returns>Whether it was changed.</returns>
    Task<bool> SettleAsync(ReportOrder order, CancellationToken cancellationToken);

    /// <summary>The orders of a month, oldest first.</summary>
    /// <param name="month">Any day of the month.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<ReportOrder>> ListMonthAsync(DateOnly month, CancellationToken cancellationToken);

    /// <summary>All orders about some accounts from a day on.</summary>
    Task<IReadOnlyList<ReportOrder>> ListAccountsAsync(IReadOnlyCollection<string> accountKeys, DateOnly from, CancellationToken cancellationToken);

    /// <summary>Orders that are under way, or whose answers are not stored yet, oldest first.</summary>
    Task<IReadOnlyList<ReportOrder>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>One order; null when there is none of that key.</summary>
    Task<ReportOrder?> FindAsync(string key, CancellationToken cancellationToken);
}
