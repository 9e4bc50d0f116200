using System.Diagnostics.CodeAnalysis;
using CreditBridge.Sandbox.Schema.Standard;

namespace CreditBridge.Sandbox.Schema;

/// <summary>A row relationship seen from the parent.</summary>
internal sealed record ChildRelationship(string Name, ObjectDefinition Child, FieldDefinition Field);

/// <summary>All objects of the org and its permission sets; fixed once the org has started.</summary>
internal sealed class OrgSchema
{
    private readonly Dictionary<string, ObjectDefinition> byName;
    private readonly Dictionary<string, ObjectDefinition> byPrefix;
    private readonly ILookup<string, ChildRelationship> children;
    private readonly ILookup<string, ValidationRuleDefinition> rules;

    private OrgSchema(IEnumerable<ObjectDefinition> objects, OrgMetadata metadata, bool multiCurrency)
    {
        Objects = [.. objects.OrderBy(item => item.Name, StringComparer.Ordinal)];
        PermissionSets = metadata.PermissionSets;
        rules = metadata.ValidationRules.ToLookup(rule => rule.Object, StringComparer.OrdinalIgnoreCase);
        MultiCurrency = multiCurrency;
        byName = Objects.ToDictionary(item => item.Name, StringComparer.OrdinalIgnoreCase);
        byPrefix = Objects.ToDictionary(item => item.KeyPrefix, StringComparer.Ordinal);
        children = (from child in Objects
                    from field in child.Fields
                    where field.ChildRelationshipName is not null
                    from parent in field.ReferenceTo
                    select (parent, relationship: new ChildRelationship(field.ChildRelationshipName!, child, field)))
            .ToLookup(pair => pair.parent, pair => pair.relationship, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<ObjectDefinition> Objects { get; }

    public IReadOnlyList<PermissionSetDefinition> PermissionSets { get; }

    public bool MultiCurrency { get; }

    /// <summary>The standard objects plus what the metadata adds.</summary>
    /// <exception cref="MetadataException">A metadata file is not understood; the message names the file.</exception>
    public static OrgSchema Load(IEnumerable<MetadataFile> files, bool multiCurrency)
    {
        var metadata = MetadataReader.Read(files);
        var objects = StandardObjects.All.Concat(metadata.CustomObjects).ToList();
        for (var i = 0; i < objects.Count; i++)
        {
            var added = metadata.Fields.Where(field => field.Object == objects[i].Name).Select(field => field.Field).ToList();
            if (multiCurrency && StandardObjects.CarriesCurrency(objects[i])) added.Add(StandardFields.CurrencyIsoCode);
            if (added.Count > 0) objects[i] = objects[i].With(added);
        }

        var unknown = metadata.Fields.FirstOrDefault(field => objects.TrueForAll(item => item.Name != field.Object));
        if (unknown is not null) throw new MetadataException(unknown.File, $"the sandbox has no object {unknown.Object}");
        if (!multiCurrency) objects.RemoveAll(item => item.Name is "CurrencyType" or "DatedConversionRate");
        return new OrgSchema(objects, metadata, multiCurrency);
    }

    public bool TryGet(string name, [NotNullWhen(true)] out ObjectDefinition? definition) => byName.TryGetValue(name, out definition);

    public ObjectDefinition this[string name] => byName[name];

    /// <summary>The object whose ids start like this one, or null.</summary>
    public ObjectDefinition? ByIdPrefix(string id) => id.Length < 3 ? null : byPrefix.GetValueOrDefault(id[..3]);

    /// <summary>The active validation rules of an object.</summary>
    public IEnumerable<ValidationRuleDefinition> Rules(ObjectDefinition item) => rules[item.Name];

    public IEnumerable<ChildRelationship> Children(ObjectDefinition parent) => children[parent.Name];
}
