using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Payments;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>Everything that the headroom of one account, or of one group, will come from. All amounts are in <see cref="Currency"/>.</summary>
/// <param name="Key">Key of the account, or of the group's top account.</param>
/// <param name="Name">Its name.</param>
/// <param name="AsOf">The day from whose end on is forecast.</param>
/// <param name="Currency">Currency of all amounts.</param>
/// <param name="Limit">The limit that counts on that day.</param>
/// <param name="Exposure">What counts against it on that day, without open deals; null when it cannot be told.</param>
public sealed record HeadroomCase(string Key, string Name, DateOnly AsOf, CurrencyCode Currency, CreditLimit Limit, decimal? Exposure)
{
    /// <summary>Whether it is about a group as a whole.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Days on which the limit will be another, in order.</summary>
    public IReadOnlyList<LimitChange> LimitChanges { get; init; } = [];

    /// <summary>What is part of the exposure and will be paid.</summary>
    public IReadOnlyList<ExpectedReceipt> Receipts { get; init; } = [];

    /// <summary>All open invoices, also those that do not count against the limit.</summary>
    public IReadOnlyList<OpenInvoice> Invoices { get; init; } = [];

    /// <summary>How many invoices of its own say how it pays; 0: it is expected to pay like all customers together.</summary>
    public int PaceItems { get; init; }

    /// <summary>The day on which it usually pays, in days past due; negative is early. Null when customers are judged by their share of late invoices.</summary>
    public double? UsualDay { get; init; }

    /// <summary>Orders that do not count yet and will.</summary>
    public IReadOnlyList<ExpectedOrder> Orders { get; init; } = [];

    /// <summary>Open deals that are delivered on credit.</summary>
    public IReadOnlyList<ExpectedDeal> Deals { get; init; } = [];

    /// <summary>Why nothing can be told; empty when it can.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>What is left out or assumed, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many open deals are left out, because their amounts are not known.</summary>
    public int DealsLeftOut { get; init; }
}

/// <summary>A day from which on the limit is another.</summary>
/// <param name="From">The day.</param>
/// <param name="Limit">The limit from then on.</param>
/// <param name="Why">Why, in one sentence.</param>
public sealed record LimitChange(DateOnly From, CreditLimit Limit, string Why);

/// <summary>An invoice or order that will be paid.</summary>
/// <param name="Key">Identity of the record; of several with the same, one counts.</param>
/// <param name="Amount">What will be paid; above zero.</param>
/// <param name="Payment">When.</param>
public sealed record ExpectedReceipt(string Key, decimal Amount, PaymentForecast Payment);

/// <summary>An open invoice.</summary>
/// <param name="Key">Identity of the record.</param>
/// <param name="Document">Number as printed on it.</param>
/// <param name="Amount">What is open; above zero.</param>
/// <param name="Disputed">Whether the customer disputes it.</param>
/// <param name="Payment">When it will be paid.</param>
public sealed record OpenInvoice(string Key, string Document, decimal Amount, bool Disputed, PaymentForecast Payment);

/// <summary>An order that counts from a later day on.</summary>
/// <param name="Key">Identity of the record.</param>
/// <param name="Name">Number of the order.</param>
/// <param name="Amount">Its amount; above zero.</param>
/// <param name="CountsFrom">The day.</param>
/// <param name="Payment">When it will be paid.</param>
public sealed record ExpectedOrder(string Key, string Name, decimal Amount, DateOnly CountsFrom, PaymentForecast Payment);

/// <summary>An open deal.</summary>
/// <param name="Key">Key of the deal.</param>
/// <param name="Name">Its name.</param>
/// <param name="AccountKey">The account it belongs to.</param>
/// <param name="Amount">Its amount; above zero.</param>
/// <param name="ClosesOn">Day on which sales expects it to close.</param>
/// <param name="Wins">Probability of having been won by a day, in order of days and never falling.</param>
public sealed record ExpectedDeal(string Key, string Name, string AccountKey, decimal Amount, DateOnly ClosesOn, IReadOnlyList<WinStep> Wins)
{
    /// <summary>Probability of being won at all, 0 to 1.</summary>
    public double Probability => Wins.Count == 0 ? 0d : Wins[^1].Probability;

    /// <summary>Probability of having been won by the end of a day.</summary>
    public double WonBy(DateOnly day)
    {
        var probability = 0d;
        foreach (var step in Wins)
        {
            if (step.By > day)
                break;
            probability = step.Probability;
        }

        return probability;
    }
}

/// <summary>Probability of having been won by a day.</summary>
/// <param name="By">The day.</param>
/// <param name="Probability">The probability, 0 to 1.</param>
public readonly record struct WinStep(DateOnly By, double Probability);
