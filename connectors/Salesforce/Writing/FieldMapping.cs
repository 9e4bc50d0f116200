using System.Collections.Immutable;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Reading;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>Which Salesforce field holds which credit field, and which of them the org has turned out not to take.</summary>
internal sealed class FieldMapping(SalesforceOptions options)
{
    private readonly ImmutableDictionary<CreditField, string> _names = CreditFields.All
        .Where(f => WrittenObject.All(options).Any(o => o.Kind == f.Target))
        .Select(f => KeyValuePair.Create(f, NameOf(options, f)))
        .Where(m => m.Value.Length > 0)
        .ToImmutableDictionary();

    private volatile ImmutableDictionary<CreditField, CheckFinding> _refused = ImmutableDictionary<CreditField, CheckFinding>.Empty;

    /// <summary>The objects that are written, in the order in which they are.</summary>
    public IReadOnlyList<WrittenObject> Objects { get; } = WrittenObject.All(options);

    /// <summary>Whom permissions must be given to, for messages.</summary>
    public string User { get; } = QueryFailures.UserOf(options);

    /// <summary>All mapped fields with their API names, whether the org takes them or not.</summary>
    public IEnumerable<(CreditField Field, string ApiName)> Mapped => CreditFields.All.Where(_names.ContainsKey).Select(f => (f, _names[f]));

    /// <summary>What must be repaired for all mapped fields to be written, in the order of the fields.</summary>
    public IReadOnlyList<CheckFinding> Problems => _refused is { IsEmpty: false } refused ? [.. CreditFields.All.Where(refused.ContainsKey).Select(f => refused[f]).DistinctBy(p => p.Subject)] : [];

    /// <summary>API name of a credit field according to the options; empty when it is switched off.</summary>
    public static string NameOf(SalesforceOptions options, CreditField field) =>
        (options.Fields.FirstOrDefault(m => m.Key.Equals(field.FullName, StringComparison.OrdinalIgnoreCase)).Value ?? DefaultFieldMapping.Of(field)?.ApiName ?? "").Trim();

    /// <summary>Whether the field is mapped and the org is not known to refuse it.</summary>
    public bool Accepts(CreditField field) => _names.ContainsKey(field) && !_refused.ContainsKey(field);

    /// <summary>API name of a mapped field.</summary>
    public string ApiName(CreditField field) => _names[field];

    /// <summary>The object that a kind of record is written to.</summary>
    /// <exception cref="ArgumentException">Records of the kind are not written under the options; the engine must not hand them over.</exception>
    public WrittenObject ObjectOf(RecordKind kind) =>
        Objects.FirstOrDefault(o => o.Kind == kind) ?? throw new ArgumentException($"{kind} records are not written.", nameof(kind));

    /// <summary>How a field names a record that we create ourselves: by our key, because nobody knows its id yet. Null for every other field.</summary>
    public (string Relationship, string KeyField)? ParentOf(CreditField field)
    {
        if (field != CreditFields.ReviewDocument.Review || _names[field] is not { } name || !name.EndsWith("__c", StringComparison.OrdinalIgnoreCase))
            return null;
        return (name[..^3] + "__r", ObjectOf(RecordKind.Review).KeyField!);
    }

    /// <summary>The most characters that a text field takes: as shipped under its shipped name, else as its type allows at least.</summary>
    public int MaxLength(CreditField field)
    {
        var shipped = DefaultFieldMapping.Of(field);
        if (shipped is not null && (field.Type == FieldType.LongText || shipped.ApiName.Equals(_names[field], StringComparison.OrdinalIgnoreCase)))
            return shipped.Length;
        return 255;
    }

    /// <summary>Decimal places that a field certainly keeps: as shipped under its shipped name; of another field nobody knows, and whole numbers are compared.</summary>
    public int Scale(CreditField field)
    {
        var shipped = DefaultFieldMapping.Of(field);
        return shipped is not null && _names.TryGetValue(field, out var name) && shipped.ApiName.Equals(name, StringComparison.OrdinalIgnoreCase) ? shipped.Scale : 0;
    }

    /// <summary>Takes over what the org says about its objects: fields that are missing or read-only are refused from now on, others are accepted again.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Learn(IReadOnlyDictionary<string, ObjectDescription> objects)
    {
        var (before, after) = (_refused, _refused);
        foreach (var (field, apiName) in Mapped)
        {
            if (!objects.TryGetValue(ObjectOf(field.Target).Name, out var description) || (description.IsMissing && !ObjectOf(field.Target).MayBeMissing))
                continue;
            after = Problem(field, apiName, description) is { } problem ? after.SetItem(field, problem) : after.Remove(field);
        }

        _refused = after;
        return !before.Keys.ToHashSet().SetEquals(after.Keys);
    }

    /// <summary>Full canonical names of the fields that are not written because the org does not take them.</summary>
    public IEnumerable<string> Refused => CreditFields.All.Where(_refused.ContainsKey).Select(f => f.FullName);

    /// <summary>Takes fields for refused, by full canonical name, as an earlier look at the org found them.</summary>
    public void Refuse(IReadOnlyCollection<string> names)
    {
        foreach (var target in Mapped.GroupBy(m => m.Field.Target))
        {
            // An object none of whose fields is there is not there itself.
            var name = ObjectOf(target.Key).Name;
            var description = target.All(m => names.Contains(m.Field.FullName))
                ? ObjectDescription.Missing(name)
                : new ObjectDescription(name, true, true, [new FieldDescription("Id", "id", false, 18, 0, 0)]);
            foreach (var (field, apiName) in target.Where(m => names.Contains(m.Field.FullName)))
                _refused = _refused.SetItem(field, Problem(field, apiName, description)!);
        }
    }

    private CheckFinding? Problem(CreditField field, string apiName, ObjectDescription description)
    {
        if (description.IsMissing && ObjectOf(field.Target).MayBeMissing)
            return MissingObject(description.Name);
        var subject = $"{description.Name}.{apiName}";
        return description.Field(apiName) switch
        {
            null => new CheckFinding(subject, CheckStatus.Failed, $"{subject} (for {field}) is not deployed, or not visible to {User}; it is not written.",
                $"Deploy deploy/salesforce and assign permission set CreditBridge_Integration to {User}; or map {field} to another field or to nothing."),
            { Updateable: false } => new CheckFinding(subject, CheckStatus.Failed, $"{subject} (for {field}) is read-only for {User}, or a formula; it is not written.",
                $"Assign permission set CreditBridge_Integration to {User}, or give it edit access to the field; a formula cannot be written, map {field} to another field."),
            _ => null,
        };
    }

    /// <summary>An object that came with a later package than the org has.</summary>
    public CheckFinding MissingObject(string name) => new(name, CheckStatus.Warning, $"{name} is not deployed, or not visible to {User}; it is neither written nor read.",
        $"Deploy the present deploy/salesforce and assign permission set CreditBridge_Integration to {User}; or set option Reviews:Enabled to false.");
}
