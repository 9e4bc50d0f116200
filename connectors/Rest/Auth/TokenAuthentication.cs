using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// <c>kind: oauth2_client_credentials</c> and <c>kind: oauth2_refresh_token</c>: <c>client_id:</c>, <c>client_secret:</c>, for the latter <c>refresh_token:</c>; <c>scope:</c>,
/// <c>send: header|form</c> (how the client's secret is sent; header by default), <c>token_path:</c> (below the base address, when the option TokenUrl is not set) and
/// <c>parameters:</c> (further ones that the token endpoint wants).
/// </summary>
internal sealed class TokenAuthentication : Authentication
{
    private static readonly Dictionary<string, bool> Ways = new() { ["header"] = false, ["form"] = true };

    private readonly SecretValue _clientId;
    private readonly SecretValue _clientSecret;
    private readonly SecretValue? _refreshToken;
    private readonly string? _path;
    private readonly string? _scope;
    private readonly bool _inForm;
    private readonly IReadOnlyDictionary<string, string> _parameters;

    private TokenAuthentication(MappingSection auth, bool refreshes)
    {
        _clientId = SecretValue.Read(auth, "client_id", mayBePlain: true);
        _clientSecret = SecretValue.Read(auth, "client_secret");
        _refreshToken = refreshes ? SecretValue.Read(auth, "refresh_token") : null;
        _path = auth.Text("token_path");
        _scope = auth.Text("scope");
        _inForm = auth.Choice("send", Ways, false, "");
        _parameters = auth.Table("parameters") ?? new Dictionary<string, string>();
    }

    public override bool CanRenew => true;

    public static Authentication From(MappingSection auth, bool refreshes) => new TokenAuthentication(auth, refreshes);

    internal override async Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken)
    {
        if (_refreshToken is null)
        {
            using var answer = Require(await AskAsync(around, null, cancellationToken));
            return Accept(answer, around);
        }

        var kept = new KeptRefreshToken(around.State, _refreshToken.Of(around.Secrets), _clientSecret.Of(around.Secrets));
        var used = await kept.ReadAsync(cancellationToken);
        around.Secrets.Hide(used);
        var (granted, failure) = await AskAsync(around, used, cancellationToken);
        if (failure is not null && await kept.ReadAsync(cancellationToken) is var newer && newer != used)
        {
            // Another process exchanged the token while this one was under way, and its old form died of it.
            around.Secrets.Hide(newer);
            used = newer;
            (granted, failure) = await AskAsync(around, used, cancellationToken);
        }

        using (var answer = Require((granted, failure)))
        {
            if (Text(answer.Json, "refresh_token") is { Length: > 0 } next && next != used)
            {
                around.Secrets.Hide(next);
                await kept.ReplaceAsync(used, next, cancellationToken);
            }

            return Accept(answer, around);
        }
    }

    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);

    private async Task<(ApiAnswer?, Failure?)> AskAsync(LoginSurroundings around, string? refreshToken, CancellationToken cancellationToken)
    {
        var endpoint = around.Wire.Endpoint;
        var address = _path is not null ? endpoint.Below(_path) : endpoint.TokenUrl ?? throw new ConnectorException(new Failure(FailureKind.Configuration, "It is not known where access tokens are given.",
            "Set the connection's option TokenUrl, or 'token_path:' below 'auth:' in the mapping."));
        var (id, secret) = (_clientId.Of(around.Secrets), _clientSecret.Of(around.Secrets));
        List<KeyValuePair<string, string>> form = [new("grant_type", refreshToken is null ? "client_credentials" : "refresh_token"), .. _parameters];
        if (refreshToken is not null)
            form.Add(new("refresh_token", refreshToken));
        if (_scope is not null)
            form.Add(new("scope", _scope));
        if (_inForm)
            form.AddRange([new("client_id", id), new("client_secret", secret)]);
        using var content = new FormUrlEncodedContent(form);
        var request = new ApiRequest(HttpMethod.Post, address, "login")
        {
            Body = await content.ReadAsByteArrayAsync(cancellationToken),
            BodyType = "application/x-www-form-urlencoded",
            // Asking for a token of the client itself changes nothing; a refresh may consume the token that it uses.
            OnlyReads = refreshToken is null,
        };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));
        around.Secrets.Hide(basic);
        return await around.Wire.SendAsync(request, message =>
        {
            if (!_inForm)
                message.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        }, cancellationToken);
    }

    private static ApiSession Accept(ApiAnswer answer, LoginSurroundings around)
    {
        var token = Text(answer.Json, "access_token");
        if (string.IsNullOrEmpty(token))
            throw new ConnectorException(new Failure(FailureKind.Fatal, "The answer of the token endpoint holds no access_token.", "Check the option TokenUrl.") { Where = "login" });
        around.Secrets.Hide(token);
        var seconds = Text(answer.Json, "expires_in") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 10_000_000) : (long?)null;
        return ApiSession.None with { Token = token, EndsAt = seconds is { } length ? around.Clock.GetUtcNow().AddSeconds(length) : null };
    }

    // A token endpoint that refuses says so with 400 or 401 (RFC 6749, 5.2); for whoever reads it, both are a matter of the login.
    private static ApiAnswer Require((ApiAnswer? Answer, Failure? Failure) result)
    {
        if (result.Answer is { } answer)
            return answer;
        var failure = result.Failure!;
        throw new ConnectorException(failure.Kind is not FailureKind.Configuration ? failure : failure with
        {
            Kind = FailureKind.Authentication,
            NextStep = failure.Code == "invalid_grant"
                ? "The refresh token has ended or was replaced: let the admin of the API grant access again and set the new one in the option Secrets."
                : "Check the client's id and secret in the option Secrets, 'scope:' in the mapping and the option TokenUrl.",
        });
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) ? SourceValue.ToText(JsonCell.Of(value)) : null;
}
