using System.Text;
using CreditBridge.Connectors.Rest.Auth;

namespace CreditBridge.Connectors.Rest.Templates;

/// <summary>
/// <c>request:</c> a request with placeholders: <c>method:</c> (GET, or POST when there is a body), <c>path:</c> below the base address, <c>query:</c> (parameters; one that
/// is a block or a list is written as JSON), <c>headers:</c>, and at most one of <c>body:</c> (a tree, sent as JSON), <c>form:</c> (sent as a form) and <c>text:</c>
/// (sent as it is, with <c>content_type:</c>). A parameter whose value is nothing is left out.
/// </summary>
public sealed class RequestTemplate
{
    private static readonly Dictionary<string, string> Methods = new() { ["GET"] = "GET", ["POST"] = "POST", ["PUT"] = "PUT" };

    private readonly HttpMethod _method;
    private readonly TemplateText _path;
    private readonly IReadOnlyList<(string Name, TreeTemplate Value)> _query;
    private readonly IReadOnlyList<(string Name, TemplateText Value)> _headers;
    private readonly TreeTemplate? _body;
    private readonly IReadOnlyList<(string Name, TreeTemplate Value)>? _form;
    private readonly TemplateText? _text;
    private readonly string? _contentType;

    private RequestTemplate(MappingSection request, TemplateNames known)
    {
        _path = TemplateText.Read(request, "path", known) ?? Nowhere(request);
        _query = Parameters(request, "query", known) ?? [];
        _headers = [.. (request.Table("headers") ?? new Dictionary<string, string>()).Select(h => (h.Key, Value: Header(request, h.Value, known)))
            .Where(h => h.Value is not null).Select(h => (h.Key, h.Value!))];
        _body = TreeTemplate.Read(request, "body", known);
        _form = Parameters(request, "form", known);
        _text = TemplateText.Read(request, "text", known);
        _contentType = request.Text("content_type");
        var hasContent = _body is not null || _form is not null || _text is not null;
        if (new object?[] { _body, _form, _text }.Count(c => c is not null) > 1)
            request.Refuse("body", "A request has one body, and several are given.", "Leave one of body, form and text.");
        if (_contentType is not null && !System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(_contentType, out _))
            request.Refuse("content_type", $"'{_contentType}' is not a media type.", "Write one such as 'text/plain; charset=utf-8'.");
        _method = new HttpMethod(ReadMethod(request, hasContent));
    }

    /// <summary>Names of the values that it needs.</summary>
    public IEnumerable<string> Names =>
    [
        .. _path.Names, .. _query.SelectMany(q => q.Value.Names), .. _headers.SelectMany(h => h.Value.Names), .. _body?.Names ?? [],
        .. _form?.SelectMany(f => f.Value.Names) ?? [], .. _text?.Names ?? [],
    ];

    /// <summary>Reads the block of a request; null when the key is missing.</summary>
    /// <param name="section">The block that it stands in.</param>
    /// <param name="key">Its key.</param>
    /// <param name="known">The values that it may name.</param>
    public static RequestTemplate? Read(MappingSection section, string key, TemplateNames known)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Section(key, "request") is not { } request)
            return null;
        var template = new RequestTemplate(request, known);
        request.Close();
        return template;
    }

    /// <summary>The request with its values. All such requests only read.</summary>
    /// <param name="endpoint">Where the API is.</param>
    /// <param name="session">What the login gave.</param>
    /// <param name="values">Values by name.</param>
    /// <param name="name">Name of the request for people.</param>
    /// <exception cref="ConnectorException">A value is missing, or cannot stand where the template puts it.</exception>
    public ApiRequest Render(ApiEndpoint endpoint, ApiSession session, IReadOnlyDictionary<string, object?> values, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(session);
        var known = new TemplateValues(endpoint.Secrets, session.Values, values);
        var address = endpoint.Below(_path.RenderPath(known));
        if (Joined(_query, known) is { Length: > 0 } query)
            address = new Uri(address.AbsoluteUri + (address.Query.Length > 0 ? "&" : "?") + query);
        var request = new ApiRequest(_method, address, name)
        {
            Headers = [.. _headers.Select(h => KeyValuePair.Create(h.Name, HeaderText.Checked(h.Name, h.Value.RenderAsItIs(known))))],
            OnlyReads = true,
        };
        if (_body is not null)
            return request with { Body = _body.Render(known), BodyType = _contentType ?? request.BodyType };
        if (_form is not null)
            return request with { Body = Encoding.UTF8.GetBytes(Joined(_form, known)), BodyType = _contentType ?? "application/x-www-form-urlencoded" };
        return _text is null ? request : request with { Body = Encoding.UTF8.GetBytes(_text.Render(known)), BodyType = _contentType ?? "text/plain; charset=utf-8" };
    }

    private static string Joined(IReadOnlyList<(string Name, TreeTemplate Value)> parameters, TemplateValues values)
    {
        var parts = new List<string>();
        foreach (var (name, tree) in parameters)
        {
            if (tree.Text is { IsOneValue: true } one && one.OneValue(values) is null)
                continue;
            var text = tree.Text?.Render(values) ?? Encoding.UTF8.GetString(tree.Render(values));
            parts.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(text)}");
        }

        return string.Join('&', parts);
    }

    private static string ReadMethod(MappingSection request, bool hasContent)
    {
        var word = request.Text("method", hasContent ? "POST" : "GET")!;
        if (Methods.TryGetValue(word.ToUpperInvariant(), out var method))
            return method;
        request.Refuse("method", $"'{word}' is not a method for reading.", $"Write {string.Join(" | ", Methods.Keys)}.");
        return "GET";
    }

    private static TemplateText Nowhere(MappingSection request)
    {
        if (!request.Has("path"))
            request.Refuse("path", "The key is missing.", "Write 'path:' and the path below the option BaseUrl, such as 'path: api/customers'.");
        return TemplateText.Parse("", TemplateNames.Login, out _)!;
    }

    private static List<(string, TreeTemplate)>? Parameters(MappingSection request, string key, TemplateNames known)
    {
        if (request.Section(key) is not { } block)
            return null;
        var parameters = block.Keys.ToList().ConvertAll(name => (name, TreeTemplate.Read(block, name, known)!));
        block.Close();
        return parameters;
    }

    private static TemplateText? Header(MappingSection request, string text, TemplateNames known)
    {
        var template = TemplateText.Parse(text, known, out var reason);
        if (template is null)
            request.Refuse("headers", reason, "Write placeholders like {{secret.NAME}}.");
        return template;
    }
}
