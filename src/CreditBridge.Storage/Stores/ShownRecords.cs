using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Compares what the records of a page show with what was written to them. First without locks: a page in which nothing drifted, which is nearly every one, ends there.
/// What was found is compared again when the rows are held, after the accounts were marked: accounts are locked before CRM records, as in every transaction.
/// </summary>
internal sealed class ShownRecords(Session session, SnapshotPage page)
{
    private List<ShownRecord> _suspects = [];

    /// <summary>Finds the records from whose comparison something may follow, and marks the accounts that would have to be evaluated again.</summary>
    public async Task FindAsync(AccountMarks marks, CancellationToken cancellationToken)
    {
        if (page.Shown.Count == 0 || page.Drift is null)
            return;
        var keys = page.Shown.Select(s => s.Key).ToArray();
        var (connection, kind) = (page.Connection, page.Kind);
        var rows = await session.Context.CrmRecords.AsNoTracking().Where(c => c.Connection == connection && c.Kind == kind && keys.Contains(c.Key))
            .ToDictionaryAsync(c => c.Key, StringComparer.Ordinal, cancellationToken);
        var drift = await ReadDriftAsync(keys, cancellationToken);
        var suspects = new List<ShownRecord>();
        foreach (var shown in page.Shown)
        {
            if (!rows.TryGetValue(shown.Key, out var row) || (Compare(row, shown, drift) is var finding && finding is null && !CrmRecord.WasGone(row)))
                continue;
            suspects.Add(shown);
            // One that was gone is there again: what could not be written is still wanted.
            if (finding is { Learned.Count: > 0 } || CrmRecord.WasGone(row))
                marks.AddAccount(row.ParentKey);
        }

        _suspects = suspects;
    }

    /// <summary>Records what follows.</summary>
    /// <returns>How many fields have drifted anew.</returns>
    public async Task<long> ApplyAsync(CancellationToken cancellationToken)
    {
        if (_suspects.Count == 0)
            return 0;
        var keys = _suspects.Select(s => s.Key).ToArray();
        var rows = (await session.RowsAsync<CrmRecordRow>(
            $"SELECT * FROM crm_records WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")} ORDER BY key, kind{session.ForUpdate}",
            cancellationToken,
            ("connection", page.Connection),
            ("kind", (short)page.Kind),
            ("keys", keys))).ToDictionary(r => r.Key, StringComparer.Ordinal);
        var drift = await ReadDriftAsync(keys, cancellationToken);
        var changed = new List<CrmRecordRow>();
        var fields = new List<DriftRow>();
        var drifted = 0L;
        foreach (var shown in _suspects)
        {
            if (!rows.TryGetValue(shown.Key, out var row))
                continue;
            var finding = Compare(row, shown, drift);
            if (finding is null && !CrmRecord.WasGone(row))
                continue;
            CrmRecord.Learn(row, finding, shown);
            changed.Add(row);
            if (finding is null)
                continue;
            fields.AddRange(finding.Fields.Select(f => DriftStore.Row(page.Connection, f)));
            drifted += finding.New;
        }

        await session.InsertAsync(changed, OnConflict.Replace, cancellationToken);
        await session.InsertAsync(fields, OnConflict.Replace, cancellationToken);
        return drifted;
    }

    private DriftFinding? Compare(CrmRecordRow row, ShownRecord shown, ILookup<string, DriftedField> drift) => DriftCheck.Compare(
        new TargetRecord(page.Kind, shown.Key), shown, CrmRecord.Watched(row, page.ReadAt), drift[shown.Key].ToDictionary(d => d.Field), page.Drift!, page.ReadAt);

    private async Task<ILookup<string, DriftedField>> ReadDriftAsync(string[] keys, CancellationToken cancellationToken)
    {
        var (connection, kind) = (page.Connection, page.Kind);
        var rows = await session.Context.Drift.AsNoTracking().Where(d => d.Connection == connection && d.Kind == kind && keys.Contains(d.Key)).ToListAsync(cancellationToken);
        return rows.Select(DriftStore.Field).OfType<DriftedField>().ToLookup(d => d.Target.Key, StringComparer.Ordinal);
    }
}
