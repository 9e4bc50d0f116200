using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox;

/// <summary>One record as it was when it was read.</summary>
public sealed class OrgRecord
{
    private readonly Row row;
    private readonly SandboxOrg org;

    internal OrgRecord(Row row, SandboxOrg org)
    {
        this.row = row;
        this.org = org;
    }

    /// <summary>The 18-character id.</summary>
    public string Id => row.Id;

    /// <summary>API name of the object.</summary>
    public string Object => row.Object.Name;

    /// <summary>Whether the record is in the recycle bin or was merged into another.</summary>
    public bool IsDeleted => row.IsDeleted;

    /// <summary>When the record was last changed, in whole seconds.</summary>
    public DateTimeOffset SystemModstamp => row.Stamp;

    /// <summary>
    /// The value of a field, or of a parent's field (<c>Owner.Name</c>): string, bool, decimal, <see cref="DateOnly"/>,
    /// <see cref="DateTimeOffset"/> or null.
    /// </summary>
    /// <exception cref="ArgumentException">The object has no such field.</exception>
    public object? this[string field]
    {
        get
        {
            var current = row;
            var path = field.Split('.');
            foreach (var step in path[..^1])
            {
                var reference = current.Object.Relationship(step) ?? throw new ArgumentException($"{current.Object.Name} has no parent {step}", nameof(field));
                if (current[reference] is not string id || org.FindRow(id) is not { } parent) return null;
                current = parent;
            }

            var found = current.Object.Field(path[^1]) ?? throw new ArgumentException($"{current.Object.Name} has no field {path[^1]}", nameof(field));
            return current[found];
        }
    }

    /// <summary>The value of a text field, or null.</summary>
    public string? Text(string field) => (string?)this[field];

    /// <summary>The value of a number, currency or percent field, or null.</summary>
    public decimal? Number(string field) => (decimal?)this[field];

    /// <summary>The value of a checkbox.</summary>
    public bool Flag(string field) => this[field] is true;
}
