using System.Globalization;
using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// Remembers the job under way in the connection's state. A job goes on when the process that began it dies, and would write its values over newer ones: so the next
/// process ends it before it writes anything.
/// </summary>
internal sealed class BulkLedger(ConnectionContext context)
{
    private const string Name = "ingest-job";

    /// <summary>A process that has given no sign of life for so long has lost its job.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromMinutes(10);

    private volatile string? _mine;

    /// <summary>Notes a job of ours, or that it is still under way.</summary>
    public async Task NoteAsync(string job)
    {
        _mine = job;
        var time = context.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await context.State.SetAsync(Name, $"{job} {time} {context.Process}", CancellationToken.None);
    }

    /// <summary>The job has ended, whoever began it.</summary>
    public async Task ClearAsync()
    {
        _mine = null;
        await context.State.SetAsync(Name, null, CancellationToken.None);
    }

    /// <summary>Our job could not be followed to its end: it must be ended like one left by a dead process.</summary>
    public void Lose() => _mine = null;

    /// <summary>The job that somebody left behind, if there is one; and whether a job is under way, ours or that of another living process.</summary>
    public async Task<(string? LeftBehind, bool IsBusy)> LookAsync(CancellationToken cancellationToken)
    {
        if (await context.State.GetAsync(Name, cancellationToken) is not { } noted)
            return (null, false);
        var parts = noted.Split(' ', 3);
        if (parts[0] == _mine)
            return (null, true);
        var isAlive = parts is [_, var time, var process]
            && process != context.Process && !context.HasEnded(process)
            && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var seen) && context.Clock.GetUtcNow() - seen < SignOfLife;
        return isAlive ? (null, true) : (parts[0], false);
    }
}
