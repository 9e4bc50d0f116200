using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Outbox;

/// <summary>A change to the outbox that an evaluation asks for.</summary>
/// <param name="Connection">The connection that the record belongs to.</param>
/// <param name="Target">The record.</param>
/// <param name="Entry">The entry to put in place of any earlier one (its version, state and attempts are the store's business); null to take a pending one away.</param>
public sealed record OutboxChange(string Connection, TargetRecord Target, OutboxEntry? Entry);
