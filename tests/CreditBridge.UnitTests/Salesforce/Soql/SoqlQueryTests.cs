using CreditBridge.Connectors.Salesforce.Soql;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Soql;

public sealed class SoqlQueryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Query_WithEverything_ReadsLikeSoql() =>
        new SoqlQuery("Account", ["Id", "Credit_Score__c"]) { Where = SoqlCondition.ChangedSince(Noon), OrderBy = ["SystemModstamp", "Id"], Limit = 1 }.ToString()
            .ShouldBe("SELECT Id, Credit_Score__c FROM Account WHERE SystemModstamp >= 2026-11-21T12:00:00Z ORDER BY SystemModstamp, Id LIMIT 1");

    [Fact]
    public void After_OneRecord_KeepsTheOthersOfItsSecond() =>
        SoqlCondition.After(Noon, "001000000000001AAA").ToString()
            .ShouldBe("SystemModstamp >= 2026-11-21T12:00:00Z AND (SystemModstamp > 2026-11-21T12:00:00Z OR Id > '001000000000001AAA')");

    [Theory]
    [InlineData("Name FROM User")]
    [InlineData("1st")]
    [InlineData("")]
    [InlineData("Name\n")]
    [InlineData("Näme")]
    public void Query_NameThatIsNone_IsRefused(string name) => Should.Throw<ArgumentException>(() => new SoqlQuery("Account", [name]));
}
