using CreditBridge.Sandbox;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Records;

/// <summary>The shipped validation rule, evaluated by the org: a deal is not won while its customer is held.</summary>
public sealed class HoldRuleTests
{
    private const string Refused = "FIELD_CUSTOM_VALIDATION_EXCEPTION This customer is on credit hold";
    private const string Analyst = "analyst@acme.example";

    private readonly TestOrg org = new(options => options with
    {
        Users = [.. options.Users, new SandboxUser(Analyst) { PermissionSets = ["CreditBridge_Credit"] }],
    });

    [Fact]
    public void Deal_OfAHeldCustomer_CannotBeWon()
    {
        var deal = Deal(hold: true, "On hold");

        Should.Throw<ArgumentException>(() => org.Org.Update(deal, ("StageName", "Closed Won"))).Message.ShouldContain(Refused);
        org.Org.Find(deal)!["StageName"].ShouldBe("Prospecting");
    }

    [Fact]
    public void Deal_OfAHeldCustomer_CannotBeCreatedAsWon()
    {
        var account = org.Account("A", ("Credit_Hold__c", true));

        Should.Throw<ArgumentException>(() => org.Opportunity("D", account, ("StageName", "Closed Won"))).Message.ShouldContain(Refused);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "On hold")]
    [InlineData(true, "Prequalified")]
    public void Deal_ThatIsNotHeldOrThatPassesPrepaid_CanBeWon(bool hold, string? check)
    {
        var deal = Deal(hold, check);

        org.Org.Update(deal, ("StageName", "Closed Won"));

        org.Org.Find(deal)!["IsWon"].ShouldBe(true);
    }

    [Theory]
    [InlineData("Amount", 900)]
    [InlineData("Requested_Payment_Terms__c", "Net 60")]
    public void Deal_ThatPassedOtherwise_IsNotWonWithTheSameSave(string field, object value)
    {
        var deal = Deal(hold: true, "Prequalified");

        Should.Throw<ArgumentException>(() => org.Org.Update(deal, ("StageName", "Closed Won"), (field, value is int number ? (decimal)number : value)))
            .Message.ShouldContain(Refused);
    }

    [Fact]
    public void CreditTeam_MayWinTheDeal()
    {
        var deal = Deal(hold: true, "On hold");

        org.Org.Update(deal, new Dictionary<string, object?> { ["StageName"] = "Closed Won" }, Analyst);

        org.Org.Find(deal)!["IsWon"].ShouldBe(true);
    }

    [Fact]
    public void WonDeal_TakesOtherChangesWhenItsCustomerIsHeldLater()
    {
        var account = org.Account("A");
        var deal = org.Opportunity("D", account, ("StageName", "Closed Won"));
        org.Org.Update(account, ("Credit_Hold__c", true));

        org.Org.Update(deal, ("Credit_Check_Status__c", "On hold"));

        org.Org.Find(deal)!["Credit_Check_Status__c"].ShouldBe("On hold");
    }

    [Fact]
    public void OtherStages_AreFree()
    {
        var deal = Deal(hold: true, "On hold");

        org.Org.Update(deal, ("StageName", "Closed Lost"));

        org.Org.Find(deal)!["IsClosed"].ShouldBe(true);
    }

    private string Deal(bool hold, string? check) =>
        org.Opportunity("D", org.Account("A", ("Credit_Hold__c", hold)), ("Amount", 100m), ("Credit_Check_Status__c", check), ("Requested_Payment_Terms__c", "Prepaid"));
}
