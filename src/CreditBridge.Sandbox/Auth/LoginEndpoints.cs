using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreditBridge.Sandbox.Auth;

/// <summary>The addresses around login: token, revoke, userinfo, identity and the SOAP login. None of them counts as an API call.</summary>
internal sealed class LoginEndpoints(SandboxOrg org, SessionStore sessions, TokenEndpoint tokens, Action beforeLogin)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var soap = new SoapLogin(org, sessions, tokens);
        app.MapPost("/services/oauth2/token", (RequestDelegate)TokenAsync);
        app.Map("/services/oauth2/revoke", (RequestDelegate)RevokeAsync);
        app.Map("/services/oauth2/userinfo", (RequestDelegate)IdentityAsync);
        app.MapGet("/id/{organization}/{user}", (RequestDelegate)IdentityAsync);
        app.MapPost("/services/Soap/{kind}/{version}/{organization?}", (RequestDelegate)(async http =>
        {
            beforeLogin();
            await ResponseWriter.WriteAsync(http, soap.Answer(await RequestBody.ReadAsync(http.Request, http.RequestAborted), http.Request.Path.Value ?? ""));
        }));
    }

    private async Task TokenAsync(HttpContext http)
    {
        ApiResponse response;
        try
        {
            if (!http.Request.HasFormContentType) throw new OAuthException("invalid_request", "must use HTTP POST with a form");
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            beforeLogin();
            response = ApiResponse.Ok(tokens.Grant(form, http.Request.Headers.Authorization));
        }
        catch (OAuthException refused)
        {
            response = new ApiResponse(400, new JsonObject { ["error"] = refused.Error, ["error_description"] = refused.Message });
        }

        http.Response.Headers.CacheControl = "no-cache, no-store";
        await ResponseWriter.WriteAsync(http, response);
    }

    private async Task RevokeAsync(HttpContext http)
    {
        var token = http.Request.Query["token"].ToString();
        if (http.Request.HasFormContentType) token = (await http.Request.ReadFormAsync(http.RequestAborted))["token"].ToString();
        var known = sessions.Close(token) | sessions.RevokeRefreshToken(token);
        await ResponseWriter.WriteAsync(http, known
            ? new ApiResponse(200)
            : new ApiResponse(400, new JsonObject { ["error"] = "unsupported_token_type", ["error_description"] = "this token type is not supported" }));
    }

    private async Task IdentityAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.Split(' ', 2) is [_, var given] ? given : http.Request.Query["oauth_token"].ToString();
        var session = sessions.Find(token, http.Request.Host.Value ?? "");
        var response = session is null ? new ApiResponse(403) { Text = "Bad_OAuth_Token", ContentType = "text/html;charset=UTF-8" } : ApiResponse.Ok(Identity(session));
        await ResponseWriter.WriteAsync(http, response);
    }

    private JsonObject Identity(Session session)
    {
        var user = org.FindRow(session.UserId)!;
        var root = session.Instance.GetLeftPart(UriPartial.Authority);
        return new JsonObject
        {
            ["id"] = $"{root}/id/{org.Id}/{session.UserId}",
            ["sub"] = $"{root}/id/{org.Id}/{session.UserId}",
            ["user_id"] = session.UserId,
            ["organization_id"] = org.Id,
            ["username"] = session.Username,
            ["preferred_username"] = session.Username,
            ["nick_name"] = (string?)user["Alias"],
            ["display_name"] = (string?)user["Name"],
            ["name"] = (string?)user["Name"],
            ["email"] = (string?)user["Email"],
            ["first_name"] = (string?)user["FirstName"],
            ["last_name"] = (string?)user["LastName"],
            ["active"] = true,
            ["user_type"] = "STANDARD",
            ["language"] = "en_US",
            ["locale"] = "en_US",
            ["utcOffset"] = 0,
            ["urls"] = new JsonObject
            {
                ["rest"] = $"{root}/services/data/v{{version}}/",
                ["sobjects"] = $"{root}/services/data/v{{version}}/sobjects/",
                ["query"] = $"{root}/services/data/v{{version}}/query/",
            },
        };
    }
}
