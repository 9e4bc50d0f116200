using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>The rows of one object, found by id, by change order and by the values of unique and external id fields.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, Row> byId = new(StringComparer.Ordinal);
    private readonly SortedSet<Row> byStamp = new(Row.ByStampThenId);
    private readonly Dictionary<FieldDefinition, Dictionary<string, HashSet<string>>> keys;
    private long sequence;

    public Table(ObjectDefinition definition)
    {
        Object = definition;
        keys = definition.Fields.Where(field => field.Unique || field.ExternalId).ToDictionary(
            field => field,
            field => new Dictionary<string, HashSet<string>>(field.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase));
    }

    public ObjectDefinition Object { get; }

    public int Count => byId.Count;

    public IEnumerable<Row> Rows => byId.Values;

    public Row? Find(string id) => byId.GetValueOrDefault(id);

    public string NextId() => SalesforceId.Create(Object.KeyPrefix, ++sequence);

    /// <summary>Rows in change order, from the first one behind (stamp, id).</summary>
    public IEnumerable<Row> ChangedAfter(DateTimeOffset stamp, string id)
    {
        if (byStamp.Count == 0) return [];
        var from = Row.Marker(Object, stamp, id);
        var last = byStamp.Max!;
        return Row.ByStampThenId.Compare(from, last) > 0 ? [] : byStamp.GetViewBetween(from, last).Where(row => Row.ByStampThenId.Compare(row, from) > 0);
    }

    public IEnumerable<Row> InChangeOrder => byStamp;

    /// <summary>The living rows that carry a value in a unique or external id field.</summary>
    public IEnumerable<Row> FindByKey(FieldDefinition field, object value) =>
        field.Type == FieldType.Id
            ? Find((string)value) is { IsDeleted: false } row ? [row] : []
            : keys[field].TryGetValue(KeyOf(value), out var ids) ? ids.Select(id => byId[id]).Where(row => !row.IsDeleted) : [];

    public void Put(Row row)
    {
        if (byId.TryGetValue(row.Id, out var old)) Unindex(old);
        byId[row.Id] = row;
        byStamp.Add(row);
        foreach (var (field, index) in keys)
        {
            if (row[field] is not { } value) continue;
            if (!index.TryGetValue(KeyOf(value), out var ids)) index.Add(KeyOf(value), ids = []);
            ids.Add(row.Id);
        }
    }

    public void Remove(Row row)
    {
        Unindex(row);
        byId.Remove(row.Id);
    }

    private void Unindex(Row row)
    {
        byStamp.Remove(row);
        foreach (var (field, index) in keys)
        {
            if (row[field] is not { } value) continue;
            var ids = index[KeyOf(value)];
            ids.Remove(row.Id);
            if (ids.Count == 0) index.Remove(KeyOf(value));
        }
    }

    private static string KeyOf(object value) => value is decimal number ? number.ToString("0.##################") : (string)value;
}
