using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// Facts that only this company's policy knows, by the name that the policy gives them: <c>attributes: {YearsInBusiness: YEARS}</c>. Their texts are handed on as they
/// stand; with <c>as: number</c> or <c>as: date</c> they are first read as the file writes numbers and days, and handed on in the way that policies are written.
/// </summary>
internal sealed class AttributeFields
{
    private enum Content
    {
        Text,
        Number,
        Date,
    }

    private static readonly Dictionary<string, Content> Contents = new() { ["text"] = Content.Text, ["number"] = Content.Number, ["date"] = Content.Date };

    private readonly (TextField Text, Content As)[] _fields;

    private AttributeFields((TextField Text, Content As)[] fields) => _fields = fields;

    /// <summary>Reads the block <c>attributes:</c> below <c>fields:</c>.</summary>
    public static AttributeFields Read(FieldBlock fields)
    {
        if (fields.Section.Section("attributes") is not { } section)
            return new AttributeFields([]);
        if (section.StrayText is { } text)
        {
            fields.Refuse("attributes", "It is not said which name the fact has in the policy.", $"Write 'attributes: {{Name: {text}}}'.");
            return new AttributeFields([]);
        }

        foreach (var name in section.Keys)
        {
            if (name.Length > 60 || !char.IsAsciiLetter(name.FirstOrDefault()) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                section.Refuse(name, $"'{name}' cannot be the name of an attribute.", "Write a letter and then letters, digits and '_', 60 at most: the policy names it so.");
        }

        foreach (var same in section.Keys.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            section.Refuse(same.Last(), $"{string.Join(" and ", same)} differ in upper and lower case only.", "Leave one, or give it another name.");
        return new AttributeFields([.. section.Keys.Order(StringComparer.Ordinal).Select(name => ReadField(new FieldBlock(fields.Kind, section), name))]);
    }

    /// <summary>Those that the row has, in the order of their names; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Of(RowReading reading)
    {
        Dictionary<string, string>? found = null;
        foreach (var (field, content) in _fields)
        {
            if ((content == Content.Text ? field.Of(reading) : Canonical(field, content, reading)) is { } text)
                (found ??= new Dictionary<string, string>(StringComparer.Ordinal))[field.Origin.Name] = text;
        }

        return found;
    }

    private static (TextField, Content) ReadField(FieldBlock attributes, string name)
    {
        var origin = attributes.Origin(name, false, FieldContent.Text, "attribute", out var block);
        if (block is not { StrayText: null })
            return (new TextField(origin, new Dictionary<string, string>()), Content.Text);
        var values = block.Table("values") ?? new Dictionary<string, string>();
        var content = block.Choice("as", Contents, Content.Text, "");
        block.Close();
        return (new TextField(origin, values), content);
    }

    private static string? Canonical(TextField field, Content content, RowReading reading)
    {
        // Without a value list the value keeps the type that the other system gave it.
        if ((field.Values.Count > 0 ? field.Of(reading) : field.Origin.ValueOf(reading)) is not { } value)
            return null;
        string reason;
        if (content == Content.Number)
        {
            if (reading.Formats.TryNumber(value, out var number, out reason))
                return number.ToString(CultureInfo.InvariantCulture);
        }
        else if (reading.Formats.TryDate(value, out var day, out reason))
        {
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        reading.Refuse(field.Origin, reason);
        return null;
    }
}
