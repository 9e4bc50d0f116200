using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Values;

public sealed class CustomerKeyTests
{
    [Theory]
    [InlineData("erp:1000/C1", null, null, "erp:1000/C1")]
    [InlineData(" 1000/C1 ", "erp", null, "erp:1000/C1")]
    [InlineData("C1", "erp", "1000", "erp:1000/C1")]
    [InlineData("sap:2000/A/7", "erp", null, "sap:2000/A/7")]
    public void Parts_that_are_left_out_come_from_the_defaults(string text, string? system, string? company, string expected)
    {
        CustomerKey.TryParse(text, system, company, out var key).ShouldBeTrue();
        key.ToString().ShouldBe(expected);
        CustomerKey.Parse(key.ToString()).ShouldBe(key);
    }

    [Theory]
    [InlineData("C1", "erp", null)]
    [InlineData("1000/C1", null, null)]
    [InlineData("1000/", "erp", null)]
    [InlineData(":1000/C1", "erp", null)]
    [InlineData("", "erp", "1000")]
    public void A_missing_part_is_refused_never_guessed(string text, string? system, string? company) =>
        CustomerKey.TryParse(text, system, company, out _).ShouldBeFalse();

    [Fact]
    public void Case_counts() => CustomerKey.Parse("erp:1000/c1").ShouldNotBe(CustomerKey.Parse("erp:1000/C1"));
}
