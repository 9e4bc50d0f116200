using System.Text.RegularExpressions;
using CreditBridge.TestKit.Connectors;
using CreditBridge.UnitTests.Repository;
using CreditBridge.Worker.Configuration;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Connectors;

/// <summary>
/// No connector can forget the conformance kit: for every connector of the registry there is a class derived from <see cref="SourceConformance"/> for each of its modes,
/// marked with <see cref="ConformanceOfAttribute"/>. The sources of all test projects are looked through, as they are not all built into this one.
/// </summary>
public sealed partial class RegistryConformanceTests
{
    public static TheoryData<string> Connectors => [.. KnownConnectors.All.Select(c => c.Type)];

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Connector_HasAConformanceClassForEachOfItsModes(string connector)
    {
        var proven = Classes().Where(c => c.Connector == connector).Select(c => c.Mode).ToHashSet();
        foreach (var mode in ModesOf(connector))
            proven.ShouldContain(mode, $"""write [ConformanceOf("{connector}", ReadMode.{mode})] public sealed class … : SourceConformance; docs/connectors/writing-a-connector.md shows how""");
        proven.ShouldNotBeEmpty($"no class derived from SourceConformance says [ConformanceOf(\"{connector}\", …)]");
    }

    [Fact]
    public void ConformanceClasses_NameAConnectorThatThereIs()
    {
        var known = KnownConnectors.All.Select(c => c.Type).Append("LedgerApi").ToList();
        Classes().Select(c => c.Connector).Distinct().ShouldBeSubsetOf(known);
        Classes().Count().ShouldBeGreaterThanOrEqualTo(known.Count);
    }

    // Whoever has a mapping lets the mapping decide, below 'read:', whether everything is listed or changes are asked for: both must be proven.
    private static ReadMode[] ModesOf(string connector) =>
        KnownConnectors.All.Single(c => c.Type == connector).OptionsType.GetProperty("Mapping") is null ? [] : [ReadMode.Listing, ReadMode.Changes];

    private static IEnumerable<(string Connector, ReadMode Mode)> Classes() =>
        from file in RepositoryFiles.Sources("*.cs")
        where file.StartsWith("tests/", StringComparison.Ordinal)
        from Match declaration in Declaration().Matches(RepositoryFiles.Read(file))
        from Capture attribute in declaration.Groups["attribute"].Captures
        let parts = Attribute().Match(attribute.Value)
        select (parts.Groups[1].Value, Enum.Parse<ReadMode>(parts.Groups[2].Value));

    [GeneratedRegex(@"^(?<attribute>\[ConformanceOf\(""\w+"", ReadMode\.\w+\)\]\r?\n)+public sealed class \w+(\(.*?\))? : SourceConformance\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"""(\w+)"", ReadMode\.(\w+)")]
    private static partial Regex Attribute();
}
