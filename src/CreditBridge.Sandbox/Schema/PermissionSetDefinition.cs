namespace CreditBridge.Sandbox.Schema;

/// <summary>What one permission set allows on an object.</summary>
internal sealed record ObjectPermission(string Object, bool Read, bool Create, bool Edit, bool Delete)
{
    /// <summary>Whether sharing does not matter for reading: "View All Records".</summary>
    public bool ViewAll { get; init; }

    /// <summary>Whether sharing does not matter for anything: "Modify All Records".</summary>
    public bool ModifyAll { get; init; }
}

/// <summary>What one permission set allows on a field, named <c>Object.Field</c>.</summary>
internal sealed record FieldPermission(string Field, bool Readable, bool Editable);

/// <summary>A permission set as deployed.</summary>
internal sealed class PermissionSetDefinition(
    string name, string label, IEnumerable<ObjectPermission> objects, IEnumerable<FieldPermission> fields)
{
    private readonly Dictionary<string, ObjectPermission> objects = objects.ToDictionary(item => item.Object, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FieldPermission> fields = fields.ToDictionary(item => item.Field, StringComparer.OrdinalIgnoreCase);

    public string Name => name;

    public string Label => label;

    public IEnumerable<ObjectPermission> Objects => objects.Values;

    public IEnumerable<FieldPermission> Fields => fields.Values;

    /// <summary>API names of the custom permissions that the set carries.</summary>
    public IReadOnlySet<string> CustomPermissions { get; init; } = new HashSet<string>();

    public ObjectPermission? On(ObjectDefinition definition) => objects.GetValueOrDefault(definition.Name);

    public FieldPermission? On(ObjectDefinition definition, FieldDefinition field) => fields.GetValueOrDefault($"{definition.Name}.{field.Name}");
}
