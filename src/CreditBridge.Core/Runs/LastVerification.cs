using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Core.Engine;

namespace CreditBridge.Core.Runs;

/// <summary>What the last verification of a connection came to, as it is remembered.</summary>
/// <param name="At">When it was.</param>
/// <param name="Since">How far back it looked.</param>
/// <param name="Looked">Records that it looked at.</param>
/// <param name="Missed">Records that reading had missed.</param>
/// <param name="Problems">What it could not verify, and what it found but did not mend; empty when all is well.</param>
public sealed record LastVerification(DateTimeOffset At, DateTimeOffset Since, long Looked, long Missed, IReadOnlyList<string> Problems)
{
    /// <summary>The last one of a connection; null before the first.</summary>
    public static async Task<LastVerification?> ReadAsync(IEngineStore engine, string connection, CancellationToken cancellationToken)
    {
        var text = await engine.GetValueAsync(Key(connection), cancellationToken);
        return text is null ? null : JsonSerializer.Deserialize(text, LastVerificationJson.Default.LastVerification);
    }

    internal static string Key(string connection) => $"verified/{connection}";

    internal static LastVerification Of(DateTimeOffset at, DateTimeOffset since, IReadOnlyList<VerifiedSource> found) => new(
        at, since, found.Sum(f => f.Found.Read), found.Sum(f => f.Missed),
        [.. found.Where(f => f.Failure is not null).Select(f => $"{f.Kind}: {f.Failure}"), .. found.Where(f => f.Found.RemovalWithheld is not null).Select(f => $"{f.Kind}: {f.Found.RemovalWithheld}")]);

    internal string ToText() => JsonSerializer.Serialize(this, LastVerificationJson.Default.LastVerification);
}

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LastVerification))]
internal sealed partial class LastVerificationJson : JsonSerializerContext;
