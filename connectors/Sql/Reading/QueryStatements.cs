using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>Writes the statements around a query.</summary>
/// <param name="database">The database, whose SQL it is.</param>
/// <param name="read">What the mapping says.</param>
/// <param name="origin">What the rows are, for people.</param>
internal sealed class QueryStatements(Database database, SqlRead read, string origin)
{
    // What is given for @changed_since when everything is wanted: before any change, and of a kind that every column of its sort can be compared with.
    private static readonly KeyValue FirstTime = KeyValue.OfLocal(new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified));
    private static readonly KeyValue FirstNumber = new(KeyType.Integer, "-1");

    /// <summary>Gives the columns of the query; never run.</summary>
    public Statement ForColumns() => read.Query.IsPaged || read.Key.Count == 0
        ? new Statement(database, read.Query, origin).Query(n => Parameter(n, null, null, 1))
        : new Statement(database, read.Query, origin).Write("SELECT * FROM (\n").Query(n => Parameter(n, null, null, 1)).Write("\n) q");

    /// <summary>The query as the mapping has it.</summary>
    public Statement AsItStands(KeyValue? since, RowKey? after, int pageSize) =>
        new Statement(database, read.Query, origin).Write(database.BeforeRows).Query(n => Parameter(n, since, after, pageSize));

    /// <summary>All rows behind a key, in the order of the key.</summary>
    public Statement Listing(ReadColumns columns, RowKey? after)
    {
        var statement = Select(columns, null);
        var key = columns.Key.Select(k => columns.Names.Names[k]).ToList();
        if (after is not null)
            Behind(statement.Write("\nWHERE "), key, after.Key);
        return OrderBy(statement, key);
    }

    /// <summary>Rows that changed at or behind a point, in the order of the changes.</summary>
    public Statement Changes(ReadColumns columns, ChangeBound? from, RowKey? after)
    {
        var statement = Select(columns, after?.Changed ?? from?.Value);
        List<string> order = [columns.Names.Names[columns.Changed], .. columns.Key.Select(k => columns.Names.Names[k])];
        if (after is not null)
            Behind(statement.Write("\nWHERE ").Name(order[0]).Write(" >= ").Value(after.Changed).Write(" AND "), order, [after.Changed!.Value, .. after.Key]);
        else if (from is { } bound)
            statement.Write("\nWHERE ").Name(order[0]).Write(bound.IsIncluded ? " >= " : " > ").Value(bound.Value);
        return OrderBy(statement, order);
    }

    private Statement Select(ReadColumns columns, KeyValue? since)
    {
        var statement = new Statement(database, read.Query, origin).Write(database.BeforeRows).Write("SELECT ");
        for (var i = 0; i < columns.Names.Names.Count; i++)
            statement.Write(i == 0 ? "" : ", ").Name(columns.Names.Names[i]);
        return statement.Write(" FROM (\n").Query(n => Parameter(n, since, null, 1)).Write("\n) q");
    }

    private static Statement OrderBy(Statement statement, List<string> columns)
    {
        statement.Write("\nORDER BY ");
        for (var i = 0; i < columns.Count; i++)
            statement.Write(i == 0 ? "" : ", ").Name(columns[i]);
        return statement;
    }

    // (a, b) > (1, 2), or what is the same: a > 1 OR (a = 1 AND (b > 2)).
    private void Behind(Statement statement, List<string> columns, IReadOnlyList<KeyValue> values)
    {
        if (database.ComparesRows)
        {
            statement.Write("(");
            for (var i = 0; i < columns.Count; i++)
                statement.Write(i == 0 ? "" : ", ").Name(columns[i]);
            statement.Write(") > (");
            for (var i = 0; i < values.Count; i++)
                statement.Write(i == 0 ? "" : ", ").Value(values[i]);
            statement.Write(")");
            return;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            statement.Write("(").Name(columns[i]).Write(" > ").Value(values[i]);
            if (i < columns.Count - 1)
                statement.Write(" OR (").Name(columns[i]).Write(" = ").Value(values[i]).Write(" AND ");
        }

        statement.Write(string.Concat(Enumerable.Repeat("))", columns.Count - 1)) + ")");
    }

    private KeyValue? Parameter(string name, KeyValue? since, RowKey? after, int pageSize)
    {
        if (name.Equals(SqlQuery.PageSize, StringComparison.OrdinalIgnoreCase))
            return new KeyValue(KeyType.Integer, pageSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (name.Equals(SqlQuery.ChangedSince, StringComparison.OrdinalIgnoreCase))
            return since ?? (read.Overlap?.Time is null ? FirstNumber : FirstTime);
        var column = name[SqlQuery.After.Length..];
        for (var i = 0; i < read.Key.Count; i++)
        {
            if (read.Key[i].Equals(column, StringComparison.OrdinalIgnoreCase))
                return after?.Key[i];
        }

        return after?.Changed;
    }
}

/// <summary>Where reading of changes begins.</summary>
/// <param name="Value">The change.</param>
/// <param name="IsIncluded">Whether rows of just that change are read.</param>
internal readonly record struct ChangeBound(KeyValue Value, bool IsIncluded);

/// <summary>By what a row is ordered.</summary>
/// <param name="Key">The values of its key.</param>
/// <param name="Changed">When it changed; null in a listing.</param>
internal sealed record RowKey(IReadOnlyList<KeyValue> Key, KeyValue? Changed);
