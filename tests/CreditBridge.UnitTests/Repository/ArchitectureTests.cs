using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Repository;

/// <summary>The dependency direction of docs/architecture.md, as far as project files show it.</summary>
public sealed partial class ArchitectureTests
{
    public static TheoryData<string> Connectors => [.. RepositoryFiles.Sources("*.csproj").Where(p => p.StartsWith("connectors/", StringComparison.Ordinal))];

    [Theory]
    [InlineData("src/CreditBridge.Abstractions/CreditBridge.Abstractions.csproj", "")]
    [InlineData("src/CreditBridge.Mapping/CreditBridge.Mapping.csproj", "CreditBridge.Abstractions")]
    [InlineData("src/CreditBridge.Core/CreditBridge.Core.csproj", "CreditBridge.Abstractions")]
    [InlineData("src/CreditBridge.Storage/CreditBridge.Storage.csproj", "CreditBridge.Core")]
    [InlineData("src/CreditBridge.Sandbox/CreditBridge.Sandbox.csproj", "")]
    public void A_project_refers_to_what_it_may(string project, string allowed) =>
        References(project).ShouldBe(allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [MemberData(nameof(Connectors))]
    public void A_connector_refers_to_the_abstractions_the_mapping_language_and_other_connectors_only(string project) =>
        References(project).ShouldAllBe(r => r == "CreditBridge.Abstractions" || r == "CreditBridge.Mapping" || r.StartsWith("CreditBridge.Connectors.", StringComparison.Ordinal));

    [Fact]
    public void The_core_knows_no_database_scheduler_web_server_or_logger() =>
        Packages("src/CreditBridge.Core/CreditBridge.Core.csproj").ShouldBe(["YamlDotNet"]);

    [Fact]
    public void The_abstractions_need_no_package() => Packages("src/CreditBridge.Abstractions/CreditBridge.Abstractions.csproj").ShouldBeEmpty();

    [Fact]
    public void Versions_are_pinned_in_one_place_only()
    {
        foreach (var project in RepositoryFiles.Sources("*.csproj"))
            RepositoryFiles.Read(project).ShouldNotContain(" Version=\"", customMessage: project);
    }

    private static string[] References(string project) =>
        [.. ProjectReference().Matches(RepositoryFiles.Read(project)).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

    private static string[] Packages(string project) =>
        [.. PackageReference().Matches(RepositoryFiles.Read(project)).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex("""<ProjectReference Include="[^"]*?([A-Za-z.]+)\.csproj" """)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""<PackageReference Include="([^"]+)" """)]
    private static partial Regex PackageReference();
}
