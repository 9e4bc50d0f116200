using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Rest;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>A connection with a mapping in a temporary folder, and what an engine would keep of what it reads.</summary>
internal sealed class RestFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("creditbridge-rest-").FullName;

    public RestFolder(string mapping, string url)
    {
        Mapping = mapping;
        Options = new RestOptions { BaseUrl = url, Mapping = "mapping.yaml", PageSize = 3, TimeoutSeconds = 20 };
        Context = new ConnectionContext("erp", TimeProvider.System) { BaseDirectory = _path };
    }

    public RestOptions Options { get; }

    public ConnectionContext Context { get; set; }

    public Dictionary<RecordKind, MiniEngine> Engines { get; } = [];

    public string Mapping
    {
        set => File.WriteAllText(System.IO.Path.Combine(_path, "mapping.yaml"), value);
    }

    public string Path => _path;

    public IConnection Connect() => ((IConnector)new RestConnector()).Connect(Context, Options);

    /// <summary>Reads a kind as the engine does, on a new connection.</summary>
    public async Task<MiniEngine> ReadAsync(RecordKind kind)
    {
        await using var connection = Connect();
        return await ReadAsync(connection, kind);
    }

    public async Task<MiniEngine> ReadAsync(IConnection connection, RecordKind kind)
    {
        if (!Engines.TryGetValue(kind, out var engine))
            Engines[kind] = engine = new MiniEngine();
        await foreach (var page in connection.Sources.Single(s => s.Kind == kind).ReadPagesAsync(engine.Checkpoint, default))
            engine.Store(page);
        return engine;
    }

    public async Task<List<CheckFinding>> CheckAsync()
    {
        await using var connection = Connect();
        var findings = new List<CheckFinding>();
        await foreach (var finding in connection.CheckAsync(default))
            findings.Add(finding);
        return findings;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
