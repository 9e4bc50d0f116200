using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;

namespace CreditBridge.Storage.Stores;

/// <summary>A stored record that is gone.</summary>
internal sealed record RemovedRow(string Key, SubjectKind SubjectKind, string SubjectKey, string? MergedInto);

/// <summary>Removes records, and whatever exists only because of them.</summary>
internal sealed class RecordRemoval(Session session, string connection, RecordKind kind, AccountMarks marks, RecordPast past)
{
    private readonly List<string> _gone = [];

    /// <summary>Removes records; what waits to be written to them goes with <see cref="RemoveWritesAsync"/>.</summary>
    /// <returns>How many.</returns>
    public async Task<long> RemoveAsync(IReadOnlyList<RemovedRow> gone, CancellationToken cancellationToken)
    {
        if (gone.Count == 0)
            return 0;
        foreach (var row in gone)
        {
            marks.Add(row.SubjectKind, row.SubjectKey);
            if (kind == RecordKind.Account)
                marks.AddGroupOf(row.Key);
            if (row.MergedInto is { } other && kind == RecordKind.Account)
                marks.AddAccount(other);
        }

        var keys = gone.Select(r => r.Key).ToArray();
        await past.KeepAsync(keys, cancellationToken);
        if (kind == RecordKind.Account)
        {
            await new AccountRegister(session, marks).ForgetAsync(keys, cancellationToken);
            await new AccountGroups(session, marks).UpdateAsync(keys, new Dictionary<string, string>(), cancellationToken);
        }

        if (kind is RecordKind.Account or RecordKind.Opportunity)
            _gone.AddRange(keys);
        return await session.ExecuteAsync(
            $"DELETE FROM records WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")}",
            cancellationToken,
            ("connection", connection),
            ("kind", (short)kind),
            ("keys", keys));
    }

    /// <summary>
    /// Removes what waited to be written to the records that were removed: a record that is gone takes no writes; neither do the deals that went with their account.
    /// Call it after the accounts were marked: accounts are locked before CRM records.
    /// </summary>
    public async Task RemoveWritesAsync(CancellationToken cancellationToken)
    {
        if (_gone.Count == 0)
            return;
        var ofAccount = kind == RecordKind.Account ? $" OR {session.In("parent_key", "keys")}" : "";
        (string Name, object? Value)[] which = [("connection", connection), ("kind", (short)kind), ("keys", _gone.ToArray())];
        await session.ExecuteAsync(
            "WITH gone AS (SELECT key, kind FROM crm_records WHERE connection = @connection " +
            $"AND (({session.In("key", "keys")} AND kind = @kind){ofAccount}) ORDER BY key, kind{session.ForUpdate}) " +
            "DELETE FROM crm_records WHERE connection = @connection AND (key, kind) IN (SELECT key, kind FROM gone)",
            cancellationToken,
            which);
        await session.ExecuteAsync($"DELETE FROM drift WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")}", cancellationToken, which);
    }
}
