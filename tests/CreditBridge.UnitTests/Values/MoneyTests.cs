using System.Text.Json;
using CreditBridge.Abstractions.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Values;

public sealed class MoneyTests
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly CurrencyCode Usd = CurrencyCode.Parse("USD");

    [Fact]
    public void Adding_two_currencies_is_refused_with_both_named()
    {
        var mistake = Should.Throw<InvalidOperationException>(() => new Money(1m, Eur) + new Money(1m, Usd));
        mistake.Message.ShouldContain("EUR");
        mistake.Message.ShouldContain("USD");
    }

    [Fact]
    public void Comparing_two_currencies_is_refused_but_equality_is_not()
    {
        Should.Throw<InvalidOperationException>(() => new Money(1m, Eur) < new Money(2m, Usd));
        (new Money(1m, Eur) == new Money(1m, Usd)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1.005", "EUR", "1.01")]
    [InlineData("-1.005", "EUR", "-1.01")]
    [InlineData("10.5", "JPY", "11")]
    [InlineData("1.0005", "KWD", "1.001")]
    public void Rounding_goes_to_the_minor_unit_and_halves_away_from_zero(string amount, string currency, string expected) =>
        new Money(decimal.Parse(amount), CurrencyCode.Parse(currency)).Round().Amount.ShouldBe(decimal.Parse(expected));

    [Theory]
    [InlineData("1250.00 EUR", 1250)]
    [InlineData("-3 USD", -3)]
    public void Text_shape_is_read(string text, int amount) => Money.Parse(text).Amount.ShouldBe(amount);

    [Theory]
    [InlineData("EUR 12")]
    [InlineData("12")]
    [InlineData("12,5x EUR")]
    [InlineData("")]
    public void Other_text_shapes_are_refused(string text) => Should.Throw<FormatException>(() => Money.Parse(text));

    [Fact]
    public void Json_round_trips_every_amount() =>
        Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), amount =>
        {
            var money = new Money(amount, Eur);
            return JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money)) == money;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.00", "0 EUR")]
    [InlineData("-0.00", "0 EUR")]
    [InlineData("100", "100 EUR")]
    [InlineData("-1200.50", "-1200.5 EUR")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335 EUR")]
    [InlineData("-0.0000000000000000000000000001", "-0.0000000000000000000000000001 EUR")]
    public void Json_of_an_amount_has_no_zeros_at_its_end(string amount, string json) => JsonSerializer.Serialize(new Money(decimal.Parse(amount), Eur)).ShouldBe($"\"{json}\"");

    [Fact]
    public void Json_of_equal_amounts_is_equal_whatever_their_trailing_zeros() =>
        JsonSerializer.Serialize(new Money(5.0m, Eur)).ShouldBe(JsonSerializer.Serialize(new Money(5.000m, Eur)));

    [Theory]
    [InlineData("1250", "EUR 1,250")]
    [InlineData("1250.5", "EUR 1,250.50")]
    [InlineData("-0.01", "EUR -0.01")]
    public void Display_has_separators_and_no_idle_decimals(string amount, string expected) =>
        new Money(decimal.Parse(amount), Eur).ToDisplay().ShouldBe(expected);
}
