using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;
using Npgsql;

namespace CreditBridge.Benchmarks;

/// <summary>
/// How many rows a second storage takes in and evaluates: <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- storage</c>.
/// SQLite in a temporary file; PostgreSQL as well when CREDITBRIDGE_TEST_POSTGRES names a server.
/// </summary>
internal static class StorageBenchmarks
{
    private const int PageSize = 2_000;
    private const int Pages = 30;
    private const int Accounts = 10_000;

    // As many records bear one moment of change after a call that writes them.
    private const int WrittenAtOnce = 200;

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-bench-");
        await MeasureAsync(new StorageOptions { SqlitePath = Path.Combine(folder.FullName, "bench.db") });
        folder.Delete(recursive: true);

        if (Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is not { Length: > 0 } server)
            return;
        var schema = $"creditbridge_bench_{Environment.ProcessId}";
        await using var source = NpgsqlDataSource.Create(server);
        await source.CreateCommand($"CREATE SCHEMA {schema}").ExecuteNonQueryAsync();
        await MeasureAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString });
        await source.CreateCommand($"DROP SCHEMA {schema} CASCADE").ExecuteNonQueryAsync();
    }

    private static async Task MeasureAsync(StorageOptions options)
    {
        await using var database = BridgeDatabase.Open(options);
        await database.MigrateAsync(CancellationToken.None);
        Console.WriteLine(options.Provider);
        var snapshots = database.Snapshots;

        var warmUp = Items("w", 0);
        await snapshots.ApplyAsync(warmUp, CancellationToken.None);
        await snapshots.ApplyAsync(warmUp, CancellationToken.None);

        var accounts = Enumerable.Range(0, Accounts / PageSize).Select(AccountPage).ToList();
        await TimeAsync("new accounts with a claim", Accounts, () => ApplyAsync(snapshots, accounts));
        await TimeAsync("unchanged accounts", Accounts, () => ApplyAsync(snapshots, accounts));
        var written = accounts.ConvertAll(p => p with { Rows = [.. p.Rows.Select((r, i) => r with { ChangedAt = Noon.AddSeconds(i / WrittenAtOnce) })] });
        await TimeAsync("accounts that were written, read again", Accounts, () => ApplyAsync(snapshots, written));
        var items = Enumerable.Range(0, Pages).Select(p => Items("i", p)).ToList();
        await TimeAsync("new items", Pages * PageSize, () => ApplyAsync(snapshots, items));
        await TimeAsync("unchanged items", Pages * PageSize, () => ApplyAsync(snapshots, items));
        var changed = Enumerable.Range(0, Pages).Select(p => Items("i", p, open: 7)).ToList();
        await TimeAsync("changed items", Pages * PageSize, () => ApplyAsync(snapshots, changed));
        var listing = changed.Select((p, i) => p with { FullSet = new FullSet("set", i == Pages - 1, 100) }).ToList();
        await TimeAsync("unchanged items in a complete listing", Pages * PageSize, () => ApplyAsync(snapshots, listing));
        await TimeAsync("accounts leased, read, decided, put into the outbox", Accounts, () => EvaluateAsync(database));
        await TimeAsync("outbox entries leased and settled", Accounts, () => SendAsync(database.Outbox));
    }

    private static async Task TimeAsync(string what, int rows, Func<Task> work)
    {
        // The time on the processor as well: on a busy machine it says more than the time on the wall. A database server's own is not in it.
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await work();
        var (seconds, busy) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-55} {rows,8:N0} in {seconds,6:0.00} s {rows / seconds,10:N0}/s  processor {busy,6:0.00} s {rows / busy,10:N0}/s"));
    }

    private static async Task ApplyAsync(ISnapshotStore snapshots, IEnumerable<SnapshotPage> pages)
    {
        foreach (var page in pages)
            await snapshots.ApplyAsync(page, CancellationToken.None);
    }

    private static SnapshotPage AccountPage(int page)
    {
        var keys = Enumerable.Range(page * PageSize, PageSize).ToList();
        return new SnapshotPage("crm", RecordKind.Account, [.. keys.Select(k => Row.Account($"001{k:0000000}", $"Account {k}", Row.C($"{k}")))], [], new Checkpoint($"{page}"))
        {
            Claims = Row.Claims([.. keys.Select(k => ($"001{k:0000000}", new[] { Row.C($"{k}") }))]),
            ReadAt = Noon,
        };
    }

    private static SnapshotPage Items(string prefix, int page, int open = 100) => new(
        "erp",
        RecordKind.Receivable,
        [
            .. Enumerable.Range(page * PageSize, PageSize).Select(i =>
            {
                var row = Row.Item($"{prefix}{i:00000000}", Row.C($"{i % Accounts}"), open);
                return row with
                {
                    Payload = JsonSerializer.SerializeToUtf8Bytes(new
                    {
                        key = row.Key, customer = row.Subject.Key, document = $"RE-2026-{i:00000000}", issuedOn = "2026-01-31", dueOn = "2026-03-02",
                        openAmount = new { amount = open, currency = "EUR" }, type = "Invoice", originalAmount = new { amount = 100, currency = "EUR" }, disputed = false,
                    }),
                };
            }),
        ],
        [],
        new Checkpoint($"{page}")) { ReadAt = Noon };

    private static async Task EvaluateAsync(BridgeDatabase database)
    {
        var (accounts, reader) = (database.Accounts, database.SnapshotReader);
        while (await accounts.LeaseDueAsync(500, Noon, new Lease("benchmark", Noon.AddMinutes(5)), CancellationToken.None) is { Count: > 0 } due)
        {
            var rows = (await reader.ReadAccountsAsync([.. due.Select(d => d.AccountKey)], CancellationToken.None)).ToDictionary(r => r.AccountKey);
            await accounts.CompleteAsync([.. due.Select(d => Evaluated(d, rows[d.AccountKey]))], CancellationToken.None);
        }
    }

    private static EvaluatedAccount Evaluated(DueAccount due, AccountRows rows)
    {
        byte[] file = [.. rows.Account, .. rows.Related.SelectMany(r => r.Payload)];
        var decision = new StoredDecision($"d-{due.AccountKey}", due.AccountKey, Noon, "starter@1", "content", file, file, "", due.AccountKey);
        return new EvaluatedAccount(due, decision, Noon.AddDays(1), [Outgoing.Put(due.AccountKey, 50)]);
    }

    private static async Task SendAsync(IOutboxStore outbox)
    {
        while (await outbox.LeaseAsync("crm", 1_000, Noon, new Lease("benchmark", Noon.AddMinutes(5)), CancellationToken.None) is { Count: > 0 } entries)
            await outbox.SettleAsync([.. entries.Select(e => new SettledEntry(e, e.Values, null, null))], CancellationToken.None);
    }
}
