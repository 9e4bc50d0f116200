using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>From a customer that nobody claims to a line in the link file, and back.</summary>
public sealed class LinkCommandTests : SampleWorldFixture
{
    private string Links => Path.Combine(Folder, "links.csv");

    [Fact]
    public async Task An_unclaimed_customer_is_proposed_linked_kept_through_a_bad_file_and_let_go()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Config))!;
        settings["Accounts"] = new JsonObject { [nameof(Links)] = "links.csv" };
        settings["Connections"]!["salesforce"]!["Attributes"] = new JsonObject { ["CustomerNumber"] = "BillingStreet" };
        await File.WriteAllTextAsync(Config, settings.ToJsonString());
        await File.WriteAllTextAsync(Links, "# nothing yet\n");
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);

        var customer = (await UnclaimedAsync()).Single(c => (string?)c!["name"] == SampleCompany.UnclaimedCustomerName)!;
        customer["open"]!.AsArray().Count.ShouldBe(1);
        customer["candidates"]!.AsArray().ShouldBeEmpty();
        var number = ((string)customer["customer"]!).Split('/')[1];
        var account = (string)World.Server.Org.Query("SELECT Id FROM Account WHERE ERP_Customer_Keys__c = null").ToList()[0]["Id"]!;
        World.Server.Org.Update(account, new Dictionary<string, object?> { ["BillingStreet"] = $" {number} " });
        await CommandAsync("sync", "--json");

        var candidate = (await UnclaimedAsync()).Single(c => (string?)c!["name"] == SampleCompany.UnclaimedCustomerName)!["candidates"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)candidate["account"]).ShouldBe(account);
        ((string?)candidate["by"]![0]).ShouldBe($"customer number {number}");
        await File.WriteAllTextAsync(Links, $"not {account}, {customer["customer"]}\n");
        (await UnclaimedAsync()).Single(c => (string?)c!["name"] == SampleCompany.UnclaimedCustomerName)!["candidates"]!.AsArray().ShouldBeEmpty();

        await File.WriteAllTextAsync(Links, (string)candidate["line"]! + "\n");
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        (await UnclaimedAsync()).ShouldNotContain(c => (string?)c!["name"] == SampleCompany.UnclaimedCustomerName);
        Exposure(account).ShouldBeGreaterThan(0m);

        // A file with a mistake changes nothing, in a new process neither.
        await File.WriteAllTextAsync(Links, "oops\n");
        var bad = await CommandAsync("sync");
        bad.ExitCode.ShouldBe(3, bad.Error + bad.Output);
        bad.Output.ShouldContain("links.csv:1:");
        Exposure(account).ShouldBeGreaterThan(0m);

        await File.WriteAllTextAsync(Links, "no-such-account, erp:1000/NOBODY\n");
        var unknown = await CommandAsync("sync");
        unknown.ExitCode.ShouldBe(3);
        unknown.Output.ShouldContain("there is no account no-such-account");
        unknown.Output.ShouldContain("no ERP has delivered customer erp:1000/NOBODY");
        unknown.Output.ShouldContain("was taken out");
        Exposure(account).ShouldBeGreaterThan(0m, "nobody has said whose the customer is");

        var kept = JsonNode.Parse((await CommandAsync("customers", "kept", "--json")).Output)!.AsArray().ShouldHaveSingleItem()!;
        ((string?)kept["account"]).ShouldBe(account);
        await File.WriteAllTextAsync(Links, (string)kept["notLine"]! + "\n");
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        Exposure(account).ShouldBe(0m, "the account is not that customer");
        var csv = await CommandAsync("customers", "unclaimed", "--csv");
        csv.Output.ShouldContain(SampleCompany.UnclaimedCustomerName);
    }

    private decimal Exposure(string account) => Convert.ToDecimal(World.Server.Org.Find(account)!["Credit_Exposure__c"], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonArray> UnclaimedAsync() => JsonNode.Parse((await CommandAsync("customers", "unclaimed", "--json")).Output)!.AsArray();
}
