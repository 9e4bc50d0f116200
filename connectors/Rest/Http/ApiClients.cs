namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Keeps the client of a connection, with its login, for as long as the mapping says the same about the API; a mapping is read anew for each read.</summary>
/// <param name="context">The connection's surroundings.</param>
/// <param name="endpoint">Gives the place of the API; what is wrong with it is thrown when it is needed.</param>
public sealed class ApiClients(ConnectionContext context, Func<ApiEndpoint> endpoint) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ApiClient> _earlier = [];
    private ApiClient? _current;

    /// <summary>Counts the requests of all clients.</summary>
    public CallMeter Meter { get; } = new();

    /// <summary>The client for what a mapping says about the API.</summary>
    /// <exception cref="ConnectorException">The options name no sound address.</exception>
    public ApiClient Of(ApiSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (_gate)
        {
            if (_current?.Settings.Identity == settings.Identity)
                return _current;
            // Somebody may still be reading with the former one, so it is disposed with the connection.
            if (_current is not null)
                _earlier.Add(_current);
            return _current = new ApiClient(context, endpoint(), settings, Meter);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _current?.Dispose();
        _earlier.ForEach(c => c.Dispose());
    }
}
