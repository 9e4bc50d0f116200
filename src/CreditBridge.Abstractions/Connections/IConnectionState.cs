namespace CreditBridge.Abstractions.Connections;

/// <summary>
/// Small values that a connection needs again after a restart and that several processes on one database share: a position in a stream of events, a job under way,
/// calls used today. The host keeps them apart by connection. Not for checkpoints of sources, which are stored together with their pages.
/// </summary>
public interface IConnectionState
{
    /// <summary>A value; null when it was never set or was taken away.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a value, or takes it away with null.</summary>
    Task SetAsync(string name, string? value, CancellationToken cancellationToken);

    /// <summary>Adds to a whole number, which starts at zero; several processes may do so at once.</summary>
    /// <returns>The sum.</returns>
    Task<long> AddAsync(string name, long amount, CancellationToken cancellationToken);
}

/// <summary>State that lasts as long as the process: for tests and for hosts that keep none.</summary>
public sealed class PassingConnectionState : IConnectionState
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc />
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_values.GetValueOrDefault(name));
    }

    /// <inheritdoc />
    public Task SetAsync(string name, string? value, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (value is null)
                _values.Remove(name);
            else
                _values[name] = value;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<long> AddAsync(string name, long amount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var sum = amount + (_values.TryGetValue(name, out var value) ? long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : 0);
            _values[name] = sum.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult(sum);
        }
    }
}
