using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Somebody asks about a customer of the ERP by its key.</summary>
public sealed class ExplainCustomerCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task A_customer_is_explained_by_its_account_and_one_that_nobody_claims_by_what_is_known_of_it()
    {
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        var account = World.Server.Org.Query("SELECT Id, Name, ERP_Customer_Keys__c FROM Account WHERE ERP_Customer_Keys__c != null")
            .First(r => !((string)r["ERP_Customer_Keys__c"]!).Contains(';', StringComparison.Ordinal));
        var claimed = await CommandAsync("explain", $"erp:{account["ERP_Customer_Keys__c"]}", "--json");
        claimed.ExitCode.ShouldBe(0, claimed.Error + claimed.Output);
        ((string?)JsonNode.Parse(claimed.Output)!["account"]).ShouldBe((string)account["Name"]!);

        var free = JsonNode.Parse((await CommandAsync("customers", "unclaimed", "--json")).Output)!.AsArray().First(c => (string?)c!["name"] == SampleCompany.UnclaimedCustomerName)!;
        var unclaimed = await CommandAsync("explain", (string)free["customer"]!);
        unclaimed.ExitCode.ShouldBe(2);
        OneLine(unclaimed.Error).ShouldContain($"'{SampleCompany.UnclaimedCustomerName}' is a customer of the ERP that no account claims; open: ");

        var unknown = await CommandAsync("explain", "erp:1000/NOBODY");
        (unknown.ExitCode, OneLine(unknown.Error)).ShouldSatisfyAllConditions(u => u.ExitCode.ShouldBe(2), u => u.Item2.ShouldContain("No ERP delivers this customer, and no account claims it."));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
