using CreditBridge.Connectors.Sql;
using CreditBridge.ConnectorTests.Sql;
using CreditBridge.IntegrationTests.Storage;
using CreditBridge.TestKit.Connectors;
using Npgsql;

namespace CreditBridge.IntegrationTests.Sql;

[ConformanceOf("Sql", ReadMode.Listing)]
public sealed class PostgresFullConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => PostgresCustomers.CreateAsync(TableReading.Full);
}

[ConformanceOf("Sql", ReadMode.Listing)]
public sealed class PostgresFullWithoutKeyConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => PostgresCustomers.CreateAsync(TableReading.FullWithoutKey);
}

[ConformanceOf("Sql", ReadMode.Changes)]
public sealed class PostgresChangesConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => PostgresCustomers.CreateAsync(TableReading.Changes);
}

[ConformanceOf("Sql", ReadMode.Changes)]
public sealed class PostgresPagedChangesConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => PostgresCustomers.CreateAsync(TableReading.PagedChanges);
}

internal static class PostgresCustomers
{
    public static async Task<ISourceHarness> CreateAsync(TableReading reading)
    {
        var database = await PostgresTestDatabase.CreateAsync();
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return new TableOfCustomers(connection, new SqlOptions { Provider = "PostgreSql", ConnectionString = database.ConnectionString }, reading, async () =>
        {
            await connection.DisposeAsync();
            await database.DropAsync();
        }, "timestamp with time zone", new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody_of_that_name" }.ConnectionString);
    }
}
