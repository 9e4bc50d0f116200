using System.Text.Json.Nodes;
using CreditBridge.Core.Policies.Grammar;
using CreditBridge.Core.Policies.Lint;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies.Grammar;

/// <summary>Schema and reference come from the reader of policies itself; these tests keep the reference document complete and the generated files fresh.</summary>
public sealed class PolicyGrammarTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(PolicySchema.Write())!;

    public static TheoryData<string> Samples => [.. SamplePolicies.Files];

    [Fact]
    public void ReferenceDocument_ContainsEveryKeyThatTheReaderAsksFor()
    {
        var written = PolicyReferenceDocument.All;
        var missing = PolicyReferenceDocument.Grammar.Keys.Values.Where(k => k.Name != "*" && !k.IsRefused && !written.Contains($"{k.Name}:", StringComparison.Ordinal)).Select(k => k.Path);
        missing.ShouldBeEmpty("add a case of each to src/CreditBridge.Core/Policies/Grammar/reference.yaml");
    }

    [Fact]
    public void ReferenceDocument_ExplainsEveryKey()
    {
        var unexplained = PolicyReferenceDocument.Grammar.Keys.Values
            .Where(k => k.Name != "*" && !k.IsRefused && k.WhyRequired is null && !PolicyReferenceDocument.Meanings.ContainsKey(k.Path)).Select(k => k.Path);
        unexplained.ShouldBeEmpty("write the meaning behind the key in src/CreditBridge.Core/Policies/Grammar/reference.yaml");
    }

    [Fact]
    public void ReferenceDocument_LintsWithoutErrors() =>
        PolicyLint.Check(PolicyReferenceDocument.Text, "reference.yaml").Problems.Select(p => p.ToString()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Samples))]
    public void Schema_EverySample_Fits(string file) => JsonSchemaCheck.Problems(SamplePolicies.Read(file), Schema).ShouldBeEmpty();

    [Fact]
    public void Schema_ReferenceDocument_Fits() => JsonSchemaCheck.Problems(PolicyReferenceDocument.Text, Schema).ShouldBeEmpty();

    [Theory]
    [InlineData("version: 1", "versoin: 1", "'versoin' is not known")]
    [InlineData("currency: EUR", "", "'currency' is missing")]
    [InlineData("from_probability: 50", "from_probability: often", "fits none of")]
    [InlineData("boundary: upper_inclusive", "boundary: upper", "is none of")]
    [InlineData("deal_due_in_business_days: 2", "deal_due_in_business_days: 100", "fits none of")]
    [InlineData("default_terms: Net 30", "default_terms: soon", "does not match")]
    [InlineData("prepaid_may_proceed: yes", "prepaid_may_proceed: perhaps", "fits none of")]
    public void Schema_Mistake_IsFound(string piece, string mistake, string problem) =>
        JsonSchemaCheck.Problems(StarterPolicy.Replace(piece, mistake), Schema).ShouldContain(p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void SchemaFile_IsFresh() =>
        RepositoryFiles.Read("deploy/config/policies/policy.schema.json").ShouldBe(PolicySchema.Write(), "write it again: creditbridge policy schema > deploy/config/policies/policy.schema.json");

    [Fact]
    public void ReferencePage_IsFresh() =>
        RepositoryFiles.Read("docs/policy-reference.md").ShouldBe(PolicyReferencePage.Write(), "write it again: creditbridge policy docs > docs/policy-reference.md");
}
