using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Checking;

public sealed class OptionsCheckTests
{
    [Fact]
    public void Accepts_ClientCredentials() => ScriptedOrg.ClientCredentials.Problems().ShouldBeEmpty();

    [Fact]
    public void Accepts_JwtBearerWithAFile() => new SalesforceOptions { ConsumerKey = "k", Username = "u", PrivateKeyFile = "a.key" }.Problems().ShouldBeEmpty();

    [Fact]
    public void Accepts_PlainHttpOnLoopback() =>
        new SalesforceOptions { LoginUrl = "http://127.0.0.1:8080", ConsumerKey = "k", Username = "u", PrivateKeyPem = "x" }.Problems().ShouldBeEmpty();

    [Fact]
    public void Rejects_EverythingAtOnce()
    {
        var options = new SalesforceOptions
        {
            LoginUrl = "http://login.salesforce.com",
            ApiVersion = "67",
            OrgCurrency = "Euro",
            AllowedHosts = ["https://x.example.com"],
            TermsField = "Terms; DROP",
            CustomerKeys = new CustomerKeyOptions { Separator = "", Field = "1x" },
            Attributes = new() { ["Years in business"] = "Years__c", ["Years"] = "Years__c)", ["Trend"] = "Credit_Trend2__c", ["Limit"] = "credit_limit__c", ["Ok"] = "Industry" },
            Fields = new() { ["Account.Nonsense"] = "X__c", ["Account.CreditScore"] = "not a name", ["Account.RiskBand"] = "Same__c", ["Account.CreditTrend"] = "same__C" },
        };

        options.Problems().Select(p => p.Option).ShouldBe(
            [
                "LoginUrl", "Username", "PrivateKeyFile", "ApiVersion", "AllowedHosts", "OrgCurrency", "CustomerKeys:Separator", "CustomerKeys:Field", "TermsField", "Attributes:Years in business", "Attributes:Years", "Fields:Account.CreditLimit",
                "Fields:Account.Nonsense", "Fields:Account.CreditScore", "Fields:Account.CreditTrend",
            ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("https://evil.example.com", "LoginUrl")]
    [InlineData("https://user:pw@login.salesforce.com", "LoginUrl")]
    [InlineData("login.salesforce.com", "LoginUrl")]
    public void Rejects_LoginUrls(string url, string option) =>
        new SalesforceOptions { LoginUrl = url, ConsumerKey = "k", Username = "u", PrivateKeyPem = "x" }.Problems().ShouldHaveSingleItem().Option.ShouldBe(option);

    [Fact]
    public void Rejects_ClientCredentialsAtTheCommonLogin() =>
        new SalesforceOptions { Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s" }.Problems().ShouldHaveSingleItem().Problem.ShouldContain("My Domain");

    [Fact]
    public void Rejects_BothFormsOfTheKey() =>
        new SalesforceOptions { ConsumerKey = "k", Username = "u", PrivateKeyFile = "a", PrivateKeyPem = "b" }.Problems().ShouldHaveSingleItem().Option.ShouldBe("PrivateKeyFile");

    [Fact]
    public void Rejects_WritingToAnInput() =>
        new SalesforceOptions { ConsumerKey = "k", Username = "u", PrivateKeyFile = "a", Fields = new() { ["Opportunity.RecommendedTerms"] = "Requested_Payment_Terms__c" } }
            .Problems().ShouldHaveSingleItem().Problem.ShouldContain("input");
}
