using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// <c>kind: json_rpc_login</c>: Odoo's way. <c>common.authenticate</c> gives the user's number, which every call then names: <c>{{login.database}}</c>, <c>{{login.uid}}</c>,
/// <c>{{login.password}}</c>. <c>path:</c> (default <c>jsonrpc</c>), <c>database:</c>, <c>user:</c>, <c>password:</c> (a password or an API key).
/// </summary>
internal sealed class JsonRpcAuthentication(string path, SecretValue database, SecretValue user, SecretValue password) : Authentication
{
    public override bool CanRenew => true;

    public static Authentication From(MappingSection auth) => new JsonRpcAuthentication(
        auth.Text("path", "jsonrpc")!, SecretValue.Read(auth, "database", mayBePlain: true), SecretValue.Read(auth, "user", mayBePlain: true), SecretValue.Read(auth, "password"));

    internal override async Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken)
    {
        var (name, login, secret) = (database.Of(around.Secrets), user.Of(around.Secrets), password.Of(around.Secrets));
        var call = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "call",
            ["params"] = new JsonObject { ["service"] = "common", ["method"] = "authenticate", ["args"] = new JsonArray(name, login, secret, new JsonObject()) },
            ["id"] = 1,
        };
        var request = new ApiRequest(HttpMethod.Post, around.Wire.Endpoint.Below(path), "login") { Body = JsonSerializer.SerializeToUtf8Bytes(call), OnlyReads = true };
        var (answer, failure) = await around.Wire.SendAsync(request, _ => { }, cancellationToken);
        if (answer is null)
            throw new ConnectorException(failure!);
        using (answer)
        {
            // A wrong password is answered with 'false', not with an error.
            if (!answer.Json.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Number)
            {
                throw new ConnectorException(new Failure(FailureKind.Authentication, "The user or the password is not accepted.",
                    "Check 'database:' and 'user:' in the mapping and the password or API key in the option Secrets.")
                { Where = "login" });
            }

            return new ApiSession(new Dictionary<string, object?> { ["uid"] = JsonCell.Of(result), ["database"] = name, ["password"] = secret });
        }
    }

    // Each call carries the login in its own body.
    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets)
    {
    }
}
