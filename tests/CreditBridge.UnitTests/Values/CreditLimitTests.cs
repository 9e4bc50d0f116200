using System.Text.Json;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Values;

public sealed class CreditLimitTests
{
    public static TheoryData<CreditLimit> EveryKind => [CreditLimit.NotSet, CreditLimit.None, CreditLimit.Unlimited, CreditLimit.Of(Money.Parse("50000 EUR"))];

    [Theory]
    [InlineData("0 EUR")]
    [InlineData("-1 EUR")]
    public void Amount_of_zero_or_less_cannot_be_built(string amount) =>
        Should.Throw<ArgumentOutOfRangeException>(() => CreditLimit.Of(Money.Parse(amount))).Message.ShouldContain("none, not set or unlimited");

    [Fact]
    public void Default_is_not_set() => default(CreditLimit).Kind.ShouldBe(CreditLimitKind.NotSet);

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Json_round_trips(CreditLimit limit) => JsonSerializer.Deserialize<CreditLimit>(JsonSerializer.Serialize(limit)).ShouldBe(limit);
}
