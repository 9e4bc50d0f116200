using CreditBridge.Abstractions.Records;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>The object of the org that a kind of record is written to.</summary>
/// <param name="Kind">The kind of record.</param>
/// <param name="Name">API name of the object.</param>
/// <param name="KeyField">API name of the external id by which a record that we create is found; null for records that the org has already.</param>
internal sealed record WrittenObject(RecordKind Kind, string Name, string? KeyField)
{
    /// <summary>Whether the org may lack it: it came with a later package.</summary>
    public bool MayBeMissing => KeyField is not null;

    /// <summary>All objects that are written under the options, in the order in which they are written: what others refer to first.</summary>
    public static IReadOnlyList<WrittenObject> All(SalesforceOptions options)
    {
        var reviews = options.Reviews;
        WrittenObject[] always = [new(RecordKind.Account, "Account", null), new(RecordKind.Opportunity, "Opportunity", null)];
        return !reviews.Enabled
            ? always
            :
            [
                .. always, new(RecordKind.Review, reviews.ReviewObject.Trim(), reviews.ReviewKey.Trim()), new(RecordKind.ReviewDocument, reviews.DocumentObject.Trim(), reviews.DocumentKey.Trim()),
                new(RecordKind.ReviewForecast, reviews.ForecastObject.Trim(), reviews.ForecastKey.Trim()),
            ];
    }
}
