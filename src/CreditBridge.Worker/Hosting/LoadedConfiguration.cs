using CreditBridge.Worker.Configuration;

namespace CreditBridge.Worker.Hosting;

/// <summary>A configuration without mistakes, and what is needed to use it.</summary>
/// <param name="Options">The options.</param>
/// <param name="BaseDirectory">Folder against which relative paths are resolved.</param>
/// <param name="Secrets">Values that must never be shown.</param>
internal sealed record LoadedConfiguration(BridgeOptions Options, string BaseDirectory, IReadOnlyList<string> Secrets);
