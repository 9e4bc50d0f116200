using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.IntegrationTests.Storage;
using CreditBridge.Storage;
using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>What the group owes, in the files of its accounts.</summary>
public sealed class GroupFileTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly CurrencyCode Usd = CurrencyCode.Parse("USD");

    private static CustomerKey C(string number) => new("erp", "1000", number);

    private static ReceivableRecord Open(string key, string customer, decimal amount, CurrencyCode currency, DocumentType type = DocumentType.Invoice, bool disputed = false) =>
        new(key, C(customer), key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(amount, currency)) { Type = type, Disputed = disputed };

    private static OpenOrderRecord Order(string key, string customer, decimal amount, OrderProgress progress = OrderProgress.Open, bool prepaid = false) =>
        new(key, C(customer), key, new DateOnly(2026, 1, 1), new Money(amount, Eur)) { Progress = progress, IsPrepaid = prepaid };

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task FileOfAMember_HoldsWhatTheOthersOwe_AndTheExceptionsOfTheGroup(StorageProvider provider)
    {
        await using var temporary = await StorageDatabase.CreateAsync(provider);
        await temporary.MigrateAsync();
        await using var database = BridgeDatabase.Open(temporary.Options);
        await StoreAsync(database, "crm",
            new AccountRecord("root", "Root") { CustomerKeys = [C("1")] }, new AccountRecord("b", "Branch") { ParentKey = "root", CustomerKeys = [C("2"), C("9")] },
            new AccountRecord("c", "Cousin") { ParentKey = "root", CustomerKeys = [C("3"), C("9")] }, new AccountRecord("alone", "Alone"));
        await StoreAsync(database, "erp",
            new ErpCustomerRecord(C("1"), "ONE") { Limit = CreditLimit.Of(new Money(500m, Eur)), OnHold = false },
            new ErpCustomerRecord(C("2"), "TWO") { Limit = CreditLimit.None, OnHold = true });
        await StoreAsync(database, "erp",
            Open("i1", "1", 10m, Eur), Open("i2", "2", 100m, Eur), Open("i3", "2", 7m, Eur, disputed: true), Open("i4", "2", -5m, Eur, DocumentType.CreditNote),
            Open("i5", "2", 40m, Usd), Open("shared", "9", 1_000m, Eur), Open("i6", "3", 3m, Eur, DocumentType.DebitNote));
        await StoreAsync(database, "erp", Order("o1", "2", 20m), Order("o2", "2", 30m, OrderProgress.DeliveredNotInvoiced), Order("o3", "2", 99m, prepaid: true));
        await StoreAsync(database, "crm",
            new OverrideRecord("x1", "c", OverrideEffect.RaiseLimit, "Kim", "why", new DateOnly(2026, 1, 1)) { Scope = OverrideScope.Group },
            new OverrideRecord("x2", "c", OverrideEffect.Hold, "Kim", "why", new DateOnly(2026, 1, 1)));

        var files = await EvaluateAsync(database, "root", "b", "c", "alone");

        files["alone"].Group.ShouldBeNull();
        var root = files["root"].Group!;
        (root.Key, root.Name, root.IsTop).ShouldBe(("root", "Root", true));
        root.TopLimits.ShouldBe([CreditLimit.Of(new Money(500m, Eur))]);
        root.Others.Select(o => o.AccountKey).ShouldBe(["b", "c"]);
        var branch = root.Others[0];
        branch.Sums.ShouldBe([Sum(Eur, 1_100m, 7m, -5m, 20m, 30m), Sum(Usd, 40m, 0m, 0m, 0m, 0m)]);
        branch.Limits.ShouldBe([CreditLimit.None]);
        branch.OnHold.ShouldBe(true);
        (branch.IsUndelivered, branch.IsUnreadable).ShouldBe((true, null), "no ERP lists customer 9");
        branch.OldestDueOn.ShouldBe(new DateOnly(2026, 2, 1));
        root.Others[1].Sums.ShouldBe([Sum(Eur, 3m, 0m, 0m, 0m, 0m)], "what both claim is owed once, and counted with the first");

        // The one that claims the shared customer itself has it in its own items, and nowhere else.
        files["c"].Group!.Others.Single(o => o.AccountKey == "b").Sums[0].Receivables.Amount.ShouldBe(100m);
        files["c"].Group!.IsTop.ShouldBeFalse();
        files["c"].Overrides.Select(o => o.Key).ShouldBe(["x1", "x2"]);
        files["b"].Overrides.Select(o => o.Key).ShouldBe(["x1"]);
    }

    private static GroupSum Sum(CurrencyCode currency, decimal receivables, decimal disputed, decimal credits, decimal orders, decimal unbilled) =>
        new(new(receivables, currency), new(disputed, currency), new(credits, currency), new(orders, currency), new(unbilled, currency));

    private static Task<IngestResult> StoreAsync<T>(BridgeDatabase database, string connection, params T[] records)
        where T : SourceRecord
    {
        var page = new SourcePage<T>([.. records.Select(r => SourceChange<T>.Upsert(r))], new Checkpoint("after"));
        return database.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(connection, records[0].Kind, page, Noon), CancellationToken.None);
    }

    private static async Task<Dictionary<string, CreditFile>> EvaluateAsync(BridgeDatabase database, params string[] accounts)
    {
        var policy = CreditPolicyParser.Parse(await File.ReadAllTextAsync(ShippedFiles.Policy), "policy.yaml").Policy!;
        var run = new EvaluationRun(database.Accounts, database.SnapshotReader, database.Decisions, database.Engine, new RunSettings("test") { EvaluationBatchSize = 2 }, TimeProvider.System);
        var report = await run.RunAsync(policy, new CrmTarget("crm", _ => true), AsOf.At(Noon.AddMinutes(1), TimeZoneInfo.Utc), null, CancellationToken.None);
        report.Defects.ShouldBeEmpty();
        var decisions = await database.Decisions.GetLatestAsync(accounts, CancellationToken.None);
        return decisions.ToDictionary(d => d.Key, d => DecisionCodec.DecodeFile(d.Value));
    }
}
