using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>What one user may see and change, from the profile and the permission sets assigned now.</summary>
internal sealed class UserAccess(
    string userId, SandboxProfile profile, IReadOnlyList<PermissionSetDefinition> permissionSets, Func<ObjectDefinition, FieldDefinition, bool> hidden)
{
    public string UserId => userId;

    public bool CanRead(ObjectDefinition item) => !hidden(item, item.IdField) && (Everything(item) || permissionSets.Any(set => set.On(item) is { Read: true }));

    /// <summary>Whether every record of the object may be read, which a subscription to its change events needs.</summary>
    public bool SeesAll(ObjectDefinition item) => profile == SandboxProfile.SystemAdministrator || permissionSets.Any(set => set.On(item) is { ViewAll: true });

    public bool CanCreate(ObjectDefinition item) => item.Writable && (Everything(item) || permissionSets.Any(set => set.On(item) is { Create: true }));

    public bool CanEdit(ObjectDefinition item) => item is { Writable: true, IsEvent: false } && (Everything(item) || permissionSets.Any(set => set.On(item) is { Edit: true }));

    public bool CanDelete(ObjectDefinition item) => item is { Writable: true, IsEvent: false } && (Everything(item) || permissionSets.Any(set => set.On(item) is { Delete: true }));

    public bool CanRead(ObjectDefinition item, FieldDefinition field) =>
        !hidden(item, field) && (Granted(item, field) || permissionSets.Any(set => set.On(item, item.Compound(field) ?? field) is { Readable: true }));

    public bool CanEdit(ObjectDefinition item, FieldDefinition field) =>
        !hidden(item, field) && (Granted(item, field) || permissionSets.Any(set => set.On(item, item.Compound(field) ?? field) is { Editable: true }));

    /// <summary>Whether a permission set assigned to the user carries the custom permission.</summary>
    public bool HasPermission(string name) => permissionSets.Any(set => set.CustomPermissions.Contains(name));

    /// <summary>The field, if the object has it and the user may see it; a hidden field is the same as none.</summary>
    public FieldDefinition? Visible(ObjectDefinition item, string name) => item.Field(name) is { } field && CanRead(item, field) ? field : null;

    private bool Everything(ObjectDefinition item) =>
        profile == SandboxProfile.SystemAdministrator || !item.Permissioned || (profile == SandboxProfile.StandardUser && !item.Custom && !item.IsEvent);

    /// <summary>System and required fields are visible to whoever sees the object; the rest needs field permissions.</summary>
    private bool Granted(ObjectDefinition item, FieldDefinition field)
    {
        // Events know no field permissions: who may publish sees and sets every field.
        if (profile == SandboxProfile.SystemAdministrator || !item.Permissioned || item.IsEvent) return true;
        if (field.Custom) return !field.Nillable && field.Type != FieldType.Boolean;
        return profile == SandboxProfile.StandardUser || AlwaysVisible(field);
    }

    private static bool AlwaysVisible(FieldDefinition field) =>
        !field.Nillable || field.Name is "MasterRecordId" or "OwnerId" or "CurrencyIsoCode" or "Probability" or "ForecastCategoryName" or "ForecastCategory"
            or "LastViewedDate" or "LastReferencedDate" or "LastActivityDate" or "FiscalYear" or "FiscalQuarter" or "Fiscal" or "AccountId" or "LastStageChangeDate";
}
