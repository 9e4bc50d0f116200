using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Runs;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>What the last cycle of any process left for people who ask later: kept in the database, so that <c>status</c> knows it while the service runs elsewhere.</summary>
/// <param name="At">When the cycle ended.</param>
/// <param name="Calls">Its counted calls.</param>
/// <param name="Written">Records that it wrote.</param>
/// <param name="Connections">How each connection stood.</param>
internal sealed record LastRun(DateTimeOffset At, long Calls, long Written, IReadOnlyList<ConnectionStanding> Connections)
{
    private const string Name = "status/last-run";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Calls of writing for every 1,000 records that it wrote; null when it wrote none.</summary>
    public decimal? CallsPerThousand { get; init; }

    /// <summary>The last verification; null before the first.</summary>
    public VerificationStanding? Verification { get; init; }

    /// <summary>Puts it together.</summary>
    public static LastRun Of(CycleReport report, DateTimeOffset at, IEnumerable<IConnection> connections, VerificationStanding? verification) =>
        new(at, report.Calls, report.Dispatch?.Delivered ?? 0, [.. connections.Select(c => ConnectionStanding.Of(c, report))])
        {
            CallsPerThousand = report.CallsPerThousand,
            Verification = verification,
        };

    /// <summary>The stored one; null when no cycle has ended yet, or it was written by a version that is not understood.</summary>
    public static async Task<LastRun?> ReadAsync(IEngineStore engine, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.GetValueAsync(Name, cancellationToken) is { } text ? JsonSerializer.Deserialize<LastRun>(text, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Stores it.</summary>
    public Task StoreAsync(IEngineStore engine, CancellationToken cancellationToken) => engine.SetValueAsync(Name, JsonSerializer.Serialize(this, Json), cancellationToken);
}

/// <summary>How a connection stood at the end of a cycle.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usage">What it had cost since its process started, and what the other system and the budget said.</param>
internal sealed record ConnectionStanding(string Name, ConnectionUsage Usage)
{
    /// <summary>Why reading stopped, each with what to do; empty when it did not.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    /// <summary>How its feed of changes fared; null when it has none.</summary>
    public ChangeFeedStatus? Feed { get; init; }

    /// <summary>How the connection stands after a cycle.</summary>
    public static ConnectionStanding Of(IConnection connection, CycleReport report) => new(connection.Name, connection.Usage)
    {
        Troubles = [.. report.Sync.Stops.Where(s => s.Connection == connection.Name).Select(s => $"{(s.Kinds.Count == 0 ? "" : $"{s.KindsInWords}: ")}{s.What} {s.Failure.NextStep}")],
        Feed = connection.Feed?.Status,
    };
}

/// <summary>What a verification found.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Since">How far back it looked.</param>
/// <param name="Read">Records that it looked at.</param>
/// <param name="Missed">Of these, how many had been missed.</param>
/// <param name="Calls">Counted calls.</param>
internal sealed record VerificationStanding(DateTimeOffset At, DateTimeOffset Since, long Read, long Missed, long Calls)
{
    /// <summary>Why it stopped early; null when it did not.</summary>
    public string? Trouble { get; init; }

    /// <summary>The standing after a verification.</summary>
    public static VerificationStanding Of(VerificationReport report, DateTimeOffset at) =>
        new(at, report.Since, report.Sources.Sum(s => s.Found.Read), report.Missed, report.Calls) { Trouble = report.Sources.FirstOrDefault(s => s.Failure is not null)?.Failure?.Message };
}
