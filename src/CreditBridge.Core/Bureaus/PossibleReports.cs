using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Bureaus;

/// <summary>
/// The reports that a bureau could give about an account, as far as a policy can tell them apart: every class and rating, every whole score of a short scale, the edges of
/// the bands of a long one; and of every other figure the ends, the policy's own numbers and a value between each two of them. Only figures that the policy reads are varied.
/// </summary>
internal sealed class PossibleReports
{
    /// <summary>More possible reports than this are not tried.</summary>
    public const int Most = 3_000;

    private const int ShortScale = 200;
    private const decimal LargestLimit = 1_000_000_000_000m;

    private readonly BureauPolicy _bureaus;
    private readonly CreditPolicy _policy;
    private readonly ReportShape _shape;
    private readonly ReportFields _read;
    private readonly bool _readsOpinion;
    private readonly List<string> _codes;

    public PossibleReports(CreditPolicy policy, string provider, ReportShape shape)
    {
        _policy = policy;
        _bureaus = policy.Bureaus!;
        _shape = shape;
        var picks = PicksOf(policy, provider, shape.ScoreName).ToList();
        _read = shape.Fields & FieldsRead(picks);
        _readsOpinion = picks.Exists(p => p.Field == BureauField.HasOpinion);
        _codes = [.. picks.Where(p => p.Field == BureauField.HasCode).Select(p => p.Code!).Distinct(StringComparer.OrdinalIgnoreCase)];
        // A rating without a list of its words can be anything.
        IsComplete = !_read.HasFlag(ReportFields.Rating) || shape.Bands.Any(b => b.Rating is not null);
    }

    /// <summary>Whether <see cref="About"/> gives every case that the policy tells apart.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The reports, the worst and the best first.</summary>
    /// <param name="template">Whom they are about, by which bureau, and when.</param>
    public IReadOnlyList<BureauReportRecord> About(BureauReportRecord template)
    {
        var cases = Scores(template).ToList();
        // Whether there is an opinion can matter even where nobody reads what it is; the policy does not tell such scores apart.
        if (_readsOpinion && !cases.Exists(ReportAnswer.SaysSomething))
            cases.Add(template with { Score = _shape.HighestScore ?? 1m });
        cases = [.. cases.Append(template)];
        if (_codes.Count > 0)
            cases = [.. cases.SelectMany(c => _codes.Select(code => c with { Codes = [code] }).Append(c with { Codes = _codes }).Append(c))];
        cases = Vary(cases, ReportFields.FailurePercent, Numbers(0m, 100m), (r, n) => r with { FailurePercent = n });
        cases = Vary(cases, ReportFields.RecommendedLimit, Numbers(0m, LargestLimit), (r, n) => r with { RecommendedLimit = n is { } amount ? new Money(amount, _policy.Currency) : null });
        cases = Vary(cases, ReportFields.DaysBeyondTerms, Numbers(-60m, 365m), (r, n) => r with { DaysBeyondTerms = n });
        cases = Vary(cases, ReportFields.Employees, Numbers(0m, 10_000_000m), (r, n) => r with { Employees = (int?)n });
        return Vary(cases, ReportFields.FoundedIn, Numbers(0m, 300m), (r, n) => r with { FoundedIn = n is { } age ? template.ReportedOn.Year - (int)age : null });
    }

    // The bands first: their ends, from the worst to the best, are likeliest to matter.
    private IEnumerable<BureauReportRecord> Scores(BureauReportRecord template)
    {
        if (!_read.HasFlag(ReportFields.Score))
        {
            foreach (var band in EndsFirst(_shape.Bands.OrderByDescending(b => b.RiskClass).ToList()))
                yield return With(template, band, band.From);
            if (_shape.Bands.Count == 0 && _read.HasFlag(ReportFields.Rating))
                IsComplete = false;
            yield break;
        }

        var scores = new SortedSet<decimal>(_shape.Bands.SelectMany(b => new[] { b.From, b.To }).Append(_shape.LowestScore).Append(_shape.HighestScore).OfType<decimal>());
        if (scores.Count == 0)
        {
            IsComplete = false;
            scores.UnionWith([0m, 100m, 1000m]);
        }

        var (lowest, highest) = (scores.Min, scores.Max);
        if (highest - lowest <= ShortScale)
        {
            for (var score = lowest; score <= highest; score++)
                scores.Add(score);
        }
        else
        {
            scores.UnionWith(Numbers(lowest, highest).OfType<decimal>());
        }

        // A rating that stands in where there is no score comes alone; one without bands of the score beside it comes with any score.
        var bands = _shape.Bands.Where(b => b.From is not null).ToList();
        var ratings = _shape.Bands.Where(b => b.Rating is not null).ToList();
        foreach (var score in EndsFirst(scores.ToList()))
        {
            if (bands.Count > 0 || ratings.Count == 0)
                yield return With(template, bands.LastOrDefault(b => b.From <= score), score);
            foreach (var rating in bands.Count > 0 ? [] : ratings)
                yield return With(template, rating, score);
        }

        foreach (var rating in ratings)
            yield return With(template, rating, null);
        foreach (var score in OtherVersions())
            yield return With(template, null, score);
    }

    // A score of another version has no class, whatever it is.
    private List<decimal> OtherVersions()
    {
        if (_shape.OtherVersions is not { } scale)
            return [];
        if (scale is { Lowest: { } lowest, Highest: { } highest })
            return [.. EndsFirst(Numbers(lowest, highest).OfType<decimal>().ToList())];
        IsComplete = false;
        return [];
    }

    private BureauReportRecord With(BureauReportRecord template, ReportBand? band, decimal? score) => template with
    {
        Score = score,
        HigherIsBetter = _shape.HigherIsBetter,
        RiskClass = band?.RiskClass,
        BadRatePercent = band?.BadRatePercent,
        Rating = band?.Rating,
    };

    private List<BureauReportRecord> Vary(List<BureauReportRecord> cases, ReportFields field, List<decimal?> values, Func<BureauReportRecord, decimal?, BureauReportRecord> with)
    {
        if (!_read.HasFlag(field))
            return cases;
        if ((long)cases.Count * values.Count <= Most)
            return [.. cases.SelectMany(c => values.Select(v => with(c, v)))];
        IsComplete = false;
        return [.. cases.Take(Most / 4).SelectMany(c => new[] { with(c, values[0]), with(c, values[1]) })];
    }

    private List<decimal?> Numbers(decimal lowest, decimal highest)
    {
        var inside = new SortedSet<decimal>(_bureaus.Numbers.Where(n => n > lowest && n < highest)) { lowest, highest };
        var between = inside.Zip(inside.Skip(1), (a, b) => (a + b) / 2m).ToList();
        return [.. EndsFirst([.. inside.Concat(between).Order()]).Select(n => (decimal?)n), null];
    }

    private static List<T> EndsFirst<T>(List<T> values) =>
        values.Count < 3 ? values : [values[0], values[^1], .. values[1..^1]];

    private static IEnumerable<BureauPick> PicksOf(CreditPolicy policy, string provider, string? scoreName) =>
        policy.Inputs.Named.Select(i => i.Definition).OfType<BureauPick>().Where(pick =>
            (pick.Provider is not { } named || string.Equals(named, provider, StringComparison.OrdinalIgnoreCase))
            && (pick.ScoreName is not { } score || scoreName is null || string.Equals(score, scoreName, StringComparison.OrdinalIgnoreCase)));

    private static ReportFields FieldsRead(List<BureauPick> picks)
    {
        var read = ReportFields.None;
        foreach (var pick in picks)
        {
            read |= pick.Field switch
            {
                BureauField.Score => ReportFields.Score,
                BureauField.Rating => ReportFields.Rating,
                BureauField.RiskClass or BureauField.BadRatePercent => ReportFields.RiskClass,
                BureauField.FailurePercent => ReportFields.FailurePercent,
                BureauField.RecommendedLimit => ReportFields.RecommendedLimit,
                BureauField.DaysBeyondTerms => ReportFields.DaysBeyondTerms,
                BureauField.Employees => ReportFields.Employees,
                BureauField.CompanyAge => ReportFields.FoundedIn,
                _ => ReportFields.None,
            };
        }

        return read;
    }
}
