using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Connections;

/// <summary>What the host gives a connection: everything that is not a pure function of its options.</summary>
/// <param name="Name">Name of the connection in the configuration.</param>
/// <param name="Clock">The only clock that the connection may read.</param>
public sealed record ConnectionContext(string Name, TimeProvider Clock)
{
    /// <summary>
    /// Transport for HTTP: an inner handler that the connection wraps in a client. Resilience, tracing and proxies live in it. The host owns it.
    /// </summary>
    public Func<HttpMessageHandler> Transport { get; init; } = static () => new SocketsHttpHandler();

    /// <summary>How often the transport really sent a request, set by it on <see cref="HttpRequestMessage.Options"/>; absent means once. Every attempt may cost a call.</summary>
    public static HttpRequestOptionsKey<int> AttemptsKey { get; } = new("CreditBridge.Attempts");

    /// <summary>
    /// Set to true on <see cref="HttpRequestMessage.Options"/> of a request that the other system holds until it has news: the transport then sends it once and lets it
    /// take its time. The connection brings its own deadline.
    /// </summary>
    public static HttpRequestOptionsKey<bool> LongPollKey { get; } = new("CreditBridge.LongPoll");

    /// <summary>
    /// Set to true on <see cref="HttpRequestMessage.Options"/> by a connection that knows that a request which is not a GET may be sent twice without harm, such as a
    /// query by POST or a write of absolute values: the transport then repeats it when the network or the other system fails. Set to false on a GET that must not be sent
    /// twice, such as one that is charged for.
    /// </summary>
    public static HttpRequestOptionsKey<bool> IdempotentKey { get; } = new("CreditBridge.Idempotent");

    /// <summary>Answers whether a closed piece of input of a kind has been read to its end before; see <see cref="Sources.Receipt"/>.</summary>
    public Func<RecordKind, string, CancellationToken, Task<bool>> HasReceipt { get; init; } = static (_, _, _) => Task.FromResult(false);

    /// <summary>What the connection needs again after a restart.</summary>
    public IConnectionState State { get; init; } = new PassingConnectionState();

    /// <summary>Name of this process towards others that share <see cref="State"/>; unique among the processes that run.</summary>
    public string Process { get; init; } = "";

    /// <summary>Whether a process of a name has certainly ended; in doubt it has not.</summary>
    public Func<string, bool> HasEnded { get; init; } = static _ => false;

    /// <summary>Gives numbers from 0 to 1 for spreading repetitions.</summary>
    public Func<double> Jitter { get; init; } = static () => 0.5;

    /// <summary>Rows of each kind that a check looks at when nobody says otherwise.</summary>
    public const int DefaultCheckRows = 100_000;

    /// <summary>Rows of each kind that a check looks at, at most.</summary>
    public int CheckRows { get; init; } = DefaultCheckRows;

    /// <summary>
    /// Answers which of some ERP customers an account of the CRM claims, by its own key or by the link file; null while no accounts were read, so that nothing can be said.
    /// </summary>
    public Func<IReadOnlyCollection<Values.CustomerKey>, CancellationToken, Task<IReadOnlySet<Values.CustomerKey>?>> ClaimedAsync { get; init; } =
        static (_, _) => Task.FromResult<IReadOnlySet<Values.CustomerKey>?>(null);

    /// <summary>Folder against which relative paths in options are resolved: where the configuration file stands.</summary>
    public string BaseDirectory { get; init; } = Directory.GetCurrentDirectory();
}
