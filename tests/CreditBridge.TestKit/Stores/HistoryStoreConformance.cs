using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IHistoryStore"/>: what was known, and when.</summary>
public abstract class HistoryStoreConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private static ReceivableRecord Open(string key, CustomerKey customer, decimal amount) =>
        new(key, customer, key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(amount, Eur));

    private Task<IngestResult> StoreAsync(DateTimeOffset at, params CustomerKey[] claims) => IngestAsync(Crm, at, new AccountRecord("a", "Acme") { CustomerKeys = claims });

    private async Task<string[]> AmountsAsync(DateTimeOffset from)
    {
        var past = (await Stores.History.ReadAsync(["a"], from, None)).ShouldHaveSingleItem();
        return
        [
            .. past.Versions.Where(v => v.Kind == RecordKind.Receivable)
                .Select(v => $"{((ReceivableRecord)RecordCodec.Decode(v.Kind, v.Payload)).OpenAmount.Amount} {v.KnownFrom:HH:mm}-{v.KnownTo:HH:mm}").Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task ChangedRecord_IsKeptAsItWas_WithTheTimeInWhichItWasKnown()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100));
        await IngestAsync(Erp, Noon.AddHours(1), Open("i", C("1"), 60));
        await IngestAsync(Erp, Noon.AddHours(2), Open("i", C("1"), 60));
        await IngestAsync(Erp, Noon.AddHours(3), Open("i", C("1"), 10));
        (await AmountsAsync(Noon)).ShouldBe(["10 15:00-", "100 12:00-13:00", "60 13:00-15:00"]);
        (await AmountsAsync(Noon.AddHours(1))).ShouldBe(["10 15:00-", "60 13:00-15:00"]);
        (await AmountsAsync(Noon.AddHours(9))).ShouldBe(["10 15:00-"]);
    }

    [Fact]
    public async Task RemovedRecord_IsKept_AndCountsAgainWhenItComesBack()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100));
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Removed = [new("i", null)], ReadAt = Noon.AddHours(1) }, None);
        (await AmountsAsync(Noon)).ShouldBe(["100 12:00-13:00"]);
        await IngestAsync(Erp, Noon.AddHours(2), Open("i", C("1"), 100));
        (await AmountsAsync(Noon)).ShouldBe(["100 12:00-13:00", "100 14:00-"]);
    }

    [Fact]
    public async Task PageStoredTwice_AddsNothingToTheHistory()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100));
        await IngestAsync(Erp, Noon.AddHours(1), Open("i", C("1"), 60));
        await IngestAsync(Erp, Noon.AddHours(1), Open("i", C("1"), 60));
        (await AmountsAsync(Noon)).ShouldBe(["100 12:00-13:00", "60 13:00-"]);
    }

    [Fact]
    public async Task WhatCameAndWentAtOneMoment_WasNeverKnown()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 60));
        (await AmountsAsync(Noon.AddHours(-1))).ShouldBe(["60 12:00-"]);
    }

    [Fact]
    public async Task CustomerThatWasClaimedEarlier_BelongsToTheAccountsPast()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100), Open("j", C("2"), 7));
        await StoreAsync(Noon.AddHours(1), C("2"));
        (await AmountsAsync(Noon)).ShouldBe(["100 12:00-", "7 12:00-"]);
        (await AmountsAsync(Noon.AddHours(1))).ShouldBe(["7 12:00-"]);
    }

    [Fact]
    public async Task AbsentFromACompleteListing_IsKeptLikeARemoval()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100), Open("j", C("1"), 7));
        await Stores.Snapshots.ApplyAsync(
            Page(Erp, RecordKind.Receivable) with { FullSet = new Abstractions.Sources.FullSet("set", true, 100), ReadAt = Noon.AddHours(1) }, None);
        (await AmountsAsync(Noon)).ShouldBe(["100 12:00-13:00", "7 12:00-13:00"]);
    }

    [Fact]
    public async Task Starts_SayFromWhenOnEachSourceIsComplete()
    {
        await StoreAsync(Noon);
        await StoreAsync(Noon.AddHours(5), C("1"));
        await IngestAsync(Erp, Noon.AddHours(1), Open("i", C("1"), 100));
        await IngestAsync(Crm, Noon, new UserRecord("u", "Kim"));
        (await Stores.History.GetStartsAsync(None)).ShouldBe([new(Crm, RecordKind.Account, Noon), new(Erp, RecordKind.Receivable, Noon.AddHours(1))]);
    }

    [Fact]
    public async Task Accounts_AreListedOnce_GroupsTogether_GoneOnesAsWell()
    {
        await IngestAsync(Crm, Noon, new AccountRecord("b", "B"), new AccountRecord("a", "A") { ParentKey = "c" }, new AccountRecord("c", "C"), new AccountRecord("gone", "G"));
        await Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.Account) with { Removed = [new("gone", null)], ReadAt = Noon.AddHours(1) }, None);
        var listed = new List<string>();
        await foreach (var group in Stores.History.ListAccountsAsync(None))
            listed.Add($"{group.TopKey}: {string.Join(' ', group.Members)}");
        listed.ShouldBe(["c: a c", "b: b", "gone: gone"]);
    }

    [Fact]
    public async Task Pruning_LetsOldVersionsGo_AndSaysThatTheHistoryBeginsLater()
    {
        await StoreAsync(Noon, C("1"));
        await IngestAsync(Erp, Noon, Open("i", C("1"), 100));
        await IngestAsync(Erp, Noon.AddHours(1), Open("i", C("1"), 60));
        await IngestAsync(Erp, Noon.AddDays(700), Open("i", C("1"), 10));
        (await Stores.History.PruneAsync(Noon.AddDays(800), None)).ShouldBe(0);
        (await Stores.History.PruneAsync(Noon.AddDays(801), None)).ShouldBe(1);
        (await AmountsAsync(Noon)).ShouldBe(["10 12:00-", "60 13:00-12:00"]);
        (await Stores.History.GetStartsAsync(None)).ShouldAllBe(s => s.Since == Noon.AddDays(1));
    }
}
