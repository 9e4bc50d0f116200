using System.Text;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;
using CreditBridge.Core.Watch;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What every store of the watch list does: entries are kept by account and side, and the decisions to compare are found.</summary>
public abstract class WatchStoreConformance : StoreConformance
{
    private const string Policy = "starter@1:9f86d081";

    private static WatchEntry Entry(string account, WatchSide side = WatchSide.Deteriorating, bool listed = true) => new(account, side, new DateOnly(2026, 3, 2))
    {
        AccountName = "Größe & Söhne", Pipeline = new OpenPipeline(listed ? 1 : 0, null), ForSales = "words",
    };

    private async Task DecideAsync(params StoredDecision[] decisions)
    {
        foreach (var decision in decisions)
        {
            await ApplyAsync(Crm, Row.Account(decision.AccountKey, decision.Id));
            var due = (await LeaseAsync()).Single(d => d.AccountKey == decision.AccountKey);
            await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, decision, null, [])], None);
        }
    }

    [Fact]
    public async Task Entries_AreKeptByAccountAndSide()
    {
        await Stores.Watch.SaveAsync([Entry("b"), Entry("a"), Entry("a", WatchSide.Room), Entry("c", listed: false)], [], None);
        (await Stores.Watch.ListAsync(WatchSide.Deteriorating, None)).Select(e => e.AccountKey).ShouldBe(["a", "b"]);
        (await Stores.Watch.ListAsync(WatchSide.Room, None)).ShouldHaveSingleItem().AccountName.ShouldBe("Größe & Söhne");
        (await Stores.Watch.ReadAsync(["a", "c", "x"], None)).Count.ShouldBe(3);

        await Stores.Watch.SaveAsync([Entry("b") with { LeftOn = new DateOnly(2026, 3, 9) }], [("a", WatchSide.Deteriorating), ("x", WatchSide.Room)], None);
        (await Stores.Watch.ListAsync(WatchSide.Deteriorating, None)).ShouldBeEmpty();
        (await Stores.Watch.ReadAsync(["a", "b"], None)).Select(e => (e.AccountKey, e.Side)).ShouldBe([("a", WatchSide.Room), ("b", WatchSide.Deteriorating)], ignoreOrder: true);
    }

    [Fact]
    public async Task Accounts_AreThoseThatAreKnownOrWatched_PageByPage()
    {
        await ApplyAsync(Crm, Row.Account("a"), Row.Account("c"), Row.Account("d"));
        await Stores.Watch.SaveAsync([Entry("b"), Entry("c")], [], None);
        (await Stores.Watch.ListAccountsAsync(null, 10, None)).ShouldBe(["a", "b", "c", "d"]);
        (await Stores.Watch.ListAccountsAsync("a", 2, None)).ShouldBe(["b", "c"]);
        (await Stores.Watch.ListAccountsAsync("d", 2, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Decisions_AreFoundInPairs_TheEarlierOneUnderTheSamePolicy()
    {
        await DecideAsync(Decision("a", 1) with { PolicyVersion = "old@1:00000000" }, Decision("a", 2), Decision("a", 3), Decision("a", 4), Decision("b", 1), Decision("c", 1) with { PolicyVersion = "old@1:00000000" });

        var pairs = await Stores.Watch.ReadDecisionsAsync(["a", "b", "c", "x"], Policy, Noon.AddHours(3.5), None);
        (Text(pairs["a"].Newest), Text(pairs["a"].Before)).ShouldBe(("""{"decision":4}""", """{"decision":3}"""));
        (Text(pairs["b"].Newest), pairs["b"].Before).ShouldBe(("""{"decision":1}""", null), "there is nothing earlier");
        (Text(pairs["c"].Newest), pairs["c"].Before).ShouldBe(("""{"decision":1}""", null), "what was decided under another policy is no measure");
        pairs.ContainsKey("x").ShouldBeFalse();

        var early = await Stores.Watch.ReadDecisionsAsync(["a"], Policy, Noon, None);
        Text(early["a"].Before).ShouldBe("""{"decision":2}""", "else the first under the policy");
    }

    [Fact]
    public async Task NewDecisions_AreListedInTheirOrder()
    {
        (await Stores.Watch.GetLastDecisionAsync(None)).ShouldBe(0);
        await DecideAsync(Decision("b", 1), Decision("a", 1), Decision("b", 2));
        var decided = await Stores.Watch.ListDecidedAsync(0, 2, None);
        decided.Select(d => d.AccountKey).ShouldBe(["b", "a"]);
        (await Stores.Watch.ListDecidedAsync(decided[^1].Position, 2, None)).ShouldHaveSingleItem().ShouldBe(new DecidedAccount(await Stores.Watch.GetLastDecisionAsync(None), "b"));
    }

    [Fact]
    public async Task DeletedAndMergedAccounts_LeaveTheListWithTheNextCycle_NotWithTheDailyPass()
    {
        await ApplyAsync(Crm, Row.Account("a"), Row.Account("b"), Row.Account("c"));
        var asOf = AsOf.At(Noon, TimeZoneInfo.Utc);
        var pass = new WatchPass(Stores.Watch, Stores.Reader, Stores.Engine, new WatchRules());
        await pass.RunAsync(Rules, asOf, null, _ => Task.CompletedTask, None);
        await Stores.Watch.SaveAsync([Entry("a", WatchSide.Room), Entry("b"), Entry("c")], [], None);
        (await Stores.Watch.ListGoneAsync(null, 10, None)).ShouldBeEmpty();

        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", null), new RemovedRecord("b", "c"));
        (await Stores.Watch.ListGoneAsync(null, 10, None)).ShouldBe(["a", "b"]);
        (await Stores.Watch.ListGoneAsync("a", 10, None)).ShouldBe(["b"]);
        var looked = new List<string>();
        await pass.RunAsync(Rules, asOf, [], batch => { looked.AddRange(batch.Accounts.Select(x => x.AccountKey)); return Task.CompletedTask; }, None);
        looked.ShouldBe(["a", "b"], "so that their alerts end, too");
        (await Stores.Watch.ReadAsync(["a", "b", "c"], None)).Select(e => e.AccountKey).ShouldBe(["c"]);
        (await Stores.Watch.ListGoneAsync(null, 10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatIsLeftOut_IsCounted_AndGoesWithItsAccount()
    {
        var entry = Entry("a", WatchSide.LeftOut, listed: false) with { LeftOut = "uncertain_band" };
        await Stores.Watch.SaveAsync([entry], [], None);
        (await Stores.Watch.ListAsync(WatchSide.LeftOut, None)).ShouldHaveSingleItem().LeftOut.ShouldBe("uncertain_band");
        (await Stores.Watch.ListAsync(WatchSide.Room, None)).ShouldBeEmpty();
        await new WatchPass(Stores.Watch, Stores.Reader, Stores.Engine, new WatchRules()).RunAsync(Rules, AsOf.At(Noon, TimeZoneInfo.Utc), null, _ => Task.CompletedTask, None);
        (await Stores.Watch.ReadAsync(["a"], None)).ShouldBeEmpty("the account is not there");
    }

    private static CreditPolicy Rules { get; } = SmallPolicy.With();

    private static string? Text(byte[]? content) => content is null ? null : Encoding.UTF8.GetString(content);
}
