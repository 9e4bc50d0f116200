using CreditBridge.Sandbox.Soql;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class QueryTests
{
    private readonly TestOrg org = new();

    public QueryTests()
    {
        var acme = org.Account("Acme", ("Industry", "Retail"), ("AnnualRevenue", 1000m), ("BillingCity", "Köln"));
        var beta = org.Account("beta", ("Industry", "Energy"), ("ParentId", acme), ("AnnualRevenue", 500m));
        org.Account("Gamma 100%", ("Industry", "retail"));
        org.Opportunity("A1", acme, ("Amount", 100m));
        org.Opportunity("A2", acme, ("Amount", 250.5m), ("StageName", "Closed Won"), ("CloseDate", new DateOnly(2026, 3, 16)));
        org.Opportunity("B1", beta);
        org.Opportunity("None");
    }

    [Theory]
    [InlineData("SELECT Id FROM Account WHERE Name = 'ACME'", "Acme")]
    [InlineData("SELECT Id FROM Account WHERE Industry = 'RETAIL' ORDER BY Name", "Acme,Gamma 100%")]
    [InlineData("SELECT Id FROM Account ORDER BY Name DESC", "Gamma 100%,beta,Acme")]
    [InlineData("SELECT Id FROM Account WHERE Name LIKE '%100\\%'", "Gamma 100%")]
    [InlineData("SELECT Id FROM Account WHERE Parent.Name = 'acme'", "beta")]
    [InlineData("SELECT Id FROM Account WHERE ParentId = null ORDER BY Name", "Acme,Gamma 100%")]
    [InlineData("SELECT Id FROM Account ORDER BY AnnualRevenue, Name", "Gamma 100%,beta,Acme")]
    [InlineData("SELECT Id FROM Account ORDER BY AnnualRevenue DESC", "Acme,beta,Gamma 100%")]
    [InlineData("SELECT Id FROM Account ORDER BY AnnualRevenue DESC NULLS FIRST LIMIT 1", "Gamma 100%")]
    [InlineData("SELECT Id FROM Account ORDER BY Name LIMIT 1 OFFSET 1", "beta")]
    [InlineData("SELECT Id FROM Account WHERE Industry IN ('energy', 'x')", "beta")]
    [InlineData("SELECT Id FROM Account WHERE NOT (Industry = 'Energy' OR AnnualRevenue > 900)", "Gamma 100%")]
    [InlineData("SELECT Id FROM Account WHERE AnnualRevenue != 500 ORDER BY Name", "Acme,Gamma 100%")]
    [InlineData("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)", "Acme")]
    [InlineData("SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity)", "Gamma 100%")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = YESTERDAY", "A2")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate > TODAY ORDER BY Name", "A1,B1,None")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate < 2026-04-01", "A2")]
    [InlineData("SELECT Id FROM Opportunity WHERE CreatedDate = TODAY AND Account.Parent.Name = 'Acme'", "B1")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount >= 250.5", "A2")]
    [InlineData("SELECT Id FROM Opportunity o WHERE o.Account.BillingCity = 'KÖLN' ORDER BY o.Name", "A1,A2")]
    [InlineData("SELECT Id FROM Opportunity WHERE CALENDAR_MONTH(CloseDate) = 3", "A2")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x\\' OR Name != null --'", "")]
    public void Query_GivesTheRecordsInOrder(string soql, string expected) => string.Join(',', org.Names(soql)).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT Foo FROM Account", "INVALID_FIELD", "No such column 'Foo' on entity 'Account'")]
    [InlineData("SELECT Id FROM Account WHERE Foo__c = 1", "INVALID_FIELD", "No such column 'Foo__c' on entity 'Account'")]
    [InlineData("SELECT Owner.Foo FROM Account", "INVALID_FIELD", "No such column 'Foo' on entity 'User'")]
    [InlineData("SELECT Boss.Name FROM Account", "INVALID_FIELD", "Didn't understand relationship 'Boss' in field path")]
    [InlineData("SELECT Id FROM Accounts", "INVALID_TYPE", "sObject type 'Accounts' is not supported")]
    [InlineData("SELECT (SELECT Id FROM Deals) FROM Account", "INVALID_TYPE", "Didn't understand relationship 'Deals'")]
    [InlineData("SELECT Id, Id FROM Account", "INVALID_FIELD", "duplicate field selected")]
    [InlineData("SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD", "must be of type string and should be enclosed in quotes")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount > '5'", "INVALID_FIELD", "must be of type currency and should not be enclosed in quotes")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate > 2026-01-01T00:00:00Z", "INVALID_FIELD", "must be of type date ")]
    [InlineData("SELECT Id FROM Opportunity WHERE CreatedDate > 2026-01-01", "INVALID_FIELD", "must be of type dateTime ")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount > USD5", "INVALID_FIELD", "must be of type currency")]
    [InlineData("SELECT Id FROM Account WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: nonsense")]
    [InlineData("SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD", "can not be filtered")]
    [InlineData("SELECT Id FROM Account ORDER BY Description", "INVALID_FIELD", "can not be sorted")]
    [InlineData("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", "must be grouped or aggregated")]
    [InlineData("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY", "LIMIT")]
    [InlineData("SELECT CurrencyIsoCode FROM Account", "INVALID_FIELD", "No such column 'CurrencyIsoCode'")]
    public void Query_WithAMistake_IsRefusedInTheWordsOfTheApi(string soql, string code, string message)
    {
        var error = Should.Throw<SoqlException>(() => org.Json(soql));

        error.Code.ShouldBe(code);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void Parents_AreNestedWithTheirOwnAttributes_AndNullWhereThereIsNone()
    {
        var records = org.Json("SELECT Name, Account.Name, Account.Owner.Name FROM Opportunity ORDER BY Name");

        records[0]!["Account"]!["attributes"]!["type"]!.GetValue<string>().ShouldBe("Account");
        records[0]!["Account"]!["Owner"]!["Name"]!.GetValue<string>().ShouldBe("Ada Admin");
        records[3]!["Account"].ShouldBeNull();
        records[3]!.AsObject().ContainsKey("Account").ShouldBeTrue();
    }

    [Fact]
    public void Children_AreAResultOfTheirOwn_AndNullWhereThereAreNone()
    {
        var records = org.Json("SELECT Name, (SELECT Name FROM Opportunities ORDER BY Name DESC) FROM Account ORDER BY Name");

        records[0]!["Opportunities"]!["totalSize"]!.GetValue<int>().ShouldBe(2);
        records[0]!["Opportunities"]!["records"]![0]!["Name"]!.GetValue<string>().ShouldBe("A2");
        records[2]!["Opportunities"].ShouldBeNull();
    }

    [Fact]
    public void Values_AreWrittenAsThePlatformWritesThem()
    {
        var record = org.Json("SELECT amount, closedate, iswon, createddate, probability FROM Opportunity WHERE Name = 'A2'")[0]!;

        record.ToJsonString().ShouldContain("\"Amount\":250.5,\"CloseDate\":\"2026-03-16\",\"IsWon\":true,\"CreatedDate\":\"2026-03-17T10:30:15.000\\u002B0000\",\"Probability\":100.0");
    }

    [Fact]
    public void Groups_HaveAliasesAndNumberedExpressions()
    {
        var records = org.Json("SELECT Account.Name, COUNT(Id), SUM(Amount) total, MIN(CloseDate) FROM Opportunity WHERE AccountId != null GROUP BY Account.Name ORDER BY SUM(Amount) DESC");

        records.Count.ShouldBe(2);
        records[0]!.ToJsonString().ShouldBe(
            """{"attributes":{"type":"AggregateResult"},"Name":"Acme","expr0":2,"total":350.5,"expr1":"2026-03-16"}""");
    }

    [Fact]
    public void Count_GivesATotalAndNoRecords()
    {
        org.Json("SELECT COUNT() FROM Opportunity").Count.ShouldBe(0);
        org.TotalSize("SELECT COUNT() FROM Opportunity WHERE Amount != null").ShouldBe(2);
    }

    [Fact]
    public void Deleted_AreSeenByAllRowsOnly()
    {
        org.Org.Delete(org.Org.Query("SELECT Id FROM Account WHERE Name = 'Acme'")[0].Id);

        org.Names("SELECT Id FROM Account ORDER BY Name").ShouldBe(["beta", "Gamma 100%"]);
        org.Names("SELECT Id FROM Opportunity WHERE IsDeleted = true ORDER BY Name ALL ROWS").ShouldBe(["A1", "A2"]);
    }

    [Fact]
    public void MultiCurrency_ConvertsAmountsAndComparesCurrencyLiterals()
    {
        var euro = new TestOrg(options => options with { MultiCurrency = true, ConversionRates = new Dictionary<string, decimal> { ["EUR"] = 0.5m } });
        euro.Opportunity("In euro", null, ("Amount", 100m), ("CurrencyIsoCode", "EUR"));
        euro.Opportunity("In dollar", null, ("Amount", 150m));

        euro.Names("SELECT Id FROM Opportunity WHERE Amount > USD180").ShouldBe(["In euro"]);
        euro.Json("SELECT convertCurrency(Amount) inUsd FROM Opportunity WHERE Name = 'In euro'")[0]!["inUsd"]!.GetValue<decimal>().ShouldBe(200m);
        euro.Json("SELECT SUM(Amount) FROM Opportunity")[0]!["expr0"]!.GetValue<decimal>().ShouldBe(350m);
    }
}
