using System.Diagnostics;
using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Core.Runs;
using CreditBridge.Sandbox;
using CreditBridge.TestKit.Simulation;

namespace CreditBridge.Benchmarks;

/// <summary>
/// What it costs to write many accounts to a sandbox org over real sockets, by Composite and by Bulk: calls, time, memory.
/// <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- salesforce-writes 100000</c>. The sandbox runs in the same process; its memory is part of the
/// figures, so what counts is the growth while writing.
/// </summary>
internal static class SalesforceWriteBenchmarks
{
    public static async Task RunAsync(int accounts)
    {
        await MeasureAsync("Composite", accounts, bulkFrom: 0);
        await MeasureAsync("Bulk", accounts, bulkFrom: 10_000);
    }

    private static async Task MeasureAsync(string way, int accounts, int bulkFrom)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxServerOptions { CorporateCurrency = "EUR", DailyApiRequests = 1_000_000 });
        var app = new SandboxServerOptions().Apps[0];
        var ids = server.Org.Seed("Account", Enumerable.Range(1, accounts).Select(i => new Dictionary<string, object?> { ["Name"] = string.Create(CultureInfo.InvariantCulture, $"Account {i}") }));
        using var transport = new SocketsHttpHandler { AllowAutoRedirect = false };
        await using var connection = new SalesforceConnection(
            new ConnectionContext("crm", TimeProvider.System) { Transport = () => transport },
            new SalesforceOptions
            {
                LoginUrl = server.Address.ToString(), Flow = LoginFlow.ClientCredentials, ConsumerKey = app.ClientId, ClientSecret = app.ClientSecret, OrgCurrency = "EUR", BulkWriteRecords = bulkFrom,
            });

        var outbox = new MemoryOutbox();
        var values = Values();
        foreach (var id in ids)
            outbox.Put(new TargetRecord(RecordKind.Account, id), WriteUrgency.Normal, values);

        GC.Collect();
        var (before, watch, peak) = (Environment.WorkingSet, Stopwatch.StartNew(), 0L);
        using var sampler = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        var report = await new DispatchRun(outbox, new RunSettings("bench"), TimeProvider.System, () => 0.5).RunAsync(connection, null, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{way,-10} {report.Delivered:N0} of {accounts:N0} accounts, {report.Calls} calls (the org counts {server.Calls.Total}), {watch.Elapsed.TotalSeconds:F1} s, working set {before >> 20} MB, at most {peak >> 20} MB while writing"));
    }

    private static Dictionary<CreditField, FieldValue> Values() => new()
    {
        [CreditFields.Account.Score] = FieldValue.Number(712),
        [CreditFields.Account.Band] = FieldValue.Text("B"),
        [CreditFields.Account.LimitStatus] = FieldValue.Text("Amount"),
        [CreditFields.Account.Limit] = FieldValue.Number(250_000m),
        [CreditFields.Account.Exposure] = FieldValue.Number(123_456.78m),
        [CreditFields.Account.Headroom] = FieldValue.Number(126_543.22m),
        [CreditFields.Account.PastDue] = FieldValue.Number(0),
        [CreditFields.Account.Message] = FieldValue.Text("Pays on time. 126,543 EUR are left of the limit of 250,000 EUR. No review is needed for deals below that."),
        [CreditFields.Account.Currency] = FieldValue.Text("EUR"),
        [CreditFields.Account.CheckedAt] = FieldValue.Instant(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)),
    };
}
