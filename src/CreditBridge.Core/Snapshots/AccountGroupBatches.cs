using System.Runtime.CompilerServices;

namespace CreditBridge.Core.Snapshots;

/// <summary>Groups in batches of some accounts; a group is never divided.</summary>
internal static class AccountGroupBatches
{
    /// <summary>The groups in batches.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="accounts">How many accounts make a batch; the last group of one may bring more.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<IReadOnlyList<AccountGroup>> InBatchesAsync(
        this IAsyncEnumerable<AccountGroup> groups, int accounts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (batch, members) = (new List<AccountGroup>(), 0);
        await foreach (var group in groups.WithCancellation(cancellationToken))
        {
            batch.Add(group);
            members += group.Members.Count;
            if (members < accounts)
                continue;
            yield return batch;
            (batch, members) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
