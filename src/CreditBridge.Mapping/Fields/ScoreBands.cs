using System.Globalization;
using CreditBridge.Abstractions.Bureaus;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// The provider's own bands of a score, brought to the five classes of risk that all providers share. <c>better: high</c> or <c>better: low</c> says which end of the scale
/// is good; <c>bands: {580: 1, 530: 2, …}</c> gives for the lowest score of each band its class, from 1 (very low risk) to 5 (very high); <c>bad_rates: {580: 1.1, …}</c>
/// gives, where the provider publishes it, of a hundred companies in the band how many went bad within twelve months; <c>versions: [V1, V2]</c> lists the versions of the
/// score that the bands are about: a score of another version has no class; <c>days: {80: 0, 70: 15, …}</c> gives, for a score that stands for how late bills are paid, from
/// each score on the days beyond terms.
/// </summary>
public sealed record ScoreBands
{
    /// <summary>The classes of risk: 1 very low, 5 very high.</summary>
    public const int Classes = 5;

    private const string Why = "A class of 1 is the lowest risk, 5 the highest.";

    /// <summary>Nothing is declared.</summary>
    public static ScoreBands None { get; } = new();

    /// <summary>Whether a higher score is better; null when it is not declared.</summary>
    public bool? HigherIsBetter { get; private init; }

    /// <summary>The bands, the one with the lowest scores first; empty when none are declared.</summary>
    public IReadOnlyList<ReportBand> Bands { get; private init; } = [];

    /// <summary>Versions that the bands are about; empty for every one.</summary>
    public IReadOnlyList<string> Versions { get; private init; } = [];

    /// <summary>Days beyond terms from each score on, the lowest score first; empty when the score does not stand for days.</summary>
    public IReadOnlyList<(decimal From, decimal Days)> Days { get; private init; } = [];

    /// <summary>Reads the keys from the score's block.</summary>
    /// <param name="section">The block of the score.</param>
    /// <param name="lowest">The lowest score; null when it is not declared.</param>
    /// <param name="highest">The highest score; null when it is not declared.</param>
    public static ScoreBands Read(MappingSection section, decimal? lowest, decimal? highest)
    {
        var better = section.Has("better") || section.Has("bands") || section.Has("days")
            ? section.Choice<bool>("better", Directions, null, "On one scale 100 is the best company, on another the worst; taken the wrong way round, bands grant credit to whom they should stop.")
            : (bool?)null;
        var table = section.Table("bands");
        var rates = section.Table("bad_rates");
        var versions = section.List("versions") ?? [];
        var days = ReadDays(section, better, lowest);
        if (table is null)
        {
            if (rates is not null)
                section.Refuse("bad_rates", "There are no bands that these rates could belong to.", "Write 'bands:' with the lowest score of each band and its class.");
            if (versions.Count > 0)
                section.Refuse("versions", "There are no bands that these versions could be about.", "Write 'bands:', or leave 'versions' out.");
            return new ScoreBands { HigherIsBetter = better, Days = days };
        }

        var bands = new SortedDictionary<decimal, int>();
        foreach (var (from, risk) in table)
        {
            if (!TryNumber(from, out var start))
                section.Refuse("bands", $"'{from}' is not a score.", "Write the lowest score of each band and its class: 'bands: {580: 1, 530: 2}'.");
            else if (!int.TryParse(risk, NumberStyles.None, CultureInfo.InvariantCulture, out var @class) || @class is < 1 or > Classes)
                section.Refuse("bands", $"'{risk}' is not a class of risk.", $"{Why} Write 'bands: {{{from}: 3}}'.");
            else if (!bands.TryAdd(start, @class))
                section.Refuse("bands", $"The score {start} begins two bands.", "Each band begins at a score of its own.");
        }

        Check(section, bands, better, lowest, highest);
        return new ScoreBands { HigherIsBetter = better, Bands = Build(section, bands, rates, highest), Versions = versions, Days = days };
    }

    /// <summary>The band of a score; null when there is none for it, or the bands are about other versions.</summary>
    public ReportBand? Of(decimal? score, string? version)
    {
        if (score is null || !IsAbout(version))
            return null;
        ReportBand? found = null;
        foreach (var band in Bands)
        {
            if (band.From <= score)
                found = band;
        }

        return found;
    }

    /// <summary>Whether the bands are about a version.</summary>
    public bool IsAbout(string? version) => Versions.Count == 0 || Versions.Contains(version ?? "", StringComparer.OrdinalIgnoreCase);

    /// <summary>The days beyond terms that a score stands for; null when it stands for none.</summary>
    public decimal? DaysOf(decimal? score, string? version) =>
        score is { } known && IsAbout(version) && Days.LastOrDefault(d => d.From <= known, (From: decimal.MaxValue, Days: 0m)) is { From: not decimal.MaxValue } found ? found.Days : null;

    private static (decimal From, decimal Days)[] ReadDays(MappingSection section, bool? better, decimal? lowest)
    {
        var days = new SortedDictionary<decimal, decimal>();
        foreach (var (from, text) in section.Table("days") ?? new Dictionary<string, string>())
        {
            if (!TryNumber(from, out var start))
                section.Refuse("days", $"'{from}' is not a score.", "Write the score from which on, and the days: 'days: {80: 0, 70: 15}'.");
            else if (!TryNumber(text, out var late) || late is < -366 or > 3660)
                section.Refuse("days", $"'{text}' is not a number of days.", $"Write 'days: {{{from}: 30}}'; days before the due date have a minus.");
            else
                days[start] = late;
        }

        if (days.Count > 0 && lowest is { } low && days.Keys.First() != low)
            section.Refuse("days", $"The lowest score here is {days.Keys.First()}, and the scale begins at {low}.", "Say what each score of the scale stands for.");
        if (days.Zip(days.Skip(1), (a, b) => better == true ? b.Value > a.Value : better == false && b.Value < a.Value).Any(isWrong => isWrong))
            section.Refuse("days", $"Better scores stand for later payment, but 'better' says that {(better == true ? "higher" : "lower")} scores are better.", "Correct the days or 'better'.");
        return [.. days.Select(d => (d.Key, d.Value))];
    }

    // A table that goes up and down again is a slip of the pen, and so is one that begins above the scale.
    private static void Check(MappingSection section, SortedDictionary<decimal, int> bands, bool? better, decimal? lowest, decimal? highest)
    {
        if (bands.Count == 0)
            return;
        var (first, last) = (bands.Keys.First(), bands.Keys.Last());
        if (lowest is { } low && first != low)
            section.Refuse("bands", $"The lowest band begins at {first}, and the scale at {low}.", first > low ? "Every score of the scale needs a class; special values belong under 'no_opinion:'." : "Correct 'lowest' or the band.");
        if (highest is { } high && last > high)
            section.Refuse("bands", $"The highest band begins at {last}, above the end of the scale at {high}.", "Correct 'highest' or the band.");
        var classes = bands.Values.ToList();
        for (var i = 1; i < classes.Count; i++)
        {
            if (better == true ? classes[i] > classes[i - 1] : better == false && classes[i] < classes[i - 1])
            {
                section.Refuse("bands", $"The risk {(better == true ? "rises" : "falls")} with the score at {bands.Keys.ElementAt(i)}, but 'better' says that {(better == true ? "higher" : "lower")} scores are better.", $"{Why} Correct the bands or 'better'.");
                return;
            }
        }
    }

    private static ReportBand[] Build(MappingSection section, SortedDictionary<decimal, int> bands, IReadOnlyDictionary<string, string>? rates, decimal? highest)
    {
        var badRates = new Dictionary<decimal, decimal>();
        foreach (var (from, text) in rates ?? new Dictionary<string, string>())
        {
            if (!TryNumber(from, out var start) || !bands.ContainsKey(start))
                section.Refuse("bad_rates", $"No band begins at '{from}'.", "Name the same lowest scores as under 'bands:'.");
            else if (!TryNumber(text, out var rate) || rate is < 0 or > 100)
                section.Refuse("bad_rates", $"'{text}' is not a share in percent.", "Write a number from 0 to 100.");
            else
                badRates[start] = rate;
        }

        var starts = bands.Keys.ToList();
        return
        [
            .. starts.Select((start, i) => new ReportBand(bands[start])
            {
                From = start,
                To = i + 1 < starts.Count ? starts[i + 1] - 1 >= start ? starts[i + 1] - 1 : start : highest,
                BadRatePercent = badRates.TryGetValue(start, out var rate) ? rate : null,
            }),
        ];
    }

    private static bool TryNumber(string text, out decimal number) => new ValueFormats("", '.', null).TryNumber(text, out number, out _);

    private static readonly Dictionary<string, bool> Directions = new() { ["high"] = true, ["low"] = false };
}
