namespace CreditBridge.Sandbox.Accounting;

/// <summary>One request that reached the org.</summary>
/// <param name="Number">Position since the start, from 1.</param>
/// <param name="At">When it arrived, on the org's clock.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, shortened to 500 characters.</param>
/// <param name="Status">HTTP status of the response; 0 when the connection was broken on purpose.</param>
/// <param name="Counted">How many API calls it cost.</param>
/// <param name="RecordsRead">Records in the response.</param>
/// <param name="RecordsWritten">Records that were saved or deleted.</param>
/// <param name="Username">Who asked; null before login.</param>
public sealed record CallRecord(
    long Number, DateTimeOffset At, string Method, string Path, int Status, int Counted, int RecordsRead, int RecordsWritten, string? Username);

/// <summary>Counts API calls exactly as the org would bill them: a Composite is one, a batch is one per subrequest, the version list none.</summary>
public sealed class CallLedger
{
    private const int Kept = 1000;
    private readonly Lock gate = new();
    private readonly Queue<CallRecord> recent = new();
    private readonly Queue<(DateTimeOffset At, int Calls)> window = new();
    private int inWindow;
    private int total;
    private long number;

    internal CallLedger(int dailyLimit) => DailyLimit = dailyLimit;

    /// <summary>Calls allowed in a rolling 24 hours. May be changed while running.</summary>
    public int DailyLimit { get; set; }

    /// <summary>Calls counted since the start or the last <see cref="Reset"/>.</summary>
    public int Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>Calls counted in the last 24 hours, which is what the limit is about.</summary>
    public int Used
    {
        get
        {
            lock (gate) return inWindow;
        }
    }

    /// <summary>Records read since the last <see cref="Reset"/>.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>Records written since the last <see cref="Reset"/>.</summary>
    public long RecordsWritten { get; private set; }

    /// <summary>The last 1000 requests, oldest first, counted or not.</summary>
    public IReadOnlyList<CallRecord> Recent
    {
        get
        {
            lock (gate) return [.. recent];
        }
    }

    /// <summary>Starts counting from zero and forgets the requests.</summary>
    public void Reset()
    {
        lock (gate)
        {
            recent.Clear();
            window.Clear();
            (inWindow, total, RecordsRead, RecordsWritten) = (0, 0, 0, 0);
        }
    }

    /// <summary>Counts calls unless that would exceed the limit.</summary>
    internal bool TryCount(int calls, DateTimeOffset now)
    {
        lock (gate)
        {
            while (window.TryPeek(out var oldest) && oldest.At <= now.AddDays(-1)) inWindow -= window.Dequeue().Calls;
            if (inWindow + calls > DailyLimit) return false;
            if (calls == 0) return true;
            window.Enqueue((now, calls));
            inWindow += calls;
            total += calls;
            return true;
        }
    }

    internal void Record(DateTimeOffset at, string method, string path, int status, int counted, int read, int written, string? username)
    {
        lock (gate)
        {
            recent.Enqueue(new CallRecord(++number, at, method, path.Length > 500 ? path[..500] + "…" : path, status, counted, read, written, username));
            if (recent.Count > Kept) recent.Dequeue();
            RecordsRead += read;
            RecordsWritten += written;
        }
    }
}
