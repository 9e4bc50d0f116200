namespace CreditBridge.Abstractions.Connections;

/// <summary>
/// Holds the current login of a connection and renews it. However many requests find it ended at once, one login happens and all of them get its result, failure included.
/// </summary>
/// <typeparam name="T">What a login gives.</typeparam>
/// <param name="login">Logs in. No single caller can cancel it, so it has a deadline of its own.</param>
/// <param name="endsSoon">Whether a login is about to end, so that it is renewed before it is refused; null when only the other side knows.</param>
public sealed class SharedLogin<T>(Func<CancellationToken, Task<T>> login, Func<T, bool>? endsSoon = null)
    where T : class
{
    private readonly Lock _gate = new();
    private T? _current;
    private Task<T>? _renewal;

    /// <summary>The current login; logs in when there is none, or it ends soon.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the login.</param>
    public Task<T> CurrentAsync(CancellationToken cancellationToken) => GetAsync(null, cancellationToken);

    /// <summary>A login other than the one that was refused: the current one if somebody has renewed it in the meantime, a new one otherwise.</summary>
    /// <param name="refused">The login that was refused.</param>
    /// <param name="cancellationToken">Ends the waiting, not the login.</param>
    public Task<T> RenewAsync(T refused, CancellationToken cancellationToken) => GetAsync(refused, cancellationToken);

    private Task<T> GetAsync(T? refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && !ReferenceEquals(current, refused) && endsSoon?.Invoke(current) != true)
                return Task.FromResult(current);
            // The login belongs to everybody who waits for it.
            _renewal ??= Task.Run(LoginAsync, CancellationToken.None);
            return _renewal.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> LoginAsync()
    {
        try
        {
            var given = await login(CancellationToken.None);
            lock (_gate)
                _current = given;
            return given;
        }
        finally
        {
            lock (_gate)
                _renewal = null;
        }
    }
}
