using System.Diagnostics;
using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace CreditBridge.Benchmarks;

/// <summary>
/// The forecast as the service makes it, from a PostgreSQL database: <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- forecast-store [open deals]</c>. Two closed deals
/// for each open one, five rows of history each, an account for four open deals with a decision and its reviews; in a schema of its own, which is removed at the end. Needs
/// CREDITBRIDGE_TEST_POSTGRES. The forecast is a process of its own, with the settings of the service's collector, so that its memory is its own.
/// </summary>
internal static class ForecastStoreBenchmarks
{
    private const string Crm = "crm";
    private const string Erp = "erp";
    private const int PageSize = 2_000;
    private const int HistoryRows = 5;
    private const int Days = 3 * 365;
    private const int HistoryDays = 1_096;
    private const int Weeks = 13;
    private const int BacktestDays = 28;

    // One of so many deals changes; a prime, so that the changed deals are those of many accounts.
    private const int ChangedOf = 101;

    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly DateOnly FirstDay = new(2023, 1, 2);
    private static readonly DateTimeOffset Now = new(FirstDay.AddDays(Days), new TimeOnly(5, 0), TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly string[] Stages = ["Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Decision Makers", "Perception Analysis", "Proposal"];

    public static async Task<int> RunAsync(int open)
    {
        if (Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is not { Length: > 0 } server)
        {
            Console.Error.WriteLine("CREDITBRIDGE_TEST_POSTGRES has to name a PostgreSQL server.");
            return 2;
        }

        var schema = $"creditbridge_bench_{Environment.ProcessId}";
        var connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, CommandTimeout = 600 }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(connection);
        await source.CreateCommand($"CREATE SCHEMA {schema}").ExecuteNonQueryAsync();
        try
        {
            await FillAsync(source, connection, open);
            var floor = await TimeAsync("floor: read all these rows, nothing else", () => ReadAllAsync(source));
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["forecast-store-run", schema, open.ToString(CultureInfo.InvariantCulture), floor.ToString("R", CultureInfo.InvariantCulture)])
            {
                Environment = { ["DOTNET_gcServer"] = "0", ["DOTNET_gcConcurrent"] = "1" },
            })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            await source.CreateCommand($"DROP SCHEMA {schema} CASCADE").ExecuteNonQueryAsync();
        }
    }

    /// <summary>The part of one process: the first forecast, and the next after some deals have changed.</summary>
    public static async Task<int> RunAsync(string schema, int open, double floor)
    {
        var server = Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES")!;
        var clock = new ManualClock(Now);
        await using var database = Open(new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString, clock);
        var policy = await PolicyAsync();
        using var run = new ForecastRun(
            database.Forecasts, database.SnapshotReader, database.Decisions, database.Reviews, database.Engine, new RunSettings("benchmark"), clock, Zone, HistoryDays);
        var first = await TimeAsync("first forecast, with the replay over the past", () => MakeAsync(BacktestDays));
        clock.Advance(TimeSpan.FromHours(1));
        var changed = await ChangeAsync(database, open, clock.GetUtcNow());
        // Past what is read again for transactions that were stored late.
        clock.Advance(TimeSpan.FromMinutes(5));
        var next = await TimeAsync($"forecast after {changed:N0} deals have changed", () => MakeAsync(null));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  first: {first / floor:0.0} times the floor; after the change: {next / floor:0.00} times"));
        return first < 60 && next < 10 && PeakMegabytes() < 500 ? 0 : 1;

        async Task<string> MakeAsync(int? backtestDays)
        {
            var kept = await run.RunAsync(policy, [], Weeks, new CrmTarget(Crm, _ => true), backtestDays, CancellationToken.None);
            var forecast = kept!.Result.Forecast ?? throw new InvalidOperationException(kept.Result.Failure!.Message);
            return string.Create(CultureInfo.InvariantCulture, $"{forecast.Weeks.Sum(w => w.Reviews.Expected):N0} reviews by {forecast.Model}, {kept.QueuedRows:N0} rows for the CRM");
        }
    }

    private static BridgeDatabase Open(string connection, TimeProvider clock) =>
        BridgeDatabase.Open(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connection }, clock: clock);

    private static async Task<CreditPolicy> PolicyAsync() => CreditPolicyParser.Parse(await File.ReadAllTextAsync(ShippedFiles.Policy), "starter.yaml").Policy!;

    private static async Task FillAsync(NpgsqlDataSource source, string connection, int open)
    {
        var clock = new ManualClock(Now.AddDays(-1));
        await using var database = Open(connection, clock);
        await database.MigrateAsync(CancellationToken.None);
        var (accounts, deals) = (open / 4, 3 * open);
        await TimeAsync($"fill: {deals:N0} deals, {deals * HistoryRows:N0} rows of history", async () =>
        {
            await StoreAsync(database, Crm, RecordKind.Stage, StageRecords(), clock.GetUtcNow());
            await StoreAsync(database, Erp, RecordKind.ErpCustomer, Enumerable.Range(0, accounts)
                .Select(i => new ErpCustomerRecord(Customer(i), $"Customer {i}") { Limit = CreditLimit.Of(new Money(50_000m, Eur)), OnHold = false }), clock.GetUtcNow());
            await StoreAsync(database, Erp, RecordKind.Receivable, Enumerable.Range(0, accounts)
                .Select(i => new ReceivableRecord($"erp:1000/I{i}", Customer(i), $"I{i}", FirstDay.AddDays(Days - 60), FirstDay.AddDays(Days - (i % 60)), new Money(1_000m + i, Eur))), clock.GetUtcNow());
            await StoreAsync(database, Crm, RecordKind.Account, Enumerable.Range(0, accounts)
                .Select(i => new AccountRecord(AccountKey(i), $"Account {i}") { Currency = Eur, CustomerKeys = [Customer(i)], Country = i % 3 == 0 ? "DE" : "US" }), clock.GetUtcNow());
            // The first deal as everything is stored, with the checkpoints; the others in bulk.
            var (first, moves) = Deal(0, open, accounts, version: 0);
            await StoreAsync(database, Crm, RecordKind.Opportunity, [first], clock.GetUtcNow());
            await StoreAsync(database, Crm, RecordKind.StageChange, moves, clock.GetUtcNow());
            await CopyAsync(source, Enumerable.Range(1, deals - 1).Select(i => (SourceRecord)Deal(i, open, accounts, version: 0).Deal), clock.GetUtcNow());
            await CopyAsync(source, Enumerable.Range(1, deals - 1).SelectMany(i => Deal(i, open, accounts, version: 0).Moves), clock.GetUtcNow());
            await source.CreateCommand("ANALYZE records").ExecuteNonQueryAsync();
            return "";
        });
        await TimeAsync($"fill: decide {accounts:N0} accounts, with reviews", async () =>
        {
            var reviews = new ReviewRun(database.Reviews, database.Snapshots, database.SnapshotReader, clock);
            var report = await new EvaluationRun(database.Accounts, database.SnapshotReader, database.Decisions, database.Engine, new RunSettings("benchmark"), clock, reviews)
                .RunAsync(await PolicyAsync(), new CrmTarget(Crm, _ => true), AsOf.At(clock.GetUtcNow(), Zone), null, CancellationToken.None);
            await source.CreateCommand("ANALYZE").ExecuteNonQueryAsync();
            return $"{report.Reviews.Opened:N0} reviews";
        });
    }

    private static async Task<int> ChangeAsync(BridgeDatabase database, int open, DateTimeOffset at)
    {
        var changed = Enumerable.Range(0, 3 * open).Where(i => i % ChangedOf == 0).Select(i => Deal(i, open, open / 4, version: 1)).ToList();
        await StoreAsync(database, Crm, RecordKind.StageChange, changed.SelectMany(c => c.Moves), at);
        await StoreAsync(database, Crm, RecordKind.Opportunity, changed.Select(c => c.Deal), at);
        return changed.Count;
    }

    private static IEnumerable<StageRecord> StageRecords() =>
    [
        .. Stages.Select((s, i) => new StageRecord(s) { SortOrder = i + 1, DefaultProbabilityPercent = i == Stages.Length - 1 ? 75m : 5m * (i + 1) }),
        new StageRecord("Closed Won") { SortOrder = 8, DefaultProbabilityPercent = 100m, IsClosed = true, IsWon = true },
        new StageRecord("Closed Lost") { SortOrder = 9, IsClosed = true },
    ];

    // Five rows: a move, or a change of the amount that writes a row in the same stage. A later version has a row more.
    private static (OpportunityRecord Deal, List<StageChangeRecord> Moves) Deal(int number, int open, int accounts, int version)
    {
        var (random, isOpen) = (new Random(number), number < open);
        var day = isOpen ? FirstDay.AddDays(Days - 1 - (int)(-Math.Log(1 - random.NextDouble()) * 60)) : FirstDay.AddDays(random.Next(Days - 120));
        var (opened, last, stage, key) = (day, FirstDay.AddDays(Days - 1), 0, $"006{number:D12}");
        var moves = new List<StageChangeRecord>(HistoryRows + version);
        for (var row = 0; row < HistoryRows + version; row++)
        {
            var isEnd = !isOpen && row >= HistoryRows - 1;
            var name = isEnd ? number % 3 == 0 ? "Closed Won" : "Closed Lost" : Stages[stage];
            var moment = row < HistoryRows ? new DateTimeOffset(day, new TimeOnly(9 + row, 30), TimeSpan.Zero) : Now;
            moves.Add(new StageChangeRecord($"008{number:D11}{row}", key, name, moment) { Amount = new Money(1_000m * random.Next(1, 200), Eur), CloseDate = last.AddDays(30) });
            stage = Math.Min(stage + (isOpen ? random.Next(2) : random.Next(1, 4)), isOpen && row < HistoryRows - 1 ? Stages.Length - 2 : Stages.Length - 1);
            day = Later(day.AddDays(isOpen ? random.Next(8) : random.Next(1, 25)), last);
        }

        var deal = new OpportunityRecord(key, $"Deal {number} of a customer", moves[^1].Stage, isOpen ? last.AddDays(random.Next(90)) : day)
        {
            AccountKey = AccountKey(number % accounts), Amount = moves[^1].Amount, Currency = Eur, CreatedOn = opened, IsClosed = !isOpen, IsWon = !isOpen && number % 3 == 0,
        };
        return (deal, moves);
    }

    private static DateOnly Later(DateOnly day, DateOnly last) => day > last ? last : day;

    private static string AccountKey(int number) => $"001{number:D12}";

    private static CustomerKey Customer(int number) => new("erp", "1000", $"C{number:D6}");

    private static async Task StoreAsync<T>(BridgeDatabase database, string connection, RecordKind kind, IEnumerable<T> records, DateTimeOffset at)
        where T : SourceRecord
    {
        foreach (var piece in records.Chunk(PageSize))
        {
            var page = new SourcePage<T>([.. piece.Select(r => SourceChange<T>.Upsert(r))], new Checkpoint("later"));
            await database.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(connection, kind, page, at), CancellationToken.None);
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource source, IEnumerable<SourceRecord> records, DateTimeOffset at)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY records (connection, kind, key, subject_kind, subject_key, hash, payload, known_from) FROM STDIN (FORMAT BINARY)");
        foreach (var record in records)
        {
            var payload = RecordCodec.Encode(record);
            await copy.StartRowAsync();
            await copy.WriteAsync(Crm, NpgsqlDbType.Text);
            await copy.WriteAsync((short)record.Kind, NpgsqlDbType.Smallint);
            await copy.WriteAsync(record.Key, NpgsqlDbType.Text);
            await copy.WriteAsync((short)record.Subject.Kind, NpgsqlDbType.Smallint);
            await copy.WriteAsync(record.Subject.Key, NpgsqlDbType.Text);
            await copy.WriteAsync(RecordCodec.Hash(payload), NpgsqlDbType.Bytea);
            await copy.WriteAsync(payload, NpgsqlDbType.Bytea);
            await copy.WriteAsync(at.UtcDateTime, NpgsqlDbType.TimestampTz);
        }

        await copy.CompleteAsync();
    }

    // What a forecast has to read at least once, by the driver alone.
    private static async Task<string> ReadAllAsync(NpgsqlDataSource source)
    {
        var (rows, bytes) = (0L, 0L);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var query in new[]
        {
            $"SELECT payload FROM records WHERE kind IN ({(int)RecordKind.Account}, {(int)RecordKind.Opportunity}, {(int)RecordKind.StageChange})", "SELECT content FROM decisions", "SELECT file FROM decisions",
        })
        {
            await using var command = new NpgsqlCommand(query, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows++;
                bytes += reader.GetFieldValue<byte[]>(0).Length;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {bytes >> 20} MB");
    }

    private static double PeakMegabytes() => Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;

    private static async Task<double> TimeAsync(string what, Func<Task<string>> work)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = await work();
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-55} {seconds,6:0.0} s  processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds,6:0.0} s  peak memory {PeakMegabytes(),4:0} MB  {result}"));
        return seconds;
    }
}
