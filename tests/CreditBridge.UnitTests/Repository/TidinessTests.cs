using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Repository;

/// <summary>Rules about the text of the sources.</summary>
public sealed partial class TidinessTests
{
    private const int MaxLines = 500;
    private const int MaxLineLength = 200;

    [Fact]
    public void Files_are_short_enough_to_be_read_at_once() =>
        RepositoryFiles.Sources("*.cs").Where(f => RepositoryFiles.Read(f).Count(c => c == '\n') > MaxLines).ShouldBeEmpty();

    [Fact]
    public void Lines_of_code_are_short_enough_to_be_read_texts_aside() =>
        RepositoryFiles.Sources("*.cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("connectors/", StringComparison.Ordinal))
            .SelectMany(f => RepositoryFiles.Read(f).Split('\n').Select((line, i) => (Where: $"{f}:{i + 1}", Text().Replace(line, "").Length)))
            .Where(l => l.Length > MaxLineLength).Select(l => $"{l.Where} has {l.Length}").ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later_in_the_code() =>
        RepositoryFiles.Sources("*.cs").Where(f => !f.EndsWith("TidinessTests.cs", StringComparison.Ordinal))
            .Where(f => LeftForLater().IsMatch(RepositoryFiles.Read(f))).ShouldBeEmpty();

    [Fact]
    public void Every_suppressed_warning_gives_its_reason() =>
        RepositoryFiles.Sources("*.cs").SelectMany(f => RepositoryFiles.Read(f).Split('\n').Select((line, i) => (Where: $"{f}:{i + 1}", Line: line)))
            .Where(l => l.Line.Contains("#pragma warning disable", StringComparison.Ordinal) && !l.Line.Contains("//", StringComparison.Ordinal))
            .Select(l => l.Where).Where(w => !w.Contains("TidinessTests", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void No_folder_or_file_is_named_after_nothing_in_particular() =>
        RepositoryFiles.Sources("*.cs").Where(f => NamedAfterNothing().IsMatch(Path.GetFileNameWithoutExtension(f))).ShouldBeEmpty();

    [GeneratedRegex("""
        "(\\.|[^"\\])*"|//.*$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("(Utils?|Helpers?|Common|Manager|Misc)$")]
    private static partial Regex NamedAfterNothing();
}
