using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Somebody mistypes the ERP key of an account that is on hold: the hold stays, and every command says why, until the key is right again.</summary>
public sealed class UndeliveredKeyCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task A_mistyped_key_releases_nothing_and_is_named_by_every_command()
    {
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        var account = World.Server.Org.Query("SELECT Id, ERP_Customer_Keys__c, Credit_Hold__c FROM Account WHERE ERP_Customer_Keys__c != null")
            .First(r => r["Credit_Hold__c"] is true && !((string)r["ERP_Customer_Keys__c"]!).Contains(';', StringComparison.Ordinal));
        var (id, key) = ((string)account["Id"]!, (string)account["ERP_Customer_Keys__c"]!);
        Name(id, key + "x");

        var plan = JsonNode.Parse((await CommandAsync("plan", "--json")).Output)!;
        ((int?)plan["report"]!["evaluation"]!["undeliveredKeys"]!["accounts"]).ShouldBe(1);
        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3, sync.Error + sync.Output);
        OneLine(sync.Output).ShouldContain("1 account names a customer that no ERP delivers");
        World.Server.Org.Find(id)!["Credit_Hold__c"].ShouldBe(true, "a typing mistake releases no hold");
        World.Server.Org.Find(id)!["Prequalification__c"].ShouldBe("Review needed");

        (await CommandAsync("status")).Output.ShouldContain(key + "x");
        var check = await CommandAsync("check");
        check.ExitCode.ShouldBe(3, check.Error + check.Output);
        OneLine(check.Output).ShouldContain("no ERP delivers");
        var explained = OneLine((await CommandAsync("explain", id, "--audience", "rep")).Output);
        explained.ShouldContain("is in no ERP");
        explained.ShouldNotContain("not linked");
        var listed = JsonNode.Parse((await CommandAsync("customers", "undelivered", "--json")).Output)!.AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["account"]).ShouldBe(id);

        Name(id, key);
        var corrected = await CommandAsync("sync");
        corrected.ExitCode.ShouldBe(0, corrected.Error + corrected.Output);
        World.Server.Org.Find(id)!["Credit_Hold__c"].ShouldBe(true, "it owes what it owed");
        (await CommandAsync("customers", "undelivered")).Output.ShouldContain("Every customer");
    }

    private void Name(string account, string keys) => World.Server.Org.Update(account, ("ERP_Customer_Keys__c", keys));

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
