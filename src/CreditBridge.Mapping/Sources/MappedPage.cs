using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Sources;

/// <summary>What becomes of the rows of one page.</summary>
/// <param name="records">How rows become records.</param>
/// <param name="keys">For a listing: the keys that it has shown; null where a key may come again.</param>
/// <param name="balances">For customers: gives what the ERP says that they owe; null where that is not said at the time of the open items.</param>
internal sealed class MappedPage<T>(RecordMapping<T> records, ListedKeys<T>? keys, CustomerMapping? balances = null)
    where T : SourceRecord
{
    public List<SourceChange<T>> Changes { get; } = [];

    public List<RejectedRecord> Rejected { get; } = [];

    public bool HasNews => Changes.Count + Rejected.Count > 0;

    /// <summary>The page for the engine.</summary>
    public SourcePage<T> ToPage(SourcePosition next, FullSet? set) => new(Changes, next.ToCheckpoint()) { Rejected = Rejected, FullSet = set };

    public void Add(RowPage page, bool leftOutIsGone)
    {
        Rejected.AddRange(page.Malformed);
        foreach (var row in page.Rows)
        {
            var mapped = records.Map(row);
            if (mapped.Record is { } record)
                Add(balances is not null && record is ErpCustomerRecord customer && customer with { Balance = balances.BalanceOf(row) } is T withBalance ? withBalance : record, row);
            else if (mapped.Rejected is { } rejection)
                Rejected.Add(rejection with { Raw = row.Raw() });
            else if (leftOutIsGone && mapped.LeftOut is { } key)
                Changes.Add(SourceChange<T>.Deleted(key));
        }

        foreach (var row in page.Gone)
        {
            if (records.KeyOf(row) is { } key)
                Changes.Add(SourceChange<T>.Deleted(key));
        }
    }

    private void Add(T record, SourceRow row)
    {
        if (keys?.ReasonAgainst(record) is { } reason)
            Rejected.Add(new RejectedRecord(row.Where(), reason) { Key = record.Key, Customer = records.CustomerOf(row), Raw = row.Raw() });
        else
            Changes.Add(SourceChange<T>.Upsert(record));
    }
}
