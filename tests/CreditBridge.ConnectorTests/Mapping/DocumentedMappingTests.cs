using System.Text.RegularExpressions;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Connectors.OData;
using CreditBridge.Connectors.Rest;
using CreditBridge.Connectors.Sql;
using CreditBridge.ConnectorTests.FileDrop;
using CreditBridge.Mapping;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Whole mappings that stand in pages for people: whoever copies one has something that lint accepts.</summary>
public sealed class DocumentedMappingTests
{
    private static readonly IReadOnlyList<MappingLanguage> Languages =
        [.. new IMappedConnector[] { new FileDropConnector(), new ODataConnector(), new RestConnector(), new SqlConnector() }.Select(c => c.Mappings)];

    public static TheoryData<string> Pages() =>
        [.. Directory.GetFiles(Path.Combine(DropTestFolder.Repository, "connectors"), "README.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(DropTestFolder.Repository, "docs"), "*.md", SearchOption.AllDirectories))
            .Where(p => Mappings(p).Any()).Select(p => Path.GetRelativePath(DropTestFolder.Repository, p))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryMappingOfAPage_IsFine(string page)
    {
        foreach (var mapping in Mappings(Path.Combine(DropTestFolder.Repository, page)))
            MappingLint.Check(Languages, page, mapping, out _).Select(p => $"{p.Path}: {p.Message}").ShouldBeEmpty(mapping);
    }

    private static IEnumerable<string> Mappings(string page) =>
        Regex.Matches(File.ReadAllText(page), "```yaml\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value).Where(m => Regex.IsMatch(m, "^connector:", RegexOptions.Multiline));
}
