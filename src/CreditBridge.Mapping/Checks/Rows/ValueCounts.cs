namespace CreditBridge.Mapping.Checks.Rows;

/// <summary>How often each value of a field occurs, as long as they are few.</summary>
internal sealed class ValueCounts
{
    private const int Few = 24;
    private readonly Dictionary<string, (string ReadAs, int Count)> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether there are more values than a list has.</summary>
    public bool IsMany { get; private set; }

    /// <summary>The values, the most frequent first, each with what it is read as.</summary>
    public IEnumerable<(string Written, string ReadAs, int Count)> InOrder =>
        _counts.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value.ReadAs, c.Value.Count));

    public int Distinct => _counts.Count;

    public void See(string written, Func<string> readAs)
    {
        if (IsMany)
            return;
        if (_counts.TryGetValue(written, out var known))
        {
            _counts[written] = known with { Count = known.Count + 1 };
        }
        else if (_counts.Count < Few)
        {
            _counts[written] = (readAs(), 1);
        }
        else
        {
            IsMany = true;
            _counts.Clear();
        }
    }
}
