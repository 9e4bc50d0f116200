using CreditBridge.Sandbox.Soql;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class AccessPathTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TestOrg org = new();
    private readonly IReadOnlyList<string> ids;

    public AccessPathTests() => ids = org.Org.Seed("Account", Enumerable.Range(0, 60).Select(i => (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?>
    {
        ["Name"] = $"Account {i * 7 % 60:00}", ["SystemModstamp"] = Start.AddSeconds(i * 7 % 60 / 10),
    }));

    [Fact]
    public void Rows_FoundThroughAnIndex_AreThoseOfAFullScan()
    {
        var second = Gen.Choose(-1, 7).Select(seconds => new Literal(LiteralKind.DateTime, $"{Start.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}"));
        var id = Gen.Elements(ids.ToArray()).Select(value => new Literal(LiteralKind.String, value));
        var simple = Gen.OneOf(
            from symbol in Gen.Elements("=", "!=", "<", "<=", ">", ">=") from value in second
            select (Condition)new Comparison(new FieldExpression(null, "SystemModstamp"), symbol, value),
            from symbol in Gen.Elements("=", "!=", ">", "<=") from value in id select (Condition)new Comparison(new FieldExpression(null, "Id"), symbol, value),
            from symbol in Gen.Elements("IN", "NOT IN") from values in id.NonEmptyListOf() select (Condition)new ListCondition(new FieldExpression(null, "Id"), symbol, [.. values]));
        var pair = simple.ArrayOf(2);
        var nested = Gen.OneOf(simple, pair.Select(parts => (Condition)new AndCondition([.. parts])), pair.Select(parts => (Condition)new OrCondition([.. parts])), simple.Select(part => (Condition)new NotCondition(part)));
        var conditions = Gen.OneOf(nested, nested.ArrayOf(2).Select(parts => (Condition)new AndCondition([.. parts])), nested.ArrayOf(2).Select(parts => (Condition)new OrCondition([.. parts])));

        Prop.ForAll(conditions.ToArbitrary(), condition =>
        {
            var where = SoqlPrinter.Print(condition);
            var viaIndex = org.Names($"SELECT Id FROM Account WHERE {where} ORDER BY SystemModstamp, Id");
            var scanned = org.Names($"SELECT Id FROM Account WHERE Name != null AND NOT (NOT ({where})) ORDER BY Name");
            viaIndex.Order().ShouldBe(scanned);
            viaIndex.ShouldBe(org.Names($"SELECT Id FROM Account WHERE {where} ORDER BY SystemModstamp ASC NULLS LAST, Id"));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Keyset_OverEqualStamps_ReadsEveryRowOnce()
    {
        List<string> seen = [];
        var (stamp, id) = ("2020-01-01T00:00:00Z", "000000000000000");
        while (true)
        {
            var page = org.Org.Query($"SELECT Id FROM Account WHERE (SystemModstamp = {stamp} AND Id > '{id}') OR SystemModstamp > {stamp} ORDER BY SystemModstamp, Id LIMIT 7");
            if (page.Count == 0) break;
            seen.AddRange(page.Select(record => record.Id));
            (stamp, id) = ($"{page[^1].SystemModstamp:yyyy-MM-ddTHH:mm:ssZ}", page[^1].Id);
        }

        seen.Count.ShouldBe(60);
        seen.Distinct().Count().ShouldBe(60);
    }
}
