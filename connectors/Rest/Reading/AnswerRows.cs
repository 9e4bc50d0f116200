using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Takes the rows with the columns that a mapping names out of answers.</summary>
public sealed class AnswerRows
{
    private readonly RowPlace _place;
    private readonly string _name;
    private readonly (JsonPath Path, bool Required)[] _columns;
    private readonly ColumnNames _names;
    private readonly bool[] _seen;
    private readonly string _part;

    /// <summary>A reader of answers to one question.</summary>
    /// <param name="place">Where the rows are.</param>
    /// <param name="columns">The columns; each is a path. Whether a record without it is no record.</param>
    /// <param name="name">Name of what is read, for people, such as "customers".</param>
    /// <param name="part">What the column <see cref="RestPart.Column"/> holds.</param>
    /// <exception cref="ConnectorException">A column is not a path.</exception>
    public AnswerRows(RowPlace place, IEnumerable<(string Column, bool Required)> columns, string name, string part = "")
    {
        (_place, _name, _part) = (place, name, part);
        var wanted = columns.GroupBy(c => c.Column, StringComparer.Ordinal).Select(g => (Column: g.Key, Required: g.Any(c => c.Required))).ToList();
        _columns = [.. wanted.Select(c => (PathOf(c.Column), c.Required))];
        _names = new ColumnNames([.. wanted.Select(c => c.Column)]);
        _seen = new bool[_columns.Length];
        if (_names.Repeated is [var repeated, ..])
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The mapping names '{repeated}' in several ways of upper and lower case.", "Write each path in the one way in which the API writes it.") { Where = name });
    }

    /// <summary>Columns that no row so far had, while there were rows.</summary>
    public IEnumerable<string> NeverSeen => _seen.Contains(true) ? _names.Names.Where((_, at) => !_seen[at]) : [];

    /// <summary>The rows of an answer. What they hold is copied, so the document may be disposed.</summary>
    /// <param name="answer">The document.</param>
    /// <param name="page">Number of the page, from 1, for people.</param>
    /// <exception cref="ConnectorException">The rows are not where the mapping says, or a column that records need has vanished.</exception>
    public AnswerPage Of(JsonElement answer, int page)
    {
        return OfListed(Listed(answer, page), page, 0);
    }

    /// <summary>The rows of a piece of a long answer.</summary>
    /// <param name="listed">Elements of the array.</param>
    /// <param name="page">Number of the page, from 1, for people.</param>
    /// <param name="before">Rows of the page before them.</param>
    /// <exception cref="ConnectorException">A column that records need has vanished.</exception>
    internal AnswerPage OfListed(List<JsonElement> listed, int page, int before)
    {
        var elements = Elements(listed);
        var rows = new List<SourceRow>(elements.Count);
        var found = new bool[_columns.Length];
        var source = $"{_name}, page {page}";
        foreach (var level in elements)
        {
            var values = new object?[_columns.Length];
            for (var at = 0; at < values.Length; at++)
            {
                var isPart = _names.Names[at] == RestPart.Column;
                if (!isPart && _columns[at].Path.Find(level) is null)
                    continue;
                found[at] = true;
                values[at] = isPart ? _part : JsonCell.Of(_columns[at].Path.Find(level)!.Value);
            }

            var id = _place.Id?.Find(level) is { } cellOfId ? SourceValue.ToText(JsonCell.Of(cellOfId)) : null;
            var (number, named) = (before + rows.Count + 1, id is { Length: > 0 and <= 100 } ? $" ({id})" : "");
            rows.Add(new SourceRow(_names, values, _ => $"{source}, row {number}{named}"));
        }

        Watch(found, elements, source);
        return new AnswerPage(listed, rows, elements);
    }

    private List<JsonElement> Listed(JsonElement answer, int page)
    {
        var found = _place.Rows.Find(answer);
        if (found is null or { ValueKind: JsonValueKind.Null } && _place.MissingIsEmpty)
            return [];
        if (found is not { ValueKind: JsonValueKind.Array or JsonValueKind.Object } place)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The answer has no array at '{_place.Rows}'. {_place.Rows.Miss(answer)}",
                "Correct 'rows:' in the mapping. If the API leaves the array out when there is nothing, write 'rows_missing: empty'.")
            { Where = $"{_name}, page {page}" });
        }

        return place.ValueKind == JsonValueKind.Array ? [.. place.EnumerateArray()] : [place];
    }

    private List<IReadOnlyList<JsonElement>> Elements(List<JsonElement> listed)
    {
        if (_place.Each is not { } each)
            return listed.ConvertAll(row => (IReadOnlyList<JsonElement>)[row]);
        var inner = new List<IReadOnlyList<JsonElement>>();
        foreach (var row in listed)
        {
            if (each.Find(row) is { ValueKind: JsonValueKind.Array } list)
                inner.AddRange(list.EnumerateArray().Select(element => (IReadOnlyList<JsonElement>)[element, row]));
        }

        return inner;
    }

    // APIs may leave out what is empty, so one row says little; but when no row of a page has what every record needs, the API has changed its shape.
    private void Watch(bool[] found, List<IReadOnlyList<JsonElement>> rows, string source)
    {
        for (var at = 0; at < found.Length; at++)
        {
            _seen[at] |= found[at];
            if (_seen[at] || !_columns[at].Required || rows.Count < 2)
                continue;
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"None of {rows.Count} rows has '{_columns[at].Path}', which records need. {_columns[at].Path.Miss(rows[0][Math.Min(_columns[at].Path.LevelsOut, rows[0].Count - 1)])}",
                "If the API has changed, correct the column in the mapping; nothing of the page was taken.")
            { Where = source });
        }
    }

    private JsonPath PathOf(string column) => JsonPath.TryParse(column, out var path, out var reason) && path.LevelsOut <= (_place.Each is null ? 0 : 1)
        ? path
        : throw new ConnectorException(new Failure(FailureKind.Configuration, $"The column '{column}' is not a path into a row: {(reason.Length > 0 && path.LevelsOut == 0 ? reason : "it leads further out than the rows lie in.")}",
            "Write names with dots between them, such as 'CustomerRef.value' or 'partner_id[0]'.")
        { Where = _name });
}

/// <summary>The rows of one answer.</summary>
/// <param name="Listed">The elements of the array that the pages divide; good as long as the document is.</param>
/// <param name="Rows">The rows: one for each of them, or those inside them.</param>
/// <param name="Elements">For each row its own element, then what it lies in; good as long as the document is.</param>
public sealed record AnswerPage(IReadOnlyList<JsonElement> Listed, IReadOnlyList<SourceRow> Rows, IReadOnlyList<IReadOnlyList<JsonElement>> Elements)
{
    /// <summary>The page without the first of the listed elements and its rows.</summary>
    public AnswerPage WithoutFirst()
    {
        var inFirst = Listed.Count == 0 ? 0 : Elements.TakeWhile(e => e[^1].Equals(Listed[0])).Count();
        return new AnswerPage([.. Listed.Skip(1)], [.. Rows.Skip(inFirst)], [.. Elements.Skip(inFirst)]);
    }
}
