using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.UnitTests.Salesforce;

/// <summary>Reads a source to its end, as the engine does.</summary>
internal static class ConnectionReading
{
    public static ISource Source(this IConnection connection, RecordKind kind) => connection.Sources.Single(s => s.Kind == kind);

    public static async Task<List<SourcePage>> ReadAsync(this IConnection connection, RecordKind kind, Checkpoint? from = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in connection.Source(kind).ReadPagesAsync(from, CancellationToken.None))
            pages.Add(page);
        return pages;
    }
}
