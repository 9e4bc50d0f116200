using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Faults;

/// <summary>The faults in force. Rules are set and removed at any time, in code or over HTTP, and take effect with the next request.</summary>
public sealed class SandboxFaults
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly TimeProvider clock;
    private int sequence;

    internal SandboxFaults(TimeProvider clock) => this.clock = clock;

    /// <summary>The rules in force, oldest first.</summary>
    public IReadOnlyList<ActiveFault> Active
    {
        get
        {
            lock (gate)
            {
                RemoveSpent();
                return [.. entries.Select(entry => entry.Describe())];
            }
        }
    }

    /// <summary>Puts a rule in force.</summary>
    /// <returns>The id that removes it.</returns>
    /// <exception cref="ArgumentException">The rule misses what its kind needs, or its condition is not SOQL.</exception>
    public string Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        FaultRules.Check(rule);
        lock (gate)
        {
            var entry = new Entry($"fault-{++sequence}", rule, clock.GetUtcNow());
            entries.Add(entry);
            return entry.Id;
        }
    }

    /// <summary>Takes a rule out of force; false when there is none with this id.</summary>
    public bool Remove(string id)
    {
        lock (gate) return entries.RemoveAll(entry => entry.Id == id) > 0;
    }

    /// <summary>Takes all rules out of force.</summary>
    public void Clear()
    {
        lock (gate) entries.Clear();
    }

    /// <summary>The first rule of this kind that strikes here; taking it uses it up once.</summary>
    internal ActiveFault? Take(FaultKind kind, FaultTarget target)
    {
        lock (gate)
        {
            if (entries.Count == 0) return null;
            RemoveSpent();
            return entries.FirstOrDefault(entry => entry.Rule.Kind == kind && target.Meets(entry.Rule) && entry.Strikes())?.Describe();
        }
    }

    private void RemoveSpent()
    {
        var now = clock.GetUtcNow();
        entries.RemoveAll(entry => entry.Spent || now >= entry.Since + entry.Rule.For);
    }

    private sealed class Entry(string id, FaultRule rule, DateTimeOffset since)
    {
        private readonly Random random = new(rule.Seed);
        private int matched;
        private int fired;

        public string Id => id;

        public FaultRule Rule => rule;

        public DateTimeOffset Since => since;

        public bool Spent => rule.Times is { } times && fired >= times;

        public bool Strikes()
        {
            matched++;
            if (Spent || matched <= rule.Skip || (rule.Probability < 1 && random.NextDouble() >= rule.Probability)) return false;
            fired++;
            return true;
        }

        public ActiveFault Describe() => new(id, rule, since, matched, fired);
    }
}

/// <summary>The request or record that a rule may strike.</summary>
internal sealed record FaultTarget(string? Method = null, string? Path = null, string? Object = null, string? Record = null, string? Field = null)
{
    public bool Meets(FaultRule rule) =>
        Fits(rule.Method, Method) && Fits(rule.Object, Object) && Fits(rule.Field, Field)
        && (rule.Path is null || Path is null || Path.Contains(rule.Path, StringComparison.OrdinalIgnoreCase))
        && (rule.Record is null || (SalesforceId.TryNormalize(rule.Record, out var id) && id == Record));

    private static bool Fits(string? wanted, string? actual) => wanted is null || actual is null || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);
}
