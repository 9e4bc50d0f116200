using System.Text.Json;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>What commands say about the sample company before and after a cycle.</summary>
public sealed class SampleCompanyCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task A_changed_deal_gets_a_new_check_on_the_next_sync()
    {
        await CommandAsync("sync", "--json");
        await CommandAsync("sync", "--json");
        var deal = World.Crm.StoryDealId;
        World.Server.Org.Find(deal)!["Credit_Check_Status__c"].ShouldBe("Conditional");

        World.Server.Org.Update(deal, new Dictionary<string, object?> { ["Amount"] = 120_000m });
        var sync = await CommandAsync("sync", "--json");

        sync.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(1);
        World.Server.Org.Find(deal)!["Credit_Check_Status__c"].ShouldBe("Prequalified");
        World.Server.Org.Find(deal)!["Credit_Alternatives__c"].ShouldBeNull();
    }

    [Fact]
    public async Task Explain_replays_the_decision_for_both_audiences()
    {
        await CommandAsync("sync", "--json");
        foreach (var what in new[] { SampleCompany.StoryAccountName, World.Crm.StoryDealId })
        {
            var credit = await CommandAsync("explain", what, "--json");
            credit.ExitCode.ShouldBe(0, credit.Error + credit.Output);
            credit.Json.GetProperty("replays").GetBoolean().ShouldBeTrue();
            credit.Json.GetProperty("account").GetString().ShouldBe(SampleCompany.StoryAccountName);
        }

        var rep = await CommandAsync("explain", SampleCompany.StoryAccountName, "--audience", "rep");
        rep.Output.ShouldNotContain("weight", Case.Insensitive);
        (await CommandAsync("explain", SampleCompany.StoryAccountName, "--audience", "rep", "--json")).Output.ShouldNotContain("average_", Case.Insensitive);
        rep.Output.ShouldContain("replayed from its stored inputs: the same result");
    }

    [Fact]
    public async Task Status_names_the_customer_that_no_account_claims()
    {
        await CommandAsync("sync", "--json");
        var status = await CommandAsync("status");
        status.ExitCode.ShouldBe(0, status.Error);
        status.Output.ShouldContain(SampleCompany.UnclaimedCustomerName);
    }

    [Fact]
    public async Task Check_finds_nothing_wrong_with_the_sample_and_changes_nothing()
    {
        var check = await CommandAsync("check", "--json");
        check.ExitCode.ShouldBe(0, check.Output);
        Findings(check).Select(f => f.GetProperty("status").GetString()).ShouldNotContain("failed");
        World.Server.Calls.RecordsWritten.ShouldBe(0);
        World.Server.Calls.Used.ShouldBeLessThanOrEqualTo(6);
        Subjects(check).ShouldContain("Stages");
        Subjects(check).ShouldContain("Polling");
    }

    [Fact]
    public async Task Check_finds_what_would_go_wrong_at_night_and_says_what_to_do()
    {
        World.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Credit_Headroom__c" });
        World.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "ERP_Customer_Keys__c" });

        var check = await CommandAsync("check", "--json");

        check.ExitCode.ShouldBe(3, check.Output);
        var failed = Findings(check).Where(f => f.GetProperty("status").GetString() == "failed").ToList();
        failed.Select(f => f.GetProperty("subject").GetString()).ShouldBe(["Account.Credit_Headroom__c", "Account.ERP_Customer_Keys__c"], ignoreOrder: true);
        failed.ShouldAllBe(f => f.GetProperty("nextStep").GetString()!.Contains("CreditBridge_Integration"));

        var page = await CommandAsync("check");
        page.Output.ShouldContain("2 failed");
    }

    private static IEnumerable<JsonElement> Findings(Outcome check) => check.Json.GetProperty("parts").EnumerateArray().SelectMany(p => p.GetProperty("findings").EnumerateArray());

    private static IEnumerable<string?> Subjects(Outcome check) => Findings(check).Select(f => f.GetProperty("subject").GetString());
}
