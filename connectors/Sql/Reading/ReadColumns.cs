using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>The columns of a query that are read: those that the mapping names, the key, and the one that says when a row changed.</summary>
internal sealed class ReadColumns
{
    private ReadColumns(ColumnNames names, IReadOnlyList<int> key, int changed) => (Names, Key, Changed) = (names, key, changed);

    /// <summary>Their names as the database spells them.</summary>
    public ColumnNames Names { get; }

    /// <summary>Where the columns of the key stand among them.</summary>
    public IReadOnlyList<int> Key { get; }

    /// <summary>Where the column stands that says when a row changed; -1 without one.</summary>
    public int Changed { get; }

    /// <summary>Chooses from the columns that the query gives.</summary>
    /// <exception cref="ConnectorException">Some that the mapping names are not among them, or there twice.</exception>
    public static ReadColumns Of(KindMapping<SqlRead> mapping, ColumnNames there)
    {
        var read = mapping.Read;
        List<(string Column, string Path)> needed =
        [
            .. mapping.Columns.Select(c => (c.Column!, c.Path)),
            .. read.Key.Select(c => (c, $"records.{mapping.Kind.Name}.read.key")),
            .. read.Changed is { } changed ? [(changed, $"records.{mapping.Kind.Name}.read.changed")] : Array.Empty<(string, string)>(),
        ];
        var missing = needed.Where(n => there.IndexOf(n.Column) < 0).DistinctBy(n => n.Column, StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count > 0)
        {
            throw Wrong(
                string.Join(" ", missing.Select(m => $"The query gives no column {m.Column} ({m.Path} names it){(NearestName.Of(m.Column, there.Names) is { } near ? $"; did you mean {near}?" : ".")}")) + $" It gives: {string.Join(", ", there.Names)}.",
                "Correct the column's name in the mapping, or let the query give it (… AS name).");
        }

        if (needed.Find(n => there.Repeated.Contains(n.Column, StringComparer.OrdinalIgnoreCase)) is { Column: not null } twice)
            throw Wrong($"The query gives the column {twice.Column} more than once, so it is not clear which is meant ({twice.Path}).", "Give each column a name of its own in the query (… AS name).");
        var names = new ColumnNames([.. needed.Select(n => there.Names[there.IndexOf(n.Column)]).Distinct(StringComparer.Ordinal)]);
        return new ReadColumns(names, [.. read.Key.Select(names.IndexOf)], read.Changed is null ? -1 : names.IndexOf(read.Changed));

        ConnectorException Wrong(string message, string nextStep) => new(new Failure(FailureKind.Configuration, message, nextStep) { Where = mapping.Kind.Name });
    }
}
