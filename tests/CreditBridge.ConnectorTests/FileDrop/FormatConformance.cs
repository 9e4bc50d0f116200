using System.Globalization;
using System.Text;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class FixedWidthConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(CustomerFiles.Of(
        "full", ", format: fixed, positions: {CUST: 1-5, NO: 6+5, DAY: 11-35, VALUE: 36-60, CUR: 61-70}, trailer: {starts_with: \"//\", count: 3-10}", Lines, hasHeader: false));

    private static byte[] Lines(IReadOnlyList<string> lines)
    {
        var rows = lines.Skip(1).Select(l => l.Split(',')).Select(v => $"{v[0],-5}{v[1],-5}{v[2],-25}{v[3],25}{v[4],-10}\r\n").ToList();
        return Encoding.UTF8.GetBytes($"{string.Concat(rows)}//{rows.Count}\r\n");
    }
}

public sealed class WorkbookConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(CustomerFiles.Of("full", ", format: xlsx", lines => WorkbookBuilder.Build([.. lines.Select(l => l.Split(',').Select(Cell).ToArray())])));

    private static object? Cell(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : text;
}

public sealed class TabbedDeltaConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(CustomerFiles.Of(
        "delta", ", format: tsv, encoding: utf-16, footer_lines: 1, comment: \"#\"", lines => Encoding.Unicode.GetBytes($"# exported\n{string.Join('\n', lines).Replace(',', '\t')}\nthe end")));
}
