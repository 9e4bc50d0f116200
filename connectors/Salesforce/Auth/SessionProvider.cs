namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>
/// Holds the current session and renews it. However many requests find it expired at once, one login happens and all of them get its result, failure included.
/// </summary>
internal sealed class SessionProvider(Func<CancellationToken, Task<Session>> login)
{
    private readonly Lock _gate = new();
    private Session? _current;
    private Task<Session>? _renewal;

    /// <summary>The current session; logs in when there is none yet.</summary>
    public Task<Session> CurrentAsync(CancellationToken cancellationToken) => GetAsync(stale: null, cancellationToken);

    /// <summary>A session other than the one that was refused: the current one if somebody has renewed it in the meantime, a new one otherwise.</summary>
    public Task<Session> RenewAsync(Session stale, CancellationToken cancellationToken) => GetAsync(stale, cancellationToken);

    private Task<Session> GetAsync(Session? stale, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && !ReferenceEquals(current, stale))
                return Task.FromResult(current);
            // The login belongs to everybody who waits for it, so no single caller can cancel it; it has a deadline of its own.
            _renewal ??= Task.Run(LoginAsync, CancellationToken.None);
            return _renewal.WaitAsync(cancellationToken);
        }
    }

    private async Task<Session> LoginAsync()
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
