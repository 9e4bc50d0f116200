using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>
/// Connects to a Salesforce org over its REST API: reads accounts, opportunities, stages, stage history and users, and writes credit fields onto accounts and
/// opportunities. Its scarce resource is the org's daily API calls; the whole connector is built around using few of them.
/// </summary>
public sealed class SalesforceConnector() : Connector<SalesforceOptions>("Salesforce")
{
    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, SalesforceOptions options) => new SalesforceConnection(context, options);
}
