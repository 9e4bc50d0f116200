namespace CreditBridge.Connectors.OData.Metadata;

/// <summary>What a service says about itself, as far as reading needs it.</summary>
/// <param name="EntitySets">Entity sets by name, each with the full name of its type.</param>
/// <param name="Types">Types of records and complex values by their full names.</param>
internal sealed record ServiceModel(IReadOnlyDictionary<string, string> EntitySets, IReadOnlyDictionary<string, ModelType> Types)
{
    /// <summary>The type behind a path such as <c>companies(…)/customers</c>; null when it cannot be told.</summary>
    public DescribedType? Resolve(string path)
    {
        var segments = Segments(path);
        if (segments.Count == 0 || !EntitySets.TryGetValue(segments[0], out var name))
            return null;
        var type = new DescribedType(this, name);
        foreach (var segment in segments.Skip(1))
        {
            if (type.Navigation(segment) is not { } next)
                return null;
            type = next;
        }

        return type;
    }

    /// <summary>The names in a path, without what stands in brackets.</summary>
    public static List<string> Segments(string path)
    {
        var (segments, current, depth, quoted) = (new List<string>(), new System.Text.StringBuilder(), 0, false);
        foreach (var c in path)
        {
            if (c == '\'')
                quoted = !quoted;
            if (!quoted && c == '/' && depth == 0)
            {
                segments.Add(current.ToString());
                current.Clear();
                continue;
            }

            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && c is not ')')
                current.Append(c);
        }

        segments.Add(current.ToString());
        return segments;
    }
}

/// <summary>A type of records or complex values.</summary>
internal sealed class ModelType
{
    /// <summary>Full name of the type that it extends; null when there is none.</summary>
    public string? Extends { get; set; }

    /// <summary>Properties and the full names of their types.</summary>
    public Dictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Related records and the full names of their types.</summary>
    public Dictionary<string, string> Navigations { get; } = new(StringComparer.Ordinal);

    /// <summary>The properties of the key.</summary>
    public List<string> Key { get; } = [];
}

/// <summary>A type with what it extends.</summary>
internal sealed class DescribedType(ServiceModel model, string name)
{
    private const int DeepestFamily = 20;

    /// <summary>The properties of the key.</summary>
    public IReadOnlyList<string> Key => Family().Select(t => t.Key).FirstOrDefault(k => k.Count > 0) ?? [];

    /// <summary>Names of all properties and related records.</summary>
    public IEnumerable<string> Names => Family().SelectMany(t => t.Properties.Keys.Concat(t.Navigations.Keys));

    /// <summary>Type of a property by its path; null when there is none, or it is not a single value.</summary>
    public EdmKind? KindOf(string path) => TypeNameOf(path) is { } type ? EdmKinds.Of(type) : null;

    /// <summary>The related records of a name; null when there are none.</summary>
    public DescribedType? Navigation(string navigation) => Family().Select(t => t.Navigations.GetValueOrDefault(navigation)).FirstOrDefault(t => t is not null) is { } type ? new DescribedType(model,
        type) : null;

    /// <summary>For a path, the first name in it that is not there, with the names that are; null when all are there, or it leads to a type that is not described.</summary>
    public (string Missing, IReadOnlyList<string> Names)? Miss(string path)
    {
        var type = this;
        foreach (var part in path.Split('/'))
        {
            if (!type.Family().Any())
                return null;
            if (type.Next(part) is { } next)
                type = next;
            else if (type.Family().Any(t => t.Properties.ContainsKey(part)))
                return null;
            else
                return (part, [.. type.Names]);
        }

        return null;
    }

    private string? TypeNameOf(string path)
    {
        var parts = path.Split('/');
        var type = this;
        foreach (var part in parts.SkipLast(1))
        {
            if (type.Next(part) is not { } next)
                return null;
            type = next;
        }

        return type.Family().Select(t => t.Properties.GetValueOrDefault(parts[^1])).FirstOrDefault(t => t is not null);
    }

    private DescribedType? Next(string part)
    {
        var complex = Family().Select(t => t.Properties.GetValueOrDefault(part)).FirstOrDefault(t => t is not null);
        return complex is not null && model.Types.ContainsKey(complex) ? new DescribedType(model, complex) : Navigation(part);
    }

    private IEnumerable<ModelType> Family()
    {
        var current = name;
        for (var depth = 0; depth < DeepestFamily && model.Types.TryGetValue(current, out var type); depth++)
        {
            yield return type;
            if (type.Extends is null)
                yield break;
            current = type.Extends;
        }
    }
}
