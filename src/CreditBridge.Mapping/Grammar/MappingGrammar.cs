namespace CreditBridge.Mapping.Grammar;

/// <summary>
/// The keys that mappings can have, gathered while one is read: what the reader asks for is what there is. Filled by reference documents, which have a case of everything;
/// the JSON Schema and the documentation are made of it. Blocks that look alike wherever they stand, such as a field with a text, have one name: <c>$text</c>.
/// </summary>
public sealed class MappingGrammar
{
    private static readonly string[] Shared = ["$text", "$number", "$date", "$document_type", ""];

    private readonly Dictionary<string, SectionFacts> _sections = new(StringComparer.Ordinal);

    /// <summary>Every block, in the order in which they were first seen.</summary>
    public IReadOnlyCollection<SectionFacts> Sections => _sections.Values;

    /// <summary>A block by its name; null when no reference document has it.</summary>
    public SectionFacts? Of(string section) => _sections.GetValueOrDefault(section);

    /// <summary>
    /// What a key means. A key that is explained in the block of one kind means the same in those of the others, and formats what they mean at the top of the file.
    /// </summary>
    public string? MeaningOf(SectionFacts section, KeyFacts key)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(key);
        if (key.Meaning is not null)
            return key.Meaning;
        var isOfKind = section.Name.StartsWith("records.", StringComparison.Ordinal);
        if (!isOfKind && (!section.Name.StartsWith('$') || section.Name.StartsWith("$read", StringComparison.Ordinal)))
            return null;
        var depth = section.Name.Split('.').Length;
        var alike = isOfKind ? _sections.Values.Where(s => s.Name.StartsWith("records.", StringComparison.Ordinal) && s.Name.Split('.').Length == depth) : [];
        return alike.Concat(Shared.Select(Of).OfType<SectionFacts>()).SelectMany(s => s.Keys).FirstOrDefault(k => k.Name == key.Name && k.Meaning is not null)?.Meaning;
    }

    internal void Visit(string section) => Facts(section).Visits++;

    internal void TakesText(string section) => Facts(section).TakesText = true;

    internal void HasOwnKeys(string section) => Facts(section).HasOwnKeys = true;

    internal void Asked(string section, string key, KeyUse? use, string? meaning)
    {
        var facts = Facts(section).Key(key);
        if (use is not null)
            facts.Add(use);
        facts.Meaning ??= meaning;
    }

    internal void Demanded(string section, string key) => Facts(section).Key(key).Demands++;

    private SectionFacts Facts(string section)
    {
        if (!_sections.TryGetValue(section, out var facts))
            _sections[section] = facts = new SectionFacts(section);
        return facts;
    }
}

/// <summary>What is known of a block.</summary>
/// <param name="name">Its name: the path at which it stands, or <c>$</c> and a name for blocks that look alike wherever they stand.</param>
public sealed class SectionFacts(string name)
{
    private readonly List<KeyFacts> _keys = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its keys, in the order in which the reader asks for them. Those that it only looks for in order to refuse them are not among them.</summary>
    public IEnumerable<KeyFacts> Keys => _keys.Where(k => k.Uses.Count > 0);

    /// <summary>Whether a single text may stand in its place.</summary>
    public bool TakesText { get; internal set; }

    /// <summary>Whether the author chooses the keys; what each of them takes is then known as that of "*".</summary>
    public bool HasOwnKeys { get; internal set; }

    internal int Visits { get; set; }

    /// <summary>Whether a key has to be there wherever the block stands.</summary>
    public bool IsRequired(KeyFacts key) => key.Demands > 0 && key.Demands >= Visits;

    internal KeyFacts Key(string key)
    {
        if (_keys.Find(k => k.Name == key) is { } known)
            return known;
        var facts = new KeyFacts(key);
        _keys.Add(facts);
        return facts;
    }
}

/// <summary>What is known of a key.</summary>
/// <param name="name">Its name; "*" when the author chooses it.</param>
public sealed class KeyFacts(string name)
{
    private readonly List<KeyUse> _uses = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it takes; more than one when it can be written in several ways.</summary>
    public IReadOnlyList<KeyUse> Uses => _uses;

    /// <summary>What it means: the comment behind it in a reference document; null when no document explains it.</summary>
    public string? Meaning { get; internal set; }

    internal int Demands { get; set; }

    internal void Add(KeyUse use)
    {
        if (!_uses.Contains(use))
            _uses.Add(use);
    }
}
