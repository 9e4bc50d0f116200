using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// <c>kind: session</c>: a login request, <c>request:</c>, whose answer gives a session: with <c>cookies: true</c> its cookies go with every further request; <c>take:</c>
/// names values of its body, which <c>header:</c> and <c>value:</c> (such as <c>Bearer {{login.token}}</c>) and all requests may use. A value that is missing, null or false
/// means that the login is refused.
/// </summary>
internal sealed class SessionAuthentication(RequestTemplate request, IReadOnlyDictionary<string, JsonPath> take, string? header, SecretValue? value, bool cookies) : Authentication
{
    public override bool CanRenew => true;

    public static Authentication From(MappingSection auth)
    {
        var request = RequestTemplate.Read(auth, "request", TemplateNames.Login);
        if (request is null)
            auth.Refuse("request", "The key is missing.", "Write 'request:' and below it the request that logs in.");
        var take = new Dictionary<string, JsonPath>(StringComparer.Ordinal);
        foreach (var (name, text) in auth.Table("take") ?? new Dictionary<string, string>())
        {
            if (JsonPath.TryParse(text, out var path, out var reason))
                take[name] = path;
            else
                auth.Refuse("take", $"'{text}' (for '{name}') is not a path: {reason}", "Write names with dots between them, such as 'result.session_id'.");
        }

        var (header, value) = (auth.Text("header"), SecretValue.TryRead(auth, "value", mayBePlain: true));
        if (header is null != value is null)
            auth.Refuse(header is null ? "header" : "value", "Only one of header and value is given.", "Write both, such as 'header: Authorization' and 'value: \"Bearer {{login.token}}\"', or neither.");
        return new SessionAuthentication(request!, take, header, value, auth.Switch("cookies", false));
    }

    internal override async Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken)
    {
        var rendered = request.Render(around.Wire.Endpoint, ApiSession.None, new Dictionary<string, object?>(), "login") with { OnlyReads = false };
        var (answer, failure) = await around.Wire.SendAsync(rendered, _ => { }, cancellationToken);
        if (answer is null)
            throw new ConnectorException(failure!);
        using (answer)
            return Accept(answer, around.Secrets);
    }

    internal override void Sign(HttpRequestMessage message, ApiSession session, SecretTexts secrets)
    {
        if (session.Cookies is { } held)
            message.Headers.TryAddWithoutValidation("Cookie", held);
        if (header is null)
            return;
        message.Headers.Remove(header);
        message.Headers.TryAddWithoutValidation(header, value!.Of(secrets, session));
    }

    private ApiSession Accept(ApiAnswer answer, SecretTexts secrets)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, path) in take)
        {
            if (path.Find(answer.Json) is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.False) } found)
            {
                throw new ConnectorException(new Failure(FailureKind.Authentication, $"The login gives no {name}: {path.Miss(answer.Json)}",
                    "Check user and password in the option Secrets; if they are right, correct 'take:' in the mapping.")
                { Where = "login" });
            }

            values[name] = JsonCell.Of(found);
            if (values[name] is string text)
                secrets.Hide(text);
        }

        return new ApiSession(values) { Cookies = cookies ? CookiesOf(answer, secrets) : null };
    }

    private static string CookiesOf(ApiAnswer answer, SecretTexts secrets)
    {
        var pairs = answer.Cookies.Select(c => c.Split(';')[0].Trim()).Where(c => c.Contains('=', StringComparison.Ordinal)).ToList();
        if (pairs.Count == 0)
            throw new ConnectorException(new Failure(FailureKind.Authentication, "The login gives no cookie.", "Check user and password in the option Secrets; if they are right, take 'cookies: true' out of the mapping.") { Where = "login" });
        pairs.ForEach(p => secrets.Hide(p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return string.Join("; ", pairs);
    }
}
