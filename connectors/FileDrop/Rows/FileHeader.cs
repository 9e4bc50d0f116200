using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>The names of a file's columns, and whether those that the mapping needs are among them.</summary>
internal static class FileHeader
{
    public static void RefuseUnreadable(DropFile file, IReadOnlyList<string> names, bool isMalformed, long line)
    {
        if (isMalformed || names.All(n => n.Length == 0) || names.Any(n => n.Any(char.IsControl)))
            throw FileFailures.Configuration(file, "The header cannot be read.", "The first line must hold the names of the columns; see 'delimiter:', 'encoding:' and 'skip_lines:' in the mapping.", line);
    }

    /// <summary>The columns under the names that the mapping uses. A name of the mapping that the header has stands for itself; otherwise the first of its aliases that is there counts.</summary>
    public static ColumnNames Resolve(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> aliases)
    {
        if (aliases.Count == 0)
            return new ColumnNames(names);
        var there = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        var renamed = names.ToList();
        foreach (var (alias, column) in aliases)
        {
            var at = renamed.FindIndex(n => n.Equals(alias, StringComparison.OrdinalIgnoreCase));
            if (at >= 0 && there.Add(column))
                renamed[at] = column;
        }

        return new ColumnNames(renamed);
    }

    /// <summary>Refuses a file that lacks a column, or has it twice.</summary>
    public static void RefuseMissing(DropFile file, FileLayout layout, ColumnNames columns, IReadOnlyList<FieldOrigin> needed, long line)
    {
        var own = layout.OwnColumns.Select(c => (c.Column, Path: "read." + c.Key));
        var wanted = needed.Select(n => (Column: n.Column!, n.Path)).Concat(own).ToList();
        var missing = wanted.Where(n => columns.IndexOf(n.Column) < 0).ToList();
        if (missing.Count > 0)
        {
            var there = columns.Names.Where(n => n.Length > 0).ToList();
            if (there.Count > 0 && there[0].TrimStart().StartsWith('<'))
            {
                throw FileFailures.Configuration(
                    file, $"The file is a page of a web site or an XML document, not a list: it begins with '{(there[0].Length > 40 ? there[0][..40] : there[0])}'.",
                    "Probably the export failed, and its error page was saved under the name of the list; look into the file, and let it be exported again.", line);
            }

            var near = missing.Select(m => $"Column {m.Column} is missing ({m.Path} names it){(NearestName.Of(m.Column, there) is { } name ? $"; did you mean {name}?" : ".")}");
            throw FileFailures.Configuration(
                file,
                $"{string.Join(" ", near)} The file has: {string.Join(", ", there.Take(200))}.{WrongDelimiterHint(layout, there)}",
                "Correct the column's name in the mapping, add the new name under 'aliases:', or export the file with that column.",
                line);
        }

        if (wanted.FirstOrDefault(n => columns.Repeated.Contains(n.Column, StringComparer.OrdinalIgnoreCase)) is { Column: not null } twice)
            throw FileFailures.Configuration(file, $"Column {twice.Column} stands in the header more than once, so it is not clear which is meant ({twice.Path}).", "Export the file with each column once.", line);
    }

    private static string WrongDelimiterHint(FileLayout layout, List<string> there) =>
        there.Count == 1 && there[0].IndexOfAny([',', ';', '\t', '|']) is var at and >= 0 ? $" It seems to be delimited by '{there[0][at]}', not '{layout.Lines.Delimiter}'." : "";
}
