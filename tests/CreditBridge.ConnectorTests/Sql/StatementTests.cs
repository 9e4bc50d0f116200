using CreditBridge.Connectors.Sql;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Connectors.Sql.Reading;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Sql;

/// <summary>Where in the mapping something stands that a database complains about in a statement around it.</summary>
public sealed class StatementTests
{
    private const string Query = "SELECT id, nme\nFROM t\nWHERE changed > @changed_since AND id > @after_id\nORDER BY idd";

    // What the database points at; the line of the mapping, the query's text beginning on line 11.
    [Theory]
    [InlineData("nme", "customers, line 11 of the mapping")]
    [InlineData("changed >", "customers, line 13 of the mapping")]
    [InlineData("AND id", "customers, line 13 of the mapping")]
    [InlineData("idd", "customers, line 14 of the mapping")]
    [InlineData("DECLARE", "customers, query at line 11 of the mapping")]
    [InlineData(" AS rows_of", "customers, query at line 11 of the mapping")]
    [InlineData("nowhere", "customers, query at line 11 of the mapping")]
    public void Position_IsFoundInTheMapping(string what, string place)
    {
        var tokens = SqlTokens.Read(Query).Tokens;
        var query = new SqlQuery(Query, [.. tokens.Where(t => t.Text.StartsWith('@'))], 11);
        var statement = new Statement(new PostgreSqlDatabase(new SqlOptions()), query, "customers")
            .Write("DECLARE c CURSOR FOR SELECT * FROM (").Query(_ => null).Write(") AS rows_of");
        statement.PlaceOf(statement.Text.IndexOf(what, StringComparison.Ordinal) + 1).ShouldBe(place);
    }
}
