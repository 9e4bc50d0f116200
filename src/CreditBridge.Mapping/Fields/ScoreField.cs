using CreditBridge.Abstractions.Bureaus;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A bureau's score with its special values declared. <c>no_opinion: ["0", NS]</c> lists what stands in the column when the bureau has no opinion; as a value list,
/// <c>no_opinion: {"0": no_data, "998": bankruptcy, "-99..-1": no_assessment}</c>, it also says which code of the report that is; <c>-99..-1</c> are all numbers between the
/// two, but for those that are listed by themselves. It must be declared: a 0 for "unknown", taken for a score, makes a stranger the worst of all customers. <c>lowest</c> and
/// <c>highest</c> are the ends of the scale, and <c>other_versions: {lowest: 300, highest: 850}</c> those of versions that the bands are not about; a number beyond them is
/// refused. What the scale means stands in the same block; see <see cref="ScoreBands"/>.
/// </summary>
public sealed record ScoreField(NumberField Number, IReadOnlyDictionary<string, string> NoOpinion, IReadOnlyDictionary<decimal, string> NoOpinionNumbers, decimal? Lowest, decimal? Highest)
{
    /// <summary>Ranges of numbers that mean that the bureau has no opinion, and the code that each stands for.</summary>
    internal IReadOnlyList<(decimal From, decimal To, string Code)> NoOpinionRanges { get; private init; } = [];

    /// <summary>The scale of versions that the bands are not about; null when there are no such versions.</summary>
    public ReportScale? OtherVersions { get; private init; }

    /// <summary>What the scale means.</summary>
    public ScoreBands Bands { get; private init; } = ScoreBands.None;

    private static readonly Dictionary<string, string> NoTexts = [];
    private static readonly Dictionary<decimal, string> NoNumbers = [];

    /// <summary>Where the score comes from.</summary>
    public FieldOrigin Origin => Number.Origin;

    /// <summary>Reads the field's block.</summary>
    public static ScoreField Read(FieldBlock fields, string name)
    {
        const string Why = "Bureaus write 0, 999 or letters when they know nothing, and taken for a score such a value grants or stops credit.";
        var origin = fields.BlockOrigin(name, false, FieldContent.Number, out var section);
        var number = new NumberField(origin);
        if (section is null)
            return new ScoreField(number, NoTexts, NoNumbers, null, null);
        if (section.StrayText is { } column)
        {
            fields.Refuse(name, "It is not declared which values mean that the bureau has no opinion.", $"{Why} Write '{name}: {{column: {column}, no_opinion: [\"0\"]}}', or 'no_opinion: []' when there are none.");
            return new ScoreField(number, NoTexts, NoNumbers, null, null);
        }

        section.Demand("no_opinion");
        if (!section.Has("no_opinion"))
            section.Refuse("no_opinion", "The key is missing.", $"{Why} Write 'no_opinion: [\"0\"]' with every such value, or 'no_opinion: []' when there are none.");
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var numbers = new Dictionary<decimal, string>();
        var ranges = new List<(decimal, decimal, string)>();
        foreach (var (text, code) in section.ListOrTable("no_opinion") ?? NoTexts)
        {
            if (text.Split("..") is [var first, var last] && fields.Formats.TryNumber(first, out var from, out _) && fields.Formats.TryNumber(last, out var to, out _))
            {
                if (from > to)
                    section.Refuse("no_opinion", $"The range '{text}' ends before it begins.", $"Write \"{last}..{first}\".");
                ranges.Add((from, to, code));
                continue;
            }

            texts[text] = code;
            if (fields.Formats.TryNumber(text, out var special, out _))
                numbers[special] = code;
        }

        var (lowest, highest) = (section.Number("lowest"), section.Number("highest"));
        if (lowest > highest)
            section.Refuse("highest", $"The scale ends at {highest}, below its beginning at {lowest}.", "Exchange the two; whether a high score is good, 'better:' says.");
        var bands = ScoreBands.Read(section, lowest, highest);
        var other = ReadOtherVersions(section, bands);
        section.Close();
        return new ScoreField(number, texts, numbers, lowest, highest) { Bands = bands, NoOpinionRanges = ranges, OtherVersions = other };
    }

    /// <summary>The score, null when the bureau has no opinion; and the code that a special value stands for, empty when none.</summary>
    /// <param name="reading">The row.</param>
    /// <param name="version">Version of the score in the row; null when it states none.</param>
    public (decimal? Score, string Code) Of(RowReading reading, string? version)
    {
        if (Origin.TextOf(reading) is not { } text)
            return (null, "");
        if (NoOpinion.TryGetValue(text, out var code))
            return (null, code);
        if (Number.Of(reading) is not { } score)
            return (null, "");
        if (NoOpinionNumbers.TryGetValue(score, out code))
            return (null, code);
        foreach (var (from, to, meaning) in NoOpinionRanges)
        {
            if (score >= from && score <= to)
                return (null, meaning);
        }

        var (lowest, highest) = OtherVersions is null || Bands.IsAbout(version) ? (Lowest, Highest) : (OtherVersions.Lowest, OtherVersions.Highest);
        if (score < lowest || score > highest)
            reading.Refuse(Origin, $"{score} lies beyond the scale of {lowest?.ToString() ?? "…"} to {highest?.ToString() ?? "…"}; if it stands for something, list it under 'no_opinion:' ({Origin.Path}).");
        return (score, "");
    }

    private static ReportScale? ReadOtherVersions(MappingSection section, ScoreBands bands)
    {
        if (section.Section("other_versions") is not { } other)
            return bands.Versions.Count > 0 ? new ReportScale(null, null) : null;
        var scale = new ReportScale(other.Number("lowest"), other.Number("highest"));
        if (scale.Lowest > scale.Highest)
            other.Refuse("highest", $"The scale ends at {scale.Highest}, below its beginning at {scale.Lowest}.", "Exchange the two.");
        if (bands.Versions.Count == 0)
            section.Refuse("other_versions", "It is not said which versions the bands are about, so that there are no others.", "Write 'versions: [V1, V2]', or leave 'other_versions' out.");
        other.Close();
        return scale;
    }
}
