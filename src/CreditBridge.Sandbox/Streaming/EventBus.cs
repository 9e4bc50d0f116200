using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>Keeps events for as long as the platform does, and wakes those who wait for them.</summary>
internal sealed class EventBus(SandboxOrg org)
{
    /// <summary>How long an event can be replayed.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(72);

    /// <summary>More than this are not kept, however young: the sandbox lives in memory.</summary>
    private const int MaxKept = 50_000;

    private readonly Lock gate = new();
    private readonly Queue<StreamEvent> events = new();
    private TaskCompletionSource news = NewSignal();
    private long lastId = 4000;
    private int published;

    /// <summary>Place of the latest event.</summary>
    public long LastId
    {
        get
        {
            lock (gate) return lastId;
        }
    }

    /// <summary>Completed by the next event, or when something else happened that waiting clients should look at.</summary>
    public Task News
    {
        get
        {
            lock (gate) return news.Task;
        }
    }

    public void Publish(string topic, string entity, Func<JsonObject> payload)
    {
        lock (gate)
        {
            // Ids of the real bus are not consecutive; a client that counts on it breaks here.
            lastId += 1 + (++published % 3);
            events.Enqueue(new StreamEvent(lastId, org.Now, topic, entity, payload));
            Forget();
        }

        Wake();
    }

    /// <summary>Wakes everybody who waits.</summary>
    public void Wake()
    {
        TaskCompletionSource woken;
        lock (gate)
        {
            woken = news;
            news = NewSignal();
        }

        woken.TrySetResult();
    }

    /// <summary>The first events behind a place, oldest first.</summary>
    public IReadOnlyList<StreamEvent> After(long position, Func<StreamEvent, bool> wanted, int max)
    {
        lock (gate)
        {
            Forget();
            return [.. events.SkipWhile(item => item.ReplayId <= position).Where(wanted).Take(max)];
        }
    }

    /// <summary>Whether a subscriber may resume behind this id.</summary>
    public bool Knows(long replayId)
    {
        lock (gate)
        {
            Forget();
            return events.Any(item => item.ReplayId == replayId);
        }
    }

    private void Forget()
    {
        var oldest = org.Now - Retention;
        while (events.TryPeek(out var first) && (first.At < oldest || events.Count > MaxKept)) events.Dequeue();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
