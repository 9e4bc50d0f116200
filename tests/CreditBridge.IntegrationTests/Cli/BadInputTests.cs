using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>What a person gets for a mistake: where it is and what to do; and the rest goes on where that is safe.</summary>
public sealed class BadInputTests : SampleWorldFixture
{
    [Fact]
    public async Task A_wrong_command_line_is_explained_with_exit_code_2()
    {
        var outcome = await Creditbridge.RunAsync("synchronise");
        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("synchronise");
    }

    [Fact]
    public async Task All_mistakes_of_a_configuration_are_named_at_once_each_with_its_key_and_line()
    {
        var file = Path.Combine(Folder, "wrong.json");
        await File.WriteAllTextAsync(file, """
            {
              "Schedule": { "PollSeconds": 0 },
              "Storage": { "Provider": "Oracle" },
              "Connections": { "crm": { "Type": "Salesfroce" } }
            }
            """);
        var outcome = await Creditbridge.RunAsync("sync", "--config", file);
        outcome.ExitCode.ShouldBe(2);
        foreach (var expected in new[] { "Schedule:PollSeconds", "Storage:Provider", "Connections:crm:Type", "wrong.json:2", "Salesforce" })
            outcome.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task A_malformed_row_is_kept_and_counted_and_the_rest_goes_on()
    {
        var file = Directory.EnumerateFiles(Path.Combine(Folder, "erp"), "open-items-*.csv").Single();
        await File.AppendAllTextAsync(file, "1000,C10001,BROKEN1,INV,2026-99-01,2026-01-31,EUR,100,100,N\n");

        var sync = await CommandAsync("sync", "--json");

        sync.ExitCode.ShouldBe(3);
        sync.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(200);
        var status = await CommandAsync("status");
        status.Output.ShouldContain(Path.GetFileName(file));
        status.Output.ShouldContain("ISSUE_DATE");
    }

    [Fact]
    public async Task A_mapping_that_does_not_say_what_a_limit_of_zero_means_is_refused_with_the_reason()
    {
        var mapping = Path.Combine(Folder, "sample-erp.yaml");
        var lines = await File.ReadAllLinesAsync(mapping);
        await File.WriteAllLinesAsync(mapping, lines.Where(l => !l.TrimStart().StartsWith("zero:", StringComparison.Ordinal)));

        var sync = await CommandAsync("sync");

        sync.ExitCode.ShouldBe(3);
        sync.Output.ShouldContain("zero");
        sync.Output.ShouldContain("sample-erp.yaml");
        World.Server.Calls.RecordsRead.ShouldBeGreaterThan(0, "the CRM is read all the same");
    }

    [Fact]
    public async Task A_revoked_login_says_so_with_what_to_do_and_exit_code_4()
    {
        var config = (await File.ReadAllTextAsync(Config)).Replace(SandboxServerOptions.IntegrationUsername, "nobody@creditbridge.example", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Config, config);
        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(4);
        sync.Output.ShouldContain("Needs a person");
        sync.Output.ShouldContain("→");
    }

    [Fact]
    public async Task An_unreachable_org_says_so_and_the_erp_is_read_all_the_same()
    {
        var config = (await File.ReadAllTextAsync(Config)).Replace(World.Server.Address.ToString().TrimEnd('/'), "http://127.0.0.1:9", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Config, config);
        var sync = await CommandAsync("sync", "--json");
        sync.ExitCode.ShouldBe(4);
        sync.Json.GetProperty("sync").GetProperty("sources").EnumerateArray()
            .Single(s => s.GetProperty("connection").GetString() == "erp" && s.GetProperty("kind").GetString() == "erpCustomer")
            .GetProperty("result").GetProperty("added").GetInt64().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_field_that_is_not_visible_is_named_once_and_the_others_are_written()
    {
        World.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Credit_Trend__c" });

        var sync = await CommandAsync("sync", "--json");

        sync.ExitCode.ShouldBe(3);
        var problem = sync.Json.GetProperty("fieldProblems").EnumerateArray().ShouldHaveSingleItem();
        problem.ToString().ShouldContain("Credit_Trend__c");
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = null AND Credit_Checked_At__c = null").Count.ShouldBe(0);

        World.Server.Faults.Clear();
        await CommandAsync("sync", "--json");
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Trend__c = null").Count.ShouldBe(0, "what was repaired is made up for");
    }

    [Fact]
    public async Task A_policy_with_mistakes_names_line_and_path_and_nothing_starts()
    {
        var policy = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, (await File.ReadAllTextAsync(policy)).Replace("oldest_past_due_days > 30 and", "oldest_past_due_dais > 30 and", StringComparison.Ordinal));
        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(2);
        sync.Error.ShouldContain("policy.yaml");
        sync.Error.ShouldContain("oldest_past_due_days");
        World.Server.Calls.Used.ShouldBe(0);
    }
}
