using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IDecisionStore"/>.</summary>
public abstract class DecisionStoreConformance : StoreConformance
{
    private async Task DecideAsync(params StoredDecision[] decisions)
    {
        foreach (var decision in decisions)
        {
            await ApplyAsync(Crm, Account(decision.AccountKey, "for " + decision.ChainHash));
            var due = (await LeaseAsync()).Single(d => d.AccountKey == decision.AccountKey);
            await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, decision, null, [])], None);
        }
    }

    [Fact]
    public async Task Decision_ComesBackByteForByte()
    {
        var decision = Decision("a", 1) with { DecidedAt = Noon.AddTicks(1_234_560), File = [0, 1, 2, 255], Content = [] };
        await DecideAsync(decision);
        (await Stores.Decisions.FindAsync(decision.Id, None)).ShouldBeEquivalentTo(decision);
        (await Stores.Decisions.FindAsync("d-unknown", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Latest_IsTheLastOneAppended_PerAccount()
    {
        await DecideAsync(Decision("a", 1), Decision("b", 1), Decision("a", 2));
        var latest = await Stores.Decisions.GetLatestAsync(["a", "b", "c"], None);
        latest.Keys.Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        latest["a"].Id.ShouldBe("d-a-2");
        latest["b"].Id.ShouldBe("d-b-1");
        (await Stores.Decisions.GetLatestAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task At_GivesTheDecisionThatStoodThen()
    {
        await DecideAsync(Decision("a", 1), Decision("a", 2));
        (await Stores.Decisions.GetAtAsync("a", Noon.AddMinutes(59), None)).ShouldBeNull();
        (await Stores.Decisions.GetAtAsync("a", Noon.AddHours(1), None))!.Id.ShouldBe("d-a-1");
        (await Stores.Decisions.GetAtAsync("a", Noon.AddHours(2).AddSeconds(-1), None))!.Id.ShouldBe("d-a-1");
        (await Stores.Decisions.GetAtAsync("a", Noon.AddYears(1).ToOffset(TimeSpan.FromHours(5)), None))!.Id.ShouldBe("d-a-2");
        (await Stores.Decisions.GetAtAsync("b", Noon.AddYears(1), None)).ShouldBeNull();
    }

    [Fact]
    public async Task SameIdAgain_WhenAnAccountReturnsToEarlierInputs_IsKeptAsWell()
    {
        await DecideAsync(Decision("a", 1, id: "d-same"), Decision("a", 2), Decision("a", 3, id: "d-same"));
        (await Stores.Decisions.GetLatestAsync(["a"], None))["a"].ChainHash.ShouldBe("a chain 3");
        (await Stores.Decisions.GetAtAsync("a", Noon.AddHours(1), None))!.ChainHash.ShouldBe("a chain 1");
        (await Stores.Engine.GetFiguresAsync(None)).Decisions.ShouldBe(3);
    }

    [Fact]
    public async Task Decisions_OutliveTheirAccount()
    {
        await DecideAsync(Decision("a", 1));
        await RemoveAsync(Crm, Abstractions.Records.RecordKind.Account, new Core.Snapshots.RemovedRecord("a", null));
        (await Stores.Decisions.FindAsync("d-a-1", None)).ShouldNotBeNull();
    }
}
