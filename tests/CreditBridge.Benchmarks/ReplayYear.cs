using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Benchmarks;

/// <summary>
/// Two years of invoices of a company, read month by month over the second of them: prompt, slow and bad payers; about 40 paid and 8 open items and one or two deals
/// each; every seventh account in a group of four.
/// </summary>
internal sealed class ReplayYear(int accounts)
{
    public static readonly DateTimeOffset Today = new(2026, 10, 31, 12, 0, 0, TimeSpan.Zero);

    private const int PageSize = 2_000;
    private const int DaysBetweenInvoices = 15;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly DateOnly LastDay = DateOnly.FromDateTime(Today.DateTime);

    private readonly List<Invoice> _invoices = Invoices(accounts);

    private sealed record Invoice(string Number, CustomerKey Customer, DateOnly IssuedOn, DateOnly DueOn, DateOnly PaidOn, Money Amount)
    {
        public ReceivableRecord Open => new(Number, Customer, Number, IssuedOn, DueOn, Amount) { OriginalAmount = Amount };

        public PaymentRecord Paid => new(Number, Customer, Number, IssuedOn, DueOn, PaidOn, Amount);
    }

    /// <summary>Stores everything as it would have been read.</summary>
    /// <returns>How many records were stored.</returns>
    public async Task<long> FillAsync(ISnapshotStore store)
    {
        var rows = 0L;
        var begin = Today.AddMonths(-12);
        rows += await StoreAsync(store, "crm", begin, [Change(new StageRecord("Offer") { SortOrder = 1, DefaultProbabilityPercent = 50m })]);
        rows += await StoreAsync(store, "crm", begin, [Change(new ExchangeRateRecord(CurrencyCode.Parse("USD"), Eur, new DateOnly(2024, 1, 1), 0.9m))]);
        rows += await StoreAsync(store, "crm", begin, Enumerable.Range(0, accounts).Select(i => Change(new AccountRecord(AccountKey(i), $"Account {i}")
        {
            Currency = Eur,
            CustomerKeys = [Customer(i)],
            ParentKey = i % 7 == 0 && i / 7 % 4 != 0 ? AccountKey(i - (i / 7 % 4 * 7)) : null,
        })));
        rows += await StoreAsync(store, "erp", begin, Enumerable.Range(0, accounts).Select(i => Change(new ErpCustomerRecord(Customer(i), $"CUSTOMER {i}")
        {
            Limit = CreditLimit.Of(new Money(20_000m + (1_000m * (i % 50)), Eur)),
            OnHold = false,
            Terms = PaymentTerms.Net(30),
            CustomerSince = new DateOnly(2018 + (i % 6), 1 + (i % 12), 1),
        })));
        var previous = DateOnly.MinValue;
        for (var month = 0; month <= 12; month++)
        {
            var readAt = begin.AddMonths(month);
            var day = DateOnly.FromDateTime(readAt.DateTime);
            rows += await StoreAsync(store, "erp", readAt, _invoices.Where(i => i.IssuedOn <= day && i.PaidOn > previous && (i.IssuedOn > previous || i.PaidOn <= day))
                .Where(i => i.PaidOn > day || i.IssuedOn <= previous).Select(i => i.PaidOn > day ? Change(i.Open) : SourceChange<ReceivableRecord>.Deleted(i.Number)));
            rows += await StoreAsync(store, "erp", readAt, _invoices.Where(i => i.PaidOn > previous && i.PaidOn <= day).Select(i => Change(i.Paid)));
            rows += await StoreAsync(store, "crm", readAt, Enumerable.Range(0, accounts).SelectMany(a => Deals(a, month, day)).Select(Change));
            previous = day;
        }

        return rows;
    }

    private static IEnumerable<OpportunityRecord> Deals(int account, int month, DateOnly day)
    {
        for (var i = 0; i <= account % 2; i++)
        {
            if ((account + month) % 3 == 0)
            {
                yield return new OpportunityRecord($"006{account:000000}{i}", $"Deal {account}-{i}", "Offer", day.AddDays(45))
                {
                    AccountKey = AccountKey(account), Amount = new Money(2_000m + (137m * (account % 40)) + (100m * month), Eur), Currency = Eur, CreatedOn = new DateOnly(2025, 9, 1),
                };
            }
        }
    }

    private static List<Invoice> Invoices(int accounts)
    {
        var random = new Random(7);
        var result = new List<Invoice>(accounts * 48);
        for (var account = 0; account < accounts; account++)
        {
            var (lateFrom, lateTo) = (account % 10) switch { < 6 => (-5, 8), < 9 => (15, 45), _ => (50, 150) };
            for (var n = 0; n < 48; n++)
            {
                var issued = LastDay.AddDays(-(n * DaysBetweenInvoices) - random.Next(DaysBetweenInvoices));
                var due = issued.AddDays(30);
                var number = string.Create(CultureInfo.InvariantCulture, $"RE-{account:000000}-{n:00}");
                result.Add(new Invoice(number, Customer(account), issued, due, due.AddDays(random.Next(lateFrom, lateTo)), new Money(500m + random.Next(6_000), Eur)));
            }
        }

        return result;
    }

    private static string AccountKey(int i) => $"001{i:0000000}";

    private static CustomerKey Customer(int i) => new("erp", "1000", $"C{i:000000}");

    private static SourceChange<T> Change<T>(T record)
        where T : SourceRecord => SourceChange<T>.Upsert(record);

    private static async Task<long> StoreAsync<T>(ISnapshotStore store, string connection, DateTimeOffset readAt, IEnumerable<SourceChange<T>> changes)
        where T : SourceRecord
    {
        var kind = typeof(T) switch
        {
            var t when t == typeof(StageRecord) => RecordKind.Stage,
            var t when t == typeof(ExchangeRateRecord) => RecordKind.ExchangeRate,
            var t when t == typeof(AccountRecord) => RecordKind.Account,
            var t when t == typeof(ErpCustomerRecord) => RecordKind.ErpCustomer,
            var t when t == typeof(ReceivableRecord) => RecordKind.Receivable,
            var t when t == typeof(PaymentRecord) => RecordKind.Payment,
            _ => RecordKind.Opportunity,
        };
        var rows = 0L;
        foreach (var piece in changes.Chunk(PageSize))
        {
            await store.ApplyAsync(SnapshotIngestor.Prepare(connection, kind, new SourcePage<T>(piece, new Checkpoint("later")), readAt), CancellationToken.None);
            rows += piece.Length;
        }

        return rows;
    }
}
