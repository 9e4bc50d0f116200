using CreditBridge.Mapping;
using CreditBridge.Mapping.Reference;
using CreditBridge.UnitTests.Repository;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Configuration.Catalogue;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Configuration;

/// <summary>What is generated from the reader of mappings and from the connectors' options says what the code says.</summary>
public sealed class MappingDocumentsTests
{
    public static TheoryData<string> Connectors => [.. KnownConnectors.All.Select(c => c.Type)];

    [Fact]
    public void SchemaFile_IsFresh() => RepositoryFiles.Read("deploy/config/mappings/mapping.schema.json")
        .ShouldBe(MappingSchema.Write(KnownConnectors.MappingLanguages), "write it again: creditbridge mapping schema > deploy/config/mappings/mapping.schema.json");

    [Fact]
    public void LanguagePage_IsFresh() => RepositoryFiles.Read("docs/connectors/mapping.md")
        .ShouldBe(MappingReferencePage.Write(), "write it again: creditbridge mapping docs > docs/connectors/mapping.md");

    [Theory]
    [MemberData(nameof(Connectors))]
    public void ConnectorPage_IsFresh(string type)
    {
        var connector = KnownConnectors.All.Single(c => c.Type == type);
        using var current = new StringWriter();
        ConnectorReference.Write(new OptionCatalogue(KnownConnectors.All), connector, current);
        RepositoryFiles.Read(ConnectorReference.FileOf(connector)).ShouldBe(current.ToString(), $"write it again: creditbridge mapping docs {type} > {ConnectorReference.FileOf(connector)}");
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void AConnector_SaysWhatItIsFor(string type)
    {
        var connector = KnownConnectors.All.Single(c => c.Type == type);
        MappingText.Resources(connector.GetType().Assembly, "about", ".md").ShouldNotBeEmpty("write a short about.md in the connector's project");
    }
}
