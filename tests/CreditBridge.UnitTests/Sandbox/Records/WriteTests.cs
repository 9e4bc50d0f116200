using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Records;

public sealed class WriteTests
{
    private readonly TestOrg org = new();

    [Theory]
    [InlineData("Name", null, "REQUIRED_FIELD_MISSING Required fields are missing: [Name]")]
    [InlineData("Credit_Currency__c", "EURO", "STRING_TOO_LONG Credit Currency: data value too large: EURO (max length=3)")]
    [InlineData("Credit_Limit_Status__c", "Plenty", "bad value for restricted picklist field: Plenty")]
    [InlineData("ParentId", "006D000000IRFma", "MALFORMED_ID Parent Account ID: id value of incorrect type: 006D000000IRFma")]
    [InlineData("ParentId", "001D000000IRFma", "INVALID_CROSS_REFERENCE_KEY invalid cross reference id")]
    public void Create_WithAnInvalidValue_IsRefusedInTheWordsOfTheApi(string field, string? value, string message)
    {
        (string, object?)[] values = field == "Name" ? [("Name", value)] : [("Name", "A"), (field, value)];

        Should.Throw<ArgumentException>(() => org.Org.Create("Account", values)).Message.ShouldContain(message);
        org.TotalSize("SELECT COUNT() FROM Account").ShouldBe(0);
    }

    [Theory]
    [InlineData("1234.567", "1234.57")]
    [InlineData("0.005", "0.01")]
    [InlineData("-2.345", "-2.35")]
    [InlineData("5000", "5000.0")]
    public void Amounts_AreRoundedToTheirScale(string given, string stored)
    {
        var id = org.Account("A", ("Credit_Limit__c", decimal.Parse(given)));

        org.Org.Find(id)!.Number("Credit_Limit__c")!.Value.ToString().ShouldBe(stored);
    }

    [Fact]
    public void Amounts_BeyondThePrecision_AreRefused() =>
        Should.Throw<ArgumentException>(() => org.Account("A", ("Credit_Limit__c", 1e16m))).Message.ShouldContain("NUMBER_OUTSIDE_VALID_RANGE");

    [Fact]
    public void Opportunity_TakesItsDerivedFieldsFromTheStage()
    {
        var id = org.Opportunity("Deal", null, ("Amount", 1000m));
        var deal = org.Org.Find(id)!;
        (deal.Number("Probability"), deal.Number("ExpectedRevenue"), deal.Flag("IsClosed"), deal.Text("ForecastCategoryName")).ShouldBe((10m, 100m, false, "Pipeline"));

        org.Org.Update(id, ("StageName", "Closed Won"));

        deal = org.Org.Find(id)!;
        (deal.Number("Probability"), deal.Flag("IsClosed"), deal.Flag("IsWon"), deal.Text("ForecastCategoryName")).ShouldBe((100m, true, true, "Closed"));
    }

    [Fact]
    public void History_KeepsChangesOfStageAmountAndCloseDate_AndNothingElse()
    {
        var id = org.Opportunity("Deal", null, ("Amount", 10m));
        org.Org.Update(id, ("NextStep", "call"));
        org.Org.Update(id, ("Amount", 20m));
        org.Org.Update(id, ("StageName", "Qualification"));

        var history = org.Org.Query($"SELECT Id FROM OpportunityHistory WHERE OpportunityId = '{id}' ORDER BY Id");

        history.Select(row => (row.Text("StageName"), row.Number("Amount"), row.Number("PrevAmount"))).ShouldBe(
            [("Prospecting", 10m, null), ("Prospecting", 20m, 10m), ("Qualification", 20m, 20m)]);
    }

    [Fact]
    public void Delete_OfAnAccount_TakesItsDeals_AndUndeleteBringsThemBack()
    {
        var account = org.Account("A");
        var deal = org.Opportunity("Deal", account);

        org.Org.Delete(account);
        org.Org.Find(deal)!.IsDeleted.ShouldBeTrue();

        org.Org.Undelete(account);
        org.Org.Find(deal)!.IsDeleted.ShouldBeFalse();
    }

    [Fact]
    public void Merge_MovesTheChildren_AndPointsTheLoserToTheWinner()
    {
        var (winner, loser) = (org.Account("Winner"), org.Account("Loser"));
        var deal = org.Opportunity("Deal", loser);
        org.Clock.Now += TimeSpan.FromMinutes(1);

        org.Org.Merge(winner, loser);

        var lost = org.Org.Find(loser)!;
        (lost.IsDeleted, lost.Text("MasterRecordId")).ShouldBe((true, winner));
        org.Org.Find(deal)!.Text("AccountId").ShouldBe(winner);
        new[] { winner, loser, deal }.ShouldAllBe(id => org.Org.Find(id)!.SystemModstamp == new DateTimeOffset(2026, 3, 17, 10, 31, 15, TimeSpan.Zero));
    }

    [Fact]
    public void Seed_WithABadRow_CreatesNothing()
    {
        var rows = new[] { new Dictionary<string, object?> { ["Name"] = "good" }, new Dictionary<string, object?> { ["Industry"] = "no name" } };

        Should.Throw<ArgumentException>(() => org.Org.Seed("Account", rows)).Message.ShouldContain("Account row 2");
        org.TotalSize("SELECT COUNT() FROM Account").ShouldBe(0);
    }

    [Fact]
    public void Seed_MaySetWhatThePlatformSets()
    {
        var stamp = new DateTimeOffset(2020, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

        var id = org.Account("Old", ("CreatedDate", stamp), ("SystemModstamp", stamp), ("OwnerId", org.Org.UserId("integration@creditbridge.example")));

        var old = org.Org.Find(id)!;
        (old["CreatedDate"], old.SystemModstamp, old["Owner.Name"]).ShouldBe((stamp.AddMilliseconds(-789), stamp.AddMilliseconds(-789), "Credit Integration"));
    }

    [Fact]
    public void ValidationRule_RefusesWhatItsConditionHolds()
    {
        org.Faults.Add(new FaultRule(FaultKind.ValidationRule) { Object = "Opportunity", When = "Amount > 1000 AND StageName = 'Closed Won'", Message = "Ask first." });
        var id = org.Opportunity("Deal", null, ("Amount", 2000m));

        Should.Throw<ArgumentException>(() => org.Org.Update(id, ("StageName", "Closed Won"))).Message.ShouldContain("FIELD_CUSTOM_VALIDATION_EXCEPTION Ask first.");
        org.Org.Find(id)!.Text("StageName").ShouldBe("Prospecting");
    }
}
