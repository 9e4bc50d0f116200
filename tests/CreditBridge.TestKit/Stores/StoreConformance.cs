using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What the conformance tests of all stores need: an empty database per test, and the verbs in which the tests are told.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    protected const string Crm = "crm";
    protected const string Erp = "erp";

    private StoresUnderTest? _stores;

    protected StoresUnderTest Stores => _stores ?? throw new InvalidOperationException("The test has not begun.");

    protected static CancellationToken None => CancellationToken.None;

    /// <summary>Opens stores over an empty database.</summary>
    protected abstract Task<StoresUnderTest> OpenAsync();

    public async Task InitializeAsync() => _stores = await OpenAsync();

    public async Task DisposeAsync()
    {
        if (_stores is not null)
            await _stores.DisposeAsync();
    }

    /// <summary>Stores rows of one kind as one page.</summary>
    protected Task<IngestResult> ApplyAsync(string connection, params SnapshotRow[] rows) => Stores.Snapshots.ApplyAsync(Page(connection, rows[0].Kind, rows), None);

    /// <summary>Stores one account that claims customers.</summary>
    protected Task<IngestResult> ApplyAccountAsync(string key, params CustomerKey[] claims) =>
        Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.Account, Row.Account(key, claims: claims)) with { Claims = Row.Claims((key, claims)) }, None);

    /// <summary>Stores records as an ingestor does, read at a moment.</summary>
    protected Task<IngestResult> IngestAsync<T>(string connection, DateTimeOffset readAt, params T[] records)
        where T : SourceRecord
    {
        var page = new SourcePage<T>([.. records.Select(r => SourceChange<T>.Upsert(r))], new Checkpoint("after"));
        return Stores.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(connection, records[0].Kind, page, readAt), None);
    }

    protected Task<IngestResult> RemoveAsync(string connection, RecordKind kind, params RemovedRecord[] gone) =>
        Stores.Snapshots.ApplyAsync(Page(connection, kind) with { Removed = gone }, None);

    protected static SnapshotPage Page(string connection, RecordKind kind, params SnapshotRow[] rows) =>
        new(connection, kind, rows, [], new Checkpoint("after " + rows.Length)) { ReadAt = Noon };

    /// <summary>Keys of the accounts that are due at noon, sorted; leases nothing that the test could miss, because it completes them with nothing new.</summary>
    protected async Task<string[]> TakeDueAsync(DateTimeOffset? now = null)
    {
        var due = await LeaseAsync(now);
        await Stores.Accounts.CompleteAsync([.. due.Select(d => new EvaluatedAccount(d, null, null, []))], None);
        return [.. due.Select(d => d.AccountKey).Order(StringComparer.Ordinal)];
    }

    protected Task<IReadOnlyList<DueAccount>> LeaseAsync(DateTimeOffset? now = null, int max = 1_000) =>
        Stores.Accounts.LeaseDueAsync(max, now ?? Noon, new Lease("node", (now ?? Noon).AddMinutes(5)), None);

    /// <summary>Puts outbox entries, as the evaluation of an account would.</summary>
    protected async Task PutAsync(string account, params OutboxChange[] changes)
    {
        await ApplyAsync(Crm, Row.Account(account, $"{account} {changes.Length} {_puts++}"));
        var due = (await LeaseAsync()).Single(d => d.AccountKey == account);
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, changes)], None);
    }

    private int _puts;

    protected static StoredDecision Decision(string account, int number, DateTimeOffset? at = null, string? id = null) => new(
        id ?? $"d-{account}-{number}",
        account,
        at ?? Noon.AddHours(number),
        "starter@1:9f86d081",
        $"content {number}",
        System.Text.Encoding.UTF8.GetBytes($"{{\"decision\":{number}}}"),
        System.Text.Encoding.UTF8.GetBytes($"{{\"file\":\"{new string('x', number * 1_000)}\"}}"),
        number == 1 ? "" : $"{account} chain {number - 1}",
        $"{account} chain {number}");
}
