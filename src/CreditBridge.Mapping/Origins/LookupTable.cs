namespace CreditBridge.Mapping.Origins;

/// <summary>
/// A named table at the top of a mapping: <c>lookups: {companies: {values: {"1": "1000"}}}</c>. A value that is not listed makes the row unreadable, unless
/// <c>default: TEXT</c> stands for all of them, or <c>unlisted: keep</c> or <c>unlisted: empty</c> says what becomes of it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">What stands for what, letter by letter.</param>
/// <param name="Default">What stands for every value that is not listed; null when there is no such text.</param>
/// <param name="Unlisted">What becomes of a value that is not listed and has no default.</param>
internal sealed record LookupTable(string Name, IReadOnlyDictionary<string, string> Values, string? Default, UnlistedValue Unlisted)
{
    private static readonly Dictionary<string, UnlistedValue> Words = new() { ["reject"] = UnlistedValue.Reject, ["keep"] = UnlistedValue.Keep, ["empty"] = UnlistedValue.Empty };

    /// <summary>Reads the block <c>lookups:</c>.</summary>
    public static IReadOnlyDictionary<string, LookupTable> ReadAll(MappingSection top)
    {
        var tables = new Dictionary<string, LookupTable>(StringComparer.Ordinal);
        if (top.Section("lookups") is not { } lookups)
            return tables;
        foreach (var name in lookups.Keys)
        {
            if (lookups.Section(name) is { } table)
                tables[name] = Read(name, table);
        }

        return tables;
    }

    /// <summary>What the table says for a text; null for nothing.</summary>
    public string? Of(string text, RowReading reading, FieldOrigin field)
    {
        if (Values.TryGetValue(text, out var value))
            return value.Length > 0 ? value : null;
        if (Default is not null)
            return Default.Length > 0 ? Default : null;
        if (Unlisted == UnlistedValue.Reject)
            reading.Refuse(field, $"'{text}' is not listed in lookups.{Name}; add it there, or say with 'default:' or 'unlisted:' what becomes of such values.");
        return Unlisted == UnlistedValue.Keep ? text : null;
    }

    private static LookupTable Read(string name, MappingSection table)
    {
        table.Demand("values");
        var values = table.Table("values");
        if (values is null)
            table.Refuse("values", "The key is missing.", "Write 'values: {from: to}' with every value that occurs.");
        var fallback = table.Text("default");
        var unlisted = table.Choice("unlisted", Words, UnlistedValue.Reject, "");
        if (fallback is not null && table.Has("unlisted"))
            table.Refuse("unlisted", "Both default and unlisted are given.", "Leave one: 'default: text' stands for every other value.");
        table.Close();
        return new LookupTable(name, values ?? new Dictionary<string, string>(), fallback, unlisted);
    }
}

/// <summary>What becomes of a value that a table does not list.</summary>
internal enum UnlistedValue
{
    /// <summary>The row is refused.</summary>
    Reject,

    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>It counts as nothing.</summary>
    Empty,
}
