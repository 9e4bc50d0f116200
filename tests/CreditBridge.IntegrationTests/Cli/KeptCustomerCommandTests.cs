using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Somebody empties the ERP key of an account that is on hold: the hold stays, and every command says why, until it is said whose the customer is.</summary>
public sealed class KeptCustomerCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task An_emptied_key_releases_nothing_and_is_named_by_every_command()
    {
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        var account = World.Server.Org.Query("SELECT Id, ERP_Customer_Keys__c, Credit_Hold__c, Credit_Exposure__c FROM Account WHERE ERP_Customer_Keys__c != null")
            .First(r => r["Credit_Hold__c"] is true && !((string)r["ERP_Customer_Keys__c"]!).Contains(';', StringComparison.Ordinal) && Convert.ToDecimal(r["Credit_Exposure__c"], System.Globalization.CultureInfo.InvariantCulture) > 0m);
        var (id, key, exposure) = ((string)account["Id"]!, (string)account["ERP_Customer_Keys__c"]!, account["Credit_Exposure__c"]);
        Name(id, null);

        var plan = JsonNode.Parse((await CommandAsync("plan", "--json")).Output)!;
        plan["report"]!["evaluation"]!["keptClaims"]!.AsArray().Count.ShouldBe(1);
        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3, sync.Error + sync.Output);
        OneLine(sync.Output).ShouldContain($"{key} was taken out");
        World.Server.Org.Find(id)!["Credit_Hold__c"].ShouldBe(true, "an empty field releases no hold");
        World.Server.Org.Find(id)!["Credit_Exposure__c"].ShouldBe(exposure);

        OneLine((await CommandAsync("status")).Output).ShouldContain($"{key} since");
        OneLine((await CommandAsync("explain", id)).Output).ShouldContain("was taken out");
        var listed = JsonNode.Parse((await CommandAsync("customers", "kept", "--json")).Output)!.AsArray().ShouldHaveSingleItem()!;
        ((string)listed["customer"]!).ShouldEndWith(key);
        listed["open"]!.AsArray().ShouldNotBeEmpty();

        Name(id, key);
        var corrected = await CommandAsync("sync");
        corrected.ExitCode.ShouldBe(0, corrected.Error + corrected.Output);
        (await CommandAsync("customers", "kept")).Output.ShouldContain("No account keeps");
    }

    private void Name(string account, string? keys) => World.Server.Org.Update(account, ("ERP_Customer_Keys__c", keys));

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
