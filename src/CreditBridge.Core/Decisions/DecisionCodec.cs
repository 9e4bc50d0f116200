using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Decisions;

/// <summary>Turns decisions into stored ones and back.</summary>
public static class DecisionCodec
{
    /// <summary>The decision as it is to be appended, chained to the account's previous one; null when it says what the previous one says.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="file">The file it was taken on.</param>
    /// <param name="previous">The account's newest stored decision; null when there is none.</param>
    public static StoredDecision? Encode(CreditDecision decision, CreditFile file, StoredDecision? previous)
    {
        var contentHash = DecisionHash.OfContent(decision);
        if (previous?.ContentHash == contentHash)
            return null;
        var content = JsonSerializer.SerializeToUtf8Bytes(decision, CoreJson.Default.CreditDecision);
        var inputs = JsonSerializer.SerializeToUtf8Bytes(file, CoreJson.Default.CreditFile);
        var previousHash = previous?.ChainHash ?? "";
        return new StoredDecision(
            decision.Id, decision.AccountKey, decision.AsOf.Instant, decision.PolicyVersion, contentHash, content, inputs, previousHash,
            ChainHash(previousHash, content, inputs));
    }

    /// <summary>The decision that was stored.</summary>
    /// <exception cref="JsonException">The bytes are not a decision: the store is damaged.</exception>
    public static CreditDecision Decode(StoredDecision stored) =>
        JsonSerializer.Deserialize(stored.Content, CoreJson.Default.CreditDecision) ?? throw new JsonException($"The stored decision {stored.Id} is empty.");

    /// <summary>The file that the decision was taken on.</summary>
    /// <exception cref="JsonException">The bytes are not a file: the store is damaged.</exception>
    public static CreditFile DecodeFile(StoredDecision stored) =>
        JsonSerializer.Deserialize(stored.File, CoreJson.Default.CreditFile) ?? throw new JsonException($"The file of the stored decision {stored.Id} is empty.");

    /// <summary>Whether neither the decision nor its file has been changed since they were stored.</summary>
    public static bool IsIntact(StoredDecision stored) => stored.ChainHash == ChainHash(stored.PreviousHash, stored.Content, stored.File);

    private static string ChainHash(string previousHash, byte[] content, byte[] file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(previousHash));
        hash.AppendData(SHA256.HashData(content));
        hash.AppendData(SHA256.HashData(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
