using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// Records about one customer that could not be read and have not arrived well since: what they would have said is not known. Or records that stand more than once with the same values: whether
/// they are owed once or twice is not known.
/// </summary>
/// <param name="Customer">The customer's key as text.</param>
/// <param name="Kind">Kind of record; one that <see cref="Matters"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Where">Where the first of them stands: file and line, or record and field.</param>
/// <param name="Reason">What is wrong with that one.</param>
public sealed record UnreadableRecords(string Customer, RecordKind Kind, int Count, string Where, string Reason)
{
    /// <summary>True when they stand more than once; null when they cannot be read.</summary>
    public bool? IsRepetition { get; init; }

    /// <summary>How many of what: "2 open items".</summary>
    [JsonIgnore]
    public string Records => Count == 1 ? $"1 {KindWords.Singular(Kind)}" : $"{Count} {KindWords.Plural(Kind)}";

    /// <summary>What cannot be read or stands more than once, where and why, for people.</summary>
    [JsonIgnore]
    public string What => $"{Records} {(IsRepetition != true ? "cannot be read" : Count == 1 ? "stands more than once" : "stand more than once")}. {(Count == 1 ? "" : "The first: ")}{Where}: {Reason}";

    /// <summary>
    /// Whether something is unknown when a record of a kind cannot be read: what a customer owes, has ordered, or may owe. Others leave gaps in what is known of the past, such as paid items,
    /// and nobody owes less by them.
    /// </summary>
    public static bool Matters(RecordKind kind) => kind is RecordKind.Receivable or RecordKind.OpenOrder or RecordKind.ErpCustomer;
}
