using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class ProposalProblemTests
{
    public static TheoryData<string, string, string, string, string?> Mistakes => new()
    {
        { "offer: letter_of_credit, max_percent: 100", "offer: letter_of_credti, max_percent: 100", "proposals.alternatives[4].offer", "choose one of", "letter_of_credit" },
        { "offer: letter_of_credit, max_percent: 100", "offer: letter_of_credit, max_percent: 101", "proposals.alternatives[4].max_percent", "out of range", null },
        { "offer: letter_of_credit, max_percent: 100", "offer: letter_of_credit, covers: 90", "proposals.alternatives[4].covers", "not known here", null },
        { "offer: guarantee, max_percent: 100", "offer: guarantee, cover_percent: 0", "proposals.alternatives[6].cover_percent", "out of range", null },
        { "offer: guarantee, max_percent: 100", "offer: insured_part, max_percent: 100", "proposals.alternatives", "Two alternatives are of the same kind", null },
        { "most_documents: 5", "most_documents: 0", "proposals.alternatives[1].most_documents", "out of range", null },
        { "most_documents: 5", "most_document: 5", "proposals.alternatives[1].most_document", "not known here", "most_documents" },
        { "releases: yes", "releases: often", "proposals.alternatives[3].releases", "yes or no is expected", null },
        { "grace_days: 2", "grace_days: 0", "proposals.checkpoints[0].grace_days", "out of range", null },
        { "grace_days: 2", "grace_day: 2", "proposals.checkpoints[0].grace_day", "not known here", "grace_days" },
        { ", grace_days: 2", "", "proposals.checkpoints[0].grace_days", "'grace_days' is missing", null },
        { "name: offer sent, ", "", "proposals.checkpoints[0].name", "'name' is missing", null },
        { "stages: [Offer], grace", "stage: [Offer], grace", "proposals.checkpoints[0].stage", "not known here", "stages" },
        { "grace_days: 2 }", "grace_days: 2 }\n    - { name: Offer sent, grace_days: 3 }", "proposals.checkpoints[1].name", "stands here twice", null },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string piece, string replacement, string path, string message, string? suggestion)
    {
        OfferPolicy.Yaml.ShouldContain(piece);
        var yaml = OfferPolicy.Yaml.Replace(piece, replacement, StringComparison.Ordinal);
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        result.Policy.ShouldBeNull();
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
        problem.Column.ShouldBeInRange(1, yaml.Split('\n')[problem.Line - 1].Length + 1);
    }

    [Theory]
    [InlineData("offer: insured_part, max_percent: 80, step_percent: 10", "offer: insured_part, max_percent: 5, step_percent: 10", "never offered")]
    [InlineData("- { name: offer sent, stages", "- { name: any, grace_days: 1 }\n    - { name: offer sent, stages", "No deal is ever at this checkpoint")]
    public void WhatCanNeverHappen_IsAWarning(string piece, string replacement, string message)
    {
        var result = CreditPolicyParser.Parse(OfferPolicy.Yaml.Replace(piece, replacement, StringComparison.Ordinal), "policy.yaml");
        result.Policy.ShouldNotBeNull();
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void PolicyWithEverything_IsReadAsItStands()
    {
        var proposals = OfferPolicy.Everything.Proposals;
        proposals.Alternatives.Count.ShouldBe(7);
        proposals.Alternatives.ShouldContain(new SecuredAlternative(SecurityOffer.InsuredPart, 100m, 80m, 10m));
        proposals.Alternatives.ShouldContain(new SmallerFirstOrderAlternative(25m, 5m, true));
        proposals.Checkpoints.ShouldHaveSingleItem().GraceDays.ShouldBe(2);
        StarterPolicy.Policy.Proposals.Checkpoints.ShouldBeEmpty();
    }
}
