using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>All tables of the org, and the changes that are made but not yet visible.</summary>
internal sealed class RecordStore(OrgSchema schema)
{
    private readonly Dictionary<string, Table> tables = schema.Objects.ToDictionary(item => item.Name, item => new Table(item), StringComparer.OrdinalIgnoreCase);
    private readonly List<PendingCommit> pending = [];

    /// <summary>Told of what a transaction changed, once everybody can see it.</summary>
    public Action<IReadOnlyList<RowChange>, Author>? Committed { get; set; }

    public Table this[ObjectDefinition definition] => tables[definition.Name];

    public Table this[string name] => tables[name];

    public IEnumerable<Table> Tables => tables.Values;

    public Row? Find(string id) => schema.ByIdPrefix(id) is { } definition ? this[definition].Find(id) : null;

    /// <summary>Whether a transaction that is still in flight holds the record.</summary>
    public bool IsLocked(string id) => pending.Exists(commit => commit.Ids.Contains(id));

    /// <summary>
    /// Hides what a transaction did until <paramref name="visibleAt"/>: the rows keep the stamp of their statement and appear later, as
    /// after a long transaction. Until then the records are locked.
    /// </summary>
    public void Postpone(Transaction transaction, DateTimeOffset visibleAt)
    {
        var changes = transaction.Changes.ToList();
        transaction.Rollback();
        pending.Add(new PendingCommit(visibleAt, changes, changes.Select(change => change.Id).ToHashSet(StringComparer.Ordinal), transaction.Author));
    }

    /// <summary>Tells that a transaction has become visible.</summary>
    public void Announce(Transaction transaction)
    {
        if (transaction.Changes.Count > 0) Committed?.Invoke(transaction.Changes, transaction.Author);
    }

    /// <summary>Makes visible what is due. Null makes everything visible.</summary>
    public void CommitDue(DateTimeOffset? now)
    {
        if (pending.Count == 0) return;
        foreach (var commit in pending.Where(commit => now is null || commit.VisibleAt <= now).ToList())
        {
            foreach (var change in commit.Changes) change.Table.Put(change.After!);
            pending.Remove(commit);
            Committed?.Invoke(commit.Changes, commit.Author);
        }
    }

    /// <summary>The statement time of the oldest change in flight, or null.</summary>
    public DateTimeOffset? OldestInFlight => pending.Count == 0 ? null : pending.Min(commit => commit.Changes.Min(change => change.After!.Stamp));

    private sealed record PendingCommit(DateTimeOffset VisibleAt, IReadOnlyList<RowChange> Changes, HashSet<string> Ids, Author Author);
}
