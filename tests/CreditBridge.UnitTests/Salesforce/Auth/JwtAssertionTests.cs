using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Auth;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Auth;

public sealed class JwtAssertionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sign_AnyKey_GivesClaimsInSecondsAndAValidSignature()
    {
        using var key = RSA.Create(2048);

        var parts = JwtAssertion.Sign(key, "consumer", "user@example.com", "https://login.salesforce.com", Now).Split('.');

        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])).ShouldBe("""{"alg":"RS256"}""");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        claims.GetProperty("iss").GetString().ShouldBe("consumer");
        claims.GetProperty("sub").GetString().ShouldBe("user@example.com");
        claims.GetProperty("aud").GetString().ShouldBe("https://login.salesforce.com");
        (claims.GetProperty("exp").GetInt64() - Now.ToUnixTimeSeconds()).ShouldBeInRange(60, 180);
        key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://login.salesforce.com", null, "https://login.salesforce.com")]
    [InlineData("https://test.salesforce.com/", null, "https://test.salesforce.com")]
    [InlineData("https://acme--uat.sandbox.my.salesforce.com", null, "https://test.salesforce.com")]
    [InlineData("https://acme.my.salesforce.com", null, "https://login.salesforce.com")]
    [InlineData("http://127.0.0.1:5000/", null, "http://127.0.0.1:5000")]
    [InlineData("https://acme.my.salesforce.com", "https://acme.my.site.com", "https://acme.my.site.com")]
    public async Task Login_ByJwt_NamesTheAudienceOfTheOrg(string loginUrl, string? audience, string expected)
    {
        using var org = new ScriptedOrg();
        using var key = RSA.Create(2048);
        using var http = new HttpClient(org, disposeHandler: false);
        org.InstanceUrl = loginUrl;
        var options = new SalesforceOptions { LoginUrl = loginUrl, ConsumerKey = "consumer", Username = "u", Audience = audience, PrivateKeyPem = key.ExportPkcs8PrivateKeyPem() };

        await new TokenClient(http, options, "/", org.Clock).LoginAsync(CancellationToken.None);

        var form = org.Logins[0].Body;
        form.ShouldStartWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(form.Split("assertion=")[1].Split('.')[1])).RootElement;
        claims.GetProperty("aud").GetString().ShouldBe(expected);
    }
}
