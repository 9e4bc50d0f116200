namespace CreditBridge.Worker.Configuration.Loading;

/// <summary>How a setting was written.</summary>
internal enum SettingKind
{
    /// <summary>JSON text.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>JSON true or false.</summary>
    Truth,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>A JSON object, or the beginning of a variable's name.</summary>
    Section,

    /// <summary>A JSON array.</summary>
    List,

    /// <summary>The text of an environment variable, which may stand for any single value.</summary>
    Variable,
}

/// <summary>One node of what the admin wrote, before anything is known about what it should be.</summary>
internal sealed class Setting(string key, string name, SettingKind kind, string? text, string? source)
{
    /// <summary>Names from the top, joined by colons.</summary>
    public string Key { get; } = key;

    /// <summary>The last of them, as it was spelled first.</summary>
    public string Name { get; } = name;

    public SettingKind Kind { get; private set; } = kind;

    /// <summary>The value of a single value.</summary>
    public string? Text { get; private set; } = text;

    /// <summary>File and line, or environment variable.</summary>
    public string? Source { get; private set; } = source;

    public List<Setting> Children { get; } = [];

    public bool IsGiven => Kind != SettingKind.Null;

    public string KeyOf(string child) => Key.Length == 0 ? child : $"{Key}:{child}";

    public Setting? Find(string name) => Children.Find(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same without one of its children.</summary>
    public Setting Without(string name)
    {
        var rest = new Setting(Key, Name, Kind, Text, Source);
        rest.Children.AddRange(Children.Where(child => !child.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        return rest;
    }

    public Setting Add(string name, SettingKind kind, string? text, string? source)
    {
        var child = new Setting(KeyOf(name), name, kind, text, source);
        Children.Add(child);
        return child;
    }

    /// <summary>Lets an environment variable replace whatever was there.</summary>
    public void Replace(string text, string source)
    {
        (Kind, Text, Source) = (SettingKind.Variable, text, source);
        Children.Clear();
    }

    /// <summary>Makes room for children that an environment variable brings.</summary>
    public void Open(string source)
    {
        if (Kind is not (SettingKind.Section or SettingKind.List))
            (Kind, Text, Source) = (SettingKind.Section, null, source);
    }
}
