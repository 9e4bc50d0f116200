using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>Credit files from a seed: the ordinary ones look like business, the absurd ones like nothing on earth.</summary>
internal sealed class RandomFiles
{
    private static readonly string[] Stages = ["Discovery", "Offer", "Negotiation", "Won", "Nowhere"];
    private static readonly decimal[] AbsurdAmounts = [decimal.MaxValue, decimal.MinValue, 0m, -0.01m, 0.0000000000000000000000000001m, 1e15m, 99_999_999_999_999_999.99m, -1e27m];
    private static readonly string[] Providers = ["dnb", "creditsafe"];
    private static readonly DateOnly[] AbsurdDays = [DateOnly.MinValue, DateOnly.MaxValue, new(1, 1, 2), new(9999, 12, 30), new(1900, 2, 28), new(2024, 2, 29)];

    private static readonly CurrencyCode[] Foreign = [Files.Usd, CurrencyCode.Parse("GBP"), CurrencyCode.Parse("XTS")];

    private readonly Random _random;
    private readonly bool _absurd;

    private RandomFiles(int seed, bool absurd)
    {
        _random = new Random(seed);
        _absurd = absurd;
    }

    /// <summary>A file as a healthy company would have it, most of it in euros and dollars, and most often with all exchange rates.</summary>
    public static CreditFile Ordinary(int seed) => new RandomFiles(seed, absurd: false).File();

    /// <summary>A file with anything in it that the types allow.</summary>
    public static CreditFile Absurd(int seed) => new RandomFiles(seed, absurd: true).File();

    /// <summary>The same file with every list in another order.</summary>
    public static CreditFile Shuffled(CreditFile file, int seed)
    {
        var random = new Random(seed);
        IReadOnlyList<T> Mixed<T>(IReadOnlyList<T> list)
        {
            var items = list.ToArray();
            random.Shuffle(items);
            return items;
        }

        return file with
        {
            Customers = Mixed(file.Customers),
            UnknownCustomers = Mixed(file.UnknownCustomers),
            Unreadable = file.Unreadable is { } unreadable ? Mixed(unreadable) : null,
            OpenItems = Mixed(file.OpenItems),
            Payments = Mixed(file.Payments),
            Opportunities = Mixed(file.Opportunities),
            Stages = Mixed(file.Stages),
            Rates = Mixed(file.Rates),
            Orders = Mixed(file.Orders),
            BureauReports = Mixed(file.BureauReports),
            Statements = Mixed(file.Statements),
            Signals = Mixed(file.Signals),
            Securities = Mixed(file.Securities),
            Overrides = Mixed(file.Overrides),
        };
    }

    private CreditFile File()
    {
        var today = _absurd && Chance(10) ? Pick(AbsurdDays) : Files.Today.AddDays(_random.Next(0, 400));
        var asOf = Files.On(Files.Today) with { BusinessDate = today };
        if (today > DateOnly.MinValue && today < DateOnly.MaxValue)
            asOf = Files.On(today);
        return new CreditFile(asOf, new AccountRecord("001", "Any")
        {
            Currency = Chance(20) ? null : Currency(),
            CustomerKeys = Chance(20) ? [] : [Files.Customer],
            Country = Chance(50) ? null : "DE",
            CreatedOn = Chance(50) ? null : Day(2000),
        })
        {
            Customers = Many(0, 3, i => new ErpCustomerRecord(CustomerKey.Parse($"erp:1000/C{i}"), "Any")
            {
                Limit = Limit(),
                OnHold = Chance(30) ? null : Chance(10),
                Terms = Chance(30) ? null : Terms(),
                CustomerSince = Chance(20) ? null : Day(4000),
            }),
            UnknownCustomers = Chance(10) ? [CustomerKey.Parse("erp:1000/U0")] : [],
            Unreadable = Chance(10) ? [new UnreadableRecords(Files.Customer.ToString(), Chance(50) ? RecordKind.Receivable : RecordKind.OpenOrder, 2, "items.csv:2", "bad")] : null,
            OpenItems = Many(0, 8, i => new ReceivableRecord($"R{i}", Files.Customer, $"R{i}", Day(100), Day(80), Amount(30_000))
            {
                Type = (DocumentType)_random.Next(0, 4),
                OriginalAmount = Chance(50) ? null : Amount(30_000),
                Disputed = Chance(15),
            }),
            Payments = Many(0, 15, i => new PaymentRecord($"P{i}", Files.Customer, $"P{i}", Day(800), Day(760), Day(730), Amount(20_000))
            {
                PromisedOn = Chance(80) ? null : Day(700),
                WasDisputed = Chance(10),
            }),
            BureauReports = Many(0, 3, i => new BureauReportRecord($"B{i}", CreditParty.Account("001"), Pick(Providers), Day(400))
            {
                Score = Chance(30) ? null : _absurd ? Pick(AbsurdAmounts) : _random.Next(0, 100),
                FailurePercent = Chance(50) ? null : 1.5m,
                FoundedIn = Chance(50) ? null : _absurd ? _random.Next(-10, 12_000) : _random.Next(1900, 2020),
                RecommendedLimit = Chance(50) ? null : Amount(50_000),
            }),
            Statements = Many(0, 2, i => new FinancialStatementRecord($"F{i}", CreditParty.Account("001"), Day(900), Currency())
            {
                Months = _absurd && Chance(30) ? _random.Next(-3, 40) : 12,
                Turnover = Figure(),
                Ebit = Figure(),
                InterestExpense = Figure(),
                TotalAssets = Figure(),
                CurrentAssets = Figure(),
                Inventory = Figure(),
                TotalLiabilities = Figure(),
                CurrentLiabilities = Figure(),
                RetainedEarnings = Figure(),
            }),
            Signals = Many(0, 3, i => new SignalRecord($"S{i}", CreditParty.Account("001"), "news", Day(500)) { Severity = (SignalSeverity)_random.Next(0, 3), ExpiresOn = Chance(70) ? null : Day(300) }),
            Opportunities = Many(0, 4, i => new OpportunityRecord($"O{i}", $"Deal {i}", Pick(Stages), Day(60))
            {
                AccountKey = "001",
                Amount = Chance(15) ? null : Amount(150_000),
                Currency = Chance(50) ? null : Currency(),
                ProbabilityPercent = Chance(30) ? null : _absurd ? AbsurdAmounts[_random.Next(AbsurdAmounts.Length)] : _random.Next(0, 101),
                RequestedTerms = Chance(30) ? null : Terms(),
                UnreadableTerms = Chance(10) ? "whenever" : null,
                IsClosed = Chance(5),
            }),
            Stages = Chance(10) ? [] : Many(4, 4, i => new StageRecord(Stages[i]) { SortOrder = i, DefaultProbabilityPercent = 30m * i, IsClosed = i == 3 }),
            Rates = Chance(75) ? [.. Foreign.Select(c => new ExchangeRateRecord(c, Files.Eur, Files.Today.AddDays(-_random.Next(0, 30)), Rate()))] : FewRates(),
            Orders = Many(0, 4, i => new OpenOrderRecord($"A{i}", Files.Customer, $"A{i}", Day(60), Amount(20_000))
            {
                Progress = (OrderProgress)_random.Next(0, 2),
                DeliveryOn = Chance(30) ? null : Day(300),
                IsPrepaid = Chance(15),
                Terms = Chance(50) ? null : Terms(),
            }),
            Securities = Many(0, 2, i => new SecurityRecord($"S{i}", CreditParty.Account("001"), (SecurityType)_random.Next(0, 6), Amount(60_000))
            {
                CoverPercent = _absurd ? Pick(AbsurdAmounts) : _random.Next(50, 101),
                ValidFrom = Chance(50) ? null : Day(100),
                ExpiresOn = Chance(30) ? null : Day(200),
            }),
            Group = Chance(60) ? null : new GroupStanding("000", "Any Group", Many(0, 3, i => new GroupMember($"10{i}", $"Member {i}", Many(0, 2, _ => new GroupSum(Amount(90_000), Amount(5_000), Amount(5_000), Amount(20_000), Amount(9_000))))
            {
                Limits = Many(0, 2, _ => Limit()),
                OnHold = Chance(50) ? null : Chance(30),
                OldestDueOn = Chance(50) ? null : Day(90),
            })) { TopLimits = Many(0, 2, _ => Limit()), IsTop = Chance(30) },
            Overrides = Chance(60) ? [] : Many(1, 3, i => new OverrideRecord($"X{i}", "001", (OverrideEffect)_random.Next(0, 4), "Kim", "agreed with the customer", Day(30))
            {
                Scope = (OverrideScope)_random.Next(0, 3),
                OpportunityKey = Chance(30) ? null : $"O{_random.Next(0, 4)}",
                AmountCap = Chance(30) ? null : Amount(100_000),
                MaxUses = Chance(50) ? null : _random.Next(_absurd ? -1 : 1, 4),
                ExpiresOn = Chance(20) ? null : Day(90),
                EndsWhen = Chance(80) ? [] : ["seriously late"],
            }),
            Prior = Chance(50) ? PriorStanding.None : new PriorStanding
            {
                DecidedOn = Day(30),
                Band = Chance(30) ? null : "Moderate",
                Limit = Limit(),
                Holds = Chance(50) ? new Dictionary<string, DateOnly>() : new Dictionary<string, DateOnly> { ["far over the limit"] = Day(40), ["seriously past due"] = Day(40) },
                OverrideUses = Chance(70) ? new Dictionary<string, IReadOnlyList<string>>() : new Dictionary<string, IReadOnlyList<string>> { ["X0"] = ["O1", "O9"] },
            },
        };
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private IReadOnlyList<ExchangeRateRecord> FewRates() =>
        Many(0, 3, i => new ExchangeRateRecord(i == 1 ? Files.Eur : Files.Usd, i == 1 ? Files.Usd : i == 2 ? CurrencyCode.Parse("GBP") : Files.Eur, Day(30), Rate()));

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private IReadOnlyList<T> Many<T>(int fewest, int most, Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(fewest, most + 1)).Select(make)];

    private CurrencyCode Currency() => Chance(75) ? Files.Eur : Chance(70) ? Files.Usd : CurrencyCode.Parse(_absurd ? "XTS" : "GBP");

    private DateOnly Day(int range) => _absurd && Chance(15) ? Pick(AbsurdDays) : Files.Today.AddDays(_random.Next(-range, range / 2 + 1));

    private Money Amount(int most) => new(_absurd && Chance(25) ? Pick(AbsurdAmounts) : Chance(15) ? -_random.Next(1, most) / 3m : _random.Next(1, most * 100) / 100m, Currency());

    private decimal? Figure() => Chance(20) ? null : _absurd && Chance(40) ? Pick(AbsurdAmounts) : _random.Next(-100, 1000) * 1000m;

    private decimal Rate() => _absurd && Chance(30) ? Pick(AbsurdAmounts) : _random.Next(1, 300) / 100m;

    private PaymentTerms Terms() => Pick([PaymentTerms.Prepaid, PaymentTerms.DueOnReceipt, PaymentTerms.Net(30), PaymentTerms.Net(60), PaymentTerms.Net(90), PaymentTerms.Net(3650)]);

    private CreditLimit Limit() => _random.Next(6) switch
    {
        0 => CreditLimit.NotSet,
        1 => CreditLimit.None,
        2 => Chance(30) ? CreditLimit.Unlimited : CreditLimit.NotSet,
        _ => CreditLimit.Of(new Money(_absurd && Chance(20) ? decimal.MaxValue : _random.Next(1, 200) * 1000m, Currency())),
    };
}
