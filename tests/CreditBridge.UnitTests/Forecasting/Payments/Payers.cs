using CreditBridge.Core.Forecasting.Payments;

namespace CreditBridge.UnitTests.Forecasting.Payments;

/// <summary>Invoices for tests: issued thirty days before they are due.</summary>
internal static class Payers
{
    public static readonly DateOnly Today = new(2026, 11, 2);

    /// <summary>An invoice that was due some days ago and paid some days after its due day; null days late: still open.</summary>
    public static PaymentItem Item(string customer, int dueDaysAgo, int? daysLate, string number = "", params string[] traits)
    {
        var due = Today.AddDays(-dueDaysAgo);
        return new PaymentItem($"{customer}-{dueDaysAgo}-{number}", customer, due.AddDays(-30), due, daysLate is { } late ? due.AddDays(late) : null, 100m) { Traits = traits };
    }

    /// <summary>Invoices of one customer, one every ten days, all paid as late.</summary>
    public static List<PaymentItem> Habit(string customer, int count, int daysLate) => [.. Enumerable.Range(0, count).Select(i => Item(customer, 40 + 10 * i, daysLate))];

    public static PaymentModel Learn(IEnumerable<IReadOnlyList<PaymentItem>> customers, PaymentSettings? settings = null)
    {
        var learner = new PaymentModel.Learner(Today, settings ?? new PaymentSettings());
        foreach (var customer in customers)
            learner.Add(customer);
        return learner.Learn();
    }

    /// <summary>A pool in which half of the customers pay on the due day and half ten days late.</summary>
    public static PaymentModel Pool(PaymentSettings? settings = null) =>
        Learn(Enumerable.Range(0, 20).Select(i => (IReadOnlyList<PaymentItem>)Habit($"pool{i}", 12, i % 2 == 0 ? 0 : 10)), settings);

    /// <summary>An invoice that is due in some days.</summary>
    public static PaymentItem Open(string customer, int dueInDays, params string[] traits) => Item(customer, -dueInDays, null, "open", traits);
}
