using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Evaluation.Files;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>One account that is several ERP customers: whose limit, hold and terms count.</summary>
public sealed class SeveralCustomersTests
{
    private static ErpCustomerRecord Customer(string key, CreditLimit limit, bool? onHold = null, int? days = null) =>
        new(CustomerKey.Parse(key), "Sandberg") { Limit = limit, OnHold = onHold, Terms = days is { } d ? PaymentTerms.Net(d) : null };

    private static CreditLimit Amount(decimal amount) => CreditLimit.Of(Euros(amount));

    private static (CreditLimit Limit, bool? Hold, PaymentTerms? Terms, bool IsComplete) Of(string? section, params ErpCustomerRecord[] customers)
    {
        var read = CreditPolicyParser.Parse(section is null ? StarterPolicy.Yaml : $"{StarterPolicy.Yaml.TrimEnd()}\ncustomers: {section}\n", "policy.yaml");
        read.Problems.ShouldBeEmpty();
        var facts = new Core.Evaluation.Facts.FactSheet((Standard() with { Customers = customers }).InOrder(), read.Policy!);
        return (facts.ErpLimit, facts.ErpHold, facts.AgreedTerms, facts.IsComplete);
    }

    [Fact]
    public void WithoutTheSection_LimitsAddUp_OneHoldIsEnough_TheShortestTermsCount()
    {
        var found = Of(null, Customer("sap:1000/1", Amount(100m), false, 60), Customer("sap:2000/1", Amount(50m), true, 30), Customer("nav:A/1", CreditLimit.NotSet));

        found.ShouldBe((Amount(150m), true, PaymentTerms.Net(30), true));
        Of(null, Customer("sap:1000/1", CreditLimit.None), Customer("nav:A/1", Amount(50m))).Limit.ShouldBe(Amount(50m));
        Of(null, Customer("sap:1000/1", CreditLimit.Unlimited), Customer("nav:A/1", Amount(50m))).Limit.ShouldBe(CreditLimit.Unlimited);
    }

    [Fact]
    public void Lowest_TakesTheLowestThatIsSet()
    {
        Of("{ limits: lowest }", Customer("sap:1000/1", Amount(100m)), Customer("nav:A/1", Amount(50m)), Customer("nav:B/1", CreditLimit.NotSet)).Limit.ShouldBe(Amount(50m));
        Of("{ limits: lowest }", Customer("sap:1000/1", Amount(100m)), Customer("nav:A/1", CreditLimit.Unlimited)).Limit.ShouldBe(Amount(100m));
        Of("{ limits: lowest }", Customer("sap:1000/1", Amount(100m)), Customer("nav:A/1", CreditLimit.None)).Limit.ShouldBe(CreditLimit.None);
        Of("{ limits: lowest }", Customer("sap:1000/1", CreditLimit.NotSet)).Limit.ShouldBe(CreditLimit.NotSet);
    }

    [Fact]
    public void First_TakesTheFirstInTheOrderThatHasAny_SeveralOfOneCompanyTogether()
    {
        const string order = "{ limits: first, holds: first, terms: first, order: [sap:2000, sap, nav] }";
        ErpCustomerRecord[] all =
        [
            Customer("nav:A/1", Amount(10m), true, 10), Customer("sap:1000/1", Amount(100m), false, 60), Customer("sap:1000/2", Amount(200m), null, 45),
            Customer("sap:2000/1", CreditLimit.NotSet), Customer("other:X/1", Amount(9m), true, 5),
        ];

        Of(order, all).ShouldBe((Amount(300m), false, PaymentTerms.Net(45), true));
        Of(order, all[0], all[4]).ShouldBe((Amount(10m), true, PaymentTerms.Net(10), true));
        Of(order, all[4]).Limit.ShouldBe(Amount(9m), "what the order does not name comes last");
    }

    [Fact]
    public void TwoCurrencies_AddOnlyWithARate()
    {
        var dollars = CreditLimit.Of(new Money(100m, Usd));

        Of(null, Customer("sap:1000/1", Amount(100m)), Customer("nav:A/1", dollars)).Limit.ShouldBe(Amount(180m));
        var without = Of(null, Customer("sap:1000/1", Amount(100m)), Customer("nav:A/1", CreditLimit.Of(new Money(100m, CurrencyCode.Parse("JPY")))));
        without.Limit.ShouldBe(Amount(100m));
        without.IsComplete.ShouldBeFalse("an amount is missing from the picture");
    }

    [Theory]
    [InlineData("{ limits: first }", "'first' needs 'order'")]
    [InlineData("{ limits: sum, order: [sap] }", "It has no effect")]
    [InlineData("{ limits: first, order: [sap, sap] }", "twice")]
    [InlineData("{ limits: first, order: [\"sap:1000/C1\"] }", "neither a system nor a company")]
    [InlineData("{ limits: biggest }", "choose one of: sum, lowest, first")]
    public void Mistakes_AreNamed(string section, string expected)
    {
        var read = CreditPolicyParser.Parse($"{StarterPolicy.Yaml.TrimEnd()}\ncustomers: {section}\n", "policy.yaml");

        read.Problems.ShouldHaveSingleItem().Message.ShouldContain(expected);
    }
}
