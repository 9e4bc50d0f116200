using System.Text.RegularExpressions;

namespace CreditBridge.Core.Policies.Grammar;

/// <summary>
/// The keys that policies can have, gathered while one is read: what the reader asks for is what there is. Filled by the reference document, which has a case of
/// everything; the JSON Schema and the reference page are made of it.
/// </summary>
public sealed partial class PolicyGrammar
{
    private readonly SortedDictionary<string, KeyFacts> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _visits = new(StringComparer.Ordinal);

    /// <summary>Every key by its path; members of lists are "[]", keys that the author chooses (bands, inputs) are "*".</summary>
    public IReadOnlyDictionary<string, KeyFacts> Keys => _keys;

    /// <summary>Keys of a section, in alphabetical order.</summary>
    public IEnumerable<KeyFacts> Of(string section) => _keys.Values.Where(k => k.Section == section && !k.IsRefused);

    /// <summary>Sections whose keys the author chooses.</summary>
    public static bool HasOwnKeys(string section) =>
        section is "limit.methods[].amounts" or "hold.rules[].checkpoints" or "examples[].given" or "examples[].account.attributes" or "examples[].expect.inputs";

    /// <summary>A section of the document was opened.</summary>
    internal void Visit(string path)
    {
        var section = Pattern(path);
        _visits[section] = _visits.GetValueOrDefault(section) + 1;
    }

    /// <summary>The reader asked for a key; <paramref name="use"/> is null when it only looked whether it is there.</summary>
    internal void Asked(string path, string key, KeyUse? use)
    {
        var facts = Facts(path, key);
        if (use is not null && !facts.Uses.Contains(use))
            facts.Add(use);
    }

    /// <summary>The reader refuses a key that somebody could think of.</summary>
    internal void Refused(string path, string key) => Facts(path, key).IsRefused = true;

    /// <summary>The reader demanded a key.</summary>
    internal void Required(string path, string key, string meaning)
    {
        var facts = Facts(path, key);
        facts.Demands++;
        facts.WhyRequired ??= meaning;
    }

    /// <summary>Whether a key was demanded in every section of its kind.</summary>
    public bool IsRequired(KeyFacts key) => key.Demands > 0 && key.Demands >= _visits.GetValueOrDefault(key.Section);

    private KeyFacts Facts(string path, string key)
    {
        var section = Pattern(path);
        if (HasOwnKeys(section))
            key = "*";
        var full = section.Length == 0 ? key : $"{section}.{key}";
        if (!_keys.TryGetValue(full, out var facts))
            _keys[full] = facts = new KeyFacts(section, key);
        return facts;
    }

    private static string Pattern(string path) => Index().Replace(path, "[]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}

/// <summary>What is known of a key.</summary>
/// <param name="Section">Path of the section it stands in; empty at the top.</param>
/// <param name="Name">Its name; "*" when the author chooses it.</param>
public sealed record KeyFacts(string Section, string Name)
{
    private readonly List<KeyUse> _uses = [];

    /// <summary>Its path.</summary>
    public string Path => Section.Length == 0 ? Name : $"{Section}.{Name}";

    /// <summary>What it takes; more than one when it can be written in several ways.</summary>
    public IReadOnlyList<KeyUse> Uses => _uses;

    /// <summary>
    /// What it takes as a person means it: a template is read as a text and a whole number as a number on the way, and the narrower of the two says what is meant. Numbers
    /// whose bounds depend on the rest of the document have none here.
    /// </summary>
    public IReadOnlyList<KeyUse> MeantUses
    {
        get
        {
            var meant = _uses.Where(u => !IsIncluded(u)).ToList();
            var numbers = meant.Where(u => u.Kind is KeyKind.Number or KeyKind.Integer).ToList();
            if (numbers.Count < 2)
                return meant;
            meant.RemoveAll(numbers.Contains);
            return [.. meant, new KeyUse(numbers.TrueForAll(n => n.Kind == KeyKind.Integer) ? KeyKind.Integer : KeyKind.Number)];
        }
    }

    /// <summary>Whether it is only looked for to refuse it with a better message.</summary>
    public bool IsRefused { get; internal set; }

    /// <summary>Why it has to be there where it has to; null when it never has to.</summary>
    public string? WhyRequired { get; internal set; }

    internal int Demands { get; set; }

    internal void Add(KeyUse use) => _uses.Add(use);

    private bool IsIncluded(KeyUse use) => use.Kind switch
    {
        KeyKind.Text => _uses.Exists(u => u.Kind is KeyKind.Template or KeyKind.Formula or KeyKind.Number or KeyKind.Choice),
        KeyKind.Number => _uses.Exists(u => u.Kind is KeyKind.Limit) || _uses.Exists(u => u.Kind == KeyKind.Integer && u.Lowest == use.Lowest && u.Highest == use.Highest),
        KeyKind.List => _uses.Exists(u => u.Kind is KeyKind.Sections or KeyKind.Texts or KeyKind.TermsList),
        _ => false,
    };
}
