using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SampleCrmTests : IAsyncLifetime
{
    private readonly SampleOrg _sample = new();

    public Task InitializeAsync() => _sample.InitializeAsync();

    public Task DisposeAsync() => _sample.DisposeAsync();

    [Fact]
    public void Seed_TheOrg_HasEveryRecordOfTheSample()
    {
        _sample.Org.Query("SELECT Id FROM Account").Count.ShouldBe(200);
        _sample.Org.Query("SELECT Id FROM Opportunity").Count.ShouldBe(300);
        foreach (var account in SampleOrg.Company.Accounts)
        {
            var record = _sample.Org.Find(_sample.Crm.IdOf(account.Key))!;
            record.Text("Name").ShouldBe(account.Name);
            record.Text("ERP_Customer_Keys__c").ShouldBe(account.ErpKeys);
            record.Text("CurrencyIsoCode").ShouldBe(account.Currency);
            record.Text("ParentId").ShouldBe(account.ParentKey is null ? null : _sample.Crm.IdOf(account.ParentKey));
            record.Text("Owner.Name").ShouldBe(SampleOrg.Company.Users.Single(user => user.Key == account.OwnerKey).Name);
            record.Flag("Credit_Hold__c").ShouldBeFalse("credit fields are the bridge's to write");
        }
    }

    [Fact]
    public void Seed_EveryDeal_HasItsStageHistoryWithItsDates()
    {
        foreach (var deal in SampleOrg.Company.Opportunities)
        {
            var id = _sample.Crm.IdOf(deal.Key);
            var record = _sample.Org.Find(id)!;
            record.Text("StageName").ShouldBe(deal.Stage);
            record.Text("Requested_Payment_Terms__c").ShouldBe(deal.RequestedTerms);
            record.SystemModstamp.ShouldBe(deal.History[^1].At);
            record.Number("Probability").ShouldBe(SalesProcess.Find(deal.Stage).Probability);
            _sample.Org.Query($"SELECT Id FROM OpportunityHistory WHERE OpportunityId = '{id}' ORDER BY CreatedDate, Id")
                .Select(change => (change.Text("StageName"), change.Number("Amount"), (DateTimeOffset)change["CreatedDate"]!))
                .ShouldBe(deal.History.Select(change => ((string?)change.Stage, (decimal?)change.Amount, change.At)));
        }
    }

    [Fact]
    public void Stages_OfTheSample_AreTheStagesOfTheOrg() =>
        _sample.Org.Query("SELECT Id FROM OpportunityStage ORDER BY SortOrder")
            .Select(stage => (stage.Text("ApiName"), (int)stage.Number("DefaultProbability")!, stage.Flag("IsClosed"), stage.Flag("IsWon")))
            .ShouldBe(SalesProcess.Stages.Select(stage => ((string?)stage.Name, stage.Probability, stage.IsClosed, stage.IsWon)));

    [Fact]
    public void Tick_AgainAndAgain_ChangesOneDealEachTimeAndNeverTheStory()
    {
        var story = _sample.Org.Find(_sample.Crm.StoryDealId)!.SystemModstamp;

        for (var i = 0; i < 200; i++)
        {
            var before = Deals();
            var said = _sample.Crm.Tick();
            var after = Deals();
            var changed = after.Where(deal => before[deal.Key] != deal.Value).ToList();
            changed.ShouldHaveSingleItem($"{i}: {said}");
            said.ShouldStartWith(_sample.Org.Find(changed[0].Key)!.Text("Name")!);
        }

        _sample.Org.Find(_sample.Crm.StoryDealId)!.SystemModstamp.ShouldBe(story);
    }

    private Dictionary<string, string> Deals() => _sample.Org.Query("SELECT Id FROM Opportunity")
        .ToDictionary(deal => deal.Id, deal => $"{deal["StageName"]}|{deal["Amount"]}|{deal["Requested_Payment_Terms__c"]}");
}
