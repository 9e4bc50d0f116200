using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Mapping;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.FileDrop;

public sealed class MappingLintTests
{
    private static string Sample => DropTestFolder.SampleMapping;

    [Fact]
    public void Sample_HasNoMistakes() => Lint(Sample).ShouldBeEmpty();

    // What is replaced by what in the sample mapping; the path of the one mistake; a piece of its message; a piece of its suggestion.
    public static TheoryData<string, string, string, string, string> Mistakes => new()
    {
        { "system: erp ", "", "system", "missing", "short name" },
        { "system: erp ", "system: e:rp ", "system", "cannot stand in a key", "without ':'" },
        { "system: erp ", "sytem: x\nsystem: erp ", "sytem", "unknown", "Did you mean 'system'?" },
        { "  rates:", "  rate:", "files.rate", "unknown", "Did you mean 'rates'?" },
        { "pattern: customers-*.csv ", "patern: x\n    pattern: customers-*.csv ", "files.customers.patern", "unknown", "Did you mean 'pattern'?" },
        { "pattern: customers-*.csv ", "", "files.customers.pattern", "missing", "customers-*.csv" },
        { "pattern: customers-*.csv ", "pattern: ../customers-*.csv ", "files.customers.pattern", "names a folder", "drop folder" },
        { "set: full                     #", "#", "files.customers.set", "missing", "is gone" },
        { "set: full                     #", "set: ful #", "files.customers.set", "'ful' is not a choice", "Did you mean 'full'?" },
        { "max_removed_percent: 50       #", "max_removed_percent: 500 #", "files.customers.max_removed_percent", "'500'", "0 to 100" },
        { "pattern: rates-*.csv\n    set: delta", "pattern: rates-*.csv\n    set: delta\n    max_removed_percent: 5", "files.rates.max_removed_percent", "removes nothing", "set: full" },
        { "delimiter: \",\"", "delimiter: \":\"", "files.customers.delimiter", "not a choice", "tab" },
        { "encoding: utf-8 ", "encoding: utf8 ", "files.customers.encoding", "not a choice", "Did you mean 'utf-8'?" },
        { "date_format: yyyy-MM-dd", "date_format: YYYY-MM-DD", "files.customers.date_format", "does not describe a date", "yyyy-MM-dd" },
        { "date_format: yyyy-MM-dd", "date_format: dd.MM", "files.customers.date_format", "does not describe a date", "yyyy" },
        { "decimal_separator: \".\"", "decimal_separator: \";\"", "files.customers.decimal_separator", "not a choice", "." },
        { "decimal_separator: \".\"", "thousands_separator: \".\"", "files.customers.thousands_separator", "same as the decimal", "another" },
        { "      number: CUSTNO ", "      numbr: CUSTNO ", "files.customers.fields.number", "missing", "number: COLUMN" },
        { "      number: CUSTNO ", "      number: {column: CUSTNO, value: \"1\"} ", "files.customers.fields.number.value", "Both", "Give one" },
        { "      number: CUSTNO ", "      number: {trim: true} ", "files.customers.fields.number.column", "Neither", "Give one" },
        { "      number: CUSTNO ", "      number: {column: \"\"} ", "files.customers.fields.number.column", "empty", "header" },
        { "      number: CUSTNO ", "      number: {column: CUSTNO, trim: maybe} ", "files.customers.fields.number.trim", "not a choice", "true" },
        { "      number: CUSTNO ", "      number: [CUSTNO] ", "files.customers.fields.number", "Keys with values", "key: value" },
        { "        zero: none ", "        #", "files.customers.fields.limit.zero", "missing", "in another unlimited" },
        { "        null: not_set ", "        #", "files.customers.fields.limit.null", "missing", "in another unlimited" },
        { "        zero: none ", "        zero: nothing ", "files.customers.fields.limit.zero", "'nothing'", "none | not_set | unlimited" },
        { "unlimited: [999999999]", "unlimited: [0]", "files.customers.fields.limit.unlimited", "0 is declared", "zero: unlimited" },
        { "unlimited: [999999999]", "unlimitted: [999999999]", "files.customers.fields.limit.unlimitted", "unknown", "Did you mean 'unlimited'?" },
        { "      currency: CURRENCY          # currency of the limit", "      #", "files.customers.fields.currency", "no currency", "EUR" },
        { "      currency: CURRENCY          # currency of the limit", "      currency: {value: EUX} #", "files.customers.fields.currency", "'EUX'", "ISO 4217" },
        { "        yes: [Y]\n", "", "files.customers.fields.hold.yes", "mean yes", "yes: [Y]" },
        { "        no: [N, \"\"]\n", "", "files.customers.fields.hold.no", "mean no", "no: [N, \"\"]" },
        { "        no: [N, \"\"]\n", "        no: [N, y]\n", "files.customers.fields.hold.no", "for yes and for no", "one of the lists" },
        { "        no: [N, \"\"]\n", "        no: {a: b}\n", "files.customers.fields.hold.no", "A list of texts", "[one, two]" },
        { "          N30: Net 30", "          N30: Net thirty", "files.customers.fields.terms.values", "'Net thirty' (for 'N30')", "Prepaid" },
        { "          N30: Net 30", "          n45: Net 30", "files.customers.fields.terms.values", "listed twice", "Upper and lower" },
        { "    sign: customer_owes_positive  #", "    #", "files.open_items.sign", "missing", "a debt becomes a claim" },
        { "    credit_notes: negative ", "    # ", "files.open_items.credit_notes", "missing", "a debt becomes a claim" },
        { "    credit_notes: negative ", "    credit_notes: minus ", "files.open_items.credit_notes", "'minus'", "negative" },
        { "INV: invoice, CN: credit_note, PAY: unapplied_cash}   # also", "INV: bill}   # also", "files.open_items.fields.type.values", "'bill'", "invoice, credit_note" },
        { "disputed: {column: DISPUTED, yes: [Y], no: [N, \"\"]}", "disputed: DISPUTED", "files.open_items.fields.disputed", "not said which texts", "yes: [Y]" },
        { "set: delta\n    sign: customer_owes_positive", "set: delta", "files.paid_items.sign", "missing", "customer_owes_positive" },
        { "      rate: RATE", "      rate: RATE\n      per: [1]", "files.rates.fields.per", "Keys with values", "key: value" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistake_IsNamedWithPathAndSuggestion(string text, string replacement, string path, string message, string suggestion)
    {
        Sample.ShouldContain(text);
        var at = Sample.IndexOf(text, StringComparison.Ordinal);
        var problems = Lint(Sample[..at] + replacement + Sample[(at + text.Length)..]);
        var problem = problems.Where(p => p.Path == path).ShouldHaveSingleItem(string.Join("\n", problems));
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldContain(suggestion);
        problem.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void AMistake_StandsAtItsLineAndColumn()
    {
        var problem = Lint("system: erp\nfiles:\n  rates:\n    pattern: r.csv\n    set: delta\n    sett: x\n    fields: {from: A, to: B, rate: C, date: D}\n").ShouldHaveSingleItem();
        (problem.File, problem.Line, problem.Column, problem.Path).ShouldBe(("mapping.yaml", 6, 5, "files.rates.sett"));
        problem.ToString().ShouldBe("mapping.yaml:6:5 files.rates.sett: The key 'sett' is unknown here. Did you mean 'set'?");
    }

    [Fact]
    public void AllMistakes_AreShownAtOnce()
    {
        var problems = Lint("system: \"\"\nfiles:\n  customers:\n    set: full\n    fields:\n      company: A\n      name: B\n      limit: C\n      hold: H\n");
        problems.Select(p => p.Path).ShouldBe(
            ["system", "files.customers.pattern", "files.customers.fields.number", "files.customers.fields.limit", "files.customers.fields.hold", "files.customers.fields.currency"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a: [", "")]
    [InlineData("a: 1\na: 2", "")]
    [InlineData("\tx: 1", "")]
    [InlineData("a: 1\n---\nb: 2", "several documents")]
    [InlineData("just text", "")]
    [InlineData("system: erp\nfiles: {}", "No kind")]
    [InlineData("system: erp\nfiles: {customers: {pattern: x, set: full}}", "missing")]
    [InlineData("a: {b: [[[[[[[[[[[[[[[[[[[[[[[[", "nested deeper")]
    [InlineData("? [a]\n: b", "plain word")]
    public void WhatIsNoMapping_IsRefused(string text, string message)
    {
        var problems = Lint(text);
        problems.ShouldNotBeEmpty();
        problems.ShouldContain(p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    private static List<MappingProblem> Lint(string text)
    {
        var problems = new List<MappingProblem>();
        FileMapping.Parse("mapping.yaml", text, problems);
        return problems;
    }
}
