using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Fields that are read as far as the org has them. One that the org refuses is left out of the queries, so that a field that was renamed does not stop everything else
/// from being read, and asked for again after an hour.
/// </summary>
/// <param name="fields">API names; none of them twice.</param>
internal sealed class OptionalFields(IReadOnlyList<string> fields)
{
    /// <summary>How long a finding holds; after that the org is asked again.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _leftOut = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>No fields.</summary>
    public static OptionalFields None => new([]);

    /// <summary>Those that are asked for, in the order of the options.</summary>
    public IEnumerable<string> Asked => fields.Where(f => !_leftOut.ContainsKey(f));

    /// <summary>Those that are left out.</summary>
    public IEnumerable<string> LeftOut => _leftOut.Keys.Order(StringComparer.Ordinal);

    /// <summary>Asks again for what was left out long ago.</summary>
    public void LookAgain(DateTimeOffset now)
    {
        foreach (var (field, since) in _leftOut.ToList())
        {
            if (now - since >= LookAgainAfter)
                _leftOut.Remove(field);
        }
    }

    /// <summary>Leaves out the field that a query failed on; false when it failed for another reason.</summary>
    public bool LeaveOut(Failure failure, DateTimeOffset now) =>
        failure is { Code: "INVALID_FIELD", Fields: [var field] } && Asked.Contains(field, StringComparer.OrdinalIgnoreCase) && _leftOut.TryAdd(field, now);

    /// <summary>Takes over what the org's description of the object says.</summary>
    public void Learn(Func<string, bool> exists, DateTimeOffset now)
    {
        _leftOut.Clear();
        foreach (var field in fields.Where(f => !exists(f)))
            _leftOut[field] = now;
    }
}
