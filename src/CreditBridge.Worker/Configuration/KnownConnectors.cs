using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Connectors.OData;
using CreditBridge.Connectors.Rest;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Sql;
using CreditBridge.Mapping;

namespace CreditBridge.Worker.Configuration;

/// <summary>The connectors that this executable carries.</summary>
public static class KnownConnectors
{
    /// <summary>All of them. To add a connector, reference its project and add one line here; configuration, schema, sample and documentation follow.</summary>
    public static IReadOnlyList<IConnector> All { get; } = [new SalesforceConnector(), new FileDropConnector(), new SqlConnector(), new RestConnector(), new ODataConnector()];

    /// <summary>What mappings for them can say; connectors that read no mapping are not among them.</summary>
    public static IReadOnlyList<MappingLanguage> MappingLanguages { get; } = [.. All.OfType<IMappedConnector>().Select(c => c.Mappings)];
}
