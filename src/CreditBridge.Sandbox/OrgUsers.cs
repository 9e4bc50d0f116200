using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox;

/// <summary>The users of the org with their logins, profiles and permission sets.</summary>
internal sealed class OrgUsers(SandboxOrg org)
{
    private readonly Dictionary<string, (string Id, SandboxUser User)> logins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SandboxUser> byId = new(StringComparer.Ordinal);

    public string AdministratorId { get; private set; } = "";

    public UserAccess Administrator { get; private set; } = new("", SandboxProfile.SystemAdministrator, [], (_, _) => false);

    public void Add(string id, SandboxUser user)
    {
        logins.Add(user.Username, (id, user));
        byId.Add(id, user);
        if (AdministratorId.Length > 0 || user.Profile != SandboxProfile.SystemAdministrator) return;
        AdministratorId = id;
        Administrator = new UserAccess(id, SandboxProfile.SystemAdministrator, [], (_, _) => false);
    }

    public (string Id, SandboxUser User)? Find(string username) => logins.TryGetValue(username, out var found) ? found : null;

    public UserAccess AccessOf(string userId, Func<ObjectDefinition, FieldDefinition, bool> hidden)
    {
        var assigned = org.Store["PermissionSetAssignment"].Rows.Where(row => userId.Equals(row["AssigneeId"]))
            .Select(row => (string)org.Store.Find((string)row["PermissionSetId"]!)!["Name"]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new UserAccess(
            userId, byId.TryGetValue(userId, out var user) ? user.Profile : SandboxProfile.StandardUser,
            [.. org.Schema.PermissionSets.Where(set => assigned.Contains(set.Name))], hidden);
    }

    public string PermissionSetId(string name) =>
        org.Store["PermissionSet"].Rows.FirstOrDefault(row => name.Equals((string?)row["Name"], StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new ArgumentException(
            $"the org has no permission set {name}; it has {string.Join(", ", org.Schema.PermissionSets.Select(set => set.Name).DefaultIfEmpty("none"))}", nameof(name));

    public Row? Assignment(string userId, string permissionSetId) => org.Store["PermissionSetAssignment"].Rows
        .FirstOrDefault(row => userId.Equals(row["AssigneeId"]) && permissionSetId.Equals(row["PermissionSetId"]));
}
