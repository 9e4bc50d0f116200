using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>Several processes on one database: each has pools, locks and turns of its own, as separate programs would.</summary>
public sealed class SeveralProcessesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task IngestClaimEvaluateSendSideBySide_LoseNothing(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        var nodes = new List<StoresUnderTest>();
        for (var i = 0; i < 3; i++)
            nodes.Add(await OpenStores.OpenAsync(database.Options, () => Task.CompletedTask));

        var evaluated = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var ingesting = 2;
        await Task.WhenAll(
            Task.Run(() => AccountsAsync(nodes[0])),
            Task.Run(() => ItemsAsync(nodes[1])),
            Task.Run(() => EvaluateAsync(nodes[0])),
            Task.Run(() => EvaluateAsync(nodes[2])),
            Task.Run(() => SendAsync(nodes[1])));

        var rows = await nodes[0].Reader.ReadAccountsAsync([.. evaluated.Keys], CancellationToken.None);
        rows.Count.ShouldBe(30);
        foreach (var row in rows)
            evaluated[row.AccountKey].ShouldBe(row.Related.Count, row.AccountKey);
        rows.Sum(r => r.Related.Count).ShouldBe(30 * 15);
        foreach (var node in nodes)
            await node.DisposeAsync();

        // Accounts begin to claim customers while the customers' items arrive: whoever comes second must mark the account.
        async Task AccountsAsync(StoresUnderTest node)
        {
            for (var i = 0; i < 30; i++)
            {
                var (key, customer) = ($"a{i:00}", Row.C($"{i}"));
                await node.Snapshots.ApplyAsync(
                    new SnapshotPage("crm", RecordKind.Account, [Row.Account(key, claims: [customer])], [], new Checkpoint(key)) { Claims = Row.Claims((key, [customer])), ReadAt = Noon },
                    CancellationToken.None);
            }

            Interlocked.Decrement(ref ingesting);
        }

        async Task ItemsAsync(StoresUnderTest node)
        {
            for (var round = 0; round < 15; round++)
            {
                var items = Enumerable.Range(0, 30).Select(i => Row.Item($"{round}-{i}", Row.C($"{(i * 11) % 30}"))).ToList();
                await node.Snapshots.ApplyAsync(new SnapshotPage("erp", RecordKind.Receivable, items, [], new Checkpoint($"{round}")) { ReadAt = Noon }, CancellationToken.None);
            }

            Interlocked.Decrement(ref ingesting);
        }

        async Task EvaluateAsync(StoresUnderTest node)
        {
            while (true)
            {
                var isLast = Volatile.Read(ref ingesting) == 0;
                var due = await node.Accounts.LeaseDueAsync(7, Noon, new Lease("node", Noon.AddMinutes(5)), CancellationToken.None);
                foreach (var row in await node.Reader.ReadAccountsAsync([.. due.Select(d => d.AccountKey)], CancellationToken.None))
                    evaluated[row.AccountKey] = row.Related.Count;
                await node.Accounts.CompleteAsync(
                    [.. due.Reverse().Select(d => new EvaluatedAccount(d, null, null, [Outgoing.Put(d.AccountKey, d.Mark)]))], CancellationToken.None);
                if (isLast && due.Count == 0)
                    return;
            }
        }

        async Task SendAsync(StoresUnderTest node)
        {
            while (true)
            {
                var isLast = Volatile.Read(ref ingesting) == 0;
                var entries = await node.Outbox.LeaseAsync("crm", 20, Noon, new Lease("node", Noon.AddMinutes(5)), CancellationToken.None);
                await node.Outbox.SettleAsync([.. entries.Reverse().Select(e => new Core.Outbox.SettledEntry(e, e.Values, null, null))], CancellationToken.None);
                if (isLast && entries.Count == 0)
                    return;
            }
        }
    }
}
