using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Auth;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Auth;

/// <summary>The org refuses assertions whose end has passed, and those that would be valid for more than three minutes by its own clock; it says different things about them.</summary>
public sealed class SkewedClockTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(-420)]
    [InlineData(-3_600)]
    [InlineData(90)]
    [InlineData(7_200)]
    public async Task Login_WithAWrongClock_HealsItselfWithTheOrgsTime(int secondsAhead)
    {
        using var org = Strict(secondsAhead);
        var tokens = Tokens(org);

        await tokens.LoginAsync(CancellationToken.None);
        org.Logins.Count.ShouldBe(2);
        await tokens.LoginAsync(CancellationToken.None);

        org.Logins.Count.ShouldBe(3, "the second login knows the org's time from the start");
        tokens.Skew.Ahead.ShouldBe(TimeSpan.FromSeconds(secondsAhead));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-25)]
    public async Task Login_WithAClockThatIsGoodEnough_TakesOneRequest(int secondsAhead)
    {
        using var org = Strict(secondsAhead);

        await Tokens(org).LoginAsync(CancellationToken.None);

        org.Logins.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(420, "420 s ahead of")]
    [InlineData(-420, "420 s behind")]
    public async Task Refusal_ThatTheOrgsTimeDoesNotCure_NamesTheClockBeforeTheSignature(int secondsAhead, string said)
    {
        using var org = Strict(secondsAhead);
        org.OnLogin = _ => Refused("invalid assertion");

        var failure = await FailureAsync(Tokens(org));

        failure.Message.ShouldContain(said);
        failure.NextStep.ShouldStartWith("Correct this machine's clock");
        org.Logins.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refusal_OfTheSignatureWithAGoodClock_BlamesTheCertificate()
    {
        using var org = Strict(0);
        org.OnLogin = _ => Refused("invalid assertion");

        var failure = await FailureAsync(Tokens(org));

        failure.Message.ShouldNotContain("clock");
        failure.NextStep.ShouldContain("certificate");
        org.Logins.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refusal_ForAnotherReasonWithAWrongClock_IsNotTriedAgain()
    {
        using var org = Strict(600);
        org.OnLogin = _ => Refused("user hasn't approved this consumer");

        (await FailureAsync(Tokens(org))).NextStep.ShouldContain("pre-authorized");
        org.Logins.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refusal_OfAnAssertionWhoseCertificateHasEnded_NamesTheDay()
    {
        using var org = Strict(0);
        org.OnLogin = _ => Refused("invalid assertion");
        var end = org.Clock.GetUtcNow().AddDays(-3);
        using var certificate = new CertificateRequest("CN=creditbridge", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(end.AddYears(-1), end);

        var failure = await FailureAsync(Tokens(org, certificate.ExportCertificatePem() + "\n" + _key.ExportPkcs8PrivateKeyPem()));

        failure.Message.ShouldContain("ended on 2026-11-18");
    }

    // An org whose time is the clock's minus what the clock is ahead.
    private static ScriptedOrg Strict(int secondsAhead)
    {
        var org = new ScriptedOrg();
        var now = org.Clock.GetUtcNow().AddSeconds(-secondsAhead);
        org.ServerTime = now;
        org.OnLogin = request =>
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(Expiry(request)) - now;
            return left < TimeSpan.Zero ? Refused("expired authorization code") : left > TimeSpan.FromMinutes(3) ? Refused("invalid assertion") : null;
        };
        return org;
    }

    private static long Expiry(SentRequest request)
    {
        var assertion = request.Body.Split('&').Single(f => f.StartsWith("assertion=", StringComparison.Ordinal))["assertion=".Length..];
        var claims = assertion.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '='))));
        return json.RootElement.GetProperty("exp").GetInt64();
    }

    private static HttpResponseMessage Refused(string why) => ScriptedOrg.Json($$"""{"error":"invalid_grant","error_description":"{{why}}"}""", HttpStatusCode.BadRequest);

    private TokenClient Tokens(ScriptedOrg org, string? pem = null) => new(new HttpClient(org, disposeHandler: false),
        new SalesforceOptions { ConsumerKey = "3MVG9key", Username = "bridge@example.com", PrivateKeyPem = pem ?? _key.ExportPkcs8PrivateKeyPem(), OrgCurrency = "EUR" },
        "/etc/creditbridge", org.Clock);

    private static async Task<Failure> FailureAsync(TokenClient tokens) => (await Should.ThrowAsync<ConnectorException>(() => tokens.LoginAsync(CancellationToken.None))).Failure;
}
