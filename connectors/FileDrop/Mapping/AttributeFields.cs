namespace CreditBridge.Connectors.FileDrop.Mapping;

/// <summary>
/// Facts that only this company's policy knows, by the name that the policy gives them: <c>attributes: {YearsInBusiness: YEARS}</c>. Their texts are handed on as they
/// stand; the policy says what they are.
/// </summary>
internal sealed class AttributeFields
{
    private readonly TextField[] _fields;

    private AttributeFields(TextField[] fields) => _fields = fields;

    public IEnumerable<FieldOrigin> Origins => _fields.Select(f => f.Origin);

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
        return new AttributeFields([.. section.Keys.Order(StringComparer.Ordinal).Select(name => TextField.Read(section, name))]);
    }

    /// <summary>Those that the row has, in the order of their names; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Of(RowReading reading)
    {
        Dictionary<string, string>? found = null;
        foreach (var field in _fields)
        {
            if (field.Of(reading) is { } text)
                (found ??= new Dictionary<string, string>(StringComparer.Ordinal))[field.Origin.Name] = text;
        }

        return found;
    }
}
