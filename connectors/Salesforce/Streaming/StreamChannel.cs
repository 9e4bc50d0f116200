using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>A channel of change events, and how we stand with it.</summary>
/// <param name="name">Name on the server.</param>
/// <param name="entity">The object whose changes it carries.</param>
/// <param name="kind">The kind of record that this object is read as.</param>
internal sealed class StreamChannel(string name, string entity, RecordKind kind)
{
    public string Name => name;

    public string Entity => entity;

    public RecordKind Kind => kind;

    /// <summary>Replay id of the last event taken; null before the first. A number on the wire, opaque to us: only the server knows what comes after it.</summary>
    public long? Position { get; set; }

    /// <summary>Why the last subscription was refused; null when it stands or was never tried.</summary>
    public Failure? Refusal { get; set; }

    public bool IsSubscribed { get; set; }
}
