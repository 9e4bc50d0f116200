using System.Net.Http.Headers;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>Logs in: one request to the token endpoint. It is not counted against the org's API calls.</summary>
internal sealed class TokenClient(HttpClient http, SalesforceOptions options, string baseDirectory, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Uri _loginUrl = new(options.LoginUrl.TrimEnd('/') + "/", UriKind.Absolute);

    /// <summary>How this machine's clock stands to Salesforce's.</summary>
    public ClockSkew Skew { get; } = new(clock);

    /// <summary>When the certificate of the key ends, as far as the last login saw it; null when it did not.</summary>
    public DateTimeOffset? CertificateEnds { get; private set; }

    /// <summary>Obtains a new session.</summary>
    /// <exception cref="ConnectorException">The login was refused, the endpoint cannot be reached, or it names a host that is not trusted.</exception>
    public async Task<Session> LoginAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var (session, error) = await TryAsync(either.Token);
            // A wrong clock must not lock us out: the refusal told Salesforce's time, and an assertion that is made with it is good.
            if (error is not null && options.Flow == LoginFlow.JwtBearer && Skew.IsRelevant && TokenFailures.MayBeTheClock(error))
                (session, error) = await TryAsync(either.Token);
            return session ?? throw new ConnectorException(WithoutSecret(TokenFailures.Of(error!, options, Skew, CertificateEnds < Skew.Now ? CertificateEnds : null)));
        }
        catch (Exception e) when (TransportFailures.Explain(e, $"Login at {options.LoginUrl}", Timeout, cancellationToken) is { } failure)
        {
            throw new ConnectorException(failure, e);
        }
    }

    private async Task<(Session? Session, ErrorAnswer? Error)> TryAsync(CancellationToken cancellationToken)
    {
        using var request = await BuildAsync(cancellationToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Skew.Hear(response);
        if (!response.IsSuccessStatusCode)
            return (null, await ErrorAnswer.ReadAsync(response, cancellationToken));
        return (Accept(await ResponseBody.ReadAsync(response, SalesforceJson.Default.TokenResponse, cancellationToken)), null);
    }

    private async Task<HttpRequestMessage> BuildAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_loginUrl, "services/oauth2/token"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (options.Flow == LoginFlow.ClientCredentials)
        {
            // The secret goes into a header, because the transport drops that one on a redirect; a form would be sent along.
            var credentials = $"{Uri.EscapeDataString(options.ConsumerKey)}:{Uri.EscapeDataString(options.ClientSecret ?? "")}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
            request.Content = Form(("grant_type", "client_credentials"));
            return request;
        }

        using var key = await PrivateKey.LoadAsync(options, baseDirectory, cancellationToken);
        CertificateEnds = key.CertificateEnds;
        var assertion = JwtAssertion.Sign(key.Key, options.ConsumerKey, options.Username ?? "", Audience(), Skew.Now);
        request.Content = Form(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));
        return request;
    }

    private Session Accept(TokenResponse token)
    {
        if (string.IsNullOrEmpty(token.AccessToken) || TrustedHosts.Parse(token.InstanceUrl) is not { } instance)
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, "The token endpoint answered without a usable access_token and instance_url.",
                "Check that LoginUrl is the address of Salesforce and not of a proxy or a login page.") { Where = $"Login at {options.LoginUrl}" });
        }

        if (!new TrustedHosts(_loginUrl, options.AllowedHosts).Accepts(instance))
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The login names {instance.Host} as the org's host, which is not a Salesforce domain; the session was not sent there.",
                "If that host is meant, add it to AllowedHosts.") { Where = $"Login at {options.LoginUrl}" });
        }

        return new Session(token.AccessToken, instance) { UserId = Session.UserIn(token.Id) };
    }

    private string Audience() => options.Audience ?? _loginUrl switch
    {
        { IsLoopback: true } => options.LoginUrl.TrimEnd('/'),
        { Host: "test.salesforce.com" } => "https://test.salesforce.com",
        { Host: var host } when host.EndsWith(".sandbox.my.salesforce.com", StringComparison.OrdinalIgnoreCase) => "https://test.salesforce.com",
        _ => "https://login.salesforce.com",
    };

    private static FormUrlEncodedContent Form(params IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    // Whatever the other side says, it does not get our secrets onto a terminal or into a log.
    private Failure WithoutSecret(Failure failure)
    {
        foreach (var secret in new[] { options.ClientSecret, options.PrivateKeyPassword }.Where(s => s is { Length: > 0 }))
        {
            failure = failure with
            {
                Message = failure.Message.Replace(secret!, "[secret]", StringComparison.Ordinal),
                NextStep = failure.NextStep.Replace(secret!, "[secret]", StringComparison.Ordinal),
                Code = failure.Code?.Replace(secret!, "[secret]", StringComparison.Ordinal),
            };
        }

        return failure;
    }
}
