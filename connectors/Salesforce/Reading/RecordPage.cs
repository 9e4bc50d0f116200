using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>The records of some rows, and those that could not be read.</summary>
/// <typeparam name="T">The canonical record.</typeparam>
internal sealed record RecordPage<T>(IReadOnlyList<SourceChange<T>> Changes, IReadOnlyList<RejectedRecord> Rejected)
    where T : SourceRecord
{
    /// <summary>How many there are of both.</summary>
    public int Count => Changes.Count + Rejected.Count;

    /// <summary>Reads rows.</summary>
    /// <param name="mapping">How.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="placed">Told of the place of each row, in their order.</param>
    /// <exception cref="ConnectorException">A row has no place: without id or stamp nobody knows where reading stands; that is no matter of one record.</exception>
    public static RecordPage<T> Read(ObjectMapping<T> mapping, IReadOnlyList<Row> rows, Action<DateTimeOffset, string> placed)
    {
        var changes = new List<SourceChange<T>>(rows.Count);
        var rejected = new List<RejectedRecord>();
        foreach (var row in rows)
        {
            Place(mapping, row, placed);
            try
            {
                changes.Add(mapping.ReadChange(row));
            }
            catch (UnreadableValueException e)
            {
                rejected.Add(new RejectedRecord($"{mapping.ObjectName} {row.Id}, {e.Field}", e.Message) { Key = row.Id, Raw = row.Raw });
            }
        }

        return new RecordPage<T>(FollowMerges(changes), rejected);
    }

    private static void Place(ObjectMapping<T> mapping, Row row, Action<DateTimeOffset, string> placed)
    {
        try
        {
            placed(row.Stamp, row.Id);
        }
        catch (UnreadableValueException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, $"A row of {mapping.ObjectName} cannot be placed: {e.Message}", "Check ApiVersion; please report this if it is current.")
            {
                Where = mapping.ObjectName,
            }, e);
        }
    }

    // Who was merged into a record that was itself merged away belongs to the one that is left in the end.
    private static List<SourceChange<T>> FollowMerges(List<SourceChange<T>> changes)
    {
        var into = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.MergedInto is { } kept)
                into[change.Key] = kept;
            else
                into.Remove(change.Key);
        }

        if (into.Count < 2)
            return changes;
        return [.. changes.Select(c => c.MergedInto is null ? c : c with { MergedInto = EndOf(c.MergedInto, into) })];
    }

    private static string EndOf(string key, Dictionary<string, string> into)
    {
        // Bounded, should the org ever name a circle.
        for (var steps = 0; steps < into.Count && into.TryGetValue(key, out var next); steps++)
            key = next;
        return key;
    }
}
