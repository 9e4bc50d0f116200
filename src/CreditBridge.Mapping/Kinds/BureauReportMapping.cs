using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Reports of credit bureaus: whom (<c>company</c> and <c>customer</c>, or <c>account</c>), <c>provider</c> and <c>reported</c> are needed; <c>score_name</c>, <c>score_version</c>, <c>score</c>, <c>rating</c>, <c>risk_class</c>,
/// <c>failure_percent</c>, <c>recommended_limit</c> with <c>currency</c>, <c>days_beyond_terms</c>, <c>founded</c>, <c>employees</c> and <c>codes</c> are read when mapped. Each party has one report
/// per provider, score and day.
/// </summary>
public sealed class BureauReportMapping : RecordMapping<BureauReportRecord>
{
    private readonly PartyFields _party;
    private readonly TextField _provider;
    private readonly DateField _reported;
    private readonly TextField _scoreName;
    private readonly TextField _scoreVersion;
    private readonly TextField _rating;
    private readonly RiskClassField _riskClass;
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
        _scoreVersion = TextField.Read(fields, "score_version");
        _rating = TextField.Read(fields, "rating");
        _riskClass = RiskClassField.Read(fields, "risk_class");
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
        if (Score.Bands.Versions.Count > 0 && !_scoreVersion.Origin.IsMapped)
            fields.Refuse("score_version", "The bands are about certain versions of the score, and its version is not mapped.", "Map 'score_version' to the column that states it, or leave 'versions' out.");
    }

    /// <summary>How the score is read.</summary>
    public ScoreField Score { get; }

    /// <summary>The provider, when it is the same for all reports; null when a column says it.</summary>
    public string? Provider => _provider.Origin.Constant;

    /// <summary>What the reports can say.</summary>
    public ReportShape Shape => new(
        Stated(Score.Origin, ReportFields.Score) | Stated(_rating.Origin, ReportFields.Rating) | Stated(_failure.Origin, ReportFields.FailurePercent)
        | Stated(_limit.Number.Origin, ReportFields.RecommendedLimit) | Stated(_daysBeyondTerms.Origin, ReportFields.DaysBeyondTerms) | Stated(_founded.Origin, ReportFields.FoundedIn)
        | Stated(_employees.Origin, ReportFields.Employees) | (Bands.Count > 0 ? ReportFields.RiskClass : ReportFields.None)
        | (Score.Bands.Days.Count > 0 ? ReportFields.DaysBeyondTerms : ReportFields.None))
    {
        ScoreName = _scoreName.Origin.Constant,
        HigherIsBetter = Score.Bands.HigherIsBetter,
        LowestScore = Score.Lowest,
        HighestScore = Score.Highest,
        OtherVersions = Score.OtherVersions,
        Bands = Bands,
    };

    private IReadOnlyList<ReportBand> Bands => [.. Score.Bands.Bands, .. _riskClass.Steps.Values];

    private static ReportFields Stated(FieldOrigin origin, ReportFields field) => origin.IsMapped ? field : ReportFields.None;

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
        var version = _scoreVersion.Of(reading);
        var (score, special) = Score.Of(reading, version);
        // The score's band counts; a rating stands in where there is no score, as in countries whose bureaus give ratings only.
        var (step, specialClass) = _riskClass.Of(reading);
        var band = Score.Bands.Of(score, version) ?? step;
        var codes = With(With(_codes.Of(reading), special), specialClass);
        return new BureauReportRecord(RecordKey.Of(party.ToString(), provider, scoreName, $"{reported:yyyy-MM-dd}"), party, provider, reported)
        {
            ScoreName = scoreName.Length > 0 ? scoreName : null,
            Score = score,
            ScoreVersion = version,
            HigherIsBetter = score is null ? null : Score.Bands.HigherIsBetter,
            RiskClass = band?.RiskClass,
            BadRatePercent = band?.BadRatePercent,
            Rating = _rating.Of(reading),
            FailurePercent = _failure.Of(reading, 0, 100),
            RecommendedLimit = LimitOf(reading),
            DaysBeyondTerms = _daysBeyondTerms.Of(reading) ?? Score.Bands.DaysOf(score, version),
            FoundedIn = _founded.WholeOf(reading, 1000, ValueFormats.LatestDate.Year),
            Employees = _employees.WholeOf(reading, 0, 100_000_000),
            Codes = codes,
        };
    }

    private static IReadOnlyList<string> With(IReadOnlyList<string> codes, string code) =>
        code.Length == 0 || codes.Contains(code) ? codes : [.. codes.Append(code).Order(StringComparer.Ordinal)];

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
