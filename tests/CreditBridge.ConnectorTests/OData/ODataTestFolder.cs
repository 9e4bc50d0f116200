using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.OData;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>A folder with a mapping, for connections to a stub.</summary>
internal sealed class ODataTestFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("creditbridge-odata-").FullName;

    public void Write(string mapping) => File.WriteAllText(Path.Combine(_path, "mapping.yaml"), mapping);

    public IConnection Connect(ConnectionContext context, string baseUrl, int pageSize, string password = "right") => ((IConnector)new ODataConnector()).Connect(
        context with { BaseDirectory = _path },
        new ODataOptions { BaseUrl = baseUrl, Mapping = "mapping.yaml", TokenUrl = new Uri(new Uri(baseUrl), "/token").AbsoluteUri, PageSize = pageSize, Secrets = { ["PASSWORD"] = password, ["CLIENT_SECRET"] = password } });

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
