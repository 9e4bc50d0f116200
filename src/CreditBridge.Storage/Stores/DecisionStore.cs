using CreditBridge.Core.Decisions;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class DecisionStore(BridgeDatabase database) : IDecisionStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, StoredDecision>> GetLatestAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        var rows = await database.ReadAsync(
            s =>
            {
                var latest = s.Context.Decisions.Where(d => keys.Contains(d.AccountKey)).GroupBy(d => d.AccountKey).Select(g => g.Max(d => d.Sequence));
                return s.Context.Decisions.AsNoTracking().Where(d => latest.Contains(d.Sequence)).ToListAsync(cancellationToken);
            },
            cancellationToken);
        return rows.ToDictionary(r => r.AccountKey, Stored, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public Task<StoredDecision?> FindAsync(string decisionId, CancellationToken cancellationToken) =>
        NewestAsync(decisions => decisions.Where(d => d.Id == decisionId).OrderByDescending(d => d.Sequence), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, StoredDecision>> FindAsync(IReadOnlyCollection<string> decisionIds, CancellationToken cancellationToken)
    {
        var ids = decisionIds.ToArray();
        var rows = await database.ReadAsync(s => s.Context.Decisions.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Sequence).ToListAsync(cancellationToken), cancellationToken);
        var found = new Dictionary<string, StoredDecision>(StringComparer.Ordinal);
        foreach (var row in rows)
            found[row.Id] = Stored(row);
        return found;
    }

    /// <inheritdoc />
    public Task<StoredDecision?> GetAtAsync(string accountKey, DateTimeOffset moment, CancellationToken cancellationToken) => NewestAsync(
        decisions => decisions.Where(d => d.AccountKey == accountKey && d.DecidedAt <= moment).OrderByDescending(d => d.DecidedAt).ThenByDescending(d => d.Sequence),
        cancellationToken);

    private async Task<StoredDecision?> NewestAsync(Func<IQueryable<DecisionRow>, IQueryable<DecisionRow>> choose, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(s => choose(s.Context.Decisions.AsNoTracking()).FirstOrDefaultAsync(cancellationToken), cancellationToken);
        return row is null ? null : Stored(row);
    }

    private static StoredDecision Stored(DecisionRow row) => new(
        row.Id,
        row.AccountKey,
        row.DecidedAt,
        row.PolicyVersion,
        row.ContentHash,
        Compressed.Unpack(row.Content),
        Compressed.Unpack(row.File),
        row.PreviousHash,
        row.ChainHash);
}
