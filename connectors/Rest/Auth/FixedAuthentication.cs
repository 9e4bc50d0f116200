using System.Net.Http.Headers;
using System.Text;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary><c>kind: api_key</c>: a key in the header <c>header:</c> or the parameter <c>query:</c>; <c>value:</c> is the key, or a text with it, such as <c>token {{secret.KEY}}:{{secret.SECRET}}</c>.</summary>
internal sealed class ApiKeyAuthentication(string? header, string? query, SecretValue value) : Authentication
{
    public static Authentication From(MappingSection auth)
    {
        var (header, query) = (auth.Text("header"), auth.Text("query"));
        if (header is null == query is null)
            auth.Refuse(header is null ? "header" : "query", "It is not said where the key goes, or twice.", "Write 'header: X-Api-Key' or 'query: api_key' with the name that the API documents.");
        return new ApiKeyAuthentication(header, query, SecretValue.Read(auth, "value"));
    }

    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets)
    {
        var key = value.Of(secrets, session);
        if (header is not null)
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, HeaderText.Checked(header, key));
        }
        else if (request.RequestUri is { } address)
        {
            request.RequestUri = new Uri($"{address.AbsoluteUri}{(address.Query.Length > 0 ? "&" : "?")}{Uri.EscapeDataString(query!)}={Uri.EscapeDataString(key)}");
        }
    }
}

/// <summary><c>kind: basic</c>: <c>user:</c> and <c>password:</c>.</summary>
internal sealed class BasicAuthentication(SecretValue user, SecretValue password) : Authentication
{
    public static Authentication From(MappingSection auth) => new BasicAuthentication(SecretValue.Read(auth, "user", mayBePlain: true), SecretValue.Read(auth, "password"));

    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Of(secrets)}:{password.Of(secrets)}"));
        secrets.Hide(credentials);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }
}

/// <summary><c>kind: bearer</c>: a token that does not end, <c>token:</c>.</summary>
internal sealed class BearerAuthentication(SecretValue token) : Authentication
{
    public static Authentication From(MappingSection auth) => new BearerAuthentication(SecretValue.Read(auth, "token"));

    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HeaderText.Checked("Authorization", token.Of(secrets)));
}
