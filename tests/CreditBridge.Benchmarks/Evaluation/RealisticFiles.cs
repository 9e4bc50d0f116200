using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Benchmarks.Evaluation;

/// <summary>
/// Credit files as they are in real companies, made from a seed: 60 payments over two years, a dozen open items, two orders, two deals. Three of four customers are fine;
/// the fourth pays late or asks for more than fits.
/// </summary>
internal static class RealisticFiles
{
    public static readonly CurrencyCode Euro = CurrencyCode.Parse("EUR");

    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly StageRecord[] Stages =
    [
        new("Discovery") { SortOrder = 1, DefaultProbabilityPercent = 10m },
        new("Negotiation") { SortOrder = 3, DefaultProbabilityPercent = 80m },
        new("Proposal") { SortOrder = 2, DefaultProbabilityPercent = 60m },
        new("Won") { SortOrder = 4, DefaultProbabilityPercent = 100m, IsClosed = true, IsWon = true },
    ];

    public static CreditFile Of(int seed)
    {
        var random = new Random(seed);
        var key = CustomerKey.Parse($"erp:1000/C{seed:00000}");
        var isTight = seed % 4 == 3;
        Money Amount(int from, int to) => new(random.Next(from * 100, to * 100) / 100m, Euro);
        var payments = Enumerable.Range(0, 60).Select(i =>
        {
            var paid = Today.AddDays(-random.Next(0, 730));
            var due = paid.AddDays(-random.Next(isTight ? 0 : -10, isTight ? 40 : 6));
            return new PaymentRecord($"erp:1000/P{i:000}", key, $"P{i:000}", due.AddDays(-30), due, paid, Amount(500, 9_000));
        });
        var items = Enumerable.Range(0, 12).Select(i =>
        {
            var due = Today.AddDays(random.Next(isTight && i == 0 ? -25 : 0, 45));
            return new ReceivableRecord($"erp:1000/I{i:000}", key, $"I{i:000}", due.AddDays(-30), due, Amount(500, 8_000)) { Disputed = random.Next(15) == 0 };
        });
        return new CreditFile(new AsOf(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero), Today, "UTC"), new AccountRecord("001", "Customer") { Currency = Euro, CustomerKeys = [key] })
        {
            Customers = [new ErpCustomerRecord(key, "Customer") { Limit = CreditLimit.Of(Amount(100_000, 200_000)), OnHold = false, Terms = PaymentTerms.Net(30), CustomerSince = Today.AddMonths(-random.Next(3, 90)) }],
            Payments = [.. payments],
            OpenItems = [.. items, new ReceivableRecord("erp:1000/K001", key, "K001", Today.AddDays(-10), Today, new Money(-250m, Euro)) { Type = DocumentType.CreditNote }],
            Orders =
            [
                new OpenOrderRecord("erp:1000/O1", key, "O1", Today.AddDays(-5), Amount(1_000, 6_000)) { DeliveryOn = Today.AddDays(20) },
                new OpenOrderRecord("erp:1000/O2", key, "O2", Today.AddDays(-9), Amount(1_000, 6_000)) { Progress = OrderProgress.DeliveredNotInvoiced, DeliveryOn = Today.AddDays(-2) },
            ],
            Opportunities =
            [
                new OpportunityRecord("006A", "Renewal", "Proposal", Today.AddDays(20)) { AccountKey = "001", Amount = Amount(2_000, 9_000), Currency = Euro, RequestedTerms = PaymentTerms.Net(30), ProbabilityPercent = 60m },
                new OpportunityRecord("006B", "Extension", "Negotiation", Today.AddDays(35))
                {
                    AccountKey = "001", Amount = isTight ? Amount(90_000, 250_000) : Amount(2_000, 9_000), Currency = Euro, RequestedTerms = PaymentTerms.Net(isTight ? 60 : 30), ProbabilityPercent = 80m,
                },
            ],
            Stages = Stages,
        };
    }
}
