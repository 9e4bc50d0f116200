using CreditBridge.Connectors.Sql;
using CreditBridge.TestKit.Connectors;
using Microsoft.Data.Sqlite;

namespace CreditBridge.ConnectorTests.Sql;

[ConformanceOf("Sql", ReadMode.Listing)]
public sealed class SqliteFullConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(SqliteCustomers.Create(TableReading.Full));
}

[ConformanceOf("Sql", ReadMode.Listing)]
public sealed class SqliteFullWithoutKeyConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(SqliteCustomers.Create(TableReading.FullWithoutKey));
}

[ConformanceOf("Sql", ReadMode.Changes)]
public sealed class SqliteChangesConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(SqliteCustomers.Create(TableReading.Changes));
}

[ConformanceOf("Sql", ReadMode.Changes)]
public sealed class SqlitePagedChangesConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(SqliteCustomers.Create(TableReading.PagedChanges));
}

/// <summary>A driver that is named as any site would name its own.</summary>
[ConformanceOf("Sql", ReadMode.Changes)]
public sealed class NamedDriverConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(
        SqliteCustomers.Create(TableReading.Changes, "Microsoft.Data.Sqlite: Microsoft.Data.Sqlite.SqliteFactory"));
}

internal static class SqliteCustomers
{
    public static TableOfCustomers Create(TableReading reading, string provider = "Sqlite")
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-sqlite-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "erp.db")};Pooling=False";
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return new TableOfCustomers(connection, new SqlOptions { Provider = provider, ConnectionString = connectionString }, reading, () =>
        {
            connection.Dispose();
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }
}
