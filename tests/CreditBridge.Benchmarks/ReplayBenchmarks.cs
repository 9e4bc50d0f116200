using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Replay;
using CreditBridge.Storage;
using Npgsql;

namespace CreditBridge.Benchmarks;

/// <summary>
/// A replay of two policies over a year: <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- replay [accounts]</c>. The store is filled month by month,
/// as twelve months of reading would have. SQLite in a temporary file; PostgreSQL instead when CREDITBRIDGE_TEST_POSTGRES names a server.
/// </summary>
internal static class ReplayBenchmarks
{
    public static async Task RunAsync(int accounts)
    {
        if (Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is { Length: > 0 } server)
        {
            var schema = $"creditbridge_bench_{Environment.ProcessId}";
            await using var source = NpgsqlDataSource.Create(server);
            await source.CreateCommand($"CREATE SCHEMA {schema}").ExecuteNonQueryAsync();
            var connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString;
            await MeasureAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connection }, accounts);
            await source.CreateCommand($"DROP SCHEMA {schema} CASCADE").ExecuteNonQueryAsync();
            return;
        }

        var folder = Directory.CreateTempSubdirectory("creditbridge-bench-");
        await MeasureAsync(new StorageOptions { SqlitePath = Path.Combine(folder.FullName, "bench.db") }, accounts);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(StorageOptions options, int accounts)
    {
        await using var database = BridgeDatabase.Open(options);
        await database.MigrateAsync(CancellationToken.None);
        var year = new ReplayYear(accounts);
        var watch = Stopwatch.StartNew();
        var rows = await year.FillAsync(database.Snapshots);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Provider}: {rows:N0} records of {accounts:N0} accounts stored, month by month, in {watch.Elapsed.TotalSeconds:0.0} s"));

        var text = await File.ReadAllTextAsync(StarterPolicy());
        var active = CreditPolicyParser.Parse(text, "policy.yaml").Policy!;
        var proposed = CreditPolicyParser.Parse(Stricter(text), "stricter.yaml").Policy!;
        var today = AsOf.At(ReplayYear.Today, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var known = ReplayDates.Between(ReplayDates.FirstOfAYear(today), today.BusinessDate, ReplayInterval.Month, today);
        var before = ReplayDates.Between(today.BusinessDate.AddMonths(-23), today.BusinessDate.AddMonths(-12), ReplayInterval.Month, today);
        foreach (var (what, dates) in new[] { ("as known", known), ("reconstructed", before), ("as known, again", known) })
        {
            GC.Collect();
            var processor = Environment.CpuUsage.TotalTime;
            var allocated = GC.GetTotalAllocatedBytes();
            watch.Restart();
            var report = await new PolicyReplay(database.History, database.SnapshotReader).RunAsync(new ReplayQuestion(active, proposed, dates, today), null, CancellationToken.None);
            var (seconds, busy) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            var evaluations = 2 * report.Dates.Sum(d => d.Accounts);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {what,-18} {report.Accounts:N0} accounts, {dates.Count} dates, {evaluations:N0} evaluations in {seconds:0.0} s, processor {busy:0.0} s ({1e6 * busy / evaluations:0} µs each), ") +
                string.Create(CultureInfo.InvariantCulture, $"{(GC.GetTotalAllocatedBytes() - allocated) / 1e9:0.0} GB allocated; {report.KnownFiles:N0} files as known, {report.ChangedAccounts:N0} accounts change"));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  peak memory {process.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    // Holds earlier, lends less to the middle band.
    private static string Stricter(string text) => text
        .Replace("name: starter", "name: stricter", StringComparison.Ordinal)
        .Replace("oldest_past_due_days > 30", "oldest_past_due_days > 15", StringComparison.Ordinal)
        .Replace("Moderate: 100_000", "Moderate: 20_000", StringComparison.Ordinal);

    private static string StarterPolicy([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "deploy", "config", "policy.yaml"));
}
