namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A bureau's score with its special values declared. <c>no_opinion: ["0", NS]</c> lists what stands in the column when the bureau has no opinion; as a value list,
/// <c>no_opinion: {"0": no_data, "998": bankruptcy}</c>, it also says which code of the report that is. It must be declared: a 0 for "unknown", taken for a score, makes a
/// stranger the worst of all customers. <c>lowest</c> and <c>highest</c> are the ends of the scale; a number beyond them is refused. What the scale means stands in
/// the same block; see <see cref="ScoreBands"/>.
/// </summary>
public sealed record ScoreField(NumberField Number, IReadOnlyDictionary<string, string> NoOpinion, IReadOnlyDictionary<decimal, string> NoOpinionNumbers, decimal? Lowest, decimal? Highest)
{
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
        foreach (var (text, code) in section.ListOrTable("no_opinion") ?? NoTexts)
        {
            texts[text] = code;
            if (fields.Formats.TryNumber(text, out var special, out _))
                numbers[special] = code;
        }

        var (lowest, highest) = (section.Number("lowest"), section.Number("highest"));
        if (lowest > highest)
            section.Refuse("highest", $"The scale ends at {highest}, below its beginning at {lowest}.", "Exchange the two; whether a high score is good, 'better:' says.");
        var bands = ScoreBands.Read(section, lowest, highest);
        section.Close();
        return new ScoreField(number, texts, numbers, lowest, highest) { Bands = bands };
    }

    /// <summary>The score, null when the bureau has no opinion; and the code that a special value stands for, empty when none.</summary>
    public (decimal? Score, string Code) Of(RowReading reading)
    {
        if (Origin.TextOf(reading) is not { } text)
            return (null, "");
        if (NoOpinion.TryGetValue(text, out var code))
            return (null, code);
        if (Number.Of(reading) is not { } score)
            return (null, "");
        if (NoOpinionNumbers.TryGetValue(score, out code))
            return (null, code);
        if (score < Lowest || score > Highest)
            reading.Refuse(Origin, $"{score} lies beyond the scale of {Lowest?.ToString() ?? "…"} to {Highest?.ToString() ?? "…"}; if it stands for something, list it under 'no_opinion:' ({Origin.Path}).");
        return (score, "");
    }
}
