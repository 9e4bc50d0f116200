using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Connectors.Sql.Reading;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Sql;

public sealed class ChangePointTests
{
    private static readonly Overlap TenMinutes = new(TimeSpan.FromMinutes(10), 0);

    [Theory]
    [InlineData("2026-03-01 12:00:00", "2026-03-01 11:50:00")]
    [InlineData("2026-03-01T00:05:00", "2026-02-28T23:55:00")]
    [InlineData("2026-03-01T12:00:00.123Z", "2026-03-01T11:50:00.123Z")]
    [InlineData("2026-03-01 12:00:00.1234567", "2026-03-01 11:50:00.1234567")]
    [InlineData("2026-03-01 12:00:00+01:00", "2026-03-01 11:50:00+01:00")]
    [InlineData("2026-03-01 12:00", "2026-03-01 11:50")]
    [InlineData("2026-03-01", "2026-02-28")]
    public void Text_ThatIsATime_IsTakenBackInItsOwnShape(string text, string earlier) =>
        ChangePoint.Earlier(new KeyValue(KeyType.Text, text), TenMinutes).Text.ShouldBe(earlier);

    [Theory]
    [InlineData("yesterday")]
    [InlineData("01.03.2026")]
    [InlineData("2026-03-01 12:00:00 and more")]
    [InlineData("2026-13-01")]
    [InlineData("")]
    public void Text_ThatIsNoTime_IsRefused(string text) =>
        Should.Throw<Abstractions.Failures.ConnectorException>(() => ChangePoint.Earlier(new KeyValue(KeyType.Text, text), TenMinutes)).Failure.Message.ShouldContain("length of time");

    [Fact]
    public void RowVersion_IsTakenBackAsANumber() =>
        ChangePoint.Earlier(KeyValue.From(new byte[] { 0, 0, 0, 0, 0, 1, 0, 5 }, "version")!.Value, new Overlap(null, 10)).Text.ShouldBe("000000000000FFFB");

    [Theory]
    [InlineData("10m", 600, 0)]
    [InlineData("2d", 172_800, 0)]
    [InlineData("1000", null, 1000)]
    [InlineData("0", null, 0)]
    public void Overlap_IsATimeOrANumber(string text, int? seconds, int number) =>
        Overlap.Parse(text).ShouldBe(new Overlap(seconds is { } s ? TimeSpan.FromSeconds(s) : null, number));

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("10 m")]
    [InlineData("m")]
    [InlineData("")]
    public void Overlap_ThatIsNeither_IsNone(string text) => Overlap.Parse(text).ShouldBeNull();

    [Fact]
    public void Value_OfEveryType_ComesBackFromACheckpoint()
    {
        object[] values = ["a text", 4711L, 1.50m, 0.1d, new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1), new DateTime(2026, 3, 1), new DateOnly(2026, 3, 1), Guid.Empty, true, new byte[] { 1, 255 }];
        foreach (var value in values)
        {
            var kept = KeyValue.From(value, "x")!.Value;
            KeyValue.TryDecode(kept.Encode(), out var decoded).ShouldBeTrue();
            decoded.ShouldBe(kept);
            decoded.ToObject().ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("ix")]
    [InlineData("zyesterday")]
    [InlineData(null)]
    public void Text_ThatIsNoValue_IsNotDecoded(string? text) => KeyValue.TryDecode(text, out _).ShouldBeFalse();
}
