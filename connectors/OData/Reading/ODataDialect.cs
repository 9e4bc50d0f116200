using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>What a mapping of an OData service has of its own: <c>odata:</c> at the top, and the keys below <c>read:</c>.</summary>
public sealed class ODataDialect : MappingDialect<ODataRead>
{
    private ODataService? _service;

    /// <inheritdoc />
    public override string Connector => "OData";

    /// <inheritdoc />
    public override void ReadTop(MappingSection root) => _service = ODataService.Read(root);

    /// <summary>The key of the entity; the elements of its collections have none.</summary>
    public override IReadOnlyList<string> KeyOf(ODataRead read) => read.Each is null ? read.Key : [];

    /// <inheritdoc />
    public override ODataRead ReadKind(MappingSection read, MappedKind kind) => ODataRead.Read(read, _service ?? throw new InvalidOperationException("The top of a file is read first."));
}
