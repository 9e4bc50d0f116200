using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting;

public sealed class PolicyStagesTests
{
    private static readonly StageRecord[] Stages = [new("Proposal") { IsActive = true, SortOrder = 1 }, new("Old Offer") { IsActive = false, SortOrder = 2 }, new("Negotiation") { IsActive = true, SortOrder = 3 }];

    [Fact]
    public void Stages_AllThereAndActive_AreOk() =>
        PolicyStages.Of(new DealSelection { Stages = ["Proposal"], FromStage = "Negotiation" }, Stages).ShouldHaveSingleItem().Status.ShouldBe(CheckStatus.Ok);

    [Fact]
    public void Stage_ThatTheCrmDoesNotHave_IsAFailureThatListsTheActiveOnes()
    {
        var finding = PolicyStages.Of(new DealSelection { Stages = ["Propsal"] }, Stages).ShouldHaveSingleItem();

        finding.Status.ShouldBe(CheckStatus.Failed);
        finding.Message.ShouldContain("'Propsal'");
        finding.NextStep!.ShouldContain("'Proposal', 'Negotiation'");
    }

    [Fact]
    public void Stage_ThatIsNotActive_IsAWarning() =>
        PolicyStages.Of(new DealSelection { FromStage = "Old Offer" }, Stages).ShouldHaveSingleItem().Status.ShouldBe(CheckStatus.Warning);

    [Fact]
    public void Stages_NoneRead_SaysNothing() => PolicyStages.Of(new DealSelection { Stages = ["Propsal"] }, []).ShouldBeEmpty();
}
