using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.WorkbookBuilder;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class WorkbookTests : IDisposable
{
    private const string ItemFields = "company: CO, customer: NO, document: DOC, issued: ISSUED, due: DUE, type: {value: invoice}, currency: {value: EUR}, open_amount: OPEN";
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cells_KeepTheirTypes()
    {
        Items();
        _folder.Write("i.xlsx", Build(
            ["CO", "NO", "DOC", "ISSUED", "DUE", "OPEN"],
            [1000, new Padded(23), "R1", new DateOnly(2025, 1, 5), new DateOnly(2025, 2, 4), 1234.1],
            [1000, 24, new Formula("A1", "R2"), "2025-01-05", new DateOnly(2025, 2, 4), new Formula("0.1+0.2", 0.30000000000000004)],
            [],
            [1000, "25", "R3", "05.01.2025", new DateOnly(2025, 2, 4), 5]));
        await _folder.ReadAsync(RecordKind.Receivable);
        var items = _folder.State.Values.Cast<ReceivableRecord>().ToList();
        items.Select(i => (i.Customer.ToString(), i.Document, i.IssuedOn, i.OpenAmount.Amount)).ShouldBe([
            ("erp:1000/00023", "R1", new DateOnly(2025, 1, 5), 1234.1m), ("erp:1000/24", "R2", new DateOnly(2025, 1, 5), 0.3m)]);
        var rejected = _folder.Rejected.ShouldHaveSingleItem();
        (rejected.Where, rejected.Raw).ShouldBe(("i.xlsx:5, column ISSUED", "1000, 25, R3, 05.01.2025, 2025-02-04, 5"));
    }

    [Fact]
    public async Task FailedFormulas_AreNoValues_AndNotEmptyEither()
    {
        Items();
        _folder.Write("i.xlsx", Build(
            ["CO", "NO", "DOC", "ISSUED", "DUE", "OPEN", "NOTE"],
            [1000, "C1", "R1", "2025-01-05", "2025-02-04", new Error("#DIV/0!"), null],
            [1000, "C1", "R2", "2025-01-05", "2025-02-04", 1, new Error("#N/A")],
            [1000, "C1", "R3", "2025-01-05", "2025-02-04", 2, null]));
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Count.ShouldBe(2);
        var rejected = _folder.Rejected.ShouldHaveSingleItem();
        (rejected.Where, rejected.Key).ShouldBe(("i.xlsx:2, column OPEN", "erp:1000/R1"));
        rejected.Reason.ShouldBe("open_amount: '#DIV/0!' stands where a formula failed; it is no value. Let it be corrected there, or write 'empty: [\"#DIV/0!\"]' if it means nothing.");
    }

    [Fact]
    public async Task AFailedFormula_InAnOptionalColumnOfANamedSheet_IsNoValue()
    {
        _folder.Map("customers", "pattern: c.xlsx, set: full, format: xlsx, sheet: Customers", "company: {value: \"1\"}, number: NO, name: NAME, country: LAND");
        _folder.Write("c.xlsx", Build(("Notes", [["x"], [new Error("#N/A")]], []), ("Customers", [["NO", "NAME", "LAND"], ["A", "x", "DE"], ["B", "y", new Error("#REF!")], [], ["C", "z", null], ["D", new Error("#NAME?"), "DE"]], [])));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1/A", "erp:1/C"]);
        _folder.Rejected.Select(r => r.Where).ShouldBe(["c.xlsx:3, column LAND", "c.xlsx:6, column NAME"]);
    }

    [Theory]
    [InlineData("", 1, "The cells A2:A3 are merged")]
    [InlineData(", merged: fill", 3, "")]
    public async Task MergedCells_CountAsDeclared(string declared, int read, string reason)
    {
        Items(declared);
        _folder.Write("i.xlsx", Build(("S", [
            ["CO", "NO", "DOC", "ISSUED", "DUE", "OPEN"],
            ["A", "C1", "R1", "2025-01-05", "2025-02-04", 1],
            [null, "C1", "R2", "2025-01-05", "2025-02-04", 2],
            ["B", "C1", "R3", "2025-01-05", "2025-02-04", 3]], ["A2:A3", "H1:J9"])));
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Count.ShouldBe(read);
        _folder.Rejected.Count.ShouldBe(3 - read);
        _folder.Rejected.ShouldAllBe(r => r.Reason.StartsWith(reason, StringComparison.Ordinal));
        if (read == 3)
            _folder.State.Keys.ShouldBe(["erp:A/R1", "erp:A/R2", "erp:B/R3"]);
    }

    [Fact]
    public async Task TheSheet_IsFoundByName_BelowLinesOfText_AboveTotals()
    {
        Items(", sheet: Open items, skip_lines: 2, footer: [Total], trailer: {starts_with: Rows, count: 2, totals: {OPEN: 3}}, aliases: {Beleg: DOC}");
        _folder.Write("i.xlsx", Build(
            ("Cover", [["nothing"]], []),
            ("open items", [["Open items of 2025"], [], [], ["CO", "NO", "Beleg", "ISSUED", "DUE", "OPEN"], ["A", "C1", "R1", "2025-01-05", "2025-02-04", 1.5], ["Total", null, null, null, null, 1.5], ["Rows", 1, 1.5]], [])));
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Keys.ShouldBe(["erp:A/R1"]);
        _folder.Receipts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "The workbook has 2 sheets: First, Second.")]
    [InlineData(", sheet: Secnd", "The workbook has no sheet 'Secnd'; did you mean 'Second'?")]
    [InlineData(", sheet: First", "Column CO is missing (records.open_items.fields.company names it).")]
    [InlineData(", sheet: Second", "The sheet is empty")]
    public async Task AWrongSheet_IsNamed(string declared, string message)
    {
        Items(declared);
        _folder.Write("i.xlsx", Build(("First", [["A", "B"]], []), ("Second", [], [])));
        (await _folder.FailureAsync(RecordKind.Receivable)).Message.ShouldContain(message);
    }

    [Fact]
    public async Task WhatIsNoWorkbook_IsRefused()
    {
        Items();
        var good = Build(["CO", "NO", "DOC", "ISSUED", "DUE", "OPEN"], ["A", "C1", "R1", "2025-01-05", "2025-02-04", 1]);
        foreach (var (bytes, message) in new (byte[], string)[]
        {
            ([], "not an XLSX workbook"), ("CO;NO"u8.ToArray(), "not an XLSX workbook"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "encrypted or of the old format"), (good[..(good.Length / 2)], "damaged or was cut off"),
        })
        {
            _folder.Write("i.xlsx", bytes);
            var failure = await _folder.FailureAsync(RecordKind.Receivable);
            (failure.Kind, failure.Where!.Contains("i.xlsx", StringComparison.Ordinal)).ShouldBe((FailureKind.Configuration, true));
            failure.Message.ShouldContain(message);
        }
    }

    [Fact]
    public async Task AWorkbookThatUnpacksToTooMuch_IsRefusedBeforeItIsUnpacked()
    {
        Items();
        _folder.MaxUnpackedMegabytes = 1;
        _folder.Write("i.xlsx", Build(["CO", new string('x', 3_000_000)]));
        (await _folder.FailureAsync(RecordKind.Receivable)).Message.ShouldContain("The workbook unpacks to 3 MB");
    }

    private void Items(string declared = "") => _folder.Map("open_items", "pattern: i.xlsx, set: full, format: xlsx" + declared, ItemFields, "sign: customer_owes_positive\n    credit_notes: negative");
}
