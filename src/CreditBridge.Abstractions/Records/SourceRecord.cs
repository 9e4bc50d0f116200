using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Records;

/// <summary>
/// One canonical record as a source last showed it. Immutable; equal content means equal JSON, which is how a repeated record is recognised.
/// Only what the credit evaluation can use belongs in here: fields that CreditBridge itself writes do not, so that its own write coming back changes nothing.
/// </summary>
/// <param name="Key">Identity of the record within its connection and kind; stable over time; case counts.</param>
public abstract record SourceRecord(string Key)
{
    /// <summary>Which kind of record this is.</summary>
    [JsonIgnore]
    public abstract RecordKind Kind { get; }

    /// <summary>Whom the record is about; decides which account must be looked at again when the record changes.</summary>
    [JsonIgnore]
    public abstract RecordSubject Subject { get; }
}
