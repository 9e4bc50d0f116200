using CreditBridge.Core.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class ShippedPolicyTests
{
    [Fact]
    public void ShippedPolicy_HasNoProblems()
    {
        var result = CreditPolicyParser.Parse(StarterPolicy.Shipped, "starter.yaml");
        result.Problems.Select(p => p.ToString()).ShouldBeEmpty();
        result.Policy.ShouldNotBeNull();
    }

    [Fact]
    public void VersionText_NamesPolicyVersionAndContent() =>
        StarterPolicy.Policy.VersionText.ShouldMatch("^starter@1:[0-9a-f]{8}$");

    [Fact]
    public void ContentHash_CommentsLayoutAndOrderOfKeys_DoNotCount()
    {
        var rearranged = "# a new comment\ntrend: { days: 5 }\n" + StarterPolicy.Replace("trend:\n  days: 5", "").Replace("name: starter", "name:   \"starter\"", StringComparison.Ordinal);
        StarterPolicy.Parse(rearranged).ContentHash.ShouldBe(StarterPolicy.Policy.ContentHash);
    }

    [Fact]
    public void ContentHash_AnyValue_Counts() =>
        StarterPolicy.With("percent: 250", "percent: 251").ContentHash.ShouldNotBe(StarterPolicy.Policy.ContentHash);
}
