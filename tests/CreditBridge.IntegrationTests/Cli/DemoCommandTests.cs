using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Demo_tells_the_whole_job_and_ends_well()
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-demo-test-");
        var demo = await Creditbridge.RunAsync("demo", "--directory", folder.FullName);
        demo.ExitCode.ShouldBe(0, demo.Error + demo.Output);
        foreach (var expected in new[] { "200 accounts evaluated", "Written", "counted calls", "Halden Fabrication", "deposit", "no account claims", "reports bought for EUR", "no possible answer would change the decision", "the budget does not suffice", "0 records written; 1 counted call" })
            demo.Output.ShouldContain(expected);

        // The bureaus are gone with the demo; what was bought stays on record.
        var ledger = (await Creditbridge.RunAsync("bureaus", "--dry-run", "false", "--json", "--config", Path.Combine(folder.FullName, "appsettings.json"))).Json;
        ledger.GetProperty("spent").GetDecimal().ShouldBeInRange(1m, 75m);
        ledger.GetProperty("orders").EnumerateArray().ShouldAllBe(o => o.GetProperty("why").GetString()!.Contains("would become"));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("schema")]
    [InlineData("docs")]
    public async Task Config_prints_what_can_be_configured(string what)
    {
        var outcome = await Creditbridge.RunAsync("config", what);
        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain("PollSeconds");
        outcome.Output.ShouldContain("CustomerKeys");
    }

    [Fact]
    public async Task Inputs_lists_the_catalogue_and_names_a_wrong_one()
    {
        (await Creditbridge.RunAsync("inputs", "--json")).Json.GetArrayLength().ShouldBeGreaterThan(15);
        (await Creditbridge.RunAsync("inputs", "no_such_input")).ExitCode.ShouldBe(2);
    }
}
