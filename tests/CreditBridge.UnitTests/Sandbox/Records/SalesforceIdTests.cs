using CreditBridge.Sandbox.Records;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Records;

public sealed class SalesforceIdTests
{
    [Theory]
    [InlineData("001D000000IRFma", "001D000000IRFmaIAH")]
    [InlineData("01gD0000002HU6K", "01gD0000002HU6KIAW")]
    [InlineData("003q000000KvQ1t", "003q000000KvQ1tAAF")]
    [InlineData("a00D0000008pQRA", "a00D0000008pQRAIA2")]
    public void Checksum_OfIdsSeenOnRealOrgs_IsTheSame(string id15, string id18)
    {
        SalesforceId.TryNormalize(id15, out var full).ShouldBeTrue();
        full.ShouldBe(id18);
        SalesforceId.TryNormalize(id18, out var same).ShouldBeTrue();
        same.ShouldBe(id18);
    }

    [Theory]
    [InlineData("")]
    [InlineData("001D000000IRFm")]
    [InlineData("001D000000IRFmaIAA")]
    [InlineData("001D000000IRF-a")]
    [InlineData("001D000000IRFmaIAHX")]
    public void Normalize_OfSomethingElse_Refuses(string text) => SalesforceId.TryNormalize(text, out _).ShouldBeFalse();

    [Fact]
    public void Normalize_OfAnIdWhoseCaseWasLost_RestoresTheChecksumOnly()
    {
        SalesforceId.TryNormalize("001D000000IRFmaiah", out var id).ShouldBeTrue();
        id.ShouldBe("001D000000IRFmaIAH");
    }

    [Fact]
    public void Create_OfGrowingNumbers_GivesGrowingDistinctIds() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
            string.CompareOrdinal(SalesforceId.Create("001", number), SalesforceId.Create("001", number + 1L)) < 0).QuickCheckThrowOnFailure();
}
