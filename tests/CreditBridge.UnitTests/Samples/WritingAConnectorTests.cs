using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Samples;

public sealed partial class WritingAConnectorTests
{
    [Fact]
    public void Page_ShowsEveryFileOfTheSampleAsItIsCompiled()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CreditBridge.sln")))
            root = Path.GetDirectoryName(root)!;
        var page = File.ReadAllText(Path.Combine(root, "docs/connectors/writing-a-connector.md"));
        var shown = Listing().Matches(page).ToDictionary(m => m.Groups["file"].Value, m => m.Groups["code"].Value);
        foreach (var (file, code) in shown)
            code.ShouldBe(File.ReadAllText(Path.Combine(root, file)), $"{file} and the page differ");
        var sample = Directory.GetFiles(Path.Combine(root, "tests/CreditBridge.UnitTests/Samples/LedgerApi"), "*.cs").Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'));
        shown.Keys.ShouldBe(sample, ignoreOrder: true);
    }

    [GeneratedRegex(@"`(?<file>tests/[^`\n]+\.cs)`\n\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing();
}
