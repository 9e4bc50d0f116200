using CreditBridge.Connectors.OData.Protocol;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Moments as services write them, among them those that stand for none.</summary>
public sealed class EdmMomentTests
{
    [Theory]
    [InlineData("0001-01-01", "0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00.000+02:00", "0001-01-01T00:00:00")]
    [InlineData("2024-01-31T10:00:00+02:00", "2024-01-31T08:00:00")]
    [InlineData("/Date(-62135510400000-0840)/", "0001-01-02T00:00:00")]
    [InlineData("0001-01-01T00:00:00 or so", null)]
    [InlineData("0001-13-01T00:00:00+02:00", null)]
    public void Moment_IsRead(string text, string? instant)
    {
        EdmMoment.TryRead(text, out var moment).ShouldBe(instant is not null);
        if (instant is not null)
            moment.Instant.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(instant);
    }
}
