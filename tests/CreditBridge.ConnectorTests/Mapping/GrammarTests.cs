using System.Text.Json.Nodes;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Connectors.OData;
using CreditBridge.Connectors.Rest;
using CreditBridge.Connectors.Sql;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Reference;
using CreditBridge.UnitTests.Policies.Grammar;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Schema and documentation come from the reader of mappings itself; these tests keep the reference documents complete and what is shipped in order.</summary>
public sealed class GrammarTests
{
    private static readonly IReadOnlyList<MappingLanguage> Languages =
        [.. new IConnector[] { new FileDropConnector(), new SqlConnector(), new RestConnector(), new ODataConnector() }.OfType<IMappedConnector>().Select(c => c.Mappings)];

    private static readonly JsonNode Schema = JsonNode.Parse(MappingSchema.Write(Languages))!;

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("deploy/config/mappings"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Connectors => [.. Languages.Select(l => l.Connector)];

    [Fact]
    public void ReferenceDocuments_ContainEveryKeyThatTheReaderAsksFor() => MissingFrom(MappingReference.Grammar, MappingReference.Documents).ShouldBeEmpty("add a case of each to src/CreditBridge.Mapping/Reference/reference.yaml");

    [Fact]
    public void ReferenceDocuments_ExplainEveryKey() => UnexplainedIn(MappingReference.Grammar).ShouldBeEmpty("write the meaning behind the key in src/CreditBridge.Mapping/Reference/reference.yaml");

    [Fact]
    public void ReferenceDocuments_HaveEveryKind() => MappedKinds.All.ShouldAllBe(k => MappingReference.Grammar.Of($"records.{k.Name}.fields") != null);

    [Theory]
    [MemberData(nameof(Connectors))]
    public void AConnectorsReferenceDocuments_AreComplete(string connector)
    {
        var language = Languages.Single(l => l.Connector == connector);
        language.ReferenceDocuments.ShouldNotBeEmpty($"{connector} needs an embedded reference.yaml with a case of every key that it adds");
        var own = language.Grammar.Sections.Where(s => s.Name.StartsWith("$read", StringComparison.Ordinal) || MappingReference.Grammar.Of(s.Name) is null).ToList();
        own.SelectMany(s => s.Keys.Where(k => k.Name != "*" && language.Grammar.MeaningOf(s, k) is null).Select(k => $"{s.Name}.{k.Name}")).ShouldBeEmpty("write the meaning behind each key");
        MissingFrom(language.Grammar, language.ReferenceDocuments, own).ShouldBeEmpty("add a case of each");
        foreach (var document in language.ReferenceDocuments)
            JsonSchemaCheck.Problems(document, Schema).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ReferenceDocuments_FitTheSchema_AndCanBeUsed(int number)
    {
        JsonSchemaCheck.Problems(MappingReference.Documents[number], Schema).ShouldBeEmpty();
        MappingLint.Check(Languages, "reference", MappingReference.Documents[number], out _).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void AShippedMapping_FitsTheSchema_AndCanBeUsed(string file)
    {
        var text = RepositoryFiles.Read("deploy/config/mappings/" + file);
        MappingLint.Check(Languages, file, text, out _).ShouldBeEmpty();
        JsonSchemaCheck.Problems(text, Schema).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("connector: FileDrop", "connector: Fax", "is none of")]
    [InlineData("system: erp", "sytem: erp", "'sytem' is not known")]
    [InlineData("zero: none ", "zero: nought ", "is none of")]
    [InlineData("    sign: customer_owes_positive  #", "    #", "'sign' is missing")]
    [InlineData("      document: DOCNO             #", "      #", "'document' is missing")]
    [InlineData("unit: 1000", "unit: 10", "is none of")]
    [InlineData("      issued: ISSUE_DATE          #", "      issued: {column: X, add_day: 3} #", "fits none of")]
    [InlineData("skip: [INV, CAN]", "skipp: [INV, CAN]", "fits none of")]
    public void Schema_AMistake_IsFound(string piece, string mistake, string problem)
    {
        var text = MappingReference.Documents[0];
        text.ShouldContain(piece);
        JsonSchemaCheck.Problems(text.Replace(piece, mistake, StringComparison.Ordinal), Schema).ShouldContain(p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Lint_AnUnknownConnector_IsNamed()
    {
        var problem = MappingLint.Check(Languages, "m.yaml", "system: x\nconnector: FileDorp\n", out _).ShouldHaveSingleItem();
        (problem.Line, problem.Path, problem.Suggestion).ShouldBe((2, "connector", "Did you mean 'FileDrop'?"));
        MappingLint.Check(Languages, "m.yaml", "system: x\n", out _).ShouldHaveSingleItem().Message.ShouldBe("The key is missing.");
    }

    private static IEnumerable<string> UnexplainedIn(MappingGrammar grammar) =>
        grammar.Sections.Where(s => !s.Name.StartsWith("$read", StringComparison.Ordinal)).SelectMany(s => s.Keys.Where(k => k.Name != "*" && grammar.MeaningOf(s, k) is null).Select(k => $"{s.Name}.{k.Name}"));

    private static IEnumerable<string> MissingFrom(MappingGrammar grammar, IReadOnlyList<string> documents, IReadOnlyList<SectionFacts>? sections = null)
    {
        var written = string.Concat(documents);
        return (sections ?? grammar.Sections).SelectMany(s => s.Keys.Where(k => k.Name != "*" && !written.Contains($"{k.Name}:", StringComparison.Ordinal)).Select(k => $"{s.Name}.{k.Name}"));
    }
}
