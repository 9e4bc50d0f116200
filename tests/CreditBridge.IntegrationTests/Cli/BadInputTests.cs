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
        await File.AppendAllTextAsync(file, "1000,C10001,BROKEN1,INV,2026-99-01,2026-01-31,EUR,100,100,N,\n");

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
        World.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Credit_Currency__c" });

        var sync = await CommandAsync("sync", "--json");

        sync.ExitCode.ShouldBe(3);
        var problem = sync.Json.GetProperty("fieldProblems").EnumerateArray().ShouldHaveSingleItem();
        problem.ToString().ShouldContain("Credit_Currency__c");
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c = null AND Credit_Checked_At__c = null").Count.ShouldBe(0);

        World.Server.Faults.Clear();
        await CommandAsync("sync", "--json");
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Currency__c = null").Count.ShouldBe(0, "what was repaired is made up for");
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

    [Fact]
    public async Task A_policy_spoilt_while_no_process_ran_leaves_the_last_good_one_active()
    {
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        var policy = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, (await File.ReadAllTextAsync(policy)).Replace("oldest_past_due_days > 30 and", "oldest_past_due_dais > 30 and", StringComparison.Ordinal));
        var sync = await CommandAsync("sync");
        sync.Error.ShouldContain("is not used");
        sync.Error.ShouldContain("oldest_past_due_days");
        sync.ExitCode.ShouldBe(0, "the last good policy decides, and nothing has changed");
        (await CommandAsync("override", "grant", "Halden Fabrication AS", "--effect", "hold", "--by", "Dana", "--reason", "stop")).ExitCode.ShouldBe(0, "an emergency stop must not wait for a policy");
    }

    [Theory]
    [InlineData("--until", "02.01.2027")]
    [InlineData("--amount", "50.000")]
    public async Task A_day_or_amount_that_can_be_read_two_ways_is_refused(string option, string value)
    {
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        var grant = await CommandAsync("override", "grant", "Halden Fabrication AS", "--effect", "hold", "--by", "Dana", "--reason", "stop", option, value);
        grant.ExitCode.ShouldBe(2);
        grant.Error.ShouldContain(value);
    }

    [Fact]
    public async Task Nothing_is_decided_while_open_items_have_never_been_read_and_everything_once_they_are()
    {
        var file = Directory.EnumerateFiles(Path.Combine(Folder, "erp"), "open-items-*.csv").Single();
        var aside = Path.Combine(Folder, "aside.csv");
        File.Move(file, aside);

        var without = await CommandAsync("sync", "--json");
        without.ExitCode.ShouldBe(3);
        without.Json.GetProperty("neverRead").EnumerateArray().ShouldHaveSingleItem().GetProperty("kind").GetString().ShouldBe("receivable");
        World.Server.Calls.RecordsWritten.ShouldBe(0, "a customer whose open items are unknown is not free of debt");

        File.Move(aside, file);
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        World.Server.Calls.RecordsWritten.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_policy_that_names_an_unknown_stage_is_reported_and_deals_keep_their_check()
    {
        await CommandAsync("sync", "--json");
        var policy = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, (await File.ReadAllTextAsync(policy)).Replace("from_probability: 50\n  other", "from_stage: No Such Stage\n  other", StringComparison.Ordinal));

        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3);
        sync.Output.ShouldContain("No Such Stage");
        World.Server.Org.Find(World.Crm.StoryDealId)!["Credit_Check_Status__c"].ShouldBe("Conditional");

        var check = await CommandAsync("check");
        check.ExitCode.ShouldBe(3);
        check.Output.ShouldContain("Proposal/Price Quote", customMessage: "the CRM's own stages are listed");
    }

    [Fact]
    public async Task A_removal_that_was_withheld_is_not_forgotten_after_the_run_that_found_it()
    {
        await CommandAsync("sync", "--json");
        var file = Directory.EnumerateFiles(Path.Combine(Folder, "erp"), "customers-*.csv").Single();
        await File.WriteAllLinesAsync(Path.Combine(Folder, "erp", "customers-29991231.csv"), (await File.ReadAllLinesAsync(file)).Take(5));

        (await CommandAsync("sync")).ExitCode.ShouldBe(3);
        (await CommandAsync("sync")).ExitCode.ShouldBe(3);
        var status = await CommandAsync("status");
        status.Output.ShouldContain("customers-29991231.csv");
        status.Output.ShouldContain("max_removed_percent");
    }
}
