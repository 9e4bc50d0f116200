using System.Text.Json;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

public sealed class CycleCommandTests : SampleWorldFixture
{
    protected override bool InOwnProcess => true;

    [Fact]
    public async Task A_second_sync_of_unchanged_data_writes_nothing_and_costs_one_call()
    {
        var first = await CommandAsync("sync", "--json");
        first.ExitCode.ShouldBe(0, first.Error + first.Output);
        first.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(200);
        var written = World.Server.Calls.RecordsWritten;
        written.ShouldBe(first.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64());

        var used = World.Server.Calls.Used;
        var second = await CommandAsync("sync", "--json");

        second.ExitCode.ShouldBe(0, second.Error + second.Output);
        World.Server.Calls.RecordsWritten.ShouldBe(written);
        (World.Server.Calls.Used - used).ShouldBe(1);
        second.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(
            first.Json.GetProperty("evaluation").GetProperty("reviews").GetProperty("opened").GetInt64(), "of our own writes, only new reviews are looked at: they have their CRM ids now");
        second.Json.GetProperty("calls").GetInt64().ShouldBe(1);

        var third = await CommandAsync("sync", "--json");
        third.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(0, "our own write coming back makes nothing due");
        third.Json.GetProperty("calls").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_writes_nothing_and_says_what_a_sync_then_writes()
    {
        var plan = await CommandAsync("plan", "--json", "--limit", "1000");
        plan.ExitCode.ShouldBe(0, plan.Error + plan.Output);
        World.Server.Calls.RecordsWritten.ShouldBe(0);
        var records = plan.Json.GetProperty("plan").GetProperty("records").GetInt64();
        records.ShouldBeGreaterThan(200);

        var sync = await CommandAsync("sync", "--json");
        sync.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64().ShouldBe(records);
    }

    [Fact]
    public async Task A_killed_sync_goes_on_at_the_next_start_and_ends_where_an_undisturbed_one_ends()
    {
        using (var victim = Creditbridge.Start(["sync", "--config", Config]))
        {
            // Killed as soon as the org has been asked something: anywhere in reading, evaluating or writing.
            var deadline = Task.Delay(TimeSpan.FromMinutes(1));
            while (World.Server.Calls.Used == 0 && !victim.HasExited && !deadline.IsCompleted)
                await Task.Delay(20);
            victim.Kill(entireProcessTree: true);
            await victim.WaitForExitAsync();
        }

        var next = await CommandAsync("sync", "--json");
        next.ExitCode.ShouldBe(0, next.Error + next.Output);

        var quiet = await CommandAsync("sync", "--json");
        quiet.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64().ShouldBe(0);
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Checked_At__c = null").Count.ShouldBe(0);
        var outbox = await CommandAsync("outbox", "list", "--json");
        outbox.Json.GetArrayLength().ShouldBe(0);
    }

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
