using System.Buffers;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// Where the text of a canonical field comes from. <c>column: NAME</c> (or just <c>field: NAME</c>) takes a column, <c>value: text</c> the same text for every row,
/// <c>trim: false</c> keeps surrounding blanks, and <c>empty: [0000-00-00]</c> lists texts that mean "nothing".
/// </summary>
public sealed record FieldOrigin
{
    private const int LongestText = 1000;
    private static readonly SearchValues<char> Unstorable = SearchValues.Create("\0");

    /// <summary>Canonical name of the field.</summary>
    public required string Name { get; init; }

    /// <summary>Where in the mapping it is declared.</summary>
    public required string Path { get; init; }

    /// <summary>Column of the other system; null for a constant and for a field that is not mapped.</summary>
    public string? Column { get; init; }

    /// <summary>The same text for every row; null when it comes from a column.</summary>
    public string? Constant { get; init; }

    /// <summary>Whether surrounding blanks are dropped.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>Whether a record without it is no record.</summary>
    public bool Required { get; init; }

    /// <summary>Texts that mean "nothing".</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    /// <summary>Whether the mapping says anything about the field.</summary>
    public bool IsMapped => Column is not null || Constant is not null;

    /// <summary>Reads the keys that all fields have; the block is left open for those that only some have.</summary>
    /// <param name="fields">The block <c>fields:</c>.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="required">Whether it must be mapped.</param>
    /// <param name="section">The field's own block; null when it is not there.</param>
    public static FieldOrigin Read(MappingSection fields, string name, bool required, out MappingSection? section)
    {
        section = fields.Section(name);
        var origin = new FieldOrigin { Name = name, Path = $"{fields.Path}.{name}", Required = required };
        if (section is null)
        {
            if (required)
                fields.Refuse(name, "The field is missing.", $"Write '{name}: COLUMN' with the column that holds it, or '{name}: {{value: text}}' when it is the same for all rows.");
            return origin;
        }

        if (section.Scalar is { } shorthand)
            return origin with { Column = shorthand };
        origin = origin with { Column = section.Text("column"), Constant = section.Text("value"), Trim = section.Switch("trim", true), Empty = section.List("empty") ?? [] };
        if (origin.Column is null == origin.Constant is null)
            section.Refuse(origin.Column is null ? "column" : "value", origin.Column is null ? "Neither column nor value is given." : "Both column and value are given.", "Give one: 'column: NAME' takes it from the data, 'value: text' is the same for all rows.");
        else if (origin.Column is { Length: 0 })
            section.Refuse("column", "The column's name is empty.", "Write the name as it stands in the header.");
        return origin;
    }

    /// <summary>The text of a row; null when there is none. Notes a required field that is empty and texts that cannot be kept.</summary>
    public string? TextOf(RowReading reading) => SourceValue.ToText(ValueOf(reading));

    /// <summary>The value of a row: a text, or one of the types that <see cref="SourceValue"/> knows; null when there is none. It notes what <see cref="TextOf"/> notes.</summary>
    public object? ValueOf(RowReading reading)
    {
        var value = Constant ?? (Column is null ? null : reading.Row[Column]);
        var text = value as string;
        if (value is not null && text is null)
        {
            if (Empty.Count == 0 || !Empty.Contains(SourceValue.ToText(value)!, StringComparer.Ordinal))
                return value;
            value = null;
        }

        if (Trim)
            text = text?.Trim();
        if (string.IsNullOrEmpty(text) || Empty.Contains(text, StringComparer.Ordinal))
        {
            if (Required)
                reading.Refuse(this, "The value is empty, but a record needs it.");
            return null;
        }

        if (text.Length > LongestText)
            reading.Refuse(this, $"The text has {text.Length:N0} characters; {LongestText:N0} are the most.");
        else if (text.AsSpan().ContainsAny(Unstorable))
            reading.Refuse(this, "The text holds a NUL character.");
        else
            return text;
        return null;
    }
}
