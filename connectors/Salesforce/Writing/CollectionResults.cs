using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>Reads the results of one Collections request: one per record, in the order of the records. A failed one carries no id, so the order is all there is.</summary>
internal static class CollectionResults
{
    /// <summary>The failure of each record, null where it was written.</summary>
    public static IReadOnlyList<Failure?> Read(CompositeAnswer? answer, PendingWrite[] sent)
    {
        if (answer is null)
            return All(sent, Unclear("The org's answer lacks a part of the batch."));
        if (answer.Failure is { } failure)
            return All(sent, failure);
        if (answer.Body.ValueKind != JsonValueKind.Array || answer.Body.GetArrayLength() != sent.Length)
            return All(sent, Unclear("The org's answer does not have one result per record."));

        var failures = new Failure?[sent.Length];
        var i = 0;
        foreach (var result in answer.Body.EnumerateArray())
        {
            if (IsOfAnother(result, sent[i].Write.Target.Key))
                return All(sent, Unclear("The org's results are not in the order of the records."));
            failures[i] = FailureOf(result);
            i++;
        }

        return failures;
    }

    private static bool IsOfAnother(JsonElement result, string key) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && !RecordId.Same(id.GetString()!, key);

    private static Failure? FailureOf(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("success", out var success))
            return Unclear("The org's result for this record is not readable.");
        if (success.ValueKind == JsonValueKind.True)
            return null;
        var errors = result.TryGetProperty("errors", out var list) ? ErrorBody.Decode(list) : [];
        return errors.Count > 0 ? RecordFailures.Of(errors[0]) : Unclear("The org did not write the record and does not say why.");
    }

    private static Failure?[] All(PendingWrite[] sent, Failure failure)
    {
        var failures = new Failure?[sent.Length];
        Array.Fill(failures, failure);
        return failures;
    }

    private static Failure Unclear(string message) => new(FailureKind.Transient, message + " Whether it was written is not known.", "Nothing to do; it is written again, which does no harm.");
}
