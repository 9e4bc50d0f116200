using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>User → <see cref="UserRecord"/>. Users are never deleted, only deactivated.</summary>
internal static class UserMapping
{
    public static ObjectMapping<UserRecord> Create() => new(RecordKind.User, "User", ["Id", "Name", "Email", "IsActive", "SystemModstamp"])
    {
        Read = row => SourceChange<UserRecord>.Upsert(
            new UserRecord(row.Id, row.Text("Name") ?? "") { Email = row.Text("Email"), IsActive = row.Flag("IsActive") }, row.Stamp),
    };
}
