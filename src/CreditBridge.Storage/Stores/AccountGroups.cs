using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Keeps which accounts belong together. Changes come with pages of accounts only, and these are stored one after the other, so a group is worked out anew from its
/// members as they stand.
/// </summary>
internal sealed class AccountGroups(Session session, AccountMarks marks)
{
    /// <summary>Gives accounts the parents that they name now.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="parents">Parent of each of them that has one.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task UpdateAsync(IReadOnlyList<string> accounts, IReadOnlyDictionary<string, string> parents, CancellationToken cancellationToken)
    {
        if (accounts.Count == 0)
            return;
        var keys = accounts.ToArray();
        parents = await ThroughMergesAsync(parents, cancellationToken);
        var before = await session.Context.AccountGroups.AsNoTracking().Where(g => keys.Contains(g.AccountKey))
            .ToDictionaryAsync(g => g.AccountKey, g => g.ParentKey, StringComparer.Ordinal, cancellationToken);
        var moved = keys.Where(k => before.GetValueOrDefault(k) != parents.GetValueOrDefault(k)).ToArray();
        if (moved.Length == 0)
            return;

        var touched = moved.Concat(moved.Select(parents.GetValueOrDefault).OfType<string>()).Distinct(StringComparer.Ordinal).ToArray();
        var tops = session.Context.AccountGroups.Where(g => touched.Contains(g.AccountKey)).Select(g => g.TopKey);
        var stored = await session.Context.AccountGroups.AsNoTracking().Where(g => tops.Contains(g.TopKey)).ToListAsync(cancellationToken);

        var parentOf = stored.ToDictionary(g => g.AccountKey, g => g.ParentKey, StringComparer.Ordinal);
        foreach (var key in touched)
            parentOf.TryAdd(key, null);
        foreach (var key in moved)
            parentOf[key] = parents.GetValueOrDefault(key);
        await ReplaceAsync(stored, Worked(parentOf), cancellationToken);

        foreach (var key in parentOf.Keys)
            marks.AddAccount(key);
    }

    /// <summary>Takes accounts that are gone out of their groups. What belonged to one that was merged belongs to the account that was kept.</summary>
    /// <param name="gone">The accounts.</param>
    /// <param name="winners">The account that stands for each of them that was merged.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task RemoveAsync(string[] gone, IReadOnlyDictionary<string, string> winners, CancellationToken cancellationToken)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        var children = new List<string>();
        if (winners.Count > 0)
        {
            var merged = winners.Keys.ToArray();
            var rows = await session.Context.AccountGroups.AsNoTracking().Where(g => merged.Contains(g.AccountKey) || (g.ParentKey != null && merged.Contains(g.ParentKey)))
                .ToListAsync(cancellationToken);
            var parentOf = rows.ToDictionary(g => g.AccountKey, g => g.ParentKey, StringComparer.Ordinal);
            foreach (var child in rows.Where(r => r.ParentKey is { } parent && winners.ContainsKey(parent)).Select(r => r.AccountKey).Except(gone, StringComparer.Ordinal))
            {
                children.Add(child);
                // The account that was kept may have been a child of the other: it takes its place under the other's parent.
                var parent = parentOf[child]!;
                if ((winners[parent] == child ? parentOf.GetValueOrDefault(parent) : winners[parent]) is { } above && above != child)
                    parents[child] = above;
            }
        }

        await UpdateAsync([.. gone, .. children], parents, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string>> ThroughMergesAsync(IReadOnlyDictionary<string, string> parents, CancellationToken cancellationToken)
    {
        var winners = await AccountMerges.WinnersAsync(session, [.. parents.Values.Distinct(StringComparer.Ordinal)], cancellationToken);
        return winners.Count == 0
            ? parents
            : parents.Select(p => (p.Key, Parent: winners.GetValueOrDefault(p.Value, p.Value))).Where(p => p.Parent != p.Key)
                .ToDictionary(p => p.Key, p => p.Parent, StringComparer.Ordinal);
    }

    private async Task ReplaceAsync(List<AccountGroupRow> stored, List<AccountGroupRow> worked, CancellationToken cancellationToken)
    {
        var gone = stored.Select(g => g.AccountKey).Except(worked.Select(g => g.AccountKey), StringComparer.Ordinal).ToArray();
        if (gone.Length > 0)
            await session.ExecuteAsync($"DELETE FROM account_groups WHERE {session.In("account_key", "keys")}", cancellationToken, ("keys", gone));
        var known = stored.ToDictionary(g => g.AccountKey, g => (g.ParentKey, g.TopKey), StringComparer.Ordinal);
        await session.InsertAsync(
            [.. worked.Where(g => !known.TryGetValue(g.AccountKey, out var was) || was != (g.ParentKey, g.TopKey))], OnConflict.Replace, cancellationToken);
    }

    /// <summary>The rows of these accounts; none for an account that has no parent and is nobody's.</summary>
    private static List<AccountGroupRow> Worked(Dictionary<string, string?> parentOf)
    {
        var isParent = parentOf.Values.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var tops = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = new List<string>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in parentOf.Keys)
        {
            path.Clear();
            onPath.Clear();
            var at = start;
            while (!tops.ContainsKey(at) && onPath.Add(at))
            {
                path.Add(at);
                if (parentOf.GetValueOrDefault(at) is not { } parent)
                    break;
                at = parent;
            }

            if (!tops.TryGetValue(at, out var top))
                top = parentOf.GetValueOrDefault(at) is null ? at : path[path.IndexOf(at)..].Min(StringComparer.Ordinal)!;
            foreach (var key in path)
                tops[key] = top;
        }

        return [.. parentOf.Where(p => p.Value is not null || isParent.Contains(p.Key)).Select(p => new AccountGroupRow { AccountKey = p.Key, ParentKey = p.Value, TopKey = tops[p.Key] })];
    }
}
