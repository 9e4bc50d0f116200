using CreditBridge.Sandbox.Soql;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class SoqlPropertyTests
{
    private static readonly Gen<FieldExpression> Field = Gen.Elements("Id", "Name", "Account.Name", "Amount", "CloseDate", "Custom__c", "Parent__r.X__c")
        .Select(path => new FieldExpression(null, path));

    private static readonly Gen<Literal> Literals = Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => new Literal(LiteralKind.String, SoqlText.Escape(text.Get))),
        Gen.Choose(-100_000, 100_000).Select(number => new Literal(LiteralKind.Number, (number / 100m).ToString())),
        Gen.Elements("true", "false").Select(text => new Literal(LiteralKind.Boolean, text)),
        Gen.Constant(new Literal(LiteralKind.Null, "null")),
        Gen.Choose(0, 20_000).Select(day => new Literal(LiteralKind.Date, new DateOnly(1990, 1, 1).AddDays(day).ToString("yyyy-MM-dd"))),
        Gen.Choose(0, 20_000).Select(day => new Literal(LiteralKind.DateTime, new DateOnly(1990, 1, 1).AddDays(day).ToString("yyyy-MM-dd") + "T01:02:03Z")),
        Gen.Choose(0, 400).Select(n => new Literal(LiteralKind.DateRange, "LAST_N_DAYS", n)),
        Gen.Constant(new Literal(LiteralKind.DateRange, "THIS_QUARTER")));

    private static readonly Gen<Condition> Simple = Gen.OneOf(
        from field in Field from symbol in Gen.Elements("=", "!=", "<", "<=", ">", ">=", "LIKE") from value in Literals
        select (Condition)new Comparison(field, symbol, value),
        from field in Field from name in Gen.Elements("IN", "NOT IN", "INCLUDES", "EXCLUDES") from values in Literals.NonEmptyListOf()
        select (Condition)new ListCondition(field, name, [.. values]));

    [Fact]
    public void Printing_ThenParsing_GivesTheSameCondition() =>
        Prop.ForAll(Conditions(3).ToArbitrary(), condition => SoqlParser.ParseCondition(SoqlPrinter.Print(condition)).Equals(condition)).QuickCheckThrowOnFailure();

    [Fact]
    public void Printing_ThenParsing_GivesTheSameQuery()
    {
        var queries =
            from fields in Field.NonEmptyListOf()
            from condition in Conditions(2)
            from key in Field
            from down in Gen.Elements(true, false)
            from nulls in Gen.Elements<bool?>(true, false, null)
            from limit in Gen.Choose(0, 50_000)
            select new SoqlQuery([.. fields.Select(field => (SelectItem)new SelectField(field, null))], "Opportunity")
            {
                Where = condition, OrderBy = [new Ordering(key, down, nulls)], Limit = limit,
            };

        Prop.ForAll(queries.ToArbitrary(), query => SoqlParser.Parse(SoqlPrinter.Print(query)).Equals(query)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Escaping_ThenReading_GivesTheSameText() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var parsed = (Comparison)SoqlParser.ParseCondition($"Name = '{SoqlText.Escape(text.Get)}'");
            return SoqlText.Unescape(parsed.Value.Text) == text.Get;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyText_ParsesOrIsRefused_AndNeverCrashes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            foreach (var query in new[] { text.Get, $"SELECT {text.Get} FROM Account", $"SELECT Id FROM Account WHERE {text.Get}" })
            {
                try
                {
                    SoqlParser.Parse(query);
                }
                catch (SoqlException refused)
                {
                    refused.Code.ShouldBe("MALFORMED_QUERY");
                }
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<Condition> Conditions(int depth) => depth == 0 ? Simple : Gen.OneOf(
        Simple,
        Conditions(depth - 1).Select(inner => (Condition)new NotCondition(inner)),
        Parts(depth).Select(parts => (Condition)new AndCondition([.. parts])),
        Parts(depth).Select(parts => (Condition)new OrCondition([.. parts])));

    private static Gen<Condition[]> Parts(int depth) => Gen.Choose(2, 3).SelectMany(count => Conditions(depth - 1).ArrayOf(count));
}
