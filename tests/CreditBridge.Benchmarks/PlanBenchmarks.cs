using System.Diagnostics;
using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Plans;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Plans;
using Npgsql;

namespace CreditBridge.Benchmarks;

/// <summary>
/// The plan of many records, as <c>plan --json</c> writes it: first when none was ever written, then when all were and every account owes something else:
/// <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- plan [accounts]</c>. SQLite in a temporary file; PostgreSQL as well when CREDITBRIDGE_TEST_POSTGRES
/// names a server.
/// </summary>
internal static class PlanBenchmarks
{
    private const string Crm = "crm";
    private const int PageSize = 2_000;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    public static async Task RunAsync(int accounts)
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-bench-");
        await MeasureAsync(new StorageOptions { SqlitePath = Path.Combine(folder.FullName, "bench.db") }, accounts, folder.FullName);
        if (Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            var schema = $"creditbridge_bench_{Environment.ProcessId}";
            await using var source = NpgsqlDataSource.Create(server);
            await source.CreateCommand($"CREATE SCHEMA {schema}").ExecuteNonQueryAsync();
            await MeasureAsync(
                new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString }, accounts, folder.FullName);
            await source.CreateCommand($"DROP SCHEMA {schema} CASCADE").ExecuteNonQueryAsync();
        }

        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(StorageOptions options, int accounts, string folder)
    {
        await using var database = BridgeDatabase.Open(options);
        await database.MigrateAsync(CancellationToken.None);
        var policy = CreditPolicyParser.Parse(await File.ReadAllTextAsync(ShippedFiles.Policy), "starter.yaml").Policy!;
        Console.WriteLine($"{options.Provider}, {accounts:N0} accounts");
        await TimeAsync("store accounts, customers and items", () => StoreAsync(database, accounts, owed: 1_000m));
        await TimeAsync("evaluate", () => EvaluateAsync(database, policy));
        await TimeAsync("plan of records that were never written", () => PlanAsync(database, policy, folder));
        await TimeAsync("write all (without a CRM)", () => DeliverAsync(database));
        await TimeAsync("every account owes something else", () => StoreAsync(database, accounts, owed: 2_000m));
        await TimeAsync("evaluate", () => EvaluateAsync(database, policy));
        await TimeAsync("plan of records that show something else", () => PlanAsync(database, policy, folder));
    }

    private static async Task StoreAsync(BridgeDatabase database, int accounts, decimal owed)
    {
        var today = new DateOnly(2026, 3, 2);
        await PageAsync(Crm, RecordKind.Account, i => new AccountRecord($"A{i:D7}", $"Account {i}") { Currency = Eur, CustomerKeys = [Customer(i)] });
        await PageAsync("erp", RecordKind.ErpCustomer, i => new ErpCustomerRecord(Customer(i), $"Customer {i}") { Limit = CreditLimit.Of(new Money(50_000m, Eur)), OnHold = false });
        await PageAsync("erp", RecordKind.Receivable, i => new ReceivableRecord($"erp:1000/I{i}", Customer(i), $"I{i}", today.AddDays(-60), today.AddDays(-i % 60), new Money(owed + i, Eur)));

        async Task PageAsync<T>(string connection, RecordKind kind, Func<int, T> record)
            where T : SourceRecord
        {
            for (var from = 0; from < accounts; from += PageSize)
            {
                var page = new SourcePage<T>([.. Enumerable.Range(from, Math.Min(PageSize, accounts - from)).Select(i => SourceChange<T>.Upsert(record(i)))], new Checkpoint($"{from}"));
                await database.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(connection, kind, page, TimeProvider.System.GetUtcNow()), CancellationToken.None);
            }
        }
    }

    private static CustomerKey Customer(int number) => new("erp", "1000", $"C{number}");

    private static Task<EvaluationReport> EvaluateAsync(BridgeDatabase database, CreditPolicy policy) =>
        new EvaluationRun(database.Accounts, database.SnapshotReader, database.Decisions, database.Engine, new RunSettings("benchmark"), TimeProvider.System)
            .RunAsync(policy, new CrmTarget(Crm, _ => true), AsOf.At(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc), null, CancellationToken.None);

    private static async Task PlanAsync(BridgeDatabase database, CreditPolicy policy, string folder)
    {
        var summary = new PlanSummary(policy.Currency, 0);
        var file = Path.Combine(folder, "plan.json");
        await using (var output = File.Create(file))
        await using (var writer = new PlanWriter())
        {
            await foreach (var account in new PlanReader(database.Outbox, database.Decisions, database.Drift).ReadAsync(Crm, policy, CancellationToken.None))
            {
                summary.Add(account);
                await writer.AddAsync(account, CancellationToken.None);
            }

            await writer.WriteAsync(output, [("plan", "{}")], CancellationToken.None);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {summary.Records:N0} records, {summary.FieldCounts.Values.Sum():N0} fields, {Megabytes(new FileInfo(file).Length)} of JSON"));
    }

    private static async Task DeliverAsync(BridgeDatabase database)
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var entries = await database.Outbox.LeaseAsync(Crm, PageSize, now, new Lease("benchmark", now.AddMinutes(10)), CancellationToken.None);
            if (entries.Count == 0)
                return;
            await database.Outbox.SettleAsync([.. entries.Select(e => new SettledEntry(e, e.Values, null, null))], CancellationToken.None);
        }
    }

    private static async Task TimeAsync(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        await work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-45} {watch.Elapsed.TotalSeconds,7:0.0} s  processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds,6:0.0} s  peak memory {Megabytes(Process.GetCurrentProcess().PeakWorkingSet64)}"));
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MB");
}
