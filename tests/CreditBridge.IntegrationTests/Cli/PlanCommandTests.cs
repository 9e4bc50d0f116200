using System.Text.Json;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>A plan is applied as it was made, or not at all.</summary>
public sealed class PlanCommandTests : SampleWorldFixture
{
    private string PlanPath => Path.Combine(Folder, "plan.json");

    private Task<Outcome> ApplyAsync() => CommandAsync("sync", "--plan", PlanPath, "--json");

    private async Task<JsonElement> PlanAsync()
    {
        var outcome = await CommandAsync("plan", "--out", PlanPath, "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error + outcome.Output);
        return outcome.Json.GetProperty("plan");
    }

    private void ChangeDeal(string id, decimal amount) => World.Server.Org.Update(id, new Dictionary<string, object?> { ["Amount"] = amount });

    [Fact]
    public async Task A_plan_is_applied_once_whatever_comes_between()
    {
        var plan = await PlanAsync();
        plan.GetProperty("holdsToSet").GetInt64().ShouldBeGreaterThan(0);
        plan.GetProperty("pipelineDeals").GetInt64().ShouldBeGreaterThan(0);
        World.Server.Calls.RecordsWritten.ShouldBe(0);
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(PlanPath));
        var fields = file.RootElement.GetProperty("accounts").EnumerateArray()
            .SelectMany(a => a.GetProperty("records").EnumerateArray()).SelectMany(r => r.GetProperty("fields").EnumerateArray()).ToList();
        fields.Count.ShouldBe((int)plan.GetProperty("fieldCounts").EnumerateObject().Sum(f => f.Value.GetInt64()));
        fields.ShouldAllBe(f => f.GetProperty("reason").GetString()!.Length > 0);

        // Killed as soon as the org has been asked something: before, while or after it writes.
        using (var victim = Creditbridge.Start(["sync", "--plan", PlanPath, "--config", Config]))
        {
            var used = World.Server.Calls.Used;
            var deadline = Task.Delay(TimeSpan.FromMinutes(1));
            while (World.Server.Calls.Used == used && !victim.HasExited && !deadline.IsCompleted)
                await Task.Delay(20);
            victim.Kill(entireProcessTree: true);
            await victim.WaitForExitAsync();
        }

        var applied = await ApplyAsync();
        applied.ExitCode.ShouldBe(0, applied.Error + applied.Output);
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Checked_At__c = null").Count.ShouldBe(0);

        var written = World.Server.Calls.RecordsWritten;
        var again = await ApplyAsync();
        again.ExitCode.ShouldBe(0, again.Error + again.Output);
        again.Json.GetProperty("shown").GetInt64().ShouldBe(plan.GetProperty("records").GetInt64());
        World.Server.Calls.RecordsWritten.ShouldBe(written);
        (await PlanAsync()).GetProperty("records").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_in_the_plan_waits_and_a_moved_world_is_left_alone()
    {
        await CommandAsync("sync", "--json");
        var story = World.Crm.StoryDealId;
        ChangeDeal(story, 120_000m);
        var plan = await PlanAsync();
        var planned = plan.GetProperty("records").GetInt64();
        planned.ShouldBeGreaterThan(0);
        var table = await CommandAsync("plan", "--limit", "1");
        table.Output.ShouldContain("deal changed:");
        table.Output.ShouldContain("instead of");

        // Another account's deal changes: not the plan's business.
        var other = World.Server.Org.Query($"SELECT Id, AccountId FROM Opportunity WHERE Credit_Check_Status__c = 'Prequalified' AND Id != '{story}'")
            .First(d => (string?)d["AccountId"] != (string?)World.Server.Org.Find(story)!["AccountId"]);
        ChangeDeal((string)other["Id"]!, 9_000_000m);
        // Somebody types over what the plan was made on: nothing at all is written.
        var status = World.Server.Org.Find(story)!["Credit_Check_Status__c"];
        World.Server.Org.Update(story, new Dictionary<string, object?> { ["Credit_Check_Status__c"] = "Does not fit" });
        var written = World.Server.Calls.RecordsWritten;
        var moved = await ApplyAsync();
        moved.ExitCode.ShouldBe(5, moved.Error + moved.Output);
        moved.Json.GetProperty("moved").GetInt64().ShouldBe(1);
        moved.Json.GetProperty("movedRecords")[0].GetProperty("why").GetString()!.ShouldContain("CreditCheckStatus");
        World.Server.Calls.RecordsWritten.ShouldBe(written);

        // As it was when the plan was made. The CRM tells its time in whole seconds, so that what it shows within the same second proves nothing yet.
        World.Server.Org.Update(story, new Dictionary<string, object?> { ["Credit_Check_Status__c"] = status });
        var applied = await ApplyAsync();
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(10);
        while (applied.ExitCode == 5 && TimeProvider.System.GetUtcNow() < deadline)
            applied = await ApplyAsync();
        applied.ExitCode.ShouldBe(0, applied.Error + applied.Output);
        World.Server.Org.Find(story)!["Credit_Check_Status__c"].ShouldBe("Prequalified");
        (World.Server.Calls.RecordsWritten - written).ShouldBe(planned);
        applied.Json.GetProperty("report").GetProperty("outbox").GetProperty("pending").GetInt64().ShouldBeGreaterThan(0, "the other deal waits");

        // What was applied counts as done; a deal that changes once more is no longer what was planned.
        ChangeDeal(story, 900_000m);
        (await ApplyAsync()).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_plan_that_was_cut_changed_or_made_elsewhere_is_refused_before_anything_is_asked()
    {
        await PlanAsync();
        var good = await File.ReadAllTextAsync(PlanPath);
        var used = World.Server.Calls.Used;

        await RefusedAsync(good[..(good.Length / 2)], "cut off");
        await RefusedAsync(good.Replace("\"wanted\":\"Low\"", "\"wanted\":\"High\"", StringComparison.Ordinal), "changed since");
        await RefusedAsync("account,field\r\n1,2\r\n", "not a plan");
        await RefusedAsync("", "not a plan");
        World.Server.Calls.Used.ShouldBe(used);

        await File.WriteAllTextAsync(PlanPath, good.Replace("\n", "\r\n", StringComparison.Ordinal));
        var policy = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, (await File.ReadAllTextAsync(policy)).Replace("version: 1", "version: 2", StringComparison.Ordinal));
        (await ApplyAsync()).Output.ShouldContain("was made under policy", customMessage: "another policy; line ends alone change nothing");
        foreach (var database in Directory.GetFiles(Folder, "*.db*", SearchOption.AllDirectories))
            File.Delete(database);
        (await ApplyAsync()).Output.ShouldContain("another database");
        World.Server.Calls.RecordsWritten.ShouldBe(0);
    }

    private async Task RefusedAsync(string text, string why)
    {
        await File.WriteAllTextAsync(PlanPath, text);
        var outcome = await ApplyAsync();
        outcome.ExitCode.ShouldBe(2, outcome.Error + outcome.Output);
        outcome.Output.ShouldContain(why);
    }
}
