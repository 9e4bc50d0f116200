using System.Globalization;
using System.Text;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// Records as CSV for a Bulk API 2.0 job: UTF-8, lines end in LF, every value in quotes (values are not trimmed, so nothing stands beside them). An empty cell leaves a
/// field alone, <c>#N/A</c> clears it; text that reads like that cannot travel this way.
/// </summary>
internal static class IngestFile
{
    /// <summary>The most that one upload takes: the documented 150 MB after base64, with room to spare.</summary>
    public const long MostBytes = 100 * 1000 * 1000;

    private const string Clear = "#N/A";

    /// <summary>Whether all values can travel as CSV.</summary>
    public static bool CanCarry(PendingWrite write) =>
        write.Write.Target is not { IsOurs: true, RecordKey: not null } && !write.Write.Values.Values.Any(v => v.Content is string text && text.Trim() == Clear);

    /// <summary>The fields that at least one record sets and the org takes, in their order.</summary>
    public static IReadOnlyList<CreditField> Columns(IEnumerable<PendingWrite> writes, FieldMapping fields)
    {
        var set = writes.SelectMany(w => w.Write.Values.Keys).ToHashSet();
        return [.. CreditFields.All.Where(f => set.Contains(f) && fields.Accepts(f))];
    }

    /// <summary>Writes the header and as many of the records as fit.</summary>
    /// <returns>How many records were written; at least one.</returns>
    public static int Write(Stream into, IReadOnlyList<PendingWrite> writes, int from, IReadOnlyList<CreditField> columns, FieldMapping fields, long mostBytes = MostBytes)
    {
        var line = new StringBuilder().Append('"').Append(fields.ObjectOf(writes[from].Write.Target.Kind).KeyField ?? "Id").Append('"');
        foreach (var field in columns)
            line.Append(",\"").Append(fields.ParentOf(field) is { } parent ? $"{parent.Relationship}.{parent.KeyField}" : fields.ApiName(field)).Append('"');
        var bytes = Flush(into, line);
        var count = 0;
        for (var i = from; i < writes.Count; i++, count++)
        {
            Row(line, writes[i], columns, fields);
            var length = Encoding.UTF8.GetByteCount(line.ToString()) + 1;
            if (count > 0 && bytes + length > mostBytes)
                return count;
            bytes += Flush(into, line);
        }

        return count;
    }

    private static void Row(StringBuilder line, PendingWrite write, IReadOnlyList<CreditField> columns, FieldMapping fields)
    {
        line.Clear().Append('"').Append(write.Write.Target.Key.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        foreach (var field in columns)
        {
            line.Append(',');
            if (write.Write.Values.TryGetValue(field, out var value) && !FieldJson.LeavesAlone(field, value))
                line.Append('"').Append(Text(FieldContent.Of(field, value, fields.MaxLength(field)))).Append('"');
        }
    }

    // The file's line ends are LF throughout, inside values too: a job whose file mixes them fails as a whole.
    private static string Text(object? content) => content switch
    {
        null => Clear,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        var text => ((string)text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\"", "\"\"", StringComparison.Ordinal),
    };

    private static int Flush(Stream into, StringBuilder line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.Append('\n').ToString());
        into.Write(bytes);
        return bytes.Length;
    }
}
