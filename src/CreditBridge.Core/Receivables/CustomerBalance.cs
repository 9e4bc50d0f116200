using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Receivables;

/// <summary>
/// What one ERP customer owes in one currency, added up from its open items as the ERP's own lists add it up: no policy, no conversion, credits as what they are.
/// It is what an admin compares with the ERP before anything is trusted.
/// </summary>
/// <param name="Customer">The customer.</param>
/// <param name="Currency">Currency of the documents.</param>
public sealed record CustomerBalance(CustomerKey Customer, CurrencyCode Currency)
{
    /// <summary>Name in the ERP; null when the customer itself was not read.</summary>
    public string? Name { get; init; }

    /// <summary>Open items.</summary>
    public int Items { get; init; }

    /// <summary>Everything open, credits taken off.</summary>
    public decimal Open { get; init; }

    /// <summary>Of it, credit notes and unapplied cash; zero or negative.</summary>
    public decimal Credits { get; init; }

    /// <summary>What is past due, by each of the ways in which ledgers count it.</summary>
    public PastDueFigures PastDue { get; init; } = new(0, 0, 0, 0);

    /// <summary>
    /// An item whose amount has a fraction of the currency's minor unit, as columns of a floating-point type give it; null when there is none. The sums are rounded to the minor unit.
    /// </summary>
    public OddAmount? Odd { get; init; }

    /// <summary>Due date of the oldest open invoice; null when none is open.</summary>
    public DateOnly? OldestDue { get; init; }
}

/// <summary>An amount with a fraction of its currency's minor unit.</summary>
/// <param name="Item">Key of the item.</param>
/// <param name="Amount">The amount.</param>
public sealed record OddAmount(string Item, decimal Amount);

/// <summary>What is past due, by each of the ways in which ledgers count it.</summary>
/// <param name="Gross">Invoices and debit notes whose due date is over.</param>
/// <param name="Net">The same, with credits whose own date is over taken off.</param>
/// <param name="GrossWithToday">Invoices and debit notes whose due date has come, today included.</param>
/// <param name="NetWithToday">The same, with credits whose own date has come taken off.</param>
public readonly record struct PastDueFigures(decimal Gross, decimal Net, decimal GrossWithToday, decimal NetWithToday)
{
    /// <summary>The figure by one way of counting.</summary>
    public decimal By(PastDueCount count) => count switch
    {
        PastDueCount.Gross => Gross,
        PastDueCount.Net => Net,
        PastDueCount.GrossWithToday => GrossWithToday,
        PastDueCount.NetWithToday => NetWithToday,
        _ => throw new ArgumentOutOfRangeException(nameof(count), count, "Unknown way of counting."),
    };

    internal PastDueFigures Rounded(CurrencyCode currency) => new(
        new Money(Gross, currency).Round().Amount, new Money(Net, currency).Round().Amount, new Money(GrossWithToday, currency).Round().Amount, new Money(NetWithToday, currency).Round().Amount);

    internal PastDueFigures With(decimal amount, bool isCredit, bool isOver, bool hasCome) => new(
        isOver && !isCredit ? Gross + amount : Gross,
        isOver ? Net + amount : Net,
        hasCome && !isCredit ? GrossWithToday + amount : GrossWithToday,
        hasCome ? NetWithToday + amount : NetWithToday);
}

/// <summary>A way of counting what is past due.</summary>
public enum PastDueCount
{
    /// <summary>Invoices whose due date is over; credits do not count.</summary>
    Gross = 0,

    /// <summary>Everything whose due date is over, credits taken off.</summary>
    Net,

    /// <summary>Invoices whose due date has come; credits do not count.</summary>
    GrossWithToday,

    /// <summary>Everything whose due date has come, credits taken off.</summary>
    NetWithToday,
}
