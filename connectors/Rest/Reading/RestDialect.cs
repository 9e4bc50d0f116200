using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>What a mapping of an API has of its own: <c>api:</c> at the top, and the keys below <c>read:</c>.</summary>
public sealed class RestDialect : MappingDialect<RestRead>
{
    private ApiSettings? _api;

    /// <inheritdoc />
    public override string Connector => "Rest";

    /// <inheritdoc />
    public override void ReadTop(MappingSection root) => _api = ApiSettings.Read(root);

    /// <inheritdoc />
    public override RestRead ReadKind(MappingSection read, MappedKind kind) => 
        RestRead.Read(read, _api ?? throw new InvalidOperationException("The top of a file is read first."), kind == MappedKinds.BureauReports);
}
