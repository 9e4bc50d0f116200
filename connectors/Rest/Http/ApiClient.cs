using CreditBridge.Connectors.Rest.Auth;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>
/// Asks an API, logged in. It logs in when it is first asked, renews a login that has ended, once, and lets requests through at the declared rate. An answer that is
/// not a good one becomes a <see cref="ConnectorException"/> whose failure says what to do; a page in HTML is never taken for data.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ApiWire _wire;
    private readonly SharedLogin<ApiSession> _sessions;
    private readonly Authentication _auth;

    /// <summary>A client for an API.</summary>
    /// <param name="context">The connection's surroundings.</param>
    /// <param name="endpoint">Where the API is.</param>
    /// <param name="settings">What the mapping says about it.</param>
    /// <param name="meter">Counts the requests.</param>
    public ApiClient(ConnectionContext context, ApiEndpoint endpoint, ApiSettings settings, CallMeter meter)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        // The transport belongs to the host. Deadlines are the wire's, because an answer's body counts too.
        _http = new HttpClient(context.Transport(), disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        Endpoint = endpoint;
        Settings = settings;
        _auth = settings.Auth;
        _wire = new ApiWire(_http, endpoint, settings, meter, context.Clock);
        _sessions = new SharedLogin<ApiSession>(cancel => _auth.LoginAsync(new LoginSurroundings(_wire, context.State, context.Clock), cancel), s => s.EndsSoon(context.Clock.GetUtcNow()));
    }

    /// <summary>Where the API is.</summary>
    public ApiEndpoint Endpoint { get; }

    /// <summary>What the mapping says about it.</summary>
    public ApiSettings Settings { get; }

    /// <summary>Logs in if that has not happened yet, and gives what the login gave.</summary>
    /// <exception cref="ConnectorException">The login is refused, or there is no answer.</exception>
    public Task<ApiSession> LoginAsync(CancellationToken cancellationToken) => _sessions.CurrentAsync(cancellationToken);

    /// <summary>Sends a request that does not depend on the login.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken) => SendAsync(_ => request, cancellationToken);

    /// <summary>Sends a request in which values of the login stand, such as a user's number.</summary>
    /// <param name="build">Builds the request for a login; called again after the login was renewed.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public async Task<ApiAnswer> SendAsync(Func<ApiSession, ApiRequest> build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var session = await _sessions.CurrentAsync(cancellationToken);
        var (answer, failure) = await TryAsync(build(session), session, cancellationToken);
        if (failure?.Kind == FailureKind.Authentication && _auth.CanRenew)
        {
            session = await _sessions.RenewAsync(session, cancellationToken);
            (answer, failure) = await TryAsync(build(session), session, cancellationToken);
            if (failure?.Kind == FailureKind.Authentication)
                failure = failure with { Message = $"The login is accepted, but the request after it is not. {failure.Message}" };
        }

        return answer ?? throw new ConnectorException(failure!);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _wire.Dispose();
        _http.Dispose();
    }

    private Task<(ApiAnswer?, Failure?)> TryAsync(ApiRequest request, ApiSession session, CancellationToken cancellationToken)
    {
        // A signature with a number used once must not be sent twice by the transport.
        var asked = _auth.SignsEachRequest ? request with { OnlyReads = false } : request;
        return _wire.SendAsync(asked, message => _auth.Sign(message, session, Endpoint.Secrets), cancellationToken);
    }
}
