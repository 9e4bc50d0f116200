using System.Net;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Auth;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Auth;

public sealed class LoginTests
{
    [Fact]
    public async Task ClientCredentials_TheSecret_TravelsInTheHeaderOnly()
    {
        using var org = new ScriptedOrg();

        var session = await LoginAsync(org, ScriptedOrg.ClientCredentials);

        session.InstanceUrl.Host.ShouldBe("example.my.salesforce.com");
        var login = org.Logins.ShouldHaveSingleItem();
        login.Body.ShouldBe("grant_type=client_credentials");
        login.Authorization.ShouldBe("Basic " + Convert.ToBase64String("3MVG9key:very-secret-value"u8));
        login.Uri.ShouldBe(new Uri("https://example.my.salesforce.com/services/oauth2/token"));
    }

    [Theory]
    [InlineData("invalid_grant", "user hasn't approved this consumer", FailureKind.Authentication, "pre-authorized")]
    [InlineData("invalid_grant", "audience is invalid", FailureKind.Configuration, "Audience")]
    [InlineData("invalid_grant", "expired authorization code", FailureKind.Authentication, "clock")]
    [InlineData("invalid_grant", "invalid assertion", FailureKind.Authentication, "certificate")]
    [InlineData("invalid_grant", "user is locked", FailureKind.Authentication, "Unlock")]
    [InlineData("invalid_grant", "authentication failure - Invalid Password", FailureKind.Authentication, "Login History")]
    [InlineData("invalid_grant", "authentication failure", FailureKind.Authentication, "Login History")]
    [InlineData("invalid_grant", "expired access/refresh token", FailureKind.Authentication, "Approve")]
    [InlineData("invalid_grant", "ip restricted or invalid login hours", FailureKind.Authentication, "IP Ranges")]
    [InlineData("invalid_client_id", "client identifier invalid", FailureKind.Authentication, "ConsumerKey")]
    [InlineData("invalid_grant", "login rate exceeded", FailureKind.Throttled, "loop")]
    [InlineData("invalid_grant", "no client credentials user enabled", FailureKind.Configuration, "run-as user")]
    [InlineData("invalid_client", "invalid client credentials", FailureKind.Authentication, "ClientSecret")]
    [InlineData("unsupported_grant_type", "grant type not supported", FailureKind.Configuration, "Enable the flow")]
    [InlineData("something_new", "whatever", FailureKind.Authentication, "login history")]
    public async Task Refused_EachKnownReason_NamesCauseAndRemedy(string code, string description, FailureKind kind, string remedy)
    {
        using var org = new ScriptedOrg { OnLogin = _ => ScriptedOrg.Json($$"""{"error":"{{code}}","error_description":"{{description}}"}""", HttpStatusCode.BadRequest) };

        var failure = await FailureOfAsync(org, ScriptedOrg.ClientCredentials);

        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(description);
        failure.NextStep.ShouldContain(remedy);
        failure.ToString().ShouldNotContain("very-secret-value");
    }

    [Fact]
    public async Task Refused_WithOurSecretInTheAnswer_DoesNotRepeatIt()
    {
        using var org = new ScriptedOrg { OnLogin = _ => ScriptedOrg.Json("""{"error":"invalid_client","error_description":"very-secret-value is wrong"}""", HttpStatusCode.BadRequest) };

        var failure = await FailureOfAsync(org, ScriptedOrg.ClientCredentials);

        failure.ToString().ShouldNotContain("very-secret-value");
        failure.Message.ShouldContain("[secret] is wrong");
    }

    [Fact]
    public async Task Refused_WithoutDescription_IsStillExplained()
    {
        using var org = new ScriptedOrg { OnLogin = _ => ScriptedOrg.Json("""{"error":"invalid_client_id"}""", HttpStatusCode.BadRequest) };

        (await FailureOfAsync(org, ScriptedOrg.ClientCredentials)).NextStep.ShouldContain("ConsumerKey");
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "<html>We are down for maintenance.</html>", FailureKind.Transient)]
    [InlineData(HttpStatusCode.OK, "<html>login page</html>", FailureKind.Transient)]
    [InlineData(HttpStatusCode.OK, "{}", FailureKind.Fatal)]
    [InlineData(HttpStatusCode.OK, """{"access_token":"x","instance_url":"not a url"}""", FailureKind.Fatal)]
    [InlineData(HttpStatusCode.Found, "", FailureKind.Configuration)]
    public async Task Answer_OfAnotherShape_IsSortedByWhatToDo(HttpStatusCode status, string body, FailureKind kind)
    {
        using var org = new ScriptedOrg { OnLogin = _ => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json") } };

        (await FailureOfAsync(org, ScriptedOrg.ClientCredentials)).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("https://evil.example.com", false)]
    [InlineData("https://salesforce.com.evil.example", false)]
    [InlineData("https://notsalesforce.com", false)]
    [InlineData("http://acme.my.salesforce.com", false)]
    [InlineData("http://localhost:5000", false)]
    [InlineData("https://acme.my.salesforce.com", true)]
    [InlineData("https://acme.file.force.com", true)]
    [InlineData("https://crm.example.org", true)]
    public async Task InstanceUrl_OnlyTrustedHosts_GetTheSession(string instance, bool trusted)
    {
        using var org = new ScriptedOrg { InstanceUrl = instance };
        var options = new SalesforceOptions
        {
            LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", AllowedHosts = ["*.example.org"],
        };

        if (trusted)
            (await LoginAsync(org, options)).InstanceUrl.ShouldBe(new Uri(instance));
        else
            (await FailureOfAsync(org, options)).Kind.ShouldBeOneOf(FailureKind.Configuration, FailureKind.Fatal);
    }

    private static async Task<Session> LoginAsync(ScriptedOrg org, SalesforceOptions options)
    {
        using var http = new HttpClient(org, disposeHandler: false);
        return await new TokenClient(http, options, "/etc/creditbridge", org.Clock).LoginAsync(CancellationToken.None);
    }

    private static async Task<Failure> FailureOfAsync(ScriptedOrg org, SalesforceOptions options) =>
        (await Should.ThrowAsync<ConnectorException>(() => LoginAsync(org, options))).Failure;
}
