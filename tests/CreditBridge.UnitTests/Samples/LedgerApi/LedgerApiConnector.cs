using CreditBridge.Abstractions.Connections;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>Reads customers from a ledger with an HTTP interface.</summary>
public sealed class LedgerApiConnector() : Connector<LedgerApiOptions>("LedgerApi")
{
    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, LedgerApiOptions options) => new LedgerApiConnection(context, options);
}
