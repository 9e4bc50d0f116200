using CreditBridge.Sandbox.Soql;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class SoqlParserTests
{
    [Theory]
    [InlineData("SELECT Id FROM Account")]
    [InlineData("select id, name from account a where a.name like 'A%'")]
    [InlineData("SELECT Id, Account.Owner.Name FROM Opportunity WHERE Amount >= 10.5 AND (StageName = 'x' OR StageName = null)")]
    [InlineData("SELECT Name, (SELECT Id FROM Opportunities WHERE IsWon = true ORDER BY CloseDate DESC NULLS LAST LIMIT 3) FROM Account")]
    [InlineData("SELECT COUNT() FROM Account")]
    [InlineData("SELECT Industry, COUNT(Id) n, SUM(AnnualRevenue) FROM Account GROUP BY Industry HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC")]
    [InlineData("SELECT CALENDAR_YEAR(CloseDate), MAX(Amount) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate)")]
    [InlineData("SELECT Id FROM Account WHERE NOT Name IN ('a', 'b\\'c') AND Id NOT IN (SELECT AccountId FROM Opportunity)")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_DAYS:30 OR CreatedDate > 2026-01-02T03:04:05Z OR CreatedDate < 2026-01-02T03:04:05.123+01:00")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount > USD5000 AND Amount < -3e2")]
    [InlineData("SELECT FIELDS(ALL) FROM Account LIMIT 200")]
    [InlineData("SELECT Id FROM Account WHERE Type INCLUDES ('a;b', 'c') OFFSET 10 FOR VIEW")]
    [InlineData("SELECT Id FROM Account ALL ROWS")]
    [InlineData("SELECT convertCurrency(Amount) c FROM Opportunity")]
    public void Parse_OfAQuery_RoundTripsThroughItsText(string text)
    {
        var query = SoqlParser.Parse(text);

        SoqlParser.Parse(SoqlPrinter.Print(query)).ShouldBe(query);
    }

    [Theory]
    [InlineData("", "<EOF>")]
    [InlineData("SELECTT Id FROM Account", "SELECTT")]
    [InlineData("SELECT FROM Account", "FROM")]
    [InlineData("SELECT Id, FROM Account", "FROM")]
    [InlineData("SELECT Id FROM", "<EOF>")]
    [InlineData("SELECT Id FROM Account WHERE", "<EOF>")]
    [InlineData("SELECT Id FROM Account WHERE Name", "<EOF>")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "OR")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Name = 'c'", "AND")]
    [InlineData("SELECT Id FROM Account LIMIT x", "x")]
    [InlineData("SELECT Id FROM Account LIMIT -1", "-1")]
    [InlineData("SELECT Id FROM Account garbage more", "more")]
    [InlineData("SELECT Id FROM Account WHERE Name = Name", "Name")]
    [InlineData("SELECT Id FROM Account ORDER Name", "Name")]
    [InlineData("SELECT (SELECT (SELECT Id FROM X) FROM Y) FROM Account", "(")]
    [InlineData("SELECT SHOUT(Name) FROM Account", "SHOUT")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x' -- comment", "--")]
    public void Parse_OfABrokenQuery_NamesTheToken(string text, string token)
    {
        var error = Should.Throw<SoqlException>(() => SoqlParser.Parse(text));

        error.Code.ShouldBe("MALFORMED_QUERY");
        error.Message.ShouldContain(token == "--" ? "-" : $"unexpected token: '{token}'");
        error.Message.ShouldContain("ERROR at Row:1:Column:");
    }

    [Theory]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x\\'")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x\\q'")]
    [InlineData("SELECT Id FROM Account WHERE CloseDate > 2026-13-01")]
    [InlineData("SELECT Id FROM Account WHERE Name # 'x'")]
    public void Parse_OfABrokenLiteral_IsMalformed(string text) => Should.Throw<SoqlException>(() => SoqlParser.Parse(text)).Code.ShouldBe("MALFORMED_QUERY");

    [Fact]
    public void Error_PointsAtTheColumn()
    {
        var error = Should.Throw<SoqlException>(() => SoqlParser.Parse("SELECT Id FROM Account LIMIT x"));

        error.Message.ShouldBe("\nSELECT Id FROM Account LIMIT x\n                             ^\nERROR at Row:1:Column:30\nunexpected token: 'x'");
    }

    [Fact]
    public void Parse_OfMoreThan100000Characters_IsTooComplicated() =>
        Should.Throw<SoqlException>(() => SoqlParser.Parse(new string('x', 100_001))).Code.ShouldBe("QUERY_TOO_COMPLICATED");
}
