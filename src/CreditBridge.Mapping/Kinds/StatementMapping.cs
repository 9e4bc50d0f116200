using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Financial statements: whom (<c>company</c> and <c>customer</c>, or <c>account</c>), <c>period_end</c>, <c>currency</c> and at least one figure are needed; <c>months</c> (12 when not mapped)
/// and <c>audited</c> are read when mapped. <c>unit</c> must be declared: figures stated in thousands, taken as they stand, make a company a thousand times smaller.
/// </summary>
public sealed class StatementMapping : RecordMapping<FinancialStatementRecord>
{
    private static readonly string[] NeverNegative =
        ["turnover", "total_assets", "current_assets", "cash", "inventory", "intangible_assets", "total_liabilities", "current_liabilities"];

    private static readonly string[] EitherSign = ["ebit", "net_income", "interest_expense", "operating_cash_flow", "equity", "retained_earnings"];

    private readonly PartyFields _party;
    private readonly DateField _periodEnd;
    private readonly CurrencyField _currency;
    private readonly NumberField _months;
    private readonly FlagField _audited;
    private readonly Dictionary<string, FigureField> _figures;

    private StatementMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        Unit = block.Section.Choice<decimal>("unit", Units, null, "It says whether figures are stated in whole units, thousands or millions of their currency; a wrong guess is wrong by three digits.");
        _party = PartyFields.Read(fields);
        _periodEnd = DateField.Read(fields, "period_end", required: true);
        _currency = CurrencyField.Read(fields, "currency", required: true);
        _months = NumberField.Read(fields, "months");
        _audited = FlagField.Read(fields, "audited");
        _figures = NeverNegative.Select(n => FigureField.Read(fields, n, mayBeNegative: false)).Concat(EitherSign.Select(n => FigureField.Read(fields, n, mayBeNegative: true)))
            .ToDictionary(f => f.Number.Origin.Name);
        fields.Close();
        if (!_figures.Values.Any(f => f.Number.Origin.IsMapped))
            fields.Refuse("turnover", "No figure is mapped.", $"Map at least one of: {string.Join(", ", _figures.Keys)}.");
    }

    /// <summary>What one unit of a figure stands for: 1, 1,000 or 1,000,000.</summary>
    public decimal Unit { get; }

    /// <summary>Reads the mapping of financial statements.</summary>
    public static StatementMapping Read(KindBlock block) => new(block);

    private protected override string KeyOf(RowReading reading) => RecordKey.Of(_party.Of(reading).ToString(), $"{_periodEnd.Of(reading) ?? default:yyyy-MM-dd}", $"{_months.WholeOf(reading, 1, 60) ?? 12}m");

    private protected override FinancialStatementRecord? Build(RowReading reading)
    {
        var party = _party.Of(reading);
        var end = _periodEnd.Of(reading) ?? default;
        var months = _months.WholeOf(reading, 1, 60) ?? 12;
        if (_currency.Of(reading) is not { } currency)
            return null;
        return new FinancialStatementRecord(RecordKey.Of(party.ToString(), $"{end:yyyy-MM-dd}", $"{months}m"), party, end, currency)
        {
            Months = months,
            Turnover = Figure("turnover", reading),
            Ebit = Figure("ebit", reading),
            NetIncome = Figure("net_income", reading),
            InterestExpense = Figure("interest_expense", reading),
            OperatingCashFlow = Figure("operating_cash_flow", reading),
            TotalAssets = Figure("total_assets", reading),
            CurrentAssets = Figure("current_assets", reading),
            Cash = Figure("cash", reading),
            Inventory = Figure("inventory", reading),
            IntangibleAssets = Figure("intangible_assets", reading),
            TotalLiabilities = Figure("total_liabilities", reading),
            CurrentLiabilities = Figure("current_liabilities", reading),
            Equity = Figure("equity", reading),
            RetainedEarnings = Figure("retained_earnings", reading),
            Audited = _audited.Of(reading),
        };
    }

    private decimal? Figure(string name, RowReading reading) => _figures[name].Of(reading, Unit);

    private static readonly Dictionary<string, decimal> Units = new() { ["1"] = 1m, ["1000"] = 1_000m, ["1000000"] = 1_000_000m };
}
