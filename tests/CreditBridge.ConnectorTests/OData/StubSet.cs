using System.Globalization;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>An entity set of the stub service: records with typed values, and a log of what happened to them.</summary>
internal sealed class StubSet(string name, string[] key, Dictionary<string, string> types)
{
    private readonly List<(long Number, string Key)> _log = [];
    private long _events;

    public string Name => name;

    public string[] Key => key;

    /// <summary>Properties and their types, such as Edm.String.</summary>
    public Dictionary<string, string> Types => types;

    /// <summary>Records; values are texts, decimals, longs, booleans, days, moments, instants, GUIDs, or lists of records.</summary>
    public List<Dictionary<string, object?>> Rows { get; } = [];

    public long Events => _events;

    public void Put(Dictionary<string, object?> row)
    {
        Rows.RemoveAll(r => KeyOf(r) == KeyOf(row));
        Rows.Add(row);
        _log.Add((++_events, KeyOf(row)));
    }

    public void Remove(Func<Dictionary<string, object?>, bool> which)
    {
        foreach (var row in Rows.Where(which).ToList())
        {
            Rows.Remove(row);
            _log.Add((++_events, KeyOf(row)));
        }
    }

    /// <summary>Keys that something happened to after an event.</summary>
    public List<string> TouchedAfter(long number) => [.. _log.Where(e => e.Number > number).Select(e => e.Key).Distinct()];

    public string KeyOf(Dictionary<string, object?> row) => key.Length == 1 ? Written(row[key[0]]) : string.Join(',', key.Select(k => $"{k}={Written(row[k])}"));

    private static string Written(object? value) => value is string text ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
