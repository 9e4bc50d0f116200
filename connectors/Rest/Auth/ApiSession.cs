namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>What a login gave.</summary>
/// <param name="Values">Values that requests may name as <c>{{login.NAME}}</c>.</param>
public sealed record ApiSession(IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>Nothing: no login is needed.</summary>
    public static ApiSession None { get; } = new(new Dictionary<string, object?>());

    /// <summary>The access token; null when there is none.</summary>
    public string? Token { get; init; }

    /// <summary>Cookies to send, as one header; null when there are none.</summary>
    public string? Cookies { get; init; }

    /// <summary>When it ends; null when that is not known.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>What a login has around it.</summary>
/// <param name="Wire">Sends its requests.</param>
/// <param name="State">Keeps what is needed again after a restart.</param>
/// <param name="Clock">The clock.</param>
internal sealed record LoginSurroundings(ApiWire Wire, IConnectionState State, TimeProvider Clock)
{
    public SecretTexts Secrets => Wire.Endpoint.Secrets;
}

/// <summary>
/// Holds the current login and renews it. However many requests find it ended at once, one login happens and all of them get its result, failure included.
/// </summary>
internal sealed class SessionHolder(Func<CancellationToken, Task<ApiSession>> login, TimeProvider clock)
{
    // A token that is about to end may end under way.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private ApiSession? _current;
    private Task<ApiSession>? _renewal;

    /// <summary>The current login; logs in when there is none, or it ends soon.</summary>
    public Task<ApiSession> CurrentAsync(CancellationToken cancellationToken) => GetAsync(null, cancellationToken);

    /// <summary>A login other than the one that was refused: the current one if somebody has renewed it in the meantime, a new one otherwise.</summary>
    public Task<ApiSession> RenewAsync(ApiSession refused, CancellationToken cancellationToken) => GetAsync(refused, cancellationToken);

    private Task<ApiSession> GetAsync(ApiSession? refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && !ReferenceEquals(current, refused) && !(current.EndsAt - Margin <= clock.GetUtcNow()))
                return Task.FromResult(current);
            // The login belongs to everybody who waits for it, so no single caller can cancel it; its requests have deadlines of their own.
            _renewal ??= Task.Run(LoginAsync, CancellationToken.None);
            return _renewal.WaitAsync(cancellationToken);
        }
    }

    private async Task<ApiSession> LoginAsync()
    {
        try
        {
            var session = await login(CancellationToken.None);
            lock (_gate)
                _current = session;
            return session;
        }
        finally
        {
            lock (_gate)
                _renewal = null;
        }
    }
}
