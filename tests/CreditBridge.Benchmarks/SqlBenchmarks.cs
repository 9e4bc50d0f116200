using System.Diagnostics;
using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Sql;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using Npgsql;

namespace CreditBridge.Benchmarks;

/// <summary>
/// Open items from a table of PostgreSQL through the Sql connector into the snapshot store on PostgreSQL, beside a plain COPY of the same rows out and in:
/// <c>CREDITBRIDGE_TEST_POSTGRES=… dotnet run -c Release --project tests/CreditBridge.Benchmarks -- sql [rows]</c>. Then one percent of the rows changes and is read, and
/// at last everything is listed and compared without news.
/// </summary>
internal static class SqlBenchmarks
{
    private const string Columns = "id, company, customer, document, doctype, issued, due, currency, amount, open_amount, disputed, changed";

    public static async Task RunAsync(int rows)
    {
        var server = Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is { Length: > 0 } text ? text : throw new InvalidOperationException("CREDITBRIDGE_TEST_POSTGRES names no server.");
        var (erp, store) = ($"creditbridge_erp_{Environment.ProcessId}", $"creditbridge_bench_{Environment.ProcessId}");
        var folder = Directory.CreateTempSubdirectory("creditbridge-bench-");
        await using var source = NpgsqlDataSource.Create(server);
        await RunAsync(source, $"CREATE SCHEMA {erp}; CREATE SCHEMA {store}");
        try
        {
            await FillAsync(source, erp, rows);
            var floor = await CopyAsync(source, erp, Path.Combine(folder.FullName, "rows.bin"));
            Console.WriteLine($"  memory of the process before the connector reads: {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
            await using var database = BridgeDatabase.Open(new StorageOptions
            {
                Provider = StorageProvider.PostgreSql,
                ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = store }.ConnectionString,
            });
            await database.MigrateAsync(CancellationToken.None);
            var connectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = erp }.ConnectionString;
            var changes = Open(folder.FullName, "changes", connectionString);
            var read = await TimeAsync("read through the connector, thrown away", rows, () => ReadAsync(changes));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio to COPY out and in: {read / floor:0.00}; memory of the process {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}"));
            await TimeAsync("the same, made ready for the store", rows, () => PrepareAsync(changes));
            var full = await TimeAsync("full load through the connector", rows, () => IngestAsync(changes, database.Snapshots));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio to COPY out and in: {full / floor:0.00}"));
            Console.WriteLine($"  peak memory of the process: {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
            await RunAsync(source, $"UPDATE {erp}.open_items SET open_amount = open_amount - 1, changed = now() WHERE id % 100 = 1; VACUUM ANALYZE {erp}.open_items");
            var delta = await TimeAsync("one percent changed, read as changes", rows / 100, () => IngestAsync(changes, database.Snapshots));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  share of the full load: {100 * delta / full:0.0} %"));
            await TimeAsync("nothing changed, read as changes", rows, () => IngestAsync(changes, database.Snapshots));
            await TimeAsync("nothing changed, all listed and compared", rows, () => IngestAsync(Open(folder.FullName, "full", connectionString), database.Snapshots));
            Console.WriteLine($"  peak memory of the process: {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
        }
        finally
        {
            folder.Delete(recursive: true);
            await RunAsync(source, $"DROP SCHEMA {erp} CASCADE; DROP SCHEMA {store} CASCADE");
        }
    }

    private static Task FillAsync(NpgsqlDataSource source, string schema, int rows) => RunAsync(source, $"""
        CREATE TABLE {schema}.open_items (
          id bigint PRIMARY KEY, company text NOT NULL, customer text NOT NULL, document text NOT NULL, doctype text NOT NULL, issued date NOT NULL, due date NOT NULL,
          currency text NOT NULL, amount numeric(18,2) NOT NULL, open_amount numeric(18,2) NOT NULL, disputed boolean NOT NULL, changed timestamptz NOT NULL);
        INSERT INTO {schema}.open_items
        SELECT i, '1000', 'C' || i % 20000, 'RE-2026-' || lpad(i::text, 8, '0'), CASE WHEN i % 20 = 0 THEN 'CN' ELSE 'INV' END,
               date '2025-01-01' + (i % 400), date '2025-01-31' + (i % 400), 'EUR', CASE WHEN i % 20 = 0 THEN -50 ELSE 100 + i % 9000 END, CASE WHEN i % 20 = 0 THEN -50 ELSE 50 + i % 9000 END, i % 97 = 0,
               timestamptz '2024-01-01' + i * interval '10 seconds'
        FROM generate_series(1, {rows}) i;
        CREATE INDEX ON {schema}.open_items (changed, id);
        CREATE TABLE {schema}.copied (LIKE {schema}.open_items, PRIMARY KEY (id));
        ANALYZE {schema}.open_items
        """);

    private static async Task<double> CopyAsync(NpgsqlDataSource source, string schema, string file)
    {
        await using var connection = await source.OpenConnectionAsync();
        var outwards = await TimeAsync("COPY out", 0, async () =>
        {
            await using var from = await connection.BeginRawBinaryCopyAsync($"COPY {schema}.open_items ({Columns}) TO STDOUT (FORMAT BINARY)");
            await using var to = File.Create(file);
            await from.CopyToAsync(to);
        });
        var inwards = await TimeAsync("COPY in", 0, async () =>
        {
            await using var from = File.OpenRead(file);
            await using var to = await connection.BeginRawBinaryCopyAsync($"COPY {schema}.copied ({Columns}) FROM STDIN (FORMAT BINARY)");
            await from.CopyToAsync(to);
        });
        return outwards + inwards;
    }

    private static ISource Open(string folder, string set, string connectionString)
    {
        var mapping = Path.Combine(folder, $"{set}.yaml");
        File.WriteAllText(mapping, $$"""
            connector: Sql
            system: erp
            records:
              open_items:
                read:
                  set: {{set}}
                  key: [id]
            {{(set == "full" ? "" : "      changed: changed\n      overlap: 10m\n")}}      query: SELECT {{Columns}} FROM open_items
                sign: customer_owes_positive
                credit_notes: negative
                fields:
                  company: company
                  customer: customer
                  document: document
                  type: {column: doctype, values: {INV: invoice, CN: credit_note} }
                  issued: issued
                  due: due
                  currency: currency
                  amount: amount
                  open_amount: open_amount
                  disputed: {column: disputed, yes: ["true"], no: ["false"]}
            """);
        var options = new SqlOptions { ConnectionString = connectionString, Mapping = mapping };
        return ((IConnector)new SqlConnector()).Connect(new ConnectionContext("erp", TimeProvider.System), options).Sources.Single(s => s.Kind == RecordKind.Receivable);
    }

    private static async Task ReadAsync(ISource source)
    {
        var records = 0;
        await foreach (var page in source.ReadPagesAsync(null, CancellationToken.None))
            records += page.Changes.Count;
        Console.WriteLine($"  read {records:N0}");
    }

    private static async Task PrepareAsync(ISource source)
    {
        await foreach (var page in source.ReadPagesAsync(null, CancellationToken.None))
            SnapshotIngestor.Prepare("erp", source.Kind, page, DateTimeOffset.UnixEpoch);
    }

    private static async Task IngestAsync(ISource source, ISnapshotStore store)
    {
        var from = (await store.GetCheckpointsAsync("erp", CancellationToken.None)).GetValueOrDefault(RecordKind.Receivable);
        var result = IngestResult.Nothing;
        await new SnapshotIngestor(store, TimeProvider.System, readsAhead: true).IngestAsync("erp", source, from, r =>
        {
            result += r;
            return Task.CompletedTask;
        }, CancellationToken.None);
        Console.WriteLine($"  read {result.Read:N0}, added {result.Added:N0}, changed {result.Changed:N0}, removed {result.Removed:N0}, rejected {result.Rejected:N0}");
    }

    private static async Task<double> TimeAsync(string what, int rows, Func<Task> work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var (allocated, paused) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
        var watch = Stopwatch.StartNew();
        await work();
        var (seconds, busy) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-45} {seconds,7:0.00} s  processor {busy,6:0.00} s{(rows > 0 ? $" {rows / seconds,10:N0} rows/s" : "")}"));
        if (rows > 0)
        {
            var bytes = (GC.GetTotalAllocatedBytes() - allocated) / rows;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"",-45} {bytes:N0} bytes a row allocated, collecting them {(GC.GetTotalPauseDuration() - paused).TotalSeconds:0.00} s"));
        }

        return seconds;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MB");

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = source.CreateCommand(statement);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
