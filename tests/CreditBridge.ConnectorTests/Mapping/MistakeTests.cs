using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.Mapping.PlainDialect;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Every mistake in a mapping is named with its place and with what would be right.</summary>
public sealed class MistakeTests
{
    // What stands at the top, in the kind and in its fields; the path of the one mistake; a piece of its message; a piece of its suggestion.
    public static TheoryData<string, string, string, string, string, string> Mistakes => new()
    {
        { "", "", "document: {first_of: [A]}", "fields.document.first_of", "choice of one", "at least two" },
        { "", "", "due: {earliest_of: [A]}", "fields.due.earliest_of", "choice of one", "at least two" },
        { "", "", "document: {first_of: [A, {colum: B}]}", "fields.document.first_of[1].colum", "unknown", "'column'" },
        { "", "", "document: {first_of: [A, {column: B, value: C}]}", "fields.document.first_of[1].value", "Both column and value", "Give one" },
        { "", "", "document: {column: A, text: \"{B}\"}", "fields.document.text", "Both column and text", "Give one" },
        { "", "", "document: {text: \"{A\"}", "fields.document.text", "not closed", "{A}-{B}" },
        { "", "", "document: {text: \"{}\"}", "fields.document.text", "No column stands between", "{A}-{B}" },
        { "", "", "document: {text: \"A\"}", "fields.document.text", "No column stands in it", "{A}-{B}" },
        { "", "", "document: {column: A, strip_leading: \"00\"}", "fields.document.strip_leading", "One character", "\"0\"" },
        { "", "", "document: {column: A, pad_left: {with: \"0\"}}", "fields.document.pad_left.to", "1 to 100", "to: 10" },
        { "", "", "document: {column: A, pad_left: {with: \"0\", to: 1000}}", "fields.document.pad_left.to", "1 to 100", "to: 10" },
        { "", "", "document: {column: A, pad_left: {with: \"01\", to: 10}}", "fields.document.pad_left.with", "One character", "with: \"0\"" },
        { "", "", "document: {column: A, lookup: docs}", "fields.document.lookup", "There is no table 'docs'", "lookups: {docs:" },
        { "lookups: {docs: {values: {a: b}}}", "", "document: {column: A, lookup: doc}", "fields.document.lookup", "There is no table 'doc'", "Did you mean 'docs'?" },
        { "", "", "document: {column: A, sum: [B]}", "fields.document.sum", "unknown", "There are" },
        { "", "", "document: {value: \"\"}", "fields.document.value", "needs it", "Write a text" },
        { "", "", "open_amount: {sum: []}", "fields.open_amount.sum", "nothing to add", "minus" },
        { "", "", "open_amount: {sum: [A, {mnus: B}]}", "fields.open_amount.sum[1].mnus", "unknown", "Did you mean 'minus'?" },
        { "", "", "open_amount: {sum: [A, {minus: B, column: C}]}", "fields.open_amount.sum[1].column", "unknown", "minus" },
        { "", "", "open_amount: {column: A, scale: 0}", "fields.open_amount.scale", "0 is no factor", "scale: 0.01" },
        { "", "", "open_amount: {column: A, scale: cents}", "fields.open_amount.scale", "not a number", "scale: 100" },
        { "", "", "open_amount: {column: A, upper: true}", "fields.open_amount.upper", "unknown", "There are" },
        { "", "", "due: {column: A, add_days: {colum: B}}", "fields.due.add_days.colum", "unknown", "Did you mean 'column'?" },
        { "", "", "due: {column: A, date_format: DD.MM.YYYY}", "fields.due.date_format", "'DD.MM.YYYY' does not describe a date", "dd.MM.yyyy" },
        { "", "", "due: {column: A, lookup: days}", "fields.due.lookup", "unknown", "There are" },
        { "", "", "type: -", "fields.type", "not declared what the documents are", "by_sign" },
        { "", "", "type: {by_sign: {positive: invoice}}", "fields.type.by_sign.negative", "missing", "credit_note | unapplied_cash" },
        { "", "", "type: {by_sign: {negative: invoice}}", "fields.type.by_sign.negative", "'invoice' is not a choice", "credit_note" },
        { "", "", "type: {by_sign: {negative: credit_note}}", "credit_notes", "sign of the amount decides", "Take the key out" },
        { "", "", "type: {by_sign: {negative: credit_note}, column: A}", "fields.type.column", "unknown", "by_sign" },
        { "", "credit_notes: -", "", "credit_notes", "missing", "negative | positive" },
        { "", "due_before_issued: keep", "", "due_before_issued", "'keep' is not a choice", "reject | as_issued" },
        { "", "where: [STATE]", "", "where[0]", "not said what must be so", "is: [posted]" },
        { "", "where: [{column: STATE}]", "", "where[0]", "not said what must be so", "is: [posted]" },
        { "", "where: [{is: [a]}]", "", "where[0].column", "missing", "the column that the condition" },
        { "", "where: [{column: STATE, equals: a, is: a}]", "", "where[0].equals", "unknown", "There are" },
        { "", "where: [{column: A, above: 5, below: 5}]", "", "where[0].below", "above 5 and below 5", "Exchange" },
        { "", "where: [{column: A, empty: true, zero: false}]", "", "where[0].empty", "no number", "empty: true" },
        { "", "where: [{column: A, above: much}]", "", "where[0].above", "not a number", "above: 100" },
        { "", "where: [{column: A, empty: perhaps}]", "", "where[0].empty", "not a choice", "true | false" },
        { "", "time_zone: Middle/Earth", "", "time_zone", "'Middle/Earth' is not a time zone", "Europe/Berlin" },
        { "", "date_format: []", "", "date_format", "empty", "yyyy-MM-dd" },
        { "time_zone: CET+1", "", "", "time_zone", "not a time zone", "Europe/Berlin" },
        { "date_format: YYYY", "", "", "date_format", "does not describe a date", "yyyy-MM-dd" },
        { "thousands_separator: \".\"", "", "", "thousands_separator", "same as the decimal", "another" },
        { "company: {valu: \"1\"}", "", "", "company.valu", "unknown", "Did you mean 'value'?" },
        { "lookups: {a: {vals: {x: y}, values: {x: y}}}", "", "", "lookups.a.vals", "unknown", "values, default, unlisted" },
        { "lookups: {a: {}}", "", "", "lookups.a.values", "missing", "from: to" },
        { "lookups: {a: {values: {x: y}, default: z, unlisted: keep}}", "", "", "lookups.a.unlisted", "Both default and unlisted", "Leave one" },
        { "lookups: {a: {values: {x: y}, unlisted: forget}}", "", "", "lookups.a.unlisted", "'forget' is not a choice", "reject | keep | empty" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistake_IsNamedWithPathAndSuggestion(string top, string kind, string fields, string path, string message, string suggestion)
    {
        var atTop = top.Length > 0 && (path.StartsWith("lookups", StringComparison.Ordinal) || path.StartsWith("company", StringComparison.Ordinal) || kind.Length + fields.Length == 0);
        var problems = Lint(OpenItems(fields, kind, top));
        var full = atTop ? path : "records.open_items." + path;
        var problem = problems.Where(p => p.Path == full).ShouldHaveSingleItem(string.Join("\n", problems));
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldContain(suggestion);
        problem.Line.ShouldBeGreaterThan(atTop ? 2 : 4);
    }

    [Fact]
    public void AMistakeInAList_StandsAtItsLineAndColumn()
    {
        var problem = Lint("connector: Plain\nsystem: erp\nrecords:\n  rates:\n    read: {}\n    where:\n      - {column: A, is: x}\n      - {column: B, iss: x, is: y}\n    fields: {from: A, to: B, rate: C, date: D}\n").ShouldHaveSingleItem();
        problem.ShouldBe(new MappingProblem("m.yaml", 8, 21, "records.rates.where[1].iss", "The key 'iss' is unknown here.", "Did you mean 'is'?"));
    }

    [Fact]
    public void EveryMistakeIsFoundInOneGo() =>
        Lint(OpenItems("document: {first_of: [A]}\ndue: {column: A, add_dayz: 3}\nopen_amount: {sum: []}", "sign: minus\nwhere: [X]", "time_zone: Here")).Count.ShouldBe(6);

    [Fact]
    public void TheCompanyAtTheTop_IsWrongOnce_NotForEveryKind()
    {
        const string Rest = "\nrecords:\n  customers: {read: {}, fields: {number: A, name: B}}\n  orders: {read: {}, amounts: remaining, fields: {customer: A, order: B, ordered: C, progress: {value: open}, currency: D, amount: E}}\n";
        Lint("connector: Plain\nsystem: erp\ncompany: {column: A, lookup: none}" + Rest).ShouldHaveSingleItem().Path.ShouldBe("company.lookup");
        Lint("connector: Plain\nsystem: erp\ncompany: [A]" + Rest).Select(p => p.Path).ShouldBe(["company", "company.column"]);
        Lint("connector: Plain\nsystem: erp\ntime_zone: Here\ncompany: {value: \"1\"}" + Rest).ShouldHaveSingleItem().Path.ShouldBe("time_zone");
        Lint("connector: Plain\nsystem: erp\ncompany: {value: \"1\"}" + Rest).ShouldBeEmpty();
        Lint("connector: Plain\nsystem: erp" + Rest).Select(p => p.Path).ShouldBe(["records.customers.fields.company", "records.orders.fields.company"]);
    }

    [Fact]
    public void AMappingForAnotherConnector_IsOneMistake_AndAMisspeltOneASuggestion()
    {
        List<MappingProblem> Problems(string connector)
        {
            var problems = new List<MappingProblem>();
            MappingFile<bool>.Parse(new PlainDialect(), "m.yaml", $"connector: {connector}\nbase_url: x\nrecords:\n  customers:\n    rd: {{}}\n", problems);
            return problems;
        }

        Problems("Sql").ShouldHaveSingleItem().Message.ShouldBe("The mapping is for the connector 'Sql', and a connection of type Plain uses it.");
        Problems("Plian")[0].Suggestion.ShouldBe("Did you mean 'Plain'?");
    }

    [Theory]
    [InlineData("sing", "sign")]
    [InlineData("creditnotes", "credit_notes")]
    [InlineData("filds", "fields")]
    [InlineData("xyz", null)]
    public void TheNearestKey_IsFound_WhenTwoLettersChangedPlacesToo(string written, string? meant) =>
        NearestName.Of(written, ["read", "fields", "sign", "credit_notes", "where"]).ShouldBe(meant);
}
