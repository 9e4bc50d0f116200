using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>A token endpoint (RFC 6749) before <see cref="CustomerPages"/>. Only the token that it gave last is good.</summary>
internal sealed class TokenStub
{
    /// <summary>What is done before page N is answered.</summary>
    public Dictionary<int, Action<TokenStub>> Before { get; } = [];

    /// <summary>Forms that came to the token endpoint.</summary>
    public List<IReadOnlyDictionary<string, string>> Asked { get; } = [];

    /// <summary>Requests that came with a token that is not good any more.</summary>
    public int Refused { get; private set; }

    /// <summary>The refresh token that is accepted next; null: client credentials are.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>Whether tokens that were given are accepted.</summary>
    public bool AcceptsTokens { get; set; } = true;

    private string? _good;

    /// <summary>Ends the token that is good now.</summary>
    public void Revoke() => _good = null;

    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/oauth/token")
        {
            await GiveAsync(context);
            return;
        }

        var page = CustomerPages.PageOf(context);
        if (Before.Remove(page, out var act))
            act(this);
        if (!AcceptsTokens || _good is null || context.Request.Headers.Authorization != $"Bearer {_good}")
        {
            Refused++;
            await context.Json("""{"error": "invalid_token", "error_description": "The access token expired."}""", 401);
            return;
        }

        await CustomerPages.AnswerAsync(context);
    }

    private async Task GiveAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString());
        Asked.Add(form);
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("client%3A1:top-secret%2B"));
        var isClient = context.Request.Headers.Authorization == basic || (form.GetValueOrDefault("client_id") == "client:1" && form.GetValueOrDefault("client_secret") == "top-secret+");
        if (!isClient)
        {
            await context.Json("""{"error": "invalid_client", "error_description": "No client top-secret+ is known."}""", 401);
            return;
        }

        if (form["grant_type"] != (RefreshToken is null ? "client_credentials" : "refresh_token") || form.GetValueOrDefault("refresh_token") != RefreshToken)
        {
            await context.Json("""{"error": "invalid_grant"}""", 400);
            return;
        }

        _good = $"access-{Asked.Count}";
        RefreshToken = RefreshToken is null ? null : $"refresh-{Asked.Count}";
        await context.Json($$"""{"access_token": "{{_good}}", "token_type": "Bearer", "expires_in": "600"{{(RefreshToken is null ? "" : $", \"refresh_token\": \"{RefreshToken}\"")}}}""");
    }
}
