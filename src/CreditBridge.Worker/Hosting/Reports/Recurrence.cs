namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>
/// Decides whether a warning is said again. A service meets the same trouble in every cycle: it is said when it begins, and once an hour as long as it lasts.
/// </summary>
internal sealed class Recurrence(TimeProvider clock)
{
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    /// <summary>Notes that a trouble was met in this cycle.</summary>
    /// <returns>Whether to say it.</returns>
    public bool IsNews(string trouble)
    {
        _met.Add(trouble);
        var now = clock.GetUtcNow();
        if (_said.TryGetValue(trouble, out var last) && now - last < SayAgainAfter)
            return false;
        _said[trouble] = now;
        return true;
    }

    /// <summary>Ends a cycle: what was not met in it is over, and news when it comes back.</summary>
    /// <returns>What is over.</returns>
    public IReadOnlyList<string> EndCycle()
    {
        var over = _said.Keys.Where(t => !_met.Contains(t)).ToList();
        foreach (var trouble in over)
            _said.Remove(trouble);
        _met.Clear();
        return over;
    }
}
