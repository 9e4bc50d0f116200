using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Abstractions.Connections;

/// <summary>
/// A configured system: what can be read from it and, if it is a CRM, written to it. Lives as long as the process; its members are called by one run at a time.
/// </summary>
public interface IConnection : IAsyncDisposable
{
    /// <summary>Name of the connection in the configuration.</summary>
    string Name { get; }

    /// <summary>What can be read; at most one source per kind.</summary>
    IReadOnlyList<ISource> Sources { get; }

    /// <summary>Where credit fields are written; null for a system that is only read.</summary>
    IFieldSink? Sink { get; }

    /// <summary>Announces alerts to whoever listens in the system; null for one that cannot. It may be called beside a run.</summary>
    IAlertSink? Alerts => null;

    /// <summary>Tells at once that something changed, so that the next poll need not be waited for; null for a system that is only polled.</summary>
    IChangeFeed? Feed => null;

    /// <summary>Sells reports about single companies; null for a system that does not.</summary>
    IReportProvider? Reports => null;

    /// <summary>What the connection has cost since the process started.</summary>
    ConnectionUsage Usage { get; }

    /// <summary>Where the connection leads to, such as the address of an org, so that two that bear the same name can be told apart; null when it does not say. No secrets.</summary>
    string? Address => null;

    /// <summary>Probes the live system and the mapping without changing anything: login, objects, fields, files. Never throws for what it finds.</summary>
    IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called before the sources are read in a cycle, with the checkpoint of each. A system that answers several questions in one call asks them here and gives
    /// the answers out page by page; the default does nothing.
    /// </summary>
    Task BeginCycleAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same before sources are verified; see <see cref="IVerifiedSource"/>.</summary>
    Task BeginVerificationAsync(IReadOnlyDictionary<RecordKind, VerificationRequest> requests, CancellationToken cancellationToken) => Task.CompletedTask;
}
