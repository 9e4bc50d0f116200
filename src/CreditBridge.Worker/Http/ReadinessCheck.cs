using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Http;

/// <summary>Whether the service does its work.</summary>
/// <param name="Ready">True when everything below is well.</param>
/// <param name="Checks">Name and finding of each thing looked at; "ok" or what is wrong.</param>
internal sealed record ReadinessCheck(bool Ready, IReadOnlyDictionary<string, string> Checks)
{
    /// <summary>How each connection that tells of changes as they happen fares. Polling does without, so nothing here makes the service unready.</summary>
    public IReadOnlyDictionary<string, string> Feeds { get; init; } = new Dictionary<string, string>();

    private const int MissedIntervals = 3;
    private const string Database = "database";
    private const string Waiting = "ok, waiting: ";

    /// <summary>The finding of what is well.</summary>
    public const string Ok = "ok";

    /// <summary>Whether the database answers.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool DatabaseAnswers => Checks.GetValueOrDefault(Database) == Ok;

    public static async Task<ReadinessCheck> RunAsync(Bridge bridge, TimeSpan interval, CancellationToken cancellationToken)
    {
        var checks = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Database] = await DatabaseAsync(bridge, cancellationToken),
            ["policy"] = bridge.Policy.Problems.Count == 0 ? Ok : $"{bridge.Policy.Problems.Count} mistake{(bridge.Policy.Problems.Count == 1 ? "" : "s")} in {Path.GetFileName(bridge.Policy.Path)}; the last good version is active",
            ["cycle"] = Cycle(bridge, interval),
            ["writing"] = Writing(bridge),
        };
        foreach (var connection in bridge.Connections)
        {
            checks[$"connection {connection.Name}"] =
                bridge.LastCycle?.Sync.Sources.FirstOrDefault(s => s.Connection == connection.Name && s.Failure is not null)?.Failure is { } failure ? InWords(failure) : Ok;
        }

        return new ReadinessCheck(checks.Values.All(IsWell), checks)
        {
            Feeds = bridge.Feeds.ToDictionary(feed => feed.Connection, feed => InWords(feed.Status), StringComparer.Ordinal),
        };
    }

    // A service that keeps to a limit does its work: restarting it would not free a call.
    private static string InWords(Failure failure) => failure.Kind == FailureKind.Throttled ? Waiting + failure.Message : failure.Message;

    private static bool IsWell(string finding) => finding == Ok || finding.StartsWith(Waiting, StringComparison.Ordinal);

    private static string InWords(ChangeFeedStatus status) => status.Problem is { } problem
        ? $"{status.State.ToString().ToLowerInvariant()}: {problem.Message}"
        : status.State.ToString().ToLowerInvariant();

    private static string Cycle(Bridge bridge, TimeSpan interval) =>
        bridge.LastCycleFailed ? "the last cycle failed; the log says why"
        : bridge.LastCycleAt is not { } at ? "no cycle has ended yet"
        : bridge.Clock.GetUtcNow() - at > (interval * MissedIntervals) + TimeSpan.FromMinutes(1) ? $"the last cycle ended {at:yyyy-MM-dd HH:mm:ss} UTC"
        : Ok;

    private static string Writing(Bridge bridge) => bridge.LastCycle switch
    {
        { Dispatch.Stopped: { } stopped } => InWords(stopped),
        { FieldProblems.Count: > 0 and var count } => $"{count} fields are not written; 'creditbridge check' names them",
        { Evaluation.Defects.Count: > 0 and var count } => $"{count} accounts could not be evaluated; the log names them",
        _ => Ok,
    };

    private static async Task<string> DatabaseAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        try
        {
            await bridge.Database.PingAsync(cancellationToken);
            return Ok;
        }
#pragma warning disable CA1031 // Whatever keeps the database from answering is the finding.
        catch (Exception away) when (away is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return $"does not answer: {away.GetType().Name}";
        }
    }
}
