using System.Text.Json;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce.Reading;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class RowTests
{
    [Theory]
    [InlineData("23.0", "23.0")]
    [InlineData("1.0E7", "10000000")]
    [InlineData("0.1", "0.1")]
    [InlineData("-99999999999999.99", "-99999999999999.99")]
    public void Number_InAnyNotation_IsExact(string json, string expected) => Of(json).Number("F").ShouldBe(decimal.Parse(expected));

    [Theory]
    [InlineData("2026-01-31T07:00:00.000+0000")]
    [InlineData("2026-01-31T07:00:00.000Z")]
    [InlineData("2026-01-31T09:00:00.000+0200")]
    [InlineData("2026-01-31T07:00:00+00:00")]
    public void Instant_WithOrWithoutColon_IsRead(string text) => Of($"\"{text}\"").Instant("F").ShouldBe(new DateTimeOffset(2026, 1, 31, 7, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Date_IsADay_WithoutAnyZone() => Of("\"2026-01-31\"").Date("F").ShouldBe(new DateOnly(2026, 1, 31));

    [Fact]
    public void Field_InTheOrgsSpelling_IsFound() => new JsonRow(JsonDocument.Parse("""{"Erp_Key__c":"x"}""").RootElement).Text("ERP_KEY__c").ShouldBe("x");

    [Fact]
    public void Values_Null_AreEmpty()
    {
        var row = Of("null");

        row.Text("F").ShouldBeNull();
        row.Number("F").ShouldBeNull();
        row.Date("F").ShouldBeNull();
        row.Instant("F").ShouldBeNull();
        row.Amount("F", null).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"1,000\"")]
    [InlineData("true")]
    [InlineData("1e400")]
    public void Number_OfAnotherShape_NamesTheField(string json) => Should.Throw<UnreadableValueException>(() => Of(json).Number("F")).Field.ShouldBe("F");

    [Theory]
    [InlineData("\"31.01.2026\"")]
    [InlineData("20260131")]
    [InlineData("\"2026-02-30\"")]
    public void Date_OfAnotherShape_NamesTheField(string json) => Should.Throw<UnreadableValueException>(() => Of(json).Date("F")).Message.ShouldStartWith("F is");

    [Fact]
    public void Field_ThatTheAnswerLacks_IsNotTakenForEmpty() => Should.Throw<UnreadableValueException>(() => Of("1").Text("Other"));

    [Fact]
    public void Amount_WithoutCurrency_IsNotGuessed() => Should.Throw<UnreadableValueException>(() => Of("5.0").Amount("F", null));

    [Fact]
    public void Amount_WithCurrency_IsMoney() => Of("5.0").Amount("F", CurrencyCode.Parse("EUR")).ShouldBe(Money.Parse("5 EUR"));

    private static JsonRow Of(string value) => new(JsonDocument.Parse($$"""{"F":{{value}}}""").RootElement);
}
