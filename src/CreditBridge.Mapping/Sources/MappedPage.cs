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
    // The rows that the changes come from, as long as they can be contradicted.
    private readonly List<SourceRow> _rows = [];
    private readonly HashSet<string> _takenBack = new(StringComparer.Ordinal);

    public List<SourceChange<T>> Changes { get; } = [];

    public List<RejectedRecord> Rejected { get; } = [];

    public bool HasNews => Changes.Count + Rejected.Count > 0;

    /// <summary>The page for the engine.</summary>
    public SourcePage<T> ToPage(SourcePosition next, FullSet? set) => new(Changes, next.ToCheckpoint()) { Rejected = Rejected, TakenBack = [.. _takenBack], FullSet = set };

    public void Add(RowPage page, bool leftOutIsGone)
    {
        if (page.BeginsAnswer)
            keys?.BeginAnswer();
        Rejected.AddRange(page.Malformed);
        foreach (var row in page.Rows)
        {
            var mapped = records.Map(row);
            if (mapped.Record is { } record)
                Add(balances is not null && record is ErpCustomerRecord customer && customer with { Balance = balances.BalanceOf(row) } is T withBalance ? withBalance : record, row);
            else if (mapped.Rejected is { } rejection)
                Refuse(rejection with { Raw = row.Raw() }, row);
            else if (leftOutIsGone && mapped.LeftOut is { } key)
                Note(SourceChange<T>.Deleted(key), row);
        }

        foreach (var row in page.Gone)
        {
            if (records.KeyOf(row) is { } key)
                Note(SourceChange<T>.Deleted(key), row);
        }
    }

    private void Add(T record, SourceRow row)
    {
        switch (keys?.See(record) ?? Repetition.None)
        {
            case Repetition.Other:
                TakeBack(record.Key);
                Rejected.Add(Contradiction(record.Key, row));
                break;
            case Repetition.Moved:
                break;
            case Repetition.None when !row.IsRepetition:
                Note(SourceChange<T>.Upsert(record), row);
                break;
            default:
                if (records.Repetition(row, record.Key, "comes more than once") is { } repetition)
                    Rejected.Add(repetition);
                break;
        }
    }

    // The rows stand beside what they became, as long as one of them may be taken back.
    private void Note(SourceChange<T> change, SourceRow row)
    {
        Changes.Add(change);
        if (keys is not null)
            _rows.Add(row);
    }

    private void Refuse(RejectedRecord rejection, SourceRow row)
    {
        if (rejection.Key is { } key && keys?.SeeUnreadable(key) == true)
            TakeBack(key);
        Rejected.Add(rejection);
    }

    // What stands on this page is rejected; what an earlier page may have shown, the engine has stored already.
    private void TakeBack(string key)
    {
        _takenBack.Add(key);
        for (var at = Changes.Count - 1; at >= 0; at--)
        {
            if (Changes[at].Key != key)
                continue;
            Rejected.Add(Contradiction(key, _rows[at]));
            Changes.RemoveAt(at);
            _rows.RemoveAt(at);
        }

        // What repeated one of these rows contradicts the others just as much.
        for (var at = 0; at < Rejected.Count; at++)
        {
            if (Rejected[at].IsRepetition && Rejected[at].Key == key)
                Rejected[at] = Rejected[at] with { Reason = ListedKeys<T>.Reason(key), IsRepetition = false };
        }
    }

    private RejectedRecord Contradiction(string key, SourceRow row) => new(row.Where(), ListedKeys<T>.Reason(key)) { Key = key, Customer = records.CustomerOf(row), Raw = row.Raw() };
}
