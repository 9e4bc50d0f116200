using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Http.Api;

/// <summary>
/// Runs a cycle that begins after the call, and so reads what was saved before it. Whoever calls while another cycle is under way waits for the same next one: any
/// number of callers costs one cycle at a time.
/// </summary>
internal sealed class FreshCycle(Bridge bridge)
{
    private readonly Lock _gate = new();
    private Task<CycleReport>? _next;

    /// <summary>The report of a cycle that began after this call.</summary>
    /// <param name="stopping">Ends the cycle when the service stops; a caller who gives up does not.</param>
    public Task<CycleReport> RunAsync(CancellationToken stopping)
    {
        lock (_gate)
            return _next ??= Task.Run(() => bridge.RunCycleAsync(write: true, progress: null, stopping, Began), stopping);
    }

    // From here on records may have been read already: who comes now needs the cycle after this one.
    private void Began()
    {
        lock (_gate)
            _next = null;
    }
}
