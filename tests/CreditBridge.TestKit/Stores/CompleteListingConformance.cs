using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="ISnapshotStore.ApplyAsync"/> for complete listings: what absence from a listing removes, and when it must not.</summary>
public abstract class CompleteListingConformance : StoreConformance
{
    private Task<IngestResult> ListAsync(string set, bool isLast, decimal maxRemoved, params string[] keys) => ListAsync(set, isLast, maxRemoved, [], keys);

    private Task<IngestResult> ListAsync(string set, bool isLast, decimal maxRemoved, RejectedRecord[] rejected, params string[] keys) => Stores.Snapshots.ApplyAsync(
        Page(Erp, RecordKind.Receivable, [.. keys.Select(k => Item(k, C("1")))]) with { FullSet = new FullSet(set, isLast, maxRemoved), Rejected = rejected }, None);

    private async Task<long> CountAsync() => (await Stores.Engine.GetFiguresAsync(None)).Records.Where(r => r.Kind == RecordKind.Receivable).Sum(r => r.Count);

    [Fact]
    public async Task LastPage_RemovesWhatNoPageShowed_AndMarksItsAccount()
    {
        await ApplyAccountAsync("a", C("1"));
        await ListAsync("one", true, 100, "1", "2", "3", "4");
        await TakeDueAsync();

        (await ListAsync("two", false, 50, "1")).Removed.ShouldBe(0);
        var end = await ListAsync("two", true, 50, "2");

        end.Removed.ShouldBe(2);
        end.RemovalWithheld.ShouldBeNull();
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task UnchangedListing_ChangesNothing()
    {
        await ApplyAccountAsync("a", C("1"));
        await ListAsync("one", true, 50, "1", "2");
        await TakeDueAsync();
        (await ListAsync("two", true, 50, "1", "2")).ChangedAnything.ShouldBeFalse();
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LastPage_StoredTwice_RemovesNothingMore()
    {
        await ListAsync("one", false, 100, "1", "2");
        await ListAsync("one", true, 100, "3");
        (await ListAsync("one", true, 100, "3")).ShouldBe(new IngestResult(1, 0, 0, 0, 0));
        (await CountAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task FirstListing_ShowsARecordAgain_OnALaterPage()
    {
        await ApplyAccountAsync("a", C("1"));
        await ListAsync("one", false, 100, [.. Enumerable.Range(1, 60).Select(i => $"{i}")]);
        (await ListAsync("one", false, 100, [.. Enumerable.Range(60, 60).Select(i => $"{i}")])).ShouldBe(new IngestResult(60, 59, 0, 0, 0));
        (await ListAsync("one", true, 100, "1", "120")).ShouldBe(new IngestResult(2, 1, 0, 0, 0));
        (await CountAsync()).ShouldBe(120);
    }

    [Fact]
    public async Task FirstListing_WhileSomebodyElseWrites_LosesNothing()
    {
        await ListAsync("one", false, 100, "1", "2");
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable, [Item("3", C("1"))]), None);
        (await ListAsync("one", true, 100, "3", "4")).ShouldBe(new IngestResult(2, 1, 0, 0, 0));
        (await CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task UnfinishedListing_LeavesNoTrace_InTheNextOne()
    {
        await ListAsync("one", true, 100, "1", "2", "3");
        await ListAsync("abandoned", false, 100, "3");
        (await ListAsync("two", true, 100, "1", "2")).Removed.ShouldBe(1);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task TooManyAbsent_NothingIsRemoved_AndTheResultSaysWhy()
    {
        await ListAsync("one", true, 100, "1", "2", "3", "4");
        var end = await ListAsync("two", true, 20, "1", "2", "3", "5");
        end.Removed.ShouldBe(0);
        end.RemovalWithheld.ShouldNotBeNull().ShouldContain("25 %");
        (await CountAsync()).ShouldBe(5);
        (await ListAsync("three", true, 20, "1", "2", "3", "4")).Removed.ShouldBe(1);
    }

    [Fact]
    public async Task Percentage_IsOfTheRecordsKnownBefore_NotOfThoseTheListingAdded()
    {
        await ListAsync("one", true, 100, "1", "2");
        await ListAsync("two", false, 50, [.. Enumerable.Range(10, 40).Select(i => $"{i}")]);
        (await ListAsync("two", true, 50, "100")).RemovalWithheld.ShouldNotBeNull().ShouldContain("2 of 2");
        (await CountAsync()).ShouldBe(43);
    }

    [Fact]
    public async Task ExactlyTheAllowedPercentage_IsRemoved()
    {
        await ListAsync("one", true, 100, "1", "2", "3", "4");
        (await ListAsync("two", true, 25, "1", "2", "3")).Removed.ShouldBe(1);
    }

    [Fact]
    public async Task RejectedRecord_OnAnyPage_WithholdsTheRemoval()
    {
        await ListAsync("one", true, 100, "1", "2", "3");
        await ListAsync("two", false, 100, [new("items.csv:2", "no amount")], "1");
        var end = await ListAsync("two", true, 100, "2");
        end.RemovalWithheld.ShouldNotBeNull().ShouldContain("could not be read");
        (await CountAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task RejectedRecord_WhoseKeyTheListingShows_WithholdsNothing()
    {
        await ListAsync("one", true, 100, "1", "2", "3");
        await ListAsync("two", false, 100, [new("items.csv:2", "stands twice") { Key = "1", IsRepetition = true }], "1");
        var end = await ListAsync("two", true, 100, "2");
        (end.Removed, end.Rejected, end.RemovalWithheld).ShouldBe((1, 0, null));
        (await ListAsync("three", true, 100, [new("items.csv:2", "no amount") { Key = "2" }], "1")).RemovalWithheld.ShouldNotBeNull().ShouldContain("1 of its records could not be read");
    }

    [Fact]
    public async Task RecordTakenBack_IsAsItWasBeforeTheListing_AndGoesWhenItWasNot()
    {
        await ApplyAccountAsync("a", C("1"));
        await ShowAsync("one", Noon, true, [], ("1", 100), ("2", 200), ("5", 500));
        await TakeDueAsync();
        await ShowAsync("two", Noon.AddMinutes(61), false, [], ("1", 999), ("2", 200), ("3", 300));
        (await AmountsAsync()).ShouldBe([("1", 999m), ("2", 200m), ("3", 300m), ("5", 500m)]);

        for (var times = 0; times < 2; times++)
        {
            await ShowAsync("two", Noon.AddMinutes(62), true, ["1", "2", "3", "unheard of"], ("4", 400), ("5", 500));
            (await AmountsAsync()).ShouldBe([("1", 100m), ("2", 200m), ("4", 400m), ("5", 500m)]);
            (await TakeDueAsync(Noon.AddMinutes(63))).ShouldBe(times == 0 ? ["a"] : []);
        }
    }

    [Fact]
    public async Task RecordOfAFirstListing_TakenBack_IsGone()
    {
        await ShowAsync("one", Noon.AddMinutes(61), false, [], ("1", 100), ("2", 200));
        await ShowAsync("one", Noon.AddMinutes(62), true, ["1"], ("3", 300));
        (await AmountsAsync()).ShouldBe([("2", 200m), ("3", 300m)]);
    }

    // A listing that began at one o'clock.
    private Task<IngestResult> ShowAsync(string set, DateTimeOffset readAt, bool isLast, string[] takenBack, params (string Key, decimal Open)[] items)
    {
        var day = new DateOnly(2026, 3, 1);
        var records = items.Select(i => SourceChange<ReceivableRecord>.Upsert(new ReceivableRecord(i.Key, C("1"), i.Key, day, day, new Money(i.Open, CurrencyCode.Parse("EUR")))));
        var page = new SourcePage<ReceivableRecord>([.. records], new Checkpoint("after")) { TakenBack = takenBack, FullSet = new FullSet(set, isLast, 100m) { BeganAt = Noon.AddHours(1) } };
        return Stores.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(Erp, RecordKind.Receivable, page, readAt), None);
    }

    private async Task<(string Key, decimal Open)[]> AmountsAsync()
    {
        var payloads = (await Stores.Reader.ReadCustomersAsync([C("1").ToString()], RecordKind.Receivable, None))[C("1").ToString()];
        return [.. payloads.Select(p => (ReceivableRecord)RecordCodec.Decode(RecordKind.Receivable, p)).Select(r => (r.Key, r.OpenAmount.Amount)).Order()];
    }

    [Fact]
    public async Task RejectedRecord_WithNothingAbsent_WithholdsNothing()
    {
        await ListAsync("one", true, 100, "1");
        (await ListAsync("two", true, 100, [new("items.csv:2", "no amount")], "1")).RemovalWithheld.ShouldBeNull();
    }

    [Fact]
    public async Task Rejections_OfEarlierListings_AreReplaced()
    {
        await ListAsync("one", true, 100, [new("old.csv:7", "no amount"), new("old.csv:8", "no amount")], "1");
        await ListAsync("two", false, 100, [new("new.csv:3", "no date")], "1");
        (await Stores.Engine.ListRejectionsAsync(10, None)).Count.ShouldBe(3);
        await ListAsync("two", true, 100, "2");
        (await Stores.Engine.ListRejectionsAsync(10, None)).ShouldHaveSingleItem().Where.ShouldBe("new.csv:3");
    }

    [Fact]
    public async Task OtherConnectionsAndKinds_AreNotTouched()
    {
        await ApplyAsync("erp2", Item("x", C("1")));
        await ApplyAsync(Erp, Customer(C("1")));
        (await ListAsync("one", true, 100, "1")).Removed.ShouldBe(0);
        (await Stores.Engine.GetFiguresAsync(None)).Records.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ManyAbsentRecords_AllGo()
    {
        await ListAsync("one", true, 100, [.. Enumerable.Range(0, 12_000).Select(i => $"{i}")]);
        (await ListAsync("two", true, 100, "0")).Removed.ShouldBe(11_999);
        (await CountAsync()).ShouldBe(1);
    }
}
