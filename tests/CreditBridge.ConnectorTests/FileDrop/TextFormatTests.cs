using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>How text files can be written: delimiters, quotes, headers, comments, totals, fixed places.</summary>
public sealed class TextFormatTests : IDisposable
{
    private const string Fields = "company: {value: \"1\"}, number: NO, name: NAME";
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What is declared; the file; the names that are read.
    public static TheoryData<string, string, string[]> Files => new()
    {
        { "delimiter: \";\"", "NO;NAME\nA;x,y\n", ["x,y"] },
        { "format: tsv", "NO\tNAME\nA\tx, y\n", ["x, y"] },
        { "delimiter: \"^\"", "NO^NAME\nA^x\n", ["x"] },
        { "quote: \"'\"", "NO,NAME\nA,'x,y'\nB,'it''s'\nC,\"q\"\n", ["x,y", "it's", "\"q\""] },
        { "quote: none", "NO,NAME\nA,\"x\nB,y\"z\n", ["\"x", "y\"z"] },
        { "escape: \"\\\\\"", "NO,NAME\nA,\"x\\\"y\\\\\"\nB,p\\,q\n", ["x\"y\\", "p,q"] },
        { "", "NO,NAME\r\nA,\"two\r\nlines\"\r\n\r\nB,y", ["two\r\nlines", "y"] },
        { "", "NO,NAME\rA,x\rB,y\r", ["x", "y"] },
        { "", "NO,NAME\nA,\"x \"\"y\"\"\"\nB,\"\"\"\"\n", ["x \"y\"", "\""] },
        { "skip_lines: 2", "Customers, as of \"today\n\nNO,NAME\nA,x\n", ["x"] },
        { "comment: [\"#\", \"//\"]", "# made, by \"us\nNO,NAME\n// \"quoted\nA,x\n#\nB,y\n", ["x", "y"] },
        { "footer: [Total, Sum]", "NO,NAME\nA,x\nB,y\nTotal,2\nSum \"q,2\n", ["x", "y"] },
        { "footer_lines: 2", "NO,NAME\nA,x\nB,y\nAltogether,2\n2,,\n", ["x", "y"] },
        { "aliases: {Kundennr: NO, Nummer: NO, Firma: NAME}", "Nummer,Kundennr,FIRMA\nA,B,x\n", ["x"] },
        { "aliases: {Kundennr: NO}", "Kundennr,NO,NAME\nB,A,x\n", ["x"] },
    };

    [Theory]
    [InlineData("#N/A", "'#N/A' stands where a formula failed")]
    [InlineData("#BEZUG!", "'#BEZUG!' stands where a formula failed")]
    [InlineData("#####", "'#####' stands where a formula failed")]
    [InlineData("#1 Shop", null)]
    public async Task WhatAFormulaLeftThatFailed_IsNoValue(string text, string? reason)
    {
        _folder.Map("customers", "pattern: c.csv, set: full", "company: {value: \"1\"}, number: NO, name: NAME, country: {column: LAND, empty: [\"#N/A\"]}");
        _folder.Write("c.csv", $"NO,NAME,LAND\nA,x,#N/A\nB,{text},DE\n{text},y,DE\n");
        await _folder.ReadAsync();
        _folder.State.Count.ShouldBe(reason is null ? 3 : 1);
        _folder.Rejected.ShouldAllBe(r => r.Reason.Contains(reason!, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task WhatIsDeclared_IsRead(string declared, string text, string[] names)
    {
        _folder.Map("customers", $"pattern: c.csv, set: full{(declared.Length > 0 ? ", " + declared : "")}", Fields);
        _folder.Write("c.csv", text);
        await _folder.ReadAsync();
        _folder.Rejected.ShouldBeEmpty();
        _folder.State.Values.Cast<ErpCustomerRecord>().Select(c => c.Name).ShouldBe(names.Select(n => n.Trim()));
        _folder.State.Keys.First().ShouldBe(declared.StartsWith("aliases: {Kundennr: NO, Nummer", StringComparison.Ordinal) ? "erp:1/B" : "erp:1/A");
    }

    [Theory]
    [InlineData("header: false", "1", "2")]
    [InlineData("header: false, columns: [NO, NAME, \"\"]", "NO", "NAME")]
    [InlineData("header: false, skip_lines: 1, comment: \"#\"", "1", "2")]
    public async Task WithoutAHeader_ColumnsHaveNumbersOrDeclaredNames(string declared, string number, string name)
    {
        _folder.Map("customers", "pattern: c.csv, set: full, " + declared, $"company: {{value: \"1\"}}, number: \"{number}\", name: \"{name}\"");
        _folder.Write("c.csv", declared.Contains("skip", StringComparison.Ordinal) ? "something\n# other\nA,x,\nB,y,\nC,z\n" : "A,x,\nB,y,\nC,z\n");
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1/A", "erp:1/B"]);
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("2 values");
    }

    [Fact]
    public async Task AnEmptyFileWithoutAHeader_IsNoEmptyList()
    {
        _folder.Map("customers", "pattern: c.csv, set: full, header: false", "company: {value: \"1\"}, number: \"1\", name: \"2\"");
        _folder.Write("c.csv", "");
        (await _folder.FailureAsync()).Message.ShouldContain("nobody can tell an empty list from a failed export");
    }

    [Fact]
    public async Task ARowBehindTheTotals_RefusesTheFile()
    {
        _folder.Map("customers", "pattern: c.csv, set: full, footer: [Total]", Fields);
        _folder.Write("c.csv", "NO,NAME\nA,x\nTotal,1\nB,y\n");
        var failure = await _folder.FailureAsync();
        failure.Message.ShouldStartWith("A row stands in line 4, behind a line of totals.");
        failure.Where!.ShouldEndWith("c.csv:4");
        _folder.State.ShouldBeEmpty();
    }

    [Fact]
    public async Task AQuoteThatIsNotClosed_RefusesTheFile()
    {
        _folder.Map("customers", "pattern: c.csv, set: full", Fields);
        _folder.Write("c.csv", "NO,NAME\nA,x\nB,\"cut off\nhere"u8.ToArray());
        (await _folder.FailureAsync()).Message.ShouldStartWith(
            "Line 3, the last one, is not whole and has no line break at its end: the file was cut off, and with it all rows behind. (A quotation mark is not closed before the file ends.)");
        _folder.State.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("required")]
    [InlineData("optional")]
    public async Task AFileThatWasCutOffWithinARow_IsRefused_WhateverItsLinesEndWith(string finalLineBreak)
    {
        _folder.Map("customers", $"pattern: c.csv, set: full, final_line_break: {finalLineBreak}", Fields);
        _folder.Write("c.csv", "NO,NAME\nA,x\nB"u8.ToArray());
        (await _folder.FailureAsync()).Message.ShouldStartWith("Line 3, the last one, is not whole and has no line break at its end: the file was cut off, and with it all rows behind. (The row has 1 values, the header 2.");
        _folder.State.ShouldBeEmpty();

        // The same row in a file that is whole is one that cannot be read, and no other is lost by it.
        _folder.Write("c.csv", "NO,NAME\nA,x\nB\n"u8.ToArray());
        await _folder.ReadAsync();
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task FixedWidth_IsCutAtItsPlaces()
    {
        _folder.Map("customers", "pattern: c.txt, set: full, format: fixed, comment: [H], positions: {NO: 1-3, NAME: 4+5}, encoding: ibm850", Fields);
        _folder.Write("c.txt", [.. "H customers\r\n001Gr"u8, 0x81, .. "nxx\r\n002AB\r\n003\r\n"u8]);
        await _folder.ReadAsync();
        _folder.State.Values.Cast<ErpCustomerRecord>().Select(c => (c.Customer.Number, c.Name)).ShouldBe([("001", "Grünx"), ("002", "AB")]);
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldBe("name: The value is empty, but a record needs it.");

        // A short line may have lost its blanks; one that ends with the file before its last place was cut off.
        _folder.Write("c.txt", [.. "H customers\r\n001Gr"u8, 0x81, .. "nxx\r\n002AB\r\n003"u8]);
        (await _folder.FailureAsync()).Message.ShouldContain("ends after 3 of 8 characters");
    }

    [Fact]
    public async Task FixedWidth_WithoutTheColumn_IsRefused()
    {
        _folder.Map("customers", "pattern: c.txt, set: full, format: fixed, positions: {NO: 1-3, NAMES: 4+5}", Fields);
        _folder.Write("c.txt", "001Bob\n");
        (await _folder.FailureAsync()).Message.ShouldContain("Column NAME is missing (records.customers.fields.name names it); did you mean NAMES?");
    }

    [Theory]
    [InlineData("format: fixed", "positions", "No column has a place")]
    [InlineData("format: fixed, positions: {NO: 5-3}", "positions", "'5-3' (for NO)")]
    [InlineData("format: fixed, positions: {NO: 1-3}, delimiter: \";\"", "delimiter", "says nothing here")]
    [InlineData("format: fixed, positions: {NO: 1-3}, columns: [A]", "columns", "says nothing here")]
    [InlineData("positions: {NO: 1-3}", "positions", "says nothing here")]
    [InlineData("format: tsv, delimiter: \";\"", "delimiter", "has tabs")]
    [InlineData("format: xlsx, encoding: utf-8", "encoding", "says nothing here")]
    [InlineData("format: xlsx, compression: zip", "compression", "says nothing here")]
    [InlineData("sheet: A", "sheet", "says nothing here")]
    [InlineData("merged: fill", "merged", "says nothing here")]
    [InlineData("entry: x", "entry", "says nothing here")]
    [InlineData("header: false, aliases: {A: B}", "aliases", "says nothing here")]
    [InlineData("columns: [A]", "columns", "names the columns already")]
    [InlineData("header: false, columns: [A, a]", "columns", "more than once")]
    [InlineData("quote: \",\"", "delimiter", "two meanings")]
    [InlineData("quote: \"''\"", "quote", "not a choice")]
    [InlineData("escape: ab", "escape", "not a choice")]
    [InlineData("skip_lines: 1.5", "skip_lines", "not a number of lines")]
    [InlineData("comment: \"\"", "comment", "empty text")]
    [InlineData("trailer: {count: 2}", "trailer.starts_with", "missing")]
    [InlineData("trailer: {starts_with: T, count: 2-3}", "trailer.count", "not a place")]
    [InlineData("trailer: {starts_with: T, totals: {A: x}}", "trailer.totals", "not a place")]
    [InlineData("manifest: {file: \"{stem}.json\", format: json}", "manifest.count", "Nothing of the manifest")]
    [InlineData("manifest: {file: m.json, format: json, count: n}", "manifest.file", "the same manifest")]
    [InlineData("manifest: {file: \"../{stem}\", format: json, count: n}", "manifest.file", "another folder")]
    [InlineData("manifest: {file: \"{stem}\", count: n}", "manifest.format", "missing")]
    [InlineData("balances: ignore", "balances", "says nothing here")]
    [InlineData("deleted: {column: A}", "deleted.values", "not said which texts")]
    public void AMistake_IsNamed(string declared, string path, string message)
    {
        _folder.Map("customers", "pattern: c.csv, set: full, " + declared, Fields);
        var problems = new CreditBridge.Connectors.FileDrop.FileDropConnector().Mappings.Lint("m.yaml", File.ReadAllText(_folder.MappingPath));
        problems.ShouldHaveSingleItem(string.Join("\n", problems)).Path.ShouldBe("records.customers.read." + path);
        problems[0].Message.ShouldContain(message);
    }

    [Fact]
    public void ReferenceDocuments_HaveNoMistakes()
    {
        var language = new CreditBridge.Connectors.FileDrop.FileDropConnector().Mappings;
        language.ReferenceDocuments.ShouldNotBeEmpty();
        language.ReferenceDocuments.SelectMany(d => language.Lint("reference.yaml", d)).ShouldBeEmpty();
    }
}
