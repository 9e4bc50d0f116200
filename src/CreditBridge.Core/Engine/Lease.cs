namespace CreditBridge.Core.Engine;

/// <summary>How leased work is marked.</summary>
/// <param name="Holder">Name of the process that takes it.</param>
/// <param name="Until">When others may take it over without asking.</param>
public sealed record Lease(string Holder, DateTimeOffset Until);
