namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A value list: <c>values: {INV: invoice, CN: credit_note}</c> says what each text stands for. A text that is not listed makes the row unreadable,
/// unless <c>unlisted: empty</c> (optional fields only) reads it as nothing; <c>skip: [X]</c> leaves out rows with that text.
/// </summary>
public sealed record ChoiceField<T>(FieldOrigin Origin, IReadOnlyDictionary<string, T>? Values, WordList Skip, bool UnlistedIsEmpty, ChoiceField<T>.Parser Parse)
    where T : struct
{
    private const int MostCompared = 16;
    private readonly KeyValuePair<string, T>[] _first = Values is null ? [] : [.. Values.Take(MostCompared)];

    /// <summary>Reads a meaning that stands in the mapping (or, without a value list, in the data).</summary>
    public delegate bool Parser(string text, out T value);

    /// <summary>Reads the field's block.</summary>
    /// <param name="fields">The block <c>fields:</c>.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="parse">Reads a meaning.</param>
    /// <param name="meanings">The meanings there are, for people.</param>
    /// <param name="canSkip">Whether rows may be left out by this field.</param>
    /// <param name="required">Whether a record needs it.</param>
    /// <param name="words">The meanings there are, when they are words; null otherwise.</param>
    public static ChoiceField<T> Read(FieldBlock fields, string name, Parser parse, string meanings, bool canSkip, bool required = false, IReadOnlyCollection<string>? words = null)
    {
        var origin = fields.Origin(name, required, FieldContent.Text, null, out var section);
        return section is { StrayText: null } ? Read(section, origin, parse, meanings, canSkip, words) : new ChoiceField<T>(origin, null, WordList.None, false, parse);
    }

    /// <summary>Reads what stands in the block of a field beside where it comes from, and closes it.</summary>
    internal static ChoiceField<T> Read(MappingSection section, FieldOrigin origin, Parser parse, string meanings, bool canSkip, IReadOnlyCollection<string>? words)
    {
        Dictionary<string, T>? values = null;
        if (section.Table("values", words) is { } table)
        {
            values = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
            foreach (var (text, meaning) in table)
            {
                if (!parse(meaning, out var value))
                    section.Refuse("values", $"'{meaning}' (for '{text}') is not a meaning.", words is not null && NearestName.Of(meaning, words) is { } near ? $"Did you mean '{near}'? There are: {meanings}." : $"There are: {meanings}.");
                else if (!values.TryAdd(text, value))
                    section.Refuse("values", $"'{text}' is listed twice.", "Upper and lower case count as the same; leave one.");
            }
        }

        if (origin.Constant is { } constant && values is null && !parse(constant, out _))
            section.Refuse("value", $"'{constant}' is not a meaning.", $"There are: {meanings}.");
        var skip = canSkip ? new WordList(section.List("skip") ?? []) : WordList.None;
        var unlisted = section.Choice("unlisted", Unlisted, false, "");
        if (unlisted && origin.Required)
            section.Refuse("unlisted", "A record needs this field, so nothing cannot stand for it.", "List every text that occurs under 'values'.");
        section.Close();
        return new ChoiceField<T>(origin, values, skip, unlisted, parse);
    }

    /// <summary>Reads the block of a field whose meanings are words.</summary>
    public static ChoiceField<T> Read(FieldBlock fields, string name, IReadOnlyDictionary<string, T> words, bool canSkip = false, bool required = false) =>
        Read(fields, name, words.TryGetValue, string.Join(", ", words.Keys), canSkip, required, [.. words.Keys]);

    /// <summary>The meaning; null when there is none. Marks the row as left out when the mapping says so.</summary>
    public T? Of(RowReading reading)
    {
        if (Origin.TryText(reading, out var written) && !Skip.Contains(written) && Listed(written) is { } listed)
            return listed;
        if (Origin.TextOf(reading) is not { } text)
            return null;
        if (Skip.Contains(text))
        {
            reading.Skip();
            return null;
        }

        if (Values is null ? Parse(text, out var value) : Values.TryGetValue(text, out value))
            return value;
        if (!UnlistedIsEmpty)
            reading.Refuse(Origin, $"'{text}' is not listed under values; add what it means to the mapping ({Origin.Path}).");
        return null;
    }

    // Nearly every row has one of a few texts, written as in the mapping.
    private T? Listed(ReadOnlySpan<char> text)
    {
        foreach (var (listed, meaning) in _first)
        {
            if (text.SequenceEqual(listed))
                return meaning;
        }

        return null;
    }

    private static readonly Dictionary<string, bool> Unlisted = new() { ["reject"] = false, ["empty"] = true };
}
