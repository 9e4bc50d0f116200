using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Core.Engine;

/// <summary>Keeps what a connection needs again after a restart among the engine's named values.</summary>
/// <param name="engine">Where it is kept.</param>
/// <param name="connection">Name of the connection.</param>
public sealed class StoredConnectionState(IEngineStore engine, string connection) : IConnectionState
{
    /// <inheritdoc />
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => engine.GetValueAsync(Name(name), cancellationToken);

    /// <inheritdoc />
    public Task SetAsync(string name, string? value, CancellationToken cancellationToken) =>
        value is null ? engine.RemoveValueAsync(Name(name), cancellationToken) : engine.SetValueAsync(Name(name), value, cancellationToken);

    /// <inheritdoc />
    public Task<long> AddAsync(string name, long amount, CancellationToken cancellationToken) => engine.AddToValueAsync(Name(name), amount, cancellationToken);

    private string Name(string name) => $"connection/{connection}/{name}";
}
