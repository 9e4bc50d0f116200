using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Sql;
using CreditBridge.TestKit.Connectors;
using CreditBridge.TestKit.Time;
using Shouldly;

namespace CreditBridge.ConnectorTests.Sql;

/// <summary>A connection to a database with a mapping of customers, and an engine that keeps what it reads.</summary>
public sealed class MappedDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creditbridge-sql-").FullName;

    public MappedDatabase(SqlOptions options)
    {
        Options = options;
        options.Mapping = "mapping.yaml";
    }

    public SqlOptions Options { get; }

    public MiniEngine Engine { get; } = new();

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A mapping of customers whose number, name and limit are columns of these names.</summary>
    public void Map(string read, string fields = "number: number, name: name") => File.WriteAllText(Path.Combine(_folder, "mapping.yaml"), $$"""
        connector: Sql
        system: erp
        records:
          customers:
            read:
        {{string.Join('\n', read.ReplaceLineEndings("\n").Split('\n').Select(l => "      " + l))}}
            date_format: yyyy-MM-dd
            fields: {company: {value: "1"}, {{fields}} }
        """);

    public IConnection Connect() => ((IConnector)new SqlConnector()).Connect(Engine.Context with { BaseDirectory = _folder, Clock = Clock }, Options);

    public async Task<List<SourcePage>> ReadAsync(int stopAfter = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var pages = new List<SourcePage>();
        await using var connection = Connect();
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(Engine.Checkpoint, cancellationToken))
        {
            Engine.Store(page);
            pages.Add(page);
            if (pages.Count == stopAfter)
                break;
        }

        return pages;
    }

    /// <summary>The failure with which a read ends.</summary>
    public async Task<Failure> FailAsync()
    {
        var failure = (await Should.ThrowAsync<ConnectorException>(() => ReadAsync())).Failure;
        failure.NextStep.ShouldNotBeNullOrWhiteSpace();
        return failure;
    }

    public async Task<List<CheckFinding>> CheckAsync()
    {
        var findings = new List<CheckFinding>();
        await using var connection = Connect();
        await foreach (var finding in connection.CheckAsync(default))
            findings.Add(finding);
        return findings;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
