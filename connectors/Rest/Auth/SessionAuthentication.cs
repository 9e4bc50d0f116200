using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>
/// <c>kind: session</c>: a login request, <c>request:</c>, whose answer gives a session: with <c>cookies: true</c> its cookies go with every further request; <c>take:</c>
/// names values of its body, and <c>make:</c> texts put together from these and from secrets. <c>header:</c> and <c>value:</c> (such as <c>Bearer {{login.token}}</c>) and all
/// requests may use both. A value that is missing, null or false means that the login is refused.
/// </summary>
internal sealed class SessionAuthentication : Authentication
{
    private readonly RequestTemplate _request;
    private readonly IReadOnlyDictionary<string, JsonPath> _take;
    private readonly IReadOnlyList<(string Name, TemplateText Text)> _make;
    private readonly string? _header;
    private readonly SecretValue? _value;
    private readonly bool _cookies;

    private SessionAuthentication(MappingSection auth, RequestTemplate request)
    {
        _request = request;
        _take = Taken(auth);
        _make = Made(auth, _take.Keys);
        (_header, _value) = (auth.Text("header"), SecretValue.TryRead(auth, "value", mayBePlain: true));
        if (_header is null != _value is null)
            auth.Refuse(_header is null ? "header" : "value", "Only one of header and value is given.", "Write both, such as 'header: Authorization' and 'value: \"Bearer {{login.token}}\"', or neither.");
        if (_value is not null)
            RefuseUnknown(auth, "value", _value.Names, [.. _take.Keys, .. _make.Select(m => m.Name)]);
        _cookies = auth.Switch("cookies", false);
    }

    public override bool CanRenew => true;

    public static Authentication From(MappingSection auth)
    {
        var request = RequestTemplate.Read(auth, "request", TemplateNames.Login);
        if (request is null)
            auth.Refuse("request", "The key is missing.", "Write 'request:' and below it the request that logs in.");
        return new SessionAuthentication(auth, request!);
    }

    internal override async Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken)
    {
        var rendered = _request.Render(around.Wire.Endpoint, ApiSession.None, new Dictionary<string, object?>(), "login") with { OnlyReads = false };
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
        if (_header is null)
            return;
        message.Headers.Remove(_header);
        message.Headers.TryAddWithoutValidation(_header, HeaderText.Checked(_header, _value!.Of(secrets, session)));
    }

    private ApiSession Accept(ApiAnswer answer, SecretTexts secrets)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, path) in _take)
        {
            if (path.Find(answer.Json) is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.False) } found)
            {
                throw new ConnectorException(new Failure(FailureKind.Authentication, $"The login gives no {name}: {path.Miss(answer.Json)}",
                    "Check user and password in the option Secrets; if they are right, correct 'take:' in the mapping.")
                { Where = "login" });
            }

            values[name] = JsonCell.Of(found);
            secrets.Hide(values[name] as string);
        }

        foreach (var (name, text) in _make)
        {
            var made = text.RenderAsItIs(new TemplateValues(secrets, values, new Dictionary<string, object?>()));
            values[name] = made;
            secrets.Hide(made);
        }

        var session = new ApiSession(values) { Cookies = _cookies ? CookiesOf(answer, secrets) : null };
        // What the header says is a secret too, in whatever form: "Session YWRtaW4…".
        secrets.Hide(_value?.Of(secrets, session).Split(' ')[^1]);
        return session;
    }

    private static Dictionary<string, JsonPath> Taken(MappingSection auth)
    {
        var take = new Dictionary<string, JsonPath>(StringComparer.Ordinal);
        foreach (var (name, text) in auth.Table("take") ?? new Dictionary<string, string>())
        {
            if (JsonPath.TryParse(text, out var path, out var reason))
                take[name] = path;
            else
                auth.Refuse("take", $"'{text}' (for '{name}') is not a path: {reason}", "Write names with dots between them, such as 'result.session_id'.");
        }

        return take;
    }

    private static List<(string Name, TemplateText Text)> Made(MappingSection auth, IEnumerable<string> taken)
    {
        var known = taken.ToList();
        var make = new List<(string, TemplateText)>();
        foreach (var (name, written) in auth.Table("make") ?? new Dictionary<string, string>())
        {
            if (TemplateText.Parse(written, TemplateNames.Login, out var reason) is not { } text)
            {
                auth.Refuse("make", $"{name}: {reason}", "Write a text with placeholders, such as \"{{secret.USER}}:{{login.token}}\".");
                continue;
            }

            RefuseUnknown(auth, "make", text.Names, known);
            if (known.Contains(name))
                auth.Refuse("make", $"There is a value '{name}' already.", "Give it another name.");
            known.Add(name);
            make.Add((name, text));
        }

        return make;
    }

    private static void RefuseUnknown(MappingSection auth, string key, IEnumerable<string> names, IReadOnlyCollection<string> known)
    {
        foreach (var name in names.Where(n => n.StartsWith("login.", StringComparison.Ordinal) && !known.Contains(n["login.".Length..])))
            auth.Refuse(key, $"The login gives no value {{{{{name}}}}}.", "Name its place in the login's answer under 'take:', or put it together under 'make:'.");
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
