using CreditBridge.Sandbox.Soql;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Soql;

public sealed class SoqlTextTests
{
    [Theory]
    [InlineData("Acme", "acme", true)]
    [InlineData("Acme", "A%", true)]
    [InlineData("Acme", "%M%", true)]
    [InlineData("Acme", "A_me", true)]
    [InlineData("Acme", "A_e", false)]
    [InlineData("Acme", "%", true)]
    [InlineData("", "%", true)]
    [InlineData("50%", @"50\%", true)]
    [InlineData("505", @"50\%", false)]
    [InlineData("a_b", @"a\_b", true)]
    [InlineData("axb", @"a\_b", false)]
    [InlineData("aXbXc", "a%b%c", true)]
    [InlineData("aXbX", "a%b%c", false)]
    public void Like_FollowsThePattern(string value, string pattern, bool expected) => SoqlText.Like(value, pattern).ShouldBe(expected);

    [Theory]
    [InlineData(@"a\'b", "a'b")]
    [InlineData(@"a\\b", @"a\b")]
    [InlineData(@"\n\r\t\b\f\""", "\n\r\t\b\f\"")]
    [InlineData(@"\u00e9", "é")]
    public void Unescape_KnowsTheEscapesOfTheManual(string escaped, string text) => SoqlText.Unescape(escaped).ShouldBe(text);
}
