using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>What became of one record.</summary>
/// <param name="Failure">Why it was not written; null when it was.</param>
/// <param name="IsCreated">Whether it was created by the write.</param>
internal readonly record struct RowResult(Failure? Failure, bool IsCreated = false);

/// <summary>Reads the results of one Collections request: one per record, in the order of the records. A failed one carries no id, so the order is all there is.</summary>
internal static class CollectionResults
{
    /// <summary>What became of each record.</summary>
    public static IReadOnlyList<RowResult> Read(CompositeAnswer? answer, PendingWrite[] sent)
    {
        if (answer is null)
            return All(sent, Unclear("The org's answer lacks a part of the batch."));
        if (answer.Failure is { } failure)
            return All(sent, sent[0].Write.Target.IsOurs ? OwnRecordFailures.OfWhole(failure, sent[0].Write) : failure);
        if (answer.Body.ValueKind != JsonValueKind.Array || answer.Body.GetArrayLength() != sent.Length)
            return All(sent, Unclear("The org's answer does not have one result per record."));

        var results = new RowResult[sent.Length];
        var i = 0;
        foreach (var result in answer.Body.EnumerateArray())
        {
            if (sent[i].Write.Target.RecordKey is { } key && IsOfAnother(result, key))
                return All(sent, Unclear("The org's results are not in the order of the records."));
            results[i] = new RowResult(FailureOf(result, sent[i].Write), IsCreated(result));
            i++;
        }

        return results;
    }

    private static bool IsOfAnother(JsonElement result, string key) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && !RecordId.Same(id.GetString()!, key);

    /// <summary>Whether an upsert says that it created the record.</summary>
    public static bool IsCreated(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.True;

    private static Failure? FailureOf(JsonElement result, FieldWrite write)
    {
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("success", out var success))
            return Unclear("The org's result for this record is not readable.");
        if (success.ValueKind == JsonValueKind.True)
            return null;
        var errors = result.TryGetProperty("errors", out var list) ? ErrorBody.Decode(list) : [];
        return errors.Count > 0 ? RecordFailures.Of(errors[0], write) : Unclear("The org did not write the record and does not say why.");
    }

    private static RowResult[] All(PendingWrite[] sent, Failure failure)
    {
        var results = new RowResult[sent.Length];
        Array.Fill(results, new RowResult(failure));
        return results;
    }

    private static Failure Unclear(string message) => new(FailureKind.Transient, message + " Whether it was written is not known.", "Nothing to do; it is written again, which does no harm.");
}
