using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Engine;

namespace CreditBridge.Core.Runs;

/// <summary>The right to read a connection: one process has it at a time.</summary>
internal sealed class ReadingLease(IEngineStore engine, RunSettings settings, TimeProvider clock, string connection)
{
    private readonly string _name = $"read:{connection}";

    /// <summary>Takes or renews it.</summary>
    /// <returns>Null when it is ours; otherwise who has it.</returns>
    public Task<Lease?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return engine.TryLeaseAsync(_name, now, new Lease(settings.Holder, now + settings.ReadLease), cancellationToken);
    }

    /// <summary>Renews it in the middle of the work.</summary>
    /// <exception cref="ConnectorException">Another process has taken over.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (await TryTakeAsync(cancellationToken) is { } other)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, $"{other.Holder} has taken over reading connection '{connection}'.",
                "Nothing is lost. If pages take longer than the lease, raise Runs:ReadLeaseMinutes."));
        }
    }

    /// <summary>Gives it back.</summary>
    public Task ReleaseAsync() => engine.ReleaseAsync(_name, settings.Holder, CancellationToken.None);
}
