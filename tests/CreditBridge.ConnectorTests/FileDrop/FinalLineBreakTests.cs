using System.Text;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>A text that was cut off within its last number looks like one whose last line has no line break; only what proves the contrary makes it one.</summary>
public sealed class FinalLineBreakTests : IDisposable
{
    private const string Fields = "company: {value: \"1\"}, customer: A, document: B, type: {value: invoice}, issued: C, due: C, currency: {value: EUR}, open_amount: D";
    private const string Keys = "sign: customer_owes_positive\n    credit_notes: negative";
    private readonly DropTestFolder _folder = new();

    [Theory]
    [InlineData("header and rows", "", "A;B;C;D\nC1;I1;2026-01-01;100.00\nC1;I2;2026-01-01;1", null)]
    [InlineData("Windows line breaks", "", "A;B;C;D\r\nC1;I1;2026-01-01;100.00\r\nC1;I2;2026-01-01;1", null)]
    [InlineData("one row below the header", "", "A;B;C;D\nC1;I2;2026-01-01;1", null)]
    [InlineData("no header", ", header: false, columns: [A, B, C, D]", "C1;I1;2026-01-01;100.00\nC1;I2;2026-01-01;1", null)]
    [InlineData("the only line there is", ", header: false, columns: [A, B, C, D]", "C1;I2;2026-01-01;1", 1)]
    [InlineData("all lines end", "", "A;B;C;D\nC1;I1;2026-01-01;100.00\nC1;I2;2026-01-01;1\n", 2)]
    [InlineData("an old line break", "", "A;B;C;D\rC1;I1;2026-01-01;100.00\rC1;I2;2026-01-01;1\r", 2)]
    [InlineData("declared", ", final_line_break: optional", "A;B;C;D\nC1;I1;2026-01-01;100.00\nC1;I2;2026-01-01;1", 2)]
    [InlineData("a trailer", ", trailer: {starts_with: T, count: 2}", "A;B;C;D\nC1;I1;2026-01-01;100.00\nT;1", 1)]
    [InlineData("a line of totals", ", footer: [T]", "A;B;C;D\nC1;I1;2026-01-01;100.00\nTotal;;;100", 1)]
    [InlineData("a comment", ", comment: ['#']", "A;B;C;D\nC1;I1;2026-01-01;100.00\n# end", 1)]
    [InlineData("the header only", "", "A;B;C;D", 0)]
    public async Task File_IsRefusedWhenItsLastRowMayHaveBeenCutOff(string what, string read, string text, int? rows)
    {
        _folder.Map("open_items", $"pattern: i-*.csv, set: full, delimiter: ';'{read}", Fields, Keys);
        _folder.Write("i-1.csv", Encoding.UTF8.GetBytes(text));
        if (rows is { } expected)
        {
            await _folder.ReadAsync(RecordKind.Receivable);
            _folder.State.Count.ShouldBe(expected, what);
            return;
        }

        var failure = await _folder.FailureAsync(RecordKind.Receivable);
        _folder.State.ShouldBeEmpty(what);
        var line = text.TrimEnd().Split('\n').Length;
        failure.Where!.ShouldEndWith($"i-1.csv:{line}");
        failure.Message.ShouldContain($"Line {line}, the last one, has no line break at its end");
        failure.Message.ShouldContain("may have been cut off");
        failure.NextStep.ShouldContain("'final_line_break: optional'");
    }

    public void Dispose() => _folder.Dispose();
}
