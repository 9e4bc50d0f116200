using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Decisions;

/// <summary>Gives files and decisions their identity: SHA-256 over their canonical JSON.</summary>
public static class DecisionHash
{
    private static readonly AsOf Never = new(DateTimeOffset.MinValue, DateOnly.MinValue, "UTC");

    /// <summary>Hash over a file, without the moment and without what earlier decisions promised. Lists are put in order first.</summary>
    public static string OfFile(CreditFile file) => Hex(JsonSerializer.SerializeToUtf8Bytes(
        file.InOrder() with { AsOf = Never, Prior = PriorStanding.None }, CoreJson.Default.CreditFile));

    /// <summary>Hash over what a decision says: everything but its identity and its moments.</summary>
    public static string OfContent(CreditDecision decision) => Hex(JsonSerializer.SerializeToUtf8Bytes(
        decision with { Id = "", AsOf = Never, NextMoment = null }, CoreJson.Default.CreditDecision));

    /// <summary>The decision with the hash of its inputs and its identity.</summary>
    internal static CreditDecision Seal(CreditDecision decision, CreditFile file)
    {
        decision = decision with { InputHash = OfFile(file) };
        // The moment belongs to the identity: the same answer may be right, wrong and right again.
        var identity = $"{OfContent(decision)} {decision.AsOf.Instant.UtcTicks}";
        return decision with { Id = "d-" + Hex(Encoding.UTF8.GetBytes(identity))[..16] };
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
