using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>Builds credit files for tests: Sandberg AG, a customer since 2020 with a limit of EUR 100,000, on Monday 2 November 2026.</summary>
internal static class Files
{
    public static readonly DateOnly Today = new(2026, 11, 2);
    public static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    public static readonly CurrencyCode Usd = CurrencyCode.Parse("USD");
    public static readonly CustomerKey Customer = CustomerKey.Parse("erp:1000/C1");

    public static AsOf On(DateOnly day) => AsOf.At(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    public static Money Euros(decimal amount) => new(amount, Eur);

    public static CreditFile Standard() => new(On(Today), new AccountRecord("001", "Sandberg AG") { Currency = Eur, CustomerKeys = [Customer] })
    {
        Customers = [Customers(CreditLimit.Of(Euros(100_000m)))],
        Payments = [.. Enumerable.Range(0, 6).Select(i => Paid($"P{i}", Today.AddDays(-30 - 20 * i), daysLate: 0, 5_000m))],
        Stages =
        [
            new StageRecord("Discovery") { SortOrder = 1, DefaultProbabilityPercent = 10m },
            new StageRecord("Offer") { SortOrder = 2, DefaultProbabilityPercent = 60m },
            new StageRecord("Won") { SortOrder = 3, DefaultProbabilityPercent = 100m, IsClosed = true, IsWon = true },
        ],
        Rates = [new ExchangeRateRecord(Usd, Eur, new DateOnly(2026, 10, 1), 0.8m)],
    };

    public static ErpCustomerRecord Customers(CreditLimit limit) => new(Customer, "Sandberg AG")
    {
        Limit = limit,
        OnHold = false,
        Terms = PaymentTerms.Net(30),
        CustomerSince = new DateOnly(2020, 1, 1),
    };

    public static ReceivableRecord Open(string document, DateOnly due, decimal amount, DocumentType type = DocumentType.Invoice) =>
        new($"erp:1000/{document}", Customer, document, due.AddDays(-30), due, Euros(amount)) { Type = type };

    public static PaymentRecord Paid(string document, DateOnly paid, int daysLate, decimal amount) =>
        new($"erp:1000/{document}", Customer, document, paid.AddDays(-daysLate - 30), paid.AddDays(-daysLate), paid, Euros(amount));

    public static OpportunityRecord Deal(string key, decimal? amount, PaymentTerms? terms = null, DateOnly? close = null, string stage = "Offer") =>
        new(key, $"Deal {key}", stage, close ?? Today.AddDays(14))
        {
            AccountKey = "001",
            Amount = amount is { } a ? Euros(a) : null,
            Currency = Eur,
            RequestedTerms = terms,
        };
}
