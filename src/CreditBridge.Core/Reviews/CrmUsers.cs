using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Reviews;

/// <summary>The users of the CRM, by key: who decides, who owns, who is named in a policy.</summary>
public static class CrmUsers
{
    /// <summary>Reads all users.</summary>
    public static async Task<Dictionary<string, UserRecord>> ReadAsync(ISnapshotReader reader, CancellationToken cancellationToken)
    {
        var users = new Dictionary<string, UserRecord>(StringComparer.Ordinal);
        await foreach (var stored in reader.ReadKindAsync(RecordKind.User, cancellationToken))
        {
            var user = (UserRecord)RecordCodec.Decode(RecordKind.User, stored.Payload);
            users[user.Key] = user;
        }

        return users;
    }

    /// <summary>The users that a text names by key, e-mail address or name; the one of that key first, then active ones.</summary>
    public static IEnumerable<UserRecord> Named(this IReadOnlyDictionary<string, UserRecord> users, string text) => users.TryGetValue(text, out var one)
        ? [one]
        : users.Values.Where(u => IsNamed(u, text)).OrderByDescending(u => u.IsActive).ThenBy(u => u.Key, StringComparer.Ordinal);

    /// <summary>Whether a text means this user.</summary>
    public static bool IsNamed(UserRecord user, string text) =>
        string.Equals(user.Key, text, StringComparison.Ordinal)
        || string.Equals(user.Email, text, StringComparison.OrdinalIgnoreCase)
        || string.Equals(user.Name, text, StringComparison.OrdinalIgnoreCase);
}
