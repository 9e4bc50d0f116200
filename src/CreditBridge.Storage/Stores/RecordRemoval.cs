using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;

namespace CreditBridge.Storage.Stores;

/// <summary>A stored record that is gone.</summary>
internal sealed record RemovedRow(string Key, SubjectKind SubjectKind, string SubjectKey);

/// <summary>Removes records, and whatever exists only because of them.</summary>
internal sealed class RecordRemoval(Session session, string connection, RecordKind kind, AccountMarks marks, RecordPast past)
{
    private readonly List<string> _gone = [];
    private readonly Dictionary<string, string> _merged = new(StringComparer.Ordinal);

    /// <summary>When the records were there last, for a listing that does not show them any more; null when the source itself says that they are gone.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Removes records; what waits to be written to them goes with <see cref="RemoveWritesAsync"/>.</summary>
    /// <returns>How many.</returns>
    /// <param name="gone">The records.</param>
    /// <param name="winners">For accounts: the one that stands for each of them that was merged into another.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task<long> RemoveAsync(IReadOnlyList<RemovedRow> gone, IReadOnlyDictionary<string, string> winners, CancellationToken cancellationToken)
    {
        if (gone.Count == 0)
            return 0;
        foreach (var row in gone)
        {
            marks.Add(row.SubjectKind, row.SubjectKey);
            if (kind == RecordKind.Account)
                marks.AddGroupOf(row.Key);
            if (!winners.TryGetValue(row.Key, out var winner))
                continue;
            _merged[row.Key] = winner;
            marks.AddAccount(winner);
            marks.AddGroupOf(winner);
        }

        var keys = gone.Select(r => r.Key).ToArray();
        await past.KeepAsync(keys, cancellationToken);
        if (kind == RecordKind.Account)
        {
            await new AccountRegister(session, marks, past.Now).ForgetAsync(keys, winners, cancellationToken);
            await new AccountGroups(session, marks).RemoveAsync(keys, winners, cancellationToken);
        }

        if (kind is RecordKind.Account or RecordKind.Opportunity)
            _gone.AddRange(keys);
        var removed = await session.ExecuteAsync(
            $"DELETE FROM records WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")}",
            cancellationToken,
            ("connection", connection),
            ("kind", (short)kind),
            ("keys", keys));
        if (kind == RecordKind.ErpCustomer)
            await LostCustomers.NoteAsync(session, connection, keys, SeenAt ?? past.Now, past.Now, cancellationToken);
        return removed;
    }

    /// <summary>
    /// Removes what waited to be written to the records that were removed: a record that is gone takes no writes; neither do the deals that went with their account.
    /// Call it after the accounts were marked: accounts are locked before CRM records.
    /// </summary>
    public async Task RemoveWritesAsync(CancellationToken cancellationToken)
    {
        if (_gone.Count == 0)
            return;
        // The deals of a merged account live on with the account that was kept.
        foreach (var (loser, winner) in _merged.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            await session.ExecuteAsync(
                "UPDATE crm_records SET parent_key = @winner WHERE connection = @connection AND parent_key = @loser AND NOT (key = @loser AND kind = @kind)",
                cancellationToken,
                ("winner", winner),
                ("loser", loser),
                ("connection", connection),
                ("kind", (short)kind));
        }

        var ofAccount = kind == RecordKind.Account ? $" OR {session.In("parent_key", "keys")}" : "";
        (string Name, object? Value)[] which = [("connection", connection), ("kind", (short)kind), ("keys", _gone.ToArray())];
        var these = "WITH gone AS (SELECT key, kind FROM crm_records WHERE connection = @connection " +
            $"AND (({session.In("key", "keys")} AND kind = @kind){ofAccount}) ORDER BY key, kind{session.ForUpdate}) ";
        // One that was handed over keeps its row: should the record come back, the outcome of that write must not be taken for the outcome of a later one.
        await session.ExecuteAsync(
            these + "UPDATE crm_records SET pending = NULL, acknowledged = NULL, written_at = NULL, version = version + 1, state = 0, not_before = NULL, failure_kind = NULL, failure = NULL " +
            "WHERE connection = @connection AND attempts > 0 AND (key, kind) IN (SELECT key, kind FROM gone)",
            cancellationToken,
            which);
        await session.ExecuteAsync(
            these + "DELETE FROM crm_records WHERE connection = @connection AND attempts = 0 AND (key, kind) IN (SELECT key, kind FROM gone)", cancellationToken, which);
        await session.ExecuteAsync($"DELETE FROM drift WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")}", cancellationToken, which);
    }
}
