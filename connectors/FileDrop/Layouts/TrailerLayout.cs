using CreditBridge.Mapping.Grammar;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>
/// The last line of a file, in which the other system says what the file should hold. A file that lacks it was cut off; one that holds something else is refused.
/// </summary>
/// <param name="StartsWith"><c>starts_with:</c> the text that the line begins with.</param>
/// <param name="Count"><c>count:</c> where the number of rows stands; null when it is not checked.</param>
/// <param name="Totals"><c>totals:</c> where the sum of a column stands, by the name of the column.</param>
public sealed record TrailerLayout(string StartsWith, LinePlace? Count, IReadOnlyDictionary<string, LinePlace> Totals)
{
    /// <summary>Reads the block <c>trailer:</c>.</summary>
    public static TrailerLayout? Read(MappingSection read, FileFormat format)
    {
        if (read.Section("trailer") is not { } section)
            return null;
        var starts = section.RequiredText("starts_with", "Write the text with which the last line begins, such as 'starts_with: T'.");
        LinePlace? count = section.Text("count") is { } text ? Place(section, "count", text, format) : null;
        var totals = new Dictionary<string, LinePlace>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, where) in section.Table("totals") ?? new Dictionary<string, string>())
            totals[column] = Place(section, "totals", where, format) ?? default;
        if (section.StrayText is null)
            section.Close();
        return new TrailerLayout(starts, count, totals);
    }

    private static LinePlace? Place(MappingSection section, string key, string text, FileFormat format)
    {
        var place = format == FileFormat.Fixed ? LinePlace.OfCharacters(text) : LinePlace.OfValue(text);
        if (place is null)
            section.Refuse(key, $"'{text}' is not a place in the line.", format == FileFormat.Fixed ? "Write the first and the last character, such as '11-25'." : "Write the number of the value, from 1.");
        return place;
    }
}
