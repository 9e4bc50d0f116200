using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Values;

public sealed class PaymentTermsTests
{
    [Theory]
    [InlineData("Net 30", "Net 30")]
    [InlineData("net30", "Net 30")]
    [InlineData(" 45 ", "Net 45")]
    [InlineData("PREPAID", "Prepaid")]
    [InlineData("Due on receipt", "Due on receipt")]
    [InlineData("Net 0", "Due on receipt")]
    public void Known_forms_are_read(string text, string expected)
    {
        PaymentTerms.TryParse(text, out var terms).ShouldBeTrue();
        terms.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2/10 Net 30")]
    [InlineData("Net -5")]
    [InlineData("Net 99999")]
    [InlineData("end of month")]
    public void Other_forms_are_refused(string? text) => PaymentTerms.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Order_runs_from_the_safest_to_the_longest() =>
        new[] { PaymentTerms.Net(60), PaymentTerms.DueOnReceipt, PaymentTerms.Net(30), PaymentTerms.Prepaid }.Order()
            .ShouldBe([PaymentTerms.Prepaid, PaymentTerms.DueOnReceipt, PaymentTerms.Net(30), PaymentTerms.Net(60)]);
}
