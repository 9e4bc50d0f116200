using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>No exchange rates arrive: accounts that owe in another currency show nothing rather than nothing owed, everybody is told, and the first rate ends it.</summary>
public sealed class MissingRateCommandTests : SampleWorldFixture
{
    private string Rates => Directory.GetFiles(World.DropFolder, "rates-*.csv").Max(StringComparer.Ordinal)!;

    [Fact]
    public async Task Amounts_without_a_rate_are_unknown_everywhere_until_it_is_there()
    {
        var rates = await File.ReadAllLinesAsync(Rates);
        await File.WriteAllLinesAsync(Rates, rates.Take(1));

        foreach (var command in new[] { "plan", "sync", "sync" })
        {
            var run = await CommandAsync(command);
            run.ExitCode.ShouldBe(3, run.Error + run.Output);
            run.Output.ReplaceLineEndings(" ").ShouldContain("amounts that cannot be converted", customMessage: command);
        }

        var status = await CommandAsync("status", "--json");
        var finding = JsonNode.Parse(status.Output)!["findings"]!["lines"]![0]!;
        ((string?)finding["subject"]).ShouldBe("exchange rates");
        var account = Regex.Match((string)finding["what"]!, @"prequalified \((\w+)").Groups[1].Value;
        (await CommandAsync("status")).Output.ReplaceLineEndings(" ").ShouldContain("exchange rates");
        var check = await CommandAsync("check");
        check.ExitCode.ShouldBe(3);
        check.Output.ReplaceLineEndings(" ").ShouldContain("exchange rates");
        var explained = (await CommandAsync("explain", account)).Output.ReplaceLineEndings(" ");
        explained.ShouldContain("There is no exchange rate");

        var record = World.Server.Org.Find(account)!;
        (record["Prequalification__c"], record["Credit_Headroom__c"]).ShouldBe(("Review needed", null));

        await File.WriteAllLinesAsync(Path.Combine(World.DropFolder, "rates-99991231.csv"), rates);
        var settled = await CommandAsync("sync");
        settled.ExitCode.ShouldBe(0, settled.Error + settled.Output);
        JsonNode.Parse((await CommandAsync("status", "--json")).Output)!["findings"]!["lines"]!.AsArray().ShouldBeEmpty();
        World.Server.Org.Find(account)!["Credit_Exposure__c"].ShouldNotBeNull();
    }
}
