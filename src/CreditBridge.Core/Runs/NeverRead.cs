using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Runs;

/// <summary>A source that has never been read to its end.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind of record.</param>
public sealed record NeverRead(string Connection, RecordKind Kind)
{
    /// <summary>Whether it was gone through to its end, and too little of it could be read for a first time.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Which, and why, for people.</summary>
    [JsonIgnore]
    public string InWords => $"{Connection} {KindWords.Plural(Kind)}{(IsUnreadable ? " (too little of the first listing could be read)" : "")}";
}
