using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxLoginTests : IDisposable
{
    private readonly SandboxClock clock = new();
    private readonly RSA key = RSA.Create(2048);

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task JwtBearer_WithAValidAssertion_GivesATokenWithoutExpiryOrRefreshToken()
    {
        await using var api = await StartAsync();

        var token = await GrantAsync(api, Assertion());

        token.AsObject().ContainsKey("expires_in").ShouldBeFalse();
        token.AsObject().ContainsKey("refresh_token").ShouldBeFalse();
        token["instance_url"]!.GetValue<string>().ShouldBe(api.Server.Address.GetLeftPart(UriPartial.Authority));
        api.Token = token["access_token"]!.GetValue<string>();
        (await api.QueryAsync("SELECT Id FROM Account")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("audience", "invalid_grant", "audience is invalid")]
    [InlineData("expired", "invalid_grant", "expired authorization code")]
    [InlineData("milliseconds", "invalid_grant", "expired authorization code")]
    [InlineData("too long", "invalid_grant", "invalid assertion")]
    [InlineData("signature", "invalid_grant", "invalid assertion")]
    [InlineData("user", "invalid_grant", "user hasn't approved this consumer")]
    [InlineData("issuer", "invalid_client_id", "client identifier invalid")]
    [InlineData("algorithm", "invalid_grant", "invalid assertion")]
    public async Task JwtBearer_WithAFault_IsRefusedWithTheTextOfTheApi(string fault, string error, string description)
    {
        await using var api = await StartAsync();

        var refused = await GrantAsync(api, fault switch
        {
            "audience" => Assertion(audience: "https://example.com"),
            "expired" => Assertion(expires: clock.Now.AddSeconds(-1).ToUnixTimeSeconds()),
            "milliseconds" => Assertion(expires: clock.Now.AddMinutes(2).ToUnixTimeMilliseconds()),
            "too long" => Assertion(expires: clock.Now.AddMinutes(10).ToUnixTimeSeconds()),
            "signature" => Assertion()[..^4] + "AAAA",
            "user" => Assertion(user: "admin@creditbridge.example"),
            "issuer" => Assertion(issuer: "someone"),
            _ => Assertion(algorithm: "HS256"),
        });

        refused["error"]!.GetValue<string>().ShouldBe(error);
        refused["error_description"]!.GetValue<string>().ShouldBe(description);
    }

    [Fact]
    public async Task ClientCredentials_WithAWrongSecret_AreRefused()
    {
        await using var api = await SandboxApi.StartAsync(username: null);

        var refused = await api.TokenAsync(new() { ["grant_type"] = "client_credentials", ["client_id"] = SandboxServerOptions.DefaultClientId, ["client_secret"] = "wrong" });

        refused["error"]!.GetValue<string>().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task RefreshToken_GivesANewSession_UntilItIsRevoked()
    {
        await using var api = await SandboxApi.StartAsync(username: null);
        var refresh = (await api.LoginAsync(SandboxServerOptions.AdministratorUsername))["refresh_token"]!.GetValue<string>();
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = SandboxServerOptions.DefaultClientId, ["refresh_token"] = refresh };

        (await api.TokenAsync(form))["access_token"].ShouldNotBeNull();
        await api.SendAsync("POST", "/services/oauth2/revoke", $"token={refresh}", "application/x-www-form-urlencoded");

        (await api.TokenAsync(form))["error_description"]!.GetValue<string>().ShouldBe("expired access/refresh token");
    }

    [Fact]
    public async Task Session_ThatIsNotUsed_Expires()
    {
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock });
        clock.Now += TimeSpan.FromHours(2);

        var answer = await api.GetAsync("limits");

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Text.ShouldBe("""[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""");
    }

    [Fact]
    public async Task MovedInstance_IsNamedByTheNextLogin_AndTheOldAddressKnowsTheSessionNoMore()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.MovedInstance) { Times = 1 });

        var token = await api.LoginAsync(SandboxServerOptions.AdministratorUsername);

        var instance = new Uri(token["instance_url"]!.GetValue<string>());
        instance.ShouldNotBe(api.Server.Address);
        api.Token = token["access_token"]!.GetValue<string>();
        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var moved = new HttpClient { BaseAddress = instance };
        moved.DefaultRequestHeaders.Authorization = new("Bearer", api.Token);
        (await moved.GetAsync($"{SandboxApi.Data}/limits")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SoapLogin_GivesASessionForRest()
    {
        await using var api = await SandboxApi.StartAsync(username: null);

        var answer = await api.SendAsync("POST", "/services/Soap/u/62.0", """
            <se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Body><login xmlns="urn:partner.soap.sforce.com">
            <username>admin@creditbridge.example</username><password>sandbox</password></login></se:Body></se:Envelope>
            """, "text/xml", ("SOAPAction", "login"));

        var start = answer.Text.IndexOf("<sessionId>", StringComparison.Ordinal) + "<sessionId>".Length;
        api.Token = answer.Text[start..answer.Text.IndexOf("</sessionId>", StringComparison.Ordinal)];
        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task<SandboxApi> StartAsync() => SandboxApi.StartAsync(
        new SandboxServerOptions
        {
            Clock = clock,
            Apps = [new ConnectedApp("consumer") { PublicKeyPem = key.ExportSubjectPublicKeyInfoPem(), ApprovedUsers = [SandboxServerOptions.IntegrationUsername] }],
        },
        username: null);

    private static Task<System.Text.Json.Nodes.JsonNode> GrantAsync(SandboxApi api, string assertion) =>
        api.TokenAsync(new() { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion });

    private string Assertion(
        string issuer = "consumer", string user = SandboxServerOptions.IntegrationUsername, string audience = "https://login.salesforce.com", long? expires = null, string algorithm = "RS256")
    {
        var header = Encode(JsonSerializer.Serialize(new { alg = algorithm }));
        var claims = Encode(JsonSerializer.Serialize(new { iss = issuer, sub = user, aud = audience, exp = expires ?? clock.Now.AddMinutes(3).ToUnixTimeSeconds() }));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
