using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles.Past;
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
        var (active, proposed) = (Parse(text), Parse(Stricter(text)));
        var today = AsOf.At(ReplayYear.Today, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var known = ReplayDates.Between(ReplayDates.FirstOfAYear(today), today.BusinessDate, ReplayInterval.Month, today);
        var before = ReplayDates.Between(today.BusinessDate.AddMonths(-23), today.BusinessDate.AddMonths(-12), ReplayInterval.Month, today);
        foreach (var (what, dates) in new[] { ("as known", known), ("reconstructed", before) })
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

        await MeasureReadingAsync(database, known);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  peak memory {process.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    // What is left of the time without evaluating: how much of it is reading, decoding and putting files together.
    private static async Task MeasureReadingAsync(BridgeDatabase database, IReadOnlyList<AsOf> dates)
    {
        var reach = new HistoryReach(await database.History.GetStartsAsync(CancellationToken.None));
        var history = await ReferenceHistory.ReadAsync(database.SnapshotReader, CancellationToken.None);
        var references = dates.Select(d => history.On(d.BusinessDate)).ToList();
        var keys = new List<string>();
        await foreach (var group in database.History.ListAccountsAsync(CancellationToken.None))
            keys.AddRange(group.Members);
        var (read, decoded, assembled) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var batch in keys.Chunk(200))
        {
            var begin = Environment.CpuUsage.TotalTime;
            var pasts = await database.History.ReadAsync(batch, dates[0].Instant, CancellationToken.None);
            var afterReading = Environment.CpuUsage.TotalTime;
            var timelines = pasts.Select(p => new AccountTimeline(p, reach)).ToList();
            var afterDecoding = Environment.CpuUsage.TotalTime;
            foreach (var timeline in timelines)
            {
                for (var i = 0; i < dates.Count; i++)
                    timeline.FileAt(dates[i], references[i]);
            }

            (read, decoded, assembled) = (read + afterReading - begin, decoded + afterDecoding - afterReading, assembled + Environment.CpuUsage.TotalTime - afterDecoding);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  of which, processor: reading {read.TotalSeconds:0.0} s, decoding {decoded.TotalSeconds:0.0} s, putting {keys.Count * dates.Count:N0} files together {assembled.TotalSeconds:0.0} s"));
    }

    // Holds earlier, lends less to the middle band.
    private static string Stricter(string text) => text
        .Replace("name: starter", "name: stricter", StringComparison.Ordinal)
        .Replace("oldest_past_due_days > 30", "oldest_past_due_days > 15", StringComparison.Ordinal)
        .Replace("highest: 2_000_000", "highest: 40_000", StringComparison.Ordinal);

    private static CreditPolicy Parse(string text)
    {
        var parsed = CreditPolicyParser.Parse(text, "starter.yaml");
        return parsed.Policy ?? throw new InvalidOperationException(string.Join(Environment.NewLine, parsed.Problems));
    }

    private static string StarterPolicy([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "deploy", "config", "policies", "starter.yaml"));
}
