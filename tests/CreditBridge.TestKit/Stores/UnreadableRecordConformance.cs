using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of the stores about records that cannot be read: whose they are is known, and their accounts are looked at when they come and when they go.</summary>
public abstract class UnreadableRecordConformance : StoreConformance
{
    private static readonly string One = C("1").ToString();

    private static RejectedRecord Bad(string place, string? customer, string reason = "no number", string? key = null) => new(place, reason) { Customer = customer, Key = key, Raw = "x" };

    private Task<IngestResult> ListAsync(string set, RejectedRecord[] rejected, params string[] keys) => Stores.Snapshots.ApplyAsync(
        Page(Erp, RecordKind.Receivable, [.. keys.Select(k => Item(k, C("1")))]) with { FullSet = new FullSet(set, true, 100m), Rejected = rejected }, None);

    private async Task<IReadOnlyList<UnreadableRecords>> UnreadableAsync() => (await Stores.Reader.ReadAccountsAsync(["a"], None)).ShouldHaveSingleItem().Unreadable;

    private async Task BeginAsync()
    {
        await IngestAsync(Crm, Noon, new AccountRecord("a", "Acme") { CustomerKeys = [C("1")] }, new AccountRecord("b", "Bolt") { CustomerKeys = [C("2")] });
        await TakeDueAsync();
    }

    [Fact]
    public async Task Rejection_IsTheCustomers_AndMarksItsAccount_OnceAndWhenItGoes()
    {
        await BeginAsync();
        await ListAsync("one", [Bad("items:10", One), Bad("items:9", One, "no date")], "i");
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await UnreadableAsync()).ShouldBe([new UnreadableRecords(One, RecordKind.Receivable, 2, "items:9", "no date")]);

        await ListAsync("two", [Bad("items:10", One), Bad("items:9", One, "no date")], "i");
        (await TakeDueAsync()).ShouldBeEmpty("it is there as before");
        await ListAsync("three", [], "i");
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await UnreadableAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RecordThatArrivesWell_OrAPlaceThatIsSettled_EndsIt()
    {
        await BeginAsync();
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Rejected = [Bad("f:1", One, key: "i"), Bad("f:2", One)] }, None);
        await ApplyAsync(Erp, Item("i", C("2")));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        (await UnreadableAsync()).ShouldHaveSingleItem().Where.ShouldBe("f:2");
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Settled = ["f:2"] }, None);
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await UnreadableAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RecordThatStandsTwice_IsNoUnreadableOne_AndLeavesUnknownWhatIsOwed()
    {
        await BeginAsync();
        var twice = new[] { "items:10", "items:9" }.Select(place => Bad(place, One, "stands twice", "i") with { IsRepetition = true }).ToArray();
        await ListAsync("one", twice, "i");
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await UnreadableAsync()).ShouldBe([new UnreadableRecords(One, RecordKind.Receivable, 2, "items:9", "stands twice") { IsRepetition = true }]);
        (await Stores.Engine.ListRejectionsAsync(10, None)).ShouldBeEmpty();
        (await Stores.Engine.GetFiguresAsync(None)).Rejections.ShouldBe(0);
        (await Stores.Engine.CountYieldAsync(Erp, RecordKind.Receivable, None)).ShouldBe(new SourceYield(1, 0, 0));
        var found = (await Stores.Engine.FindRepetitionsAsync(1, None)).ShouldHaveSingleItem();
        (found.Connection, found.Kind, found.Count, found.First.Single().Where).ShouldBe((Erp, RecordKind.Receivable, 2, "items:9"));
        var lines = (await FindingSummary.ReadAsync(Stores.Engine, new DateOnly(2026, 3, 2), None)).Lines.SkipWhile(l => l.Subject != "erp open items").ToList();
        lines.Select(l => l.Subject).ShouldBe(["erp open items", "items:9", "items:10"]);
        lines[0].What.ShouldStartWith("2 open items stand more than once with the same key and the same values: each counts once.");

        await ListAsync("two", [], "i");
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await UnreadableAsync()).ShouldBeEmpty();
        (await Stores.Engine.FindRepetitionsAsync(1, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task PaidItem_AndARecordOfNobodyKnowsWhom_MarkNobody_AndAreCounted()
    {
        await BeginAsync();
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Payment) with { Rejected = [Bad("p:1", One)] }, None);
        await ListAsync("one", [Bad("items:1", null), Bad("items:2", One)], "i");
        await TakeDueAsync();
        await ListAsync("two", [Bad("items:1", null, "other words"), Bad("items:2", One)], "i");

        (await TakeDueAsync()).ShouldBeEmpty();
        (await UnreadableAsync()).ShouldHaveSingleItem().Kind.ShouldBe(RecordKind.Receivable);
        (await Stores.Engine.CountYieldAsync(Erp, RecordKind.Receivable, None)).ShouldBe(new SourceYield(1, 2, 1));
    }
}
