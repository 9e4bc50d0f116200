using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

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
        { "  rates:", "  rate:", "records.rate", "unknown", "Did you mean 'rates'?" },
        { "pattern: customers-*.csv ", "patern: x\n      pattern: customers-*.csv ", "records.customers.read.patern", "unknown", "Did you mean 'pattern'?" },
        { "pattern: customers-*.csv ", "", "records.customers.read.pattern", "missing", "customers-*.csv" },
        { "pattern: customers-*.csv ", "pattern: ../customers-*.csv ", "records.customers.read.pattern", "names a folder", "drop folder" },
        { "set: full                     #", "#", "records.customers.read.set", "missing", "is gone" },
        { "set: full                     #", "set: ful #", "records.customers.read.set", "'ful' is not a choice", "Did you mean 'full'?" },
        { "max_removed_percent: 50       #", "max_removed_percent: 500 #", "records.customers.read.max_removed_percent", "500 is not a share", "0 to 100" },
        { "pattern: rates-*.csv\n      set: delta", "pattern: rates-*.csv\n      set: delta\n      max_removed_percent: 5", "records.rates.read.max_removed_percent", "removes nothing", "set: full" },
        { "delimiter: \",\"", "delimiter: \"::\"", "records.customers.read.delimiter", "not a choice", "tab" },
        { "encoding: utf-8 ", "encoding: utf8 ", "records.customers.read.encoding", "not a choice", "Did you mean 'utf-8'?" },
        { "date_format: yyyy-MM-dd", "date_format: YYYY-MM-DD", "records.customers.date_format", "does not describe a date", "yyyy-MM-dd" },
        { "date_format: yyyy-MM-dd", "date_format: dd.MM", "records.customers.date_format", "does not describe a date", "yyyy" },
        { "decimal_separator: \".\"", "decimal_separator: \";\"", "records.customers.decimal_separator", "not a choice", "." },
        { "decimal_separator: \".\"", "thousands_separator: \".\"", "records.customers.thousands_separator", "same as the decimal", "another" },
        { "      number: CUSTNO ", "      numbr: CUSTNO ", "records.customers.fields.number", "missing", "number: COLUMN" },
        { "      number: CUSTNO ", "      number: {column: CUSTNO, value: \"1\"} ", "records.customers.fields.number.value", "Both", "Give one" },
        { "      number: CUSTNO ", "      number: {trim: true} ", "records.customers.fields.number.column", "Neither", "Give one" },
        { "      number: CUSTNO ", "      number: {column: \"\"} ", "records.customers.fields.number.column", "empty", "header" },
        { "      number: CUSTNO ", "      number: {column: CUSTNO, trim: maybe} ", "records.customers.fields.number.trim", "not a choice", "true" },
        { "      number: CUSTNO ", "      number: [CUSTNO] ", "records.customers.fields.number", "Keys with values", "key: value" },
        { "        zero: none ", "        #", "records.customers.fields.limit.zero", "missing", "in another unlimited" },
        { "        null: not_set ", "        #", "records.customers.fields.limit.null", "missing", "in another unlimited" },
        { "        zero: none ", "        zero: nothing ", "records.customers.fields.limit.zero", "'nothing'", "none | not_set | unlimited" },
        { "unlimited: [999999999]", "unlimited: [0]", "records.customers.fields.limit.unlimited", "0 is declared", "zero: unlimited" },
        { "unlimited: [999999999]", "unlimitted: [999999999]", "records.customers.fields.limit.unlimitted", "unknown", "Did you mean 'unlimited'?" },
        { "      currency: CURRENCY          # currency of the limit", "      #", "records.customers.fields.currency", "no currency", "EUR" },
        { "      currency: CURRENCY          # currency of the limit", "      currency: {value: EUX} #", "records.customers.fields.currency", "'EUX'", "ISO 4217" },
        { "        yes: [Y]\n", "", "records.customers.fields.hold.yes", "mean yes", "yes: [Y]" },
        { "        no: [N, \"\"]\n", "", "records.customers.fields.hold.no", "mean no", "no: [N, \"\"]" },
        { "        no: [N, \"\"]\n", "        no: [N, y]\n", "records.customers.fields.hold.no", "for yes and for no", "one of the lists" },
        { "        no: [N, \"\"]\n", "        no: {a: b}\n", "records.customers.fields.hold.no", "A list of texts", "[one, two]" },
        { "          N30: Net 30", "          N30: Net thirty", "records.customers.fields.terms.values", "'Net thirty' (for 'N30')", "Prepaid" },
        { "          N30: Net 30", "          n45: Net 30", "records.customers.fields.terms.values", "listed twice", "Upper and lower" },
        { "    sign: customer_owes_positive  #", "    #", "records.open_items.sign", "missing", "a debt becomes a claim" },
        { "    credit_notes: negative ", "    # ", "records.open_items.credit_notes", "missing", "a debt becomes a claim" },
        { "    credit_notes: negative ", "    credit_notes: minus ", "records.open_items.credit_notes", "'minus'", "negative" },
        { "INV: invoice, CN: credit_note, PAY: unapplied_cash}   # also", "INV: bill}   # also", "records.open_items.fields.type.values", "'bill'", "invoice, credit_note" },
        { "disputed: {column: DISPUTED, yes: [Y], no: [N, \"\"]}", "disputed: DISPUTED", "records.open_items.fields.disputed", "not said which texts", "yes: [Y]" },
        { "set: delta\n    sign: customer_owes_positive", "set: delta", "records.paid_items.sign", "missing", "customer_owes_positive" },
        { "      rate: RATE", "      rate: RATE\n      per: [1]", "records.rates.fields.per", "Keys with values", "key: value" },
        { "      # attributes: {DunningLevel: DUNLEVEL} ", "      attributes: DUNLEVEL #", "records.customers.fields.attributes", "which name the fact has", "{Name: DUNLEVEL}" },
        { "      # attributes: {DunningLevel: DUNLEVEL} ", "      attributes: {2nd level: DUNLEVEL} #", "records.customers.fields.attributes.2nd level", "cannot be the name", "letters, digits" },
        { "      # attributes: {DunningLevel: DUNLEVEL} ", "      attributes: {Level: A, level: B} #", "records.customers.fields.attributes.level", "upper and lower case only", "another name" },
        { "      # attributes: {DunningLevel: DUNLEVEL} ", "      attributes: {Level: {column: A, as: day}} #", "records.customers.fields.attributes.Level.as", "'day' is not a choice", "text | number | date" },
        { "      # attributes: {DunningLevel: DUNLEVEL} ", "      attributes: {Level: {column: A, ass: date}} #", "records.customers.fields.attributes.Level.ass", "unknown", "Did you mean 'as'?" },
        { "    amounts: remaining ", "    #", "records.orders.amounts", "missing", "counted twice" },
        { "    amounts: remaining ", "    amounts: rest #", "records.orders.amounts", "'rest' is not a choice", "remaining" },
        { "    amounts: remaining ", "    amounts: ordered #", "records.orders.fields.done_amount", "nothing says how much", "Map 'done_amount'" },
        { "      amount: OPEN_AMOUNT\n", "      amount: OPEN_AMOUNT\n      done_amount: X\n", "records.orders.fields.done_amount", "nothing is taken off", "amounts: ordered" },
        { "DLV: delivered_not_invoiced}", "DLV: delivered}", "records.orders.fields.progress.values", "'delivered' (for 'DLV')", "open, delivered_not_invoiced" },
        { "        skip: [INV, CAN] ", "        unlisted: empty #", "records.orders.fields.progress.unlisted", "A record needs this field", "List every text" },
        { "      provider: {value: meridian}", "      account: ID\n      provider: {value: meridian}", "records.bureau_reports.fields.account", "at once", "'account: COLUMN'" },
        { "      company: COMPANY\n      customer: CUSTNO\n      provider", "      provider", "records.bureau_reports.fields.customer", "whom a row is about", "'account: COLUMN'" },
        { "      company: COMPANY\n      customer: CUSTNO\n      provider", "      company: COMPANY\n      provider", "records.bureau_reports.fields.customer", "missing", "customer: COLUMN" },
        { "        no_opinion: [\"0\"] ", "        #", "records.bureau_reports.fields.score.no_opinion", "missing", "no_opinion: []" },
        { "        lowest: 1\n", "        lowest: one\n", "records.bureau_reports.fields.score.lowest", "not a number", "lowest: 100" },
        { "        lowest: 1\n", "        lowest: 200\n", "records.bureau_reports.fields.score.highest", "below its beginning", "Exchange" },
        { "{column: MAX_CREDIT, zero: none}", "MAX_CREDIT", "records.bureau_reports.fields.recommended_limit", "what zero means", "zero: not_given" },
        { "{column: MAX_CREDIT, zero: none}", "{column: MAX_CREDIT}", "records.bureau_reports.fields.recommended_limit.zero", "missing", "none | not_given" },
        { "      currency: {value: EUR}\n      days_beyond_terms", "      days_beyond_terms", "records.bureau_reports.fields.currency", "no currency", "EUR" },
        { "    unit: 1000 ", "    #", "records.statements.unit", "missing", "1 | 1000 | 1000000" },
        { "    unit: 1000 ", "    unit: 100 #", "records.statements.unit", "'100' is not a choice", "1000" },
        { "      interest_expense: INTEREST ", "      interest_expense: {column: INTEREST, sign: minus} #", "records.statements.fields.interest_expense.sign", "'minus'", "reversed" },
        { "      ebit: EBIT", "      ebitda: EBIT", "records.statements.fields.ebitda", "unknown", "Did you mean 'ebit'?" },
        { "      cover_percent: COVER ", "      #", "records.securities.fields.cover_percent", "missing", "cover_percent: COLUMN" },
        { "INS: credit_insurance,", "INS: insurance,", "records.securities.fields.type.values", "'insurance'", "credit_insurance" },
        { "      severity:\n", "      sevrity:\n", "records.signals.fields.severity", "missing", "severity: COLUMN" },
        { "      text: TEXT", "      text: TEXT\n  overrides: {read: {pattern: o.csv, set: full}, fields: {override: A, account: B, effect: C, granted_by: D, reason: E, valid_from: F, amount: G}}", "records.overrides.fields.currency", "no currency", "EUR" },
        { "      text: TEXT", "      text: TEXT\n  overrides: {read: {pattern: o.csv, set: full}, fields: {override: A, account: B, effect: C, granted_by: D, reason: E, valid_from: F, ends_when: {column: G, separator: \"\"}}}", "records.overrides.fields.ends_when.separator", "empty", "separator" },
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
        var problem = Lint("connector: FileDrop\nsystem: erp\nrecords:\n  rates:\n    read: {pattern: r.csv, set: delta, delimitr: x}\n    fields: {from: A, to: B, rate: C, date: D}\n").ShouldHaveSingleItem();
        (problem.File, problem.Line, problem.Column, problem.Path).ShouldBe(("mapping.yaml", 5, 40, "records.rates.read.delimitr"));
        problem.ToString().ShouldBe("mapping.yaml:5:40 records.rates.read.delimitr: The key 'delimitr' is unknown here. Did you mean 'delimiter'?");
    }

    [Fact]
    public void AllMistakes_AreShownAtOnce()
    {
        var problems = Lint("connector: FileDrop\nsystem: \"\"\nrecords:\n  customers:\n    read: {set: full}\n    fields:\n      company: A\n      name: B\n      limit: C\n      hold: H\n");
        problems.Select(p => p.Path).ShouldBe(
            ["system", "records.customers.read.pattern", "records.customers.fields.number", "records.customers.fields.limit", "records.customers.fields.hold", "records.customers.fields.currency"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a: [", "")]
    [InlineData("a: 1\na: 2", "")]
    [InlineData("\tx: 1", "")]
    [InlineData("a: 1\n---\nb: 2", "several documents")]
    [InlineData("just text", "")]
    [InlineData("connector: FileDrop\nsystem: erp\nrecords: {}", "No kind")]
    [InlineData("connector: FileDrop\nsystem: erp\nrecords: {customers: {read: {pattern: x, set: full}}}", "missing")]
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
        MappingFile<FileLayout>.Parse(new FileDialect(), "mapping.yaml", text, problems);
        return problems;
    }
}
