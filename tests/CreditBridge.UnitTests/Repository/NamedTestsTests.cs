using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Repository;

/// <summary>The page on Salesforce's behaviour names a test for each line; a name that no test has would prove nothing.</summary>
public sealed partial class NamedTestsTests
{
    private const string Page = "docs/connectors/salesforce-behaviour.md";

    [Fact]
    public void Tests_that_the_page_names_exist()
    {
        var named = Name().Matches(RepositoryFiles.Read(Page)).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).Distinct().ToList();
        var sources = RepositoryFiles.Sources("*.cs").Where(f => f.StartsWith("tests/", StringComparison.Ordinal)).ToLookup(f => Path.GetFileNameWithoutExtension(f));

        named.Count.ShouldBeGreaterThan(50);
        named.Where(n => !sources[n.Class].Any(file => RepositoryFiles.Read(file).Contains($" {n.Method}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`([A-Z]\w+)\.(\w+)`")]
    private static partial Regex Name();
}
