namespace CreditBridge.Sandbox.Records;

/// <summary>One row as it was and as it became.</summary>
internal sealed record RowChange(Table Table, Row? Before, Row? After)
{
    public string Id => (After ?? Before)!.Id;
}

/// <summary>Whose doing a transaction is.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Origin">The way it came, in the wording of change events.</param>
internal sealed record Author(string UserId, string Origin);

/// <summary>Changes that can be taken back, all or from a mark on.</summary>
internal sealed class Transaction(Author author)
{
    private readonly List<RowChange> changes = [];

    public Author Author => author;

    public int Mark => changes.Count;

    public IReadOnlyList<RowChange> Changes => changes;

    public void Put(Table table, Row row)
    {
        changes.Add(new RowChange(table, table.Find(row.Id), row));
        table.Put(row);
    }

    public void RollbackTo(int mark)
    {
        for (var i = changes.Count - 1; i >= mark; i--)
        {
            var change = changes[i];
            if (change.Before is not null) change.Table.Put(change.Before);
            else change.Table.Remove(change.After!);
        }

        changes.RemoveRange(mark, changes.Count - mark);
    }

    public void Rollback() => RollbackTo(0);
}
