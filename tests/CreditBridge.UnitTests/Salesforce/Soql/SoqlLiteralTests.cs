using System.Text;
using CreditBridge.Connectors.Salesforce.Soql;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Soql;

public sealed class SoqlLiteralTests
{
    [Fact]
    public void Text_AnyValue_ReadsBackAsItself() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Unescape(SoqlLiteral.Text(text ?? "")) == (text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_HostileValue_NeverLeavesTheLiteral()
    {
        var hostile = Gen.Elements('\\', '\'', '"', '\n', '%', '_', 'x', ' ', '-', '\u0000', '’', '＇').ListOf().Select(chars => new string([.. chars])).ToArbitrary();
        Prop.ForAll(hostile, text => Unescape(SoqlLiteral.Text(text)) == text).Check(Cases.Of(5_000));
    }

    [Theory]
    [InlineData(@"x\' OR Name != null --", @"'x\\\' OR Name != null --'")]
    [InlineData(@"ends with \", @"'ends with \\'")]
    [InlineData("O'Brien", @"'O\'Brien'")]
    [InlineData("", "''")]
    public void Text_KnownAttacks_AreEscaped(string value, string literal) => SoqlLiteral.Text(value).ShouldBe(literal);

    [Theory]
    [InlineData("001000000000001")]
    [InlineData("001000000000001AAA")]
    public void Id_WithTheShapeOfOne_IsQuoted(string id) => SoqlLiteral.Id(id).ShouldBe($"'{id}'");

    [Theory]
    [InlineData("")]
    [InlineData("001")]
    [InlineData("001000000000001AA")]
    [InlineData("001000000000001AAA\n")]
    [InlineData("00100000000000' OR")]
    public void Id_WithoutTheShapeOfOne_IsRefused(string id) => Should.Throw<ArgumentException>(() => SoqlLiteral.Id(id));

    [Fact]
    public void Instant_InAnotherZone_IsWrittenInUtcWithoutPlus() =>
        SoqlLiteral.Instant(new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.FromHours(2))).ShouldBe("2026-02-28T23:30:00Z");

    [Fact]
    public void Instant_WithMilliseconds_KeepsThem() =>
        SoqlLiteral.Instant(new DateTimeOffset(2026, 3, 1, 1, 30, 0, 7, TimeSpan.Zero)).ShouldBe("2026-03-01T01:30:00.007Z");

    /// <summary>Reads a literal as Salesforce does; null when it ends before its last character, or not at all.</summary>
    private static string? Unescape(string literal)
    {
        if (literal.Length < 2 || literal[0] != '\'')
            return null;
        var text = new StringBuilder();
        for (var i = 1; i < literal.Length; i++)
        {
            switch (literal[i])
            {
                case '\'':
                    return i == literal.Length - 1 ? text.ToString() : null;
                case '\\' when i + 1 < literal.Length:
                    i++;
                    text.Append(literal[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var c => c });
                    break;
                default:
                    text.Append(literal[i]);
                    break;
            }
        }

        return null;
    }
}
