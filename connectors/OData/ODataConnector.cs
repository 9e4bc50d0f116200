using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Mapping;

namespace CreditBridge.Connectors.OData;

/// <summary>Reads an ERP that speaks OData 4 or 2, such as SAP S/4HANA, Dynamics 365 Finance and Business Central; a mapping says what its values mean.</summary>
public sealed class ODataConnector() : Connector<ODataOptions>("OData"), IMappedConnector
{
    /// <inheritdoc />
    public MappingLanguage Mappings { get; } = MappingLanguage.Of(() => new ODataDialect());

    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, ODataOptions options) => new ODataConnection(context, options);
}
