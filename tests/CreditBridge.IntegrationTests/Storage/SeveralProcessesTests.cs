using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Bureaus;
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
    public async Task ReportsOrderedSideBySide_NeverExceedTheBudget(StorageProvider provider)
    {
        var budget = new BureauBudget(new Money(52m, CurrencyCode.Parse("EUR")));
        await using var database = await StorageDatabase.CreateAsync(provider);
        var nodes = new List<StoresUnderTest>();
        for (var i = 0; i < 3; i++)
            nodes.Add(await OpenStores.OpenAsync(database.Options, () => Task.CompletedTask));

        // Each process wants twenty reports, some of them the same; what was not charged is free for whoever comes next.
        var made = await Task.WhenAll(nodes.SelectMany((node, n) => Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var order = new ReportOrder($"{(n * 10) + i}/dnb/2026-03-02", $"{(n * 10) + i}", "dnb", "dnb", new DateOnly(2026, 3, 2), Noon, new Money(5m, budget.Monthly.Currency));
            var reservation = await node.Reports.ReserveAsync(order, budget, CancellationToken.None);
            if (reservation == Reservation.Made && i % 4 == 0)
                await node.Reports.SettleAsync(order with { State = OrderState.NotFound, Cost = Money.Zero(budget.Monthly.Currency) }, CancellationToken.None);
            var spent = budget.Spent(await node.Reports.ListMonthAsync(order.OrderedOn, CancellationToken.None));
            return (order.Key, reservation, Spent: spent!.Value);
        }))));

        made.ShouldAllBe(m => m.Spent <= 52m);
        made.Where(m => m.reservation == Reservation.Made).Select(m => m.Key).ShouldBeUnique();
        // What was freed after the last one asked is still there, to the cent.
        for (var i = 0; i < 11; i++)
        {
            await nodes[i % 3].Reports.ReserveAsync(
                new ReportOrder($"later {i}", $"later {i}", "dnb", "dnb", new DateOnly(2026, 3, 2), Noon, new Money(5m, budget.Monthly.Currency)), budget, CancellationToken.None);
        }

        budget.Spent(await nodes[0].Reports.ListMonthAsync(new DateOnly(2026, 3, 2), CancellationToken.None)).ShouldBe(50m);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

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
