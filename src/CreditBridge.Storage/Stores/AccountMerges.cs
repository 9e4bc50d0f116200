using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Keeps which accounts were merged into which. Whatever is stored about a merged account is found through this, so that nothing of it has to be rewritten; chains may
/// arrive in any order. Pages of accounts are stored one after the other.
/// </summary>
internal sealed class AccountMerges(Session session)
{
    /// <summary>Notes merges, and whom each leads to in the end.</summary>
    /// <param name="removed">Accounts that are gone.</param>
    /// <param name="now">When this was seen.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    /// <returns>The account at the end of the chain, by key of each merged account among <paramref name="removed"/>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> AddAsync(IReadOnlyList<RemovedRecord> removed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var links = removed.Where(r => r.MergedInto is { Length: > 0 } into && into != r.Key).ToDictionary(r => r.Key, r => r.MergedInto!, StringComparer.Ordinal);
        if (links.Count == 0)
            return links;
        var keys = links.Keys.Concat(links.Values).Distinct(StringComparer.Ordinal).ToArray();
        var stored = await session.Context.AccountMerges.AsNoTracking().Where(m => keys.Contains(m.LoserKey) || keys.Contains(m.WinnerKey))
            .ToDictionaryAsync(m => m.LoserKey, StringComparer.Ordinal, cancellationToken);

        var ends = links.Keys.ToDictionary(k => k, End, StringComparer.Ordinal);
        // An account into which another was merged is there again, whatever was merged before.
        var returned = ends.Where(e => e.Value is null).Select(e => links[e.Key]).ToArray();
        foreach (var (loser, into) in links.Where(l => ends[l.Key] is null))
            ends[loser] = into;
        await ForgetAsync(returned, cancellationToken);

        await session.InsertAsync(
            [
                .. links.Where(l => !stored.TryGetValue(l.Key, out var row) || row.MergedInto != l.Value || row.WinnerKey != ends[l.Key]).Select(l => new AccountMergeRow
                {
                    LoserKey = l.Key, MergedInto = l.Value, WinnerKey = ends[l.Key]!, SeenAt = now, HandedOn = false,
                }),
                .. stored.Values.Where(m => !links.ContainsKey(m.LoserKey) && !returned.Contains(m.LoserKey) && links.ContainsKey(m.WinnerKey) && ends[m.WinnerKey] != m.LoserKey)
                    .Select(m => new AccountMergeRow
                    {
                        LoserKey = m.LoserKey, MergedInto = m.MergedInto, WinnerKey = ends[m.WinnerKey]!, SeenAt = m.SeenAt, HandedOn = m.HandedOn,
                    }),
            ],
            OnConflict.Replace,
            cancellationToken);
        return ends.ToDictionary(e => e.Key, e => e.Value!, StringComparer.Ordinal);

        // Null for a chain that leads back to its beginning.
        string? End(string start)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { start };
            var at = links[start];
            while (seen.Add(at))
            {
                if (links.TryGetValue(at, out var next))
                    at = next;
                else if (stored.TryGetValue(at, out var row))
                    at = row.WinnerKey;
                else
                    return at;
            }

            return null;
        }
    }

    /// <summary>Notes that accounts are there (again): an undeleted one stands for itself.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken)
    {
        if (accounts.Count > 0)
            await session.ExecuteAsync($"DELETE FROM account_merges WHERE {session.In("loser_key", "keys")}", cancellationToken, ("keys", accounts.ToArray()));
    }

    /// <summary>The accounts that stand for others now, by key of the merged account; those that were not merged are absent.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> WinnersAsync(Session session, IReadOnlyCollection<string> accounts, CancellationToken cancellationToken)
    {
        var keys = accounts.ToArray();
        return keys.Length == 0
            ? new Dictionary<string, string>()
            : await session.Context.AccountMerges.Where(m => keys.Contains(m.LoserKey)).ToDictionaryAsync(m => m.LoserKey, m => m.WinnerKey, StringComparer.Ordinal, cancellationToken);
    }
}
