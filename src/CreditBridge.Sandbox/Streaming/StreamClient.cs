using System.Collections.Concurrent;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>A client after its handshake: what it subscribed to and how far it has got.</summary>
internal sealed class StreamClient(string id, string userId, string cookie)
{
    private int turn;

    public string Id => id;

    public string UserId => userId;

    /// <summary>The value of the cookie that binds the client to its server.</summary>
    public string Cookie => cookie;

    /// <summary>By channel, the place of the last event delivered.</summary>
    public ConcurrentDictionary<string, long> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has connected before; the first connect is answered at once.</summary>
    public bool HasConnected { get; set; }

    /// <summary>When it is forgotten unless it connects; null while a connect is being held.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Begins a connect, which ends an earlier one that is still held.</summary>
    public int NextTurn() => Interlocked.Increment(ref turn);

    public bool IsCurrent(int number) => Volatile.Read(ref turn) == number;
}
