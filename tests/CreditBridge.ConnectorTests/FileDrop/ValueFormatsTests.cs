using System.Globalization;
using CreditBridge.Mapping.Fields;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class ValueFormatsTests
{
    private static readonly ValueFormats Point = new("yyyy-MM-dd", '.', null);
    private static readonly ValueFormats German = new("dd.MM.yyyy", ',', '.');

    [Theory]
    [InlineData("1250.5", 1250.5)]
    [InlineData("-3", -3)]
    [InlineData("+3", 3)]
    [InlineData("100.00-", -100)]
    [InlineData("0007.10", 7.1)]
    public void Number_WithDecimalPoint_IsRead(string text, double expected)
    {
        Point.TryNumber(text, out var number, out _).ShouldBeTrue();
        number.ShouldBe((decimal)expected);
    }

    [Theory]
    [InlineData("1.234.567,89", 1234567.89)]
    [InlineData("1234567,89", 1234567.89)]
    [InlineData("-1.000", -1000)]
    public void Number_WithThousands_IsRead(string text, double expected)
    {
        German.TryNumber(text, out var number, out _).ShouldBeTrue();
        number.ShouldBe((decimal)expected);
    }

    [Theory]
    [InlineData("1,234.00")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("--5")]
    [InlineData("-5-")]
    [InlineData("5 EUR")]
    [InlineData("٣")]
    [InlineData("0x10")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1000000000000000")]
    [InlineData("0.0000000000001")]
    public void Number_OfAnyOtherForm_IsRefused(string text) => Point.TryNumber(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1.23")]
    [InlineData("1234.567")]
    [InlineData("1..000")]
    [InlineData(".100")]
    public void Number_WithMisplacedThousands_IsRefused(string text) => German.TryNumber(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void Number_WrittenAndRead_IsTheSame() => Prop.ForAll<int, byte>((whole, cents) =>
    {
        var number = whole + cents / 1000m;
        return Point.TryNumber(number.ToString(CultureInfo.InvariantCulture), out var read, out _) && read == number;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("31.12.2025", true)]
    [InlineData("1.12.2025", false)]
    [InlineData("31.02.2025", false)]
    [InlineData("01.01.1899", false)]
    [InlineData("2025-12-31", false)]
    public void Date_HasTheDeclaredForm(string text, bool readable) => German.TryDate(text, out _, out _).ShouldBe(readable);

    [Fact]
    public void Date_WithTimeOfDay_DropsIt()
    {
        new ValueFormats("yyyy-MM-dd HH:mm:ss", '.', null).TryDate("2025-03-01 23:59:59", out var date, out _).ShouldBeTrue();
        date.ShouldBe(new DateOnly(2025, 3, 1));
    }
}
