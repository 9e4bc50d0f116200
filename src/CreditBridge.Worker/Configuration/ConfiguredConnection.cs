using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Worker.Configuration;

/// <summary>One entry under <c>Connections</c>: a connector and its options, bound and validated.</summary>
/// <param name="Name">Name of the connection, as spelled in the configuration file.</param>
/// <param name="Connector">The connector that the entry's <c>Type</c> names.</param>
/// <param name="Options">An instance of <see cref="IConnector.OptionsType"/>.</param>
public sealed record ConfiguredConnection(string Name, IConnector Connector, object Options);
