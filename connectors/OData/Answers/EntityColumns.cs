using System.Text.Json;
using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping.Fields;

namespace CreditBridge.Connectors.OData.Answers;

/// <summary>The columns that a mapping names, as paths into the records of an answer.</summary>
internal sealed class EntityColumns
{
    private readonly ODataService _service;
    private readonly JsonPath? _each;
    private readonly (JsonPath Path, EdmKind? Kind, bool Required)[] _columns;
    private readonly bool[] _seen;
    private readonly string _name;
    private readonly string _entity;
    private readonly IReadOnlyList<string> _key;

    /// <param name="columns">The columns, each with the field that needs it.</param>
    /// <param name="read">How the kind is read.</param>
    /// <param name="kindOf">Type of a property, by its path with <c>/</c>; null when it is not known.</param>
    /// <param name="name">Name of the kind, for people.</param>
    public EntityColumns(IEnumerable<FieldOrigin> columns, ODataRead read, Func<string, EdmKind?> kindOf, string name)
    {
        (_service, _name, _entity, _key) = (read.Service, name, read.Entity, read.Key);
        _each = read.Each is null ? null : PathOf(read.Each);
        var wanted = columns.Where(c => c.Column is not null).GroupBy(c => c.Column!, StringComparer.Ordinal).ToList();
        EdmKind? KindOf(string column) => kindOf(read.Each is null || column.StartsWith('^') ? Property(column) : $"{PropertyName.Slashed(read.Each)}/{Property(column)}") ?? kindOf(Property(column));
        _columns = [.. wanted.Select(c => (PathOf(c.Key), KindOf(c.Key), c.Any(f => f.Required)))];
        Names = new ColumnNames([.. wanted.Select(c => c.Key)]);
        _seen = new bool[_columns.Length];
        if (Names.Repeated is [var repeated, ..])
            throw Wrong($"The mapping names '{repeated}' in several ways of upper and lower case.", "Write each property in the one way in which $metadata writes it.");
    }

    /// <summary>Their names.</summary>
    public ColumnNames Names { get; }

    /// <summary>A column as the property that it is asked for by: without <c>^.</c> and places in lists, with <c>/</c>.</summary>
    public static string Property(string column) => PropertyName.Slashed(column.TrimStart('^').TrimStart('.').Split('[')[0]);

    /// <summary>The rows in the records of an answer. What they hold is copied.</summary>
    /// <param name="records">The records.</param>
    /// <param name="source">What they came from, for people.</param>
    /// <exception cref="ConnectorException">No record has a property that every row needs.</exception>
    public List<SourceRow> Of(IReadOnlyList<JsonElement> records, string source)
    {
        var rows = new List<SourceRow>(records.Count);
        var found = new bool[_columns.Length];
        foreach (var record in records)
        {
            var id = IdOf(record);
            if (_each is null)
                rows.Add(RowOf([record], found, id ?? $"{source}, row {rows.Count + 1}"));
            else
                rows.AddRange(Elements(record).Select((e, at) => RowOf([e, record], found, $"{id ?? source}, {_each}[{at}]")).ToList());
        }

        Watch(found, rows.Count, source);
        return rows;
    }

    /// <summary>A row of which only some properties are known, such as the key of a record that is gone.</summary>
    public SourceRow Of(IReadOnlyDictionary<string, object?> known, string source) =>
        new(Names, [.. Names.Names.Select(n => known.GetValueOrDefault(Property(n)))], _ => $"{source}, a record that is gone");

    private SourceRow RowOf(IReadOnlyList<JsonElement> levels, bool[] found, string place) => new(Names, Values(levels, found), _ => place);

    // A person finds a record by its key, as it would stand in an address.
    private string? IdOf(JsonElement record)
    {
        var values = new List<string>(_key.Count);
        foreach (var property in _key)
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(property, out var element))
                return null;
            values.Add(Literal.Of(EdmValue.Of(element, null, _service.Version), _service.Version));
        }

        return $"{_entity}({(values.Count == 1 ? values[0] : string.Join(',', values.Select((v, at) => $"{_key[at]}={v}")))})";
    }

    private object?[] Values(IReadOnlyList<JsonElement> levels, bool[] found)
    {
        var values = new object?[_columns.Length];
        for (var at = 0; at < values.Length; at++)
        {
            var (path, kind, _) = _columns[at];
            if (path.Find(levels) is not { } element)
                continue;
            found[at] = true;
            values[at] = WithoutNoDates(EdmValue.Of(element, kind, _service.Version).ToCell());
        }

        return values;
    }

    private object? WithoutNoDates(object? value) => value switch
    {
        DateOnly day when _service.NoDates.Contains(day) => null,
        DateTimeOffset moment when _service.NoDates.Contains(DateOnly.FromDateTime(moment.UtcDateTime)) => null,
        _ => value,
    };

    private List<JsonElement> Elements(JsonElement record)
    {
        var list = _each!.Find(record);
        // OData 2 puts a list that was expanded into 'results'.
        if (list is { ValueKind: JsonValueKind.Object } && list.Value.TryGetProperty("results", out var results))
            list = results;
        return list is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()]
            : list is { ValueKind: JsonValueKind.Null } ? []
            : throw Wrong($"A record has no list '{_each}'.", "Correct 'each:' in the mapping, and name the list under 'expand:' as well.");
    }

    // A service gives every property that it is asked for, null or not. When none of the records has one, the service has changed.
    private void Watch(bool[] found, int rows, string source)
    {
        for (var at = 0; at < found.Length; at++)
        {
            _seen[at] |= found[at];
            if (_seen[at] || !_columns[at].Required || rows == 0)
                continue;
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"None of {rows} rows has '{_columns[at].Path}', which records need; nothing of the page was taken.",
                "If the service has changed, correct the column in the mapping; 'creditbridge check' compares it with $metadata.")
            { Where = source });
        }
    }

    private JsonPath PathOf(string column)
    {
        if (JsonPath.TryParse(column.Replace('/', '.'), out var path, out var reason) && path.LevelsOut <= (_each is null ? 0 : 1))
            return path;
        throw Wrong($"The column '{column}' is not a path into a row{(reason.Length == 0 ? ": there is nothing around it without 'each:'" : $": {reason}")}",
            "Write names as $metadata has them, with '.' or '/' between them, such as 'Address.City'.");
    }

    private ConnectorException Wrong(string message, string nextStep) => new(new Failure(FailureKind.Configuration, message, nextStep) { Where = _name });
}
