using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Reports of credit bureaus: whom (<c>company</c> and <c>customer</c>, or <c>account</c>), <c>provider</c> and <c>reported</c> are needed; <c>score_name</c>, <c>score</c>, <c>rating</c>,
/// <c>failure_percent</c>, <c>recommended_limit</c> with <c>currency</c>, <c>days_beyond_terms</c>, <c>founded</c>, <c>employees</c> and <c>codes</c> are read when mapped. Each party has one report
/// per provider, score and day.
/// </summary>
public sealed class BureauReportMapping : RecordMapping<BureauReportRecord>
{
    private readonly PartyFields _party;
    private readonly TextField _provider;
    private readonly DateField _reported;
    private readonly TextField _scoreName;
    private readonly TextField _rating;
    private readonly NumberField _failure;
    private readonly AdvisedLimitField _limit;
    private readonly CurrencyField _currency;
    private readonly NumberField _daysBeyondTerms;
    private readonly NumberField _founded;
    private readonly NumberField _employees;
    private readonly ListField _codes;

    private BureauReportMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _party = PartyFields.Read(fields);
        _provider = TextField.Read(fields, "provider", required: true);
        _reported = DateField.Read(fields, "reported", required: true);
        _scoreName = TextField.Read(fields, "score_name");
        Score = ScoreField.Read(fields, "score");
        _rating = TextField.Read(fields, "rating");
        _failure = NumberField.Read(fields, "failure_percent");
        _limit = AdvisedLimitField.Read(fields, "recommended_limit");
        _currency = CurrencyField.Read(fields, "currency");
        _daysBeyondTerms = NumberField.Read(fields, "days_beyond_terms");
        _founded = NumberField.Read(fields, "founded");
        _employees = NumberField.Read(fields, "employees");
        _codes = ListField.Read(fields, "codes");
        fields.Close();
        if (_limit.Number.Origin.IsMapped && !_currency.Text.Origin.IsMapped)
            fields.Refuse("currency", "The recommended limit has no currency.", "Map 'currency' to a column, or write 'currency: {value: EUR}' when all are in one.");
    }

    /// <summary>How the score is read.</summary>
    public ScoreField Score { get; }

    /// <summary>Reads the mapping of bureau reports.</summary>
    public static BureauReportMapping Read(KindBlock block) => new(block);

    /// <inheritdoc />
    public override bool AreEqual(BureauReportRecord one, BureauReportRecord other) => one with { Codes = other.Codes } == other && one.Codes.SequenceEqual(other.Codes);

    /// <inheritdoc />
    public override int HashOf(BureauReportRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var hash = new HashCode();
        hash.Add(record with { Codes = NoTexts });
        foreach (var text in record.Codes)
            hash.Add(text);
        return hash.ToHashCode();
    }

    private static readonly string[] NoTexts = [];

    private protected override string KeyOf(RowReading reading) => RecordKey.Of(_party.Of(reading).ToString(), _provider.KeyPart(reading, "/"), _scoreName.KeyPart(reading, "/"), $"{_reported.Of(reading) ?? default:yyyy-MM-dd}");

    private protected override BureauReportRecord Build(RowReading reading)
    {
        var party = _party.Of(reading);
        var (provider, scoreName) = (_provider.KeyPart(reading, "/"), _scoreName.KeyPart(reading, "/"));
        var reported = _reported.Of(reading) ?? default;
        var (score, special) = Score.Of(reading);
        var codes = _codes.Of(reading);
        return new BureauReportRecord(RecordKey.Of(party.ToString(), provider, scoreName, $"{reported:yyyy-MM-dd}"), party, provider, reported)
        {
            ScoreName = scoreName.Length > 0 ? scoreName : null,
            Score = score,
            Rating = _rating.Of(reading),
            FailurePercent = _failure.Of(reading, 0, 100),
            RecommendedLimit = LimitOf(reading),
            DaysBeyondTerms = _daysBeyondTerms.Of(reading),
            FoundedIn = _founded.WholeOf(reading, 1000, ValueFormats.LatestDate.Year),
            Employees = _employees.WholeOf(reading, 0, 100_000_000),
            Codes = special.Length == 0 || codes.Contains(special) ? codes : [.. codes.Append(special).Order(StringComparer.Ordinal)],
        };
    }

    private Money? LimitOf(RowReading reading)
    {
        var (amount, currency) = (_limit.Of(reading), _currency.Of(reading));
        if (amount is null)
            return null;
        if (currency is { } code)
            return new Money(amount.Value, code);
        reading.Refuse(_currency.Text.Origin, $"The recommended limit of {amount} has no currency.");
        return null;
    }
}
