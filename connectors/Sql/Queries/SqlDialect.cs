using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>What stands below <c>read:</c> in a mapping of a database.</summary>
internal sealed class SqlDialect : MappingDialect<SqlRead>
{
    public override string Connector => "Sql";

    public override IReadOnlyList<string> KeyOf(SqlRead read) => read.Key;

    public override SqlRead ReadKind(MappingSection read, MappedKind kind)
    {
        var plan = ReadPlan.Read(read);
        var key = read.List("key") ?? [];
        var changed = read.Text("changed");
        var overlap = ReadOverlap(read);
        if (plan.Changes)
            NeedsForChanges(read, key, changed, overlap);
        else if (changed is not null || overlap is not null)
            read.Refuse(changed is not null ? "changed" : "overlap", "With 'set: full' every read is a full one, so nothing asks when a row changed.", "Take the key out, or write 'set: changes'.");
        return new SqlRead(plan, new QueryText(read, key, changed).Read(), key, changed, overlap);
    }

    private static void NeedsForChanges(MappingSection read, IReadOnlyList<string> key, string? changed, Overlap? overlap)
    {
        if (changed is null)
            read.Refuse("changed", "The key is missing.", "Name the column that grows whenever a row changes: a time stamp, a date or a version number. Without one write 'set: full'.");
        if (overlap is null && !read.Has("overlap"))
        {
            read.Refuse("overlap", "The key is missing.",
                "Write how far back each read begins: longer than the longest transaction in the other system, such as 'overlap: 10m'; for a growing number a number, such as 'overlap: 1000'.");
        }

        if (key.Count == 0)
            read.Refuse("key", "The key is missing.", "Name the columns that together are different in each row, such as 'key: [id]'.");
    }

    // A length of time or a number, by what is written: it says what sort of column 'changed:' is.
    private static Overlap? ReadOverlap(MappingSection read)
    {
        if (read.Text("overlap") is not { } text)
            return null;
        if (Overlap.Parse(text) is { } overlap)
            return overlap;
        read.Refuse("overlap", $"'{text}' is neither a length of time nor a number.", "Write a whole number with s, m, h or d behind it, such as 'overlap: 10m', or for a growing number a number, such as 'overlap: 1000'.");
        return null;
    }
}
