using System.Xml.Linq;
using CreditBridge.Sandbox.Schema.Formulas;
using CreditBridge.Sandbox.Schema.Standard;

namespace CreditBridge.Sandbox.Schema;

/// <summary>What a set of metadata files declares.</summary>
internal sealed record OrgMetadata(
    IReadOnlyList<ObjectDefinition> CustomObjects, IReadOnlyList<DeployedField> Fields, IReadOnlyList<PermissionSetDefinition> PermissionSets,
    IReadOnlyList<ValidationRuleDefinition> ValidationRules, IReadOnlySet<string> CustomPermissions);

/// <summary>A custom field and the file that declares it.</summary>
internal sealed record DeployedField(string Object, FieldDefinition Field, string File);

/// <summary>
/// Reads objects, platform events, fields, validation rules, custom permissions and permission sets in source format. Layouts, reports, flows
/// and the like are none of the data API's business and are passed over.
/// </summary>
internal static class MetadataReader
{
    public static readonly XNamespace Namespace = "http://soap.sforce.com/2006/04/metadata";

    public static OrgMetadata Read(IEnumerable<MetadataFile> files)
    {
        List<ObjectDefinition> objects = [];
        List<DeployedField> fields = [];
        List<PermissionSetDefinition> permissionSets = [];
        List<ValidationRuleDefinition> rules = [];
        HashSet<string> customPermissions = new(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (file.Path.EndsWith(".field-meta.xml", StringComparison.Ordinal)) fields.Add(ReadField(file));
            else if (file.Path.EndsWith(".permissionset-meta.xml", StringComparison.Ordinal)) permissionSets.Add(ReadPermissionSet(file));
            else if (file.Path.EndsWith(".object-meta.xml", StringComparison.Ordinal)) AddObject(file, objects);
            else if (file.Path.EndsWith(".validationRule-meta.xml", StringComparison.Ordinal)) AddRule(file, rules);
            else if (file.Path.EndsWith(".customPermission-meta.xml", StringComparison.Ordinal)) customPermissions.Add(NameOf(file, ".customPermission-meta.xml"));
        }

        RefuseUnknownFields(permissionSets, fields, objects);
        RefuseUnknownPermissions(permissionSets, customPermissions);
        return new OrgMetadata(objects, fields, permissionSets, rules, customPermissions);
    }

    private static DeployedField ReadField(MetadataFile file)
    {
        var segments = file.Path.Split('/');
        if (segments.Length < 3 || segments[^2] != "fields") throw new MetadataException(file.Path, "a field file lives in objects/<Object>/fields/");
        return new DeployedField(segments[^3], FieldMetadata.Read(file, Root(file, "CustomField")), file.Path);
    }

    private static void AddObject(MetadataFile file, List<ObjectDefinition> objects)
    {
        var name = NameOf(file, ".object-meta.xml");
        var root = Root(file, "CustomObject");
        // What a file says about a standard object, such as its labels, changes nothing here.
        if (name.EndsWith("__c", StringComparison.Ordinal)) objects.Add(ReadObject(root, name, objects.Count(item => !item.IsEvent)));
        else if (name.EndsWith("__e", StringComparison.Ordinal)) objects.Add(ReadEvent(root, name, objects.Count(item => item.IsEvent)));
    }

    private static ObjectDefinition ReadEvent(XElement root, string name, int index)
    {
        var label = (string?)root.Element(Namespace + "label") ?? name;
        return new ObjectDefinition(name, $"e{index / 10}{index % 10}", label, (string?)root.Element(Namespace + "pluralLabel") ?? label,
        [
            StandardFields.Id, StandardFields.ReadOnly(StandardFields.Text("ReplayId", "Replay ID", 1000)),
            StandardFields.ReadOnly(StandardFields.Text("EventUuid", "Event UUID", 36)), .. StandardFields.Created, StandardFields.SystemModstamp,
        ]);
    }

    private static void AddRule(MetadataFile file, List<ValidationRuleDefinition> rules)
    {
        var root = Root(file, "ValidationRule");
        if (!Flag(root, "active")) return;
        try
        {
            rules.Add(new ValidationRuleDefinition(file.Path.Split('/')[^3], Text(file, root, "fullName"), FormulaParser.Parse(Text(file, root, "errorConditionFormula")),
                Text(file, root, "errorMessage"), (string?)root.Element(Namespace + "errorDisplayField")));
        }
        catch (FormulaException problem)
        {
            throw new MetadataException(file.Path, problem.Message);
        }
    }

    private static ObjectDefinition ReadObject(XElement root, string name, int index)
    {
        var nameField = root.Element(Namespace + "nameField");
        var autoNumber = (string?)nameField?.Element(Namespace + "type") == "AutoNumber";
        var label = (string?)root.Element(Namespace + "label") ?? name;
        var nameColumn = StandardFields.Name((string?)nameField?.Element(Namespace + "label") ?? "Name", 80);
        if (autoNumber) nameColumn = nameColumn with { Createable = false, Updateable = false, Nillable = false, DefaultedOnCreate = true };
        return new ObjectDefinition(
            name, $"a{index / 10}{index % 10}", label, (string?)root.Element(Namespace + "pluralLabel") ?? label,
            [.. StandardFields.Identity, nameColumn, StandardFields.Owner, .. StandardFields.Audit])
        {
            NumberFormat = autoNumber ? (string?)nameField!.Element(Namespace + "displayFormat") : null,
        };
    }

    private static PermissionSetDefinition ReadPermissionSet(MetadataFile file)
    {
        var root = Root(file, "PermissionSet");
        var name = NameOf(file, ".permissionset-meta.xml");
        var objects = root.Elements(Namespace + "objectPermissions").Select(item => new ObjectPermission(
            Text(file, item, "object"), Flag(item, "allowRead"), Flag(item, "allowCreate"), Flag(item, "allowEdit"), Flag(item, "allowDelete"))
        {
            ViewAll = Flag(item, "viewAllRecords"),
            ModifyAll = Flag(item, "modifyAllRecords"),
        });
        var fields = root.Elements(Namespace + "fieldPermissions").Select(item => new FieldPermission(
            Text(file, item, "field"), Flag(item, "readable"), Flag(item, "editable")));
        return new PermissionSetDefinition(name, (string?)root.Element(Namespace + "label") ?? name, objects, fields)
        {
            CustomPermissions = root.Elements(Namespace + "customPermissions").Where(item => Flag(item, "enabled")).Select(item => Text(file, item, "name"))
                .ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>A deploy fails on a field permission for a field that does not exist or is required; so does the start of the sandbox.</summary>
    private static void RefuseUnknownFields(
        IEnumerable<PermissionSetDefinition> permissionSets, IReadOnlyList<DeployedField> fields, IReadOnlyList<ObjectDefinition> objects)
    {
        var known = fields.ToDictionary(field => $"{field.Object}.{field.Field.Name}", field => field.Field, StringComparer.OrdinalIgnoreCase);
        foreach (var item in StandardObjects.All.Concat(objects))
        {
            foreach (var field in item.Fields) known.TryAdd($"{item.Name}.{field.Name}", field);
        }

        foreach (var set in permissionSets)
        {
            foreach (var permission in set.Fields)
            {
                if (!known.TryGetValue(permission.Field, out var field)) throw new MetadataException(set.Name, $"no field {permission.Field} found");
                if (!field.Nillable && field.Type != FieldType.Boolean)
                    throw new MetadataException(set.Name, $"You cannot deploy to a required field: {permission.Field}");
                if (permission.Editable && field.Calculated)
                    throw new MetadataException(set.Name, $"{permission.Field} is computed by the platform and cannot be editable");
            }
        }
    }

    private static void RefuseUnknownPermissions(IEnumerable<PermissionSetDefinition> permissionSets, HashSet<string> known)
    {
        foreach (var set in permissionSets)
        {
            if (set.CustomPermissions.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                throw new MetadataException(set.Name, $"no custom permission {unknown} found");
        }
    }

    private static string NameOf(MetadataFile file, string suffix) => file.Path.Split('/')[^1].Replace(suffix, "", StringComparison.Ordinal);

    private static XElement Root(MetadataFile file, string name)
    {
        try
        {
            var root = XDocument.Parse(file.Text).Root!;
            return root.Name == Namespace + name ? root : throw new MetadataException(file.Path, $"expected a {name}, found {root.Name.LocalName}");
        }
        catch (System.Xml.XmlException problem)
        {
            throw new MetadataException(file.Path, $"not XML ({problem.Message})");
        }
    }

    private static string Text(MetadataFile file, XElement parent, string name) =>
        (string?)parent.Element(Namespace + name) ?? throw new MetadataException(file.Path, $"{parent.Name.LocalName} has no <{name}>");

    private static bool Flag(XElement parent, string name) => (bool?)parent.Element(Namespace + name) ?? false;
}
