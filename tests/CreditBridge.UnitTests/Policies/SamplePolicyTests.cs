using CreditBridge.Core.Policies.Lint;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

/// <summary>Every sample is fine, and the published numbers that stand in it as examples come out.</summary>
public sealed class SamplePolicyTests
{
    public static TheoryData<string> Samples => [.. SamplePolicies.Files];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_LintsCleanAndItsExamplesComeOut(string file)
    {
        var result = PolicyLint.Check(SamplePolicies.Read(file), file);
        result.Problems.Select(p => p.ToString()).ShouldBeEmpty();
        result.Examples.ShouldNotBeEmpty();
        result.Examples.ShouldAllBe(e => e.Passed);
    }
}
