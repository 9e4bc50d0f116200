using CreditBridge.Connectors.Rest.Reading;

namespace CreditBridge.Connectors.Rest;

/// <summary>Reads an ERP, a bureau or anything else that answers JSON over HTTP; a mapping says how it is asked.</summary>
public sealed class RestConnector() : Connector<RestOptions>("Rest"), IMappedConnector
{
    /// <inheritdoc />
    public MappingLanguage Mappings { get; } = MappingLanguage.Of(() => new RestDialect());

    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, RestOptions options) => new RestConnection(context, options);
}
