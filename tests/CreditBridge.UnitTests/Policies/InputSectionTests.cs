using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class InputSectionTests
{
    private static readonly CreditParty Party = CreditParty.Account("001");

    private static PolicyParseResult Parse(string inputs) => CreditPolicyParser.Parse("inputs:\n" + inputs + "\n" + StarterPolicy.Yaml, "policy.yaml");

    private static Reading Read(string inputs, CreditFile file, string name)
    {
        var policy = StarterPolicy.Parse("inputs:\n" + inputs + "\n" + StarterPolicy.Yaml);
        return CreditEvaluator.Read(file.InOrder(), policy, policy.Inputs.Defined.Single(d => d.Name == name));
    }

    private static BureauReportRecord Report(string key, string provider, int daysAgo, decimal? score = null) =>
        new(key, Party, provider, Files.Today.AddDays(-daysAgo)) { Score = score };

    [Theory]
    [InlineData("ratio, formula: erp_limit / 50_000", "ratio", "2")]
    [InlineData("half, formula: erp_limit / 2, meaning: half of it", "half", "50000")]
    [InlineData("old, formula: tenure_months > 12", "old", "yes")]
    [InlineData("given, unit: number", "given", null)]
    [InlineData("years, unit: count, attribute: Years", "years", "7")]
    [InlineData("sector, attribute: Sector", "sector", "Steel")]
    [InlineData("since, unit: months, attribute: Founded", "since", "10")]
    [InlineData("revenue, unit: amount, attribute: Revenue", "revenue", "1600")]
    [InlineData("listed, unit: flag, attribute: Listed", "listed", "yes")]
    [InlineData("sector, unit: number, attribute: Sector", "sector", null)]
    [InlineData("years, unit: count, attribute: Years, highest: 5", "years", null)]
    [InlineData("years, unit: count, attribute: Years, lowest: 7, highest: 7", "years", "7")]
    [InlineData("s, bureau: { provider: dnb }", "s", "70")]
    [InlineData("s, bureau: { provider: DNB, oldest_days: 29 }", "s", null)]
    [InlineData("s, bureau: { provider: dnb, oldest_days: 30 }", "s", "70")]
    [InlineData("s, bureau: { field: age_days }", "s", "10")]
    [InlineData("s, bureau: { provider: dnb, score: failure }", "s", null)]
    [InlineData("i, signal: { type: insolvency, within_days: 20 }", "i", "yes")]
    [InlineData("i, signal: { type: [insolvency, fraud], within_days: 19 }", "i", "no")]
    [InlineData("i, unit: count, signal: { severity: warning }", "i", "1")]
    public void Definition_IsReadFromTheFile(string definition, string name, string? expected)
    {
        var file = Files.Standard();
        file = file with
        {
            Account = file.Account with { Attributes = new Dictionary<string, string> { ["Years"] = "7", ["Sector"] = "Steel", ["Founded"] = "2026-01-02", ["Revenue"] = "2_000 USD", ["Listed"] = "true" } },
            BureauReports = [Report("B1", "dnb", 30, 70m), Report("B2", "dnb", 31, 50m), Report("B3", "dnb", -1, 10m), Report("B4", "other", 10)],
            Signals =
            [
                new SignalRecord("S1", Party, "insolvency", Files.Today.AddDays(-20)) { Severity = SignalSeverity.Critical },
                new SignalRecord("S2", Party, "insolvency", Files.Today.AddDays(1)) { Severity = SignalSeverity.Critical },
                new SignalRecord("S3", Party, "news", Files.Today.AddDays(-1)),
                new SignalRecord("S4", Party, "fraud", Files.Today.AddDays(-5)) { Severity = SignalSeverity.Critical, ExpiresOn = Files.Today.AddDays(-1) },
            ],
        };
        var reading = Read($"  - {{ name: {definition} }}", file, name);
        (reading.IsMissing ? null : reading.ToString()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("lower_inclusive", 50, "High")]
    [InlineData("upper_inclusive", 50, "Low")]
    [InlineData("lower_inclusive", 49, "Low")]
    [InlineData("lower_inclusive", 90, "High")]
    [InlineData("lower_inclusive", null, "nobody knows")]
    public void Table_ByRanges_GivesTheClass(string boundary, int? score, string expected)
    {
        var definitions = "  - { name: s, bureau: { provider: dnb } }\n  - name: class\n    table: { input: s, boundary: " + boundary + ", ranges: [ { to: 50, value: Low }, { from: 50, value: High } ], missing: nobody knows }";
        Read(definitions, Files.Standard() with { BureauReports = [Report("B1", "dnb", 1, score)] }, "class").Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("DE", "3")]
    [InlineData("at", "3")]
    [InlineData("US", "1")]
    [InlineData("FR", "0")]
    [InlineData(null, null)]
    public void Table_ByValues_KnowsTheOthersToo(string? country, string? expected)
    {
        var file = Files.Standard();
        var reading = Read("  - { name: c, table: { input: country, values: [ { is: [DE, AT], value: 3 }, { is: US, value: 1 } ], otherwise: 0 } }", file with { Account = file.Account with { Country = country } }, "c");
        (reading.IsMissing ? null : reading.ToString()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("DE", 80, "100000")]
    [InlineData("DE", 79, "20000")]
    [InlineData("US", 80, "5000")]
    [InlineData("US", 1, "0")]
    [InlineData("FR", 1, "1")]
    public void Matrix_CellsMayBeFormulas(string country, int score, string expected)
    {
        const string Definitions = """
              - { name: s, bureau: {} }
              - name: m
                unit: amount
                matrix:
                  rows: { input: country, values: [[DE, AT], US] }
                  columns: { input: s * 1, bounds: [80] }
                  boundary: lower_inclusive
                  cells:
                    - [ erp_limit / 5, erp_limit ]
                    - [ 0, 5_000 ]
                  otherwise: 1
            """;
        var file = Files.Standard();
        Read(Definitions, file with { Account = file.Account with { Country = country }, BureauReports = [Report("B1", "x", 0, score)] }, "m").ToString().ShouldBe(expected);
    }

    /// <summary>Definitions with one mistake; where it is, what is said, and what is suggested.</summary>
    public static TheoryData<string, string, string, string?> Mistakes => new()
    {
        { "  - { name: a, formula: b + 1 }\n  - { name: b, formula: tenure_months }", "inputs[0].formula", "Move the definition of 'b' up", null },
        { "  - { name: a, formula: a + 1 }", "inputs[0].formula", "not defined yet here", null },
        { "  - { name: exposure, formula: tenure_months }", "inputs[0].name", "an input of the catalogue already", null },
        { "  - { name: My Ratio, formula: tenure_months }", "inputs[0].name", "lower-case", "my_ratio" },
        { "  - { name: min, formula: tenure_months }", "inputs[0].name", "a word of formulas", null },
        { "  - { name: a, unit: number }\n  - { name: a, unit: number }", "inputs[1].name", "a second time", null },
        { "  - { name: a, formula: tenure_month }", "inputs[0].formula", "no input 'tenure_month'", "tenure_months" },
        { "  - { name: a, formula: tenure_month }\n  - { name: b, formula: a * 2 }", "inputs[0].formula", "no input 'tenure_month'", "tenure_months" },
        { "  - { name: a }", "inputs[0].unit", "'unit' is missing", null },
        { "  - { name: a, formula: tenure_months, attribute: X }", "inputs[0].formula", "one origin", null },
        { "  - { name: a, unit: text, formula: tenure_months }", "inputs[0].formula", "a text is needed here", null },
        { "  - { name: a, unit: text, signal: { type: x } }", "inputs[0].unit", "This gives flag, not text", "flag" },
        { "  - { name: a, attribute: X, lowest: 3 }", "inputs[0].lowest", "Only numbers have bounds", null },
        { "  - { name: a, unit: number, lowest: 3, highest: 2 }", "inputs[0].highest", "at or above the lowest", null },
        { "  - { name: a, bureau: { field: scroe } }", "inputs[0].bureau.field", "choose one of", "score" },
        { "  - { name: a, table: { input: tenure_months, ranges: [ { to: 5, value: 1 }, { from: 5, value: 2 } ] } }", "inputs[0].table.boundary", "'boundary' is missing", null },
        { "  - { name: a, table: { input: tenure_months, boundary: lower_inclusive, ranges: [ { to: 5, value: 1 }, { from: 6, value: 2 } ] } }", "inputs[0].table.ranges[1].from", "belong to no range", "5" },
        { "  - { name: a, table: { input: tenure_months, boundary: lower_inclusive, ranges: [ { to: 5, value: 1 }, { from: 5, to: 9, value: 2 } ] } }", "inputs[0].table.ranges[1].to", "belong to no range", null },
        { "  - { name: a, table: { input: country, values: [ { is: DE, value: 1 }, { is: de, value: 2 } ] } }", "inputs[0].table.values[1].is", "stands here twice", null },
        { "  - { name: a, table: { input: erp_hold, values: [ { is: perhaps, value: 1 } ] } }", "inputs[0].table.values[0].is", "is yes or no", null },
        { "  - { name: a, table: { input: country, ranges: [ { value: 1 } ] } }", "inputs[0].table.ranges", "use 'values'", null },
        { "  - { name: a, table: { input: erp_hold, values: [ { is: yes, value: tenure_months }, { is: no, value: 3 } ] } }", "inputs[0].table.values[0].value", "looks like a formula", null },
        { "  - { name: a, matrix: { rows: { input: country, values: [DE] }, columns: { input: erp_hold, values: [yes, no] }, cells: [[1]] } }", "inputs[0].matrix.cells[0]", "This row has 1 cells and the matrix 2 columns", null },
        { "  - { name: a, matrix: { rows: { input: country, values: [DE, AT] }, columns: { input: erp_hold, values: [yes, no] }, cells: [[1, 2]] } }", "inputs[0].matrix.cells", "There are 1 rows of cells and the matrix has 2 rows", null },
        { "  - { name: a, formla: tenure_months, unit: number }", "inputs[0].formla", "not known here", "formula" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsReportedOnceWithPlaceAndSuggestion(string inputs, string path, string message, string? suggestion)
    {
        var result = Parse(inputs);
        result.Policy.ShouldBeNull();
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
        problem.Line.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void ValueOutOfBounds_IsMissingWithANote()
    {
        var policy = StarterPolicy.Parse("inputs:\n  - { name: years, unit: count, attribute: Years, lowest: 0 }\n" + StarterPolicy.Replace("when: limit_used_percent > 120", "when: years > 3"));
        var file = Files.Standard();
        var decision = CreditEvaluator.Evaluate(file with { Account = file.Account with { Attributes = new Dictionary<string, string> { ["Years"] = "-2" } } }, policy);
        decision.Notes.Select(n => n.Code).ShouldBe(["input_missing", "input_out_of_bounds"]);
        decision.Inputs.Single(i => i.Name == "years").Value.ShouldBeNull();
    }

    [Fact]
    public void MissingPartOfADefinition_IsNamedByWhoeverNeedsIt()
    {
        var policy = StarterPolicy.Parse("inputs:\n  - { name: a, formula: tenure_months / number(country) }\n  - { name: b, formula: a + 1 }\n" + StarterPolicy.Replace("when: limit_used_percent > 120", "when: b > 3"));
        CreditEvaluator.Evaluate(Files.Standard(), policy).Notes.ShouldHaveSingleItem().Text.ShouldBe("far over the limit (hold.rules[2].when): 'b > 3' cannot be told without b (for want of country).");
    }

    [Fact]
    public void DivisionByZeroInADefinition_IsNotedThere()
    {
        var policy = StarterPolicy.Parse("inputs:\n  - { name: a, formula: tenure_months / open_invoice_count }\n" + StarterPolicy.Replace("when: limit_used_percent > 120", "when: a > 3"));
        CreditEvaluator.Evaluate(Files.Standard(), policy).Notes.Select(n => n.Text).ShouldContain("a (inputs[0].formula): 'tenure_months / open_invoice_count' divides by zero and gives nothing.");
    }
}
