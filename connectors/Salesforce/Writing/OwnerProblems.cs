using System.Collections.Concurrent;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Users whom the org does not take as owners: unknown, inactive, or without access to the object. The record is then written without an owner of ours, so that the work
/// is seen in the queue rather than lost, and the user is named until the org takes them.
/// </summary>
internal sealed class OwnerProblems
{
    private const int MostRemembered = 100;

    private readonly ConcurrentDictionary<string, CheckFinding> _refused = new(StringComparer.Ordinal);

    /// <summary>One problem per user.</summary>
    public IReadOnlyList<CheckFinding> Problems => [.. _refused.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value)];

    /// <summary>The same write without its owner.</summary>
    public static FieldWrite WithoutOwner(FieldWrite write) =>
        write with { Values = write.Values.Where(v => v.Key != CreditFields.Review.Owner).ToDictionary() };

    /// <summary>The owner that a write asks for; null when it asks for none.</summary>
    public static string? OwnerOf(FieldWrite write) => write.Values.TryGetValue(CreditFields.Review.Owner, out var owner) ? owner.Content as string : null;

    /// <summary>The org took the record without the owner and had refused it with.</summary>
    public void Refused(string user, string said)
    {
        if (_refused.Count < MostRemembered)
        {
            _refused[user] = new CheckFinding($"Owner {user}", CheckStatus.Warning, $"The org does not take user {user} as the owner of a review; the review was left where it is. {said}",
                "Activate the user in Salesforce and assign permission set CreditBridge_Credit, or take the user out of the policy's routing.");
        }
    }

    /// <summary>The org took the owner.</summary>
    public void Taken(string user) => _refused.TryRemove(user, out _);
}
