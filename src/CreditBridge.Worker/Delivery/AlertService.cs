using CreditBridge.Core.Alerts;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Delivery;

/// <summary>Raises and tells alerts after each cycle of the service, and tells now and then in between, when a pause or quiet hours are over. Cycles neither wait for it nor fail with it.</summary>
internal sealed partial class AlertService(Bridge bridge, ILogger<AlertService> log) : BackgroundService
{
    private const int MostTouched = 5_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0);
    private HashSet<string>? _touched = new(StringComparer.Ordinal);
    private bool _isWanted;

    /// <inheritdoc />
    public override void Dispose()
    {
        _signal.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bridge.CycleEnded += Note;
        try
        {
            while (true)
            {
                await _signal.WaitAsync(Pause, stoppingToken);
                await WorkAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what waits is told after the next start.
        }
        finally
        {
            bridge.CycleEnded -= Note;
        }
    }

    private void Note(CycleReport report)
    {
        if (report.NeverRead.Count > 0)
            return;
        lock (_gate)
        {
            if (report.Evaluation.Evaluated is null || _touched is null || _touched.Count + report.Evaluation.Evaluated.Count > MostTouched)
                _touched = null;
            else
                _touched.UnionWith(report.Evaluation.Evaluated);
            _isWanted = true;
        }

        _signal.Release();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // Only what a cycle has asked for is raised: before everything was read once, there is nothing to compare with.
        var isToRaise = Take(out var touched);
        try
        {
            if (isToRaise && await bridge.Alerts.RaiseAsync(bridge.ActivePolicy, touched, cancellationToken) is not null)
                isToRaise = false;
            if (await bridge.Alerts.TellAsync(cancellationToken) is { } told)
                Report(told);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The service must survive a defect, or a database that is away; the next cycle or half minute tries again.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            Failed(log, defect);
        }
        finally
        {
            // Another process was at it, or it failed: what was touched is looked at next time.
            if (isToRaise)
                PutBack(touched);
        }
    }

    private bool Take(out HashSet<string>? touched)
    {
        lock (_gate)
        {
            var wanted = _isWanted;
            touched = _touched;
            if (wanted)
                (_touched, _isWanted) = (new HashSet<string>(StringComparer.Ordinal), false);
            return wanted;
        }
    }

    private void PutBack(HashSet<string>? touched)
    {
        lock (_gate)
        {
            if (touched is null || _touched is null)
                _touched = null;
            else
                _touched.UnionWith(touched);
            _isWanted = true;
        }
    }

    private void Report(AlertDispatchReport told)
    {
        if (told.Told > 0)
            Told(log, told.Told);
        if (told.GivenUp > 0)
            GaveUp(log, told.GivenUp);
        foreach (var (channel, failure) in told.Failures)
            NotTold(log, channel, failure.Message, failure.NextStep);
    }

    [LoggerMessage(1200, LogLevel.Information, "Told {Count} alerts")]
    private static partial void Told(ILogger log, long count);

    [LoggerMessage(1201, LogLevel.Warning, "{Channel} could not be told of alerts: {Message} {NextStep}")]
    private static partial void NotTold(ILogger log, string channel, string message, string nextStep);

    [LoggerMessage(1203, LogLevel.Warning, "Gave up telling {Count} alerts: they had waited too long (Alerts:GiveUpHours). 'creditbridge alerts list' names them")]
    private static partial void GaveUp(ILogger log, long count);

    [LoggerMessage(1202, LogLevel.Error, "Raising or telling alerts failed; it is tried again")]
    private static partial void Failed(ILogger log, Exception defect);
}
