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

    public IEnumerable<FieldOrigin> Origins => _fields.Select(f => f.Text.Origin);

    /// <summary>Reads the block <c>attributes:</c> below <c>fields:</c>.</summary>
    public static AttributeFields Read(MappingSection fields)
    {
        if (fields.Section("attributes") is not { } section)
            return new AttributeFields([]);
        if (section.Scalar is { } text)
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
        return new AttributeFields([.. section.Keys.Order(StringComparer.Ordinal).Select(name => ReadField(section, name))]);
    }

    /// <summary>Those that the row has, in the order of their names; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Of(RowReading reading)
    {
        Dictionary<string, string>? found = null;
        foreach (var (field, content) in _fields)
        {
            if (field.Of(reading) is { } text)
                (found ??= new Dictionary<string, string>(StringComparer.Ordinal))[field.Origin.Name] = Canonical(text, content, field.Origin, reading);
        }

        return found;
    }

    private static (TextField, Content) ReadField(MappingSection attributes, string name)
    {
        var origin = FieldOrigin.Read(attributes, name, false, out var block);
        if (block is not { Scalar: null })
            return (new TextField(origin, new Dictionary<string, string>()), Content.Text);
        var values = block.Table("values") ?? new Dictionary<string, string>();
        var content = block.Choice("as", Contents, Content.Text, "");
        block.Close();
        return (new TextField(origin, values), content);
    }

    private static string Canonical(string text, Content content, FieldOrigin origin, RowReading reading)
    {
        var reason = "";
        if (content == Content.Number && reading.Formats.TryNumber(text, out var number, out reason))
            return number.ToString(CultureInfo.InvariantCulture);
        if (content == Content.Date && reading.Formats.TryDate(text, out var day, out reason))
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (content != Content.Text)
            reading.Refuse(origin, reason);
        return text;
    }
}
