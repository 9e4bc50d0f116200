using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>An answer of the stub.</summary>
internal sealed record StubAnswer(int Status, string Body, string ContentType = "application/json")
{
    public Dictionary<string, string> Headers { get; init; } = [];
}

/// <summary>
/// A service of OData 4 or 2 on this machine, strict where real ones are: options that it does not know, properties that are not there and literals of another type are
/// answered with 400 in the shape of its version.
/// </summary>
internal sealed class ODataStub : IAsyncDisposable
{
    private static readonly string[] Known = ["$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$skiptoken", "$deltatoken"];

    private readonly WebApplication _app;
    private readonly Dictionary<string, StubSet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StubSet Set, IReadOnlyDictionary<string, string> Options, int Offset, long Since, int Page)> _links = [];
    private int _tokens;

    private ODataStub(WebApplication app, bool isV2) => (_app, IsV2) = (app, isV2);

    public bool IsV2 { get; }

    public string BaseUrl { get; private set; } = "";

    /// <summary>Rows per answer, whatever is asked for; null: no paging by the service.</summary>
    public int? PageLimit { get; set; }

    /// <summary>Whether it gives as many rows as it likes, whatever is preferred.</summary>
    public bool IgnoresPreference { get; set; }

    /// <summary>Value of the header Authorization that is let in; null for any.</summary>
    public string? Login { get; set; }

    /// <summary>Parameters besides those of OData that are known, each with the value that it must have.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>What came in: method, path and query.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Headers of the last request.</summary>
    public IReadOnlyDictionary<string, string> LastHeaders { get; private set; } = new Dictionary<string, string>();

    /// <summary>Answers that come before all others, once each; a null lets a request through.</summary>
    public Queue<StubAnswer?> Next { get; } = new();

    /// <summary>Whether links are written relative to the request.</summary>
    public bool RelativeLinks { get; set; }

    /// <summary>Whether changed records come with the changed properties only.</summary>
    public HashSet<string> LeftOutOfDeltas { get; } = [];

    /// <summary>Whether removed records come as OData 4.0 writes them.</summary>
    public bool OldRemovals { get; set; }

    /// <summary>Whether answers carry a mark.</summary>
    public bool Marks { get; set; }

    public static async Task<ODataStub> StartAsync(bool isV2, params StubSet[] sets)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new ODataStub(app, isV2);
        foreach (var set in sets)
            stub._sets[set.Name] = set;
        app.Run(stub.ServeAsync);
        await app.StartAsync();
        stub.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/odata/";
        return stub;
    }

    /// <summary>Forgets all links that were given.</summary>
    public void ExpireLinks()
    {
        lock (_links)
            _links.Clear();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        var target = http.Request.Path.Value! + http.Request.QueryString.Value;
        LastHeaders = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        StubAnswer? answer = null;
        lock (_links)
        {
            Requests.Add($"{http.Request.Method} {Uri.UnescapeDataString(target)}");
            Next.TryDequeue(out answer);
            answer ??= Answer(http.Request.Method, target, headers, body);
        }

        http.Response.StatusCode = answer.Status;
        if (answer.Status == 304)
            return;
        http.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        await http.Response.WriteAsync(answer.Body);
    }

    internal StubAnswer Answer(string method, string target, IReadOnlyDictionary<string, string> headers, string body)
    {
        try
        {
            if (target == "/token" && method == "POST")
                return new StubAnswer(200, """{"access_token":"granted-token","token_type":"Bearer","expires_in":3599}""");
            if (Login is not null && headers.GetValueOrDefault("Authorization") != Login)
                throw new StubRefusal("Unauthorized", 401, "Unauthorized");
            var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (target[..at], target[(at + 1)..]) : (target, "");
            path = Uri.UnescapeDataString(path)["/odata/".Length..];
            if (path == "$batch" && method == "POST")
                return StubBatch.Answer(this, headers, body);
            if (method != "GET")
                throw new StubRefusal("Only reading is allowed.", 405);
            var options = Options(query);
            return path switch
            {
                "" => new StubAnswer(200, """{"value":[]}"""),
                "$metadata" => new StubAnswer(200, StubMetadata.Write(_sets.Values, IsV2), "application/xml"),
                _ => Rows(_sets.GetValueOrDefault(path) ?? throw new StubRefusal($"Resource not found for the segment '{path}'.", 404, "NotFound"), options, headers),
            };
        }
        catch (StubRefusal e)
        {
            return new StubAnswer(e.Status, IsV2
                ? JsonSerializer.Serialize(new { error = new { code = e.Code, message = new { lang = "en", value = e.Message }, innererror = new { errordetails = new[] { new { message = $"Detail: {e.Message}" } } } } })
                : JsonSerializer.Serialize(new { error = new { code = e.Code, message = e.Message } }));
        }
    }

    private Dictionary<string, string> Options(string query)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (Uri.UnescapeDataString(part.Split('=', 2)[0]), Uri.UnescapeDataString(part.Split('=', 2)[1]));
            if (!Known.Contains(name) && !Parameters.ContainsKey(name))
                throw new StubRefusal($"The query option '{name}' is not supported.");
            options.Add(name, value);
        }

        foreach (var (name, value) in Parameters)
        {
            if (options.GetValueOrDefault(name) != value && !options.ContainsKey("$skiptoken"))
                throw new StubRefusal($"'{name}={value}' is missing.", 403, "Forbidden");
        }

        return options;
    }

    private StubAnswer Rows(StubSet set, Dictionary<string, string> options, IReadOnlyDictionary<string, string> headers)
    {
        var prefer = headers.GetValueOrDefault("Prefer") ?? "";
        if (IsV2 && prefer.Length > 0)
            throw new StubRefusal("OData 2 knows no header Prefer.");
        var (offset, since, asked) = (0, -1L, (IReadOnlyDictionary<string, string>)options);
        var page = Math.Min(PageLimit ?? int.MaxValue, prefer.Split(',').FirstOrDefault(p => p.StartsWith("odata.maxpagesize=", StringComparison.Ordinal)) is { } size && !IgnoresPreference ? int.Parse(size["odata.maxpagesize=".Length..]) : int.MaxValue);
        var tracked = prefer.Contains("odata.track-changes", StringComparison.Ordinal);
        if ((options.GetValueOrDefault("$skiptoken") ?? options.GetValueOrDefault("$deltatoken")) is { } token)
        {
            if (!_links.TryGetValue(token, out var link))
                throw new StubRefusal("The token has expired.", options.ContainsKey("$deltatoken") ? 410 : 400, "TokenExpired");
            (_, asked, offset, since, page) = link;
            tracked = asked.ContainsKey("tracked");
        }

        var filter = StubFilter.Parse(set, IsV2, asked.GetValueOrDefault("$filter"));
        var began = set.Events;
        var rows = since >= 0 ? Changed(set, filter, since) : Sorted(set, set.Rows.Where(filter), asked.GetValueOrDefault("$orderby"));
        var selected = asked.GetValueOrDefault("$select")?.Split(',');
        foreach (var property in selected ?? [])
        {
            if (!set.Types.ContainsKey(property.Split('/')[0]))
                throw new StubRefusal($"Could not find a property named '{property}' on type '{set.Name}'.");
        }

        if (asked.GetValueOrDefault("$top") is { } top)
            rows = [.. rows.Skip(int.Parse(asked.GetValueOrDefault("$skip") ?? "0")).Take(int.Parse(top))];
        var some = rows.Skip(offset).Take(page).ToList();
        var state = new Dictionary<string, string>(asked);
        // The next delta link begins where this walk began, not where it ends.
        began = asked.TryGetValue("tracked", out var start) && options.ContainsKey("$skiptoken") ? long.Parse(start) : began;
        if (tracked)
            state["tracked"] = $"{began}";
        string? next = null, delta = null;
        if (offset + some.Count < rows.Count)
            next = Link(set, "$skiptoken", (set, state, offset + some.Count, since, page));
        else if (tracked)
            delta = Link(set, "$deltatoken", (set, state, 0, began, page));
        var expanded = System.Text.RegularExpressions.Regex.Replace(asked.GetValueOrDefault("$expand") ?? "", @"\([^)]*\)", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (expanded.FirstOrDefault(p => !set.Types.TryGetValue(p, out var type) || type.StartsWith("Edm.", StringComparison.Ordinal)) is { } plain)
            throw new StubRefusal($"'{plain}' cannot be expanded.");
        var shown = set.Types.Where(t => t.Value.StartsWith("Edm.", StringComparison.Ordinal) ? selected is null || selected.Contains(t.Key) : expanded.Contains(t.Key)).Select(t => t.Key).ToHashSet();
        return Written(some, shown, next, delta, since >= 0, set, headers);
    }

    private StubAnswer Written(List<Dictionary<string, object?>> rows, HashSet<string> selected, string? next, string? delta, bool isDelta, StubSet set, IReadOnlyDictionary<string, string> headers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (IsV2)
                json.WriteStartObject("d");
            else
                json.WriteString("@odata.context", $"{BaseUrl}$metadata#{set.Name}");
            json.WriteStartArray(IsV2 ? "results" : "value");
            foreach (var row in rows)
            {
                var shown = row.Where(p => p.Key.StartsWith('@') || p.Key is "id" or "reason" || selected.Contains(p.Key)).ToList();
                if (isDelta && !row.ContainsKey("@removed"))
                    shown.RemoveAll(p => LeftOutOfDeltas.Contains(p.Key));
                StubJson.Write(json, shown, IsV2);
            }

            json.WriteEndArray();
            if (next is not null)
                json.WriteString(IsV2 ? "__next" : "@odata.nextLink", next);
            if (delta is not null)
                json.WriteString("@odata.deltaLink", delta);
            if (IsV2)
                json.WriteEndObject();
            json.WriteEndObject();
        }

        var body = Encoding.UTF8.GetString(stream.ToArray());
        if (!Marks)
            return new StubAnswer(200, body);
        var mark = $"W/\"{string.GetHashCode(body, StringComparison.Ordinal)}\"";
        return headers.GetValueOrDefault("If-None-Match") == mark ? new StubAnswer((int)HttpStatusCode.NotModified, "") : new StubAnswer(200, body) { Headers = { ["ETag"] = mark } };
    }

    private static List<Dictionary<string, object?>> Sorted(StubSet set, IEnumerable<Dictionary<string, object?>> rows, string? orderby)
    {
        var order = orderby?.Split(',') ?? [];
        if (order.FirstOrDefault(p => !set.Types.ContainsKey(p)) is { } unknown)
            throw new StubRefusal($"Could not find a property named '{unknown}' on type '{set.Name}'.");
        var list = rows.ToList();
        // Stable, as List.Sort is not: records with the same values keep the order in which they were added.
        return order.Length == 0 ? list : [.. list.OrderBy(r => r, Comparer<Dictionary<string, object?>>.Create((a, b) => order.Select(p => StubFilter.Compare(a[p], b[p])).FirstOrDefault(c => c != 0)))];
    }

    private List<Dictionary<string, object?>> Changed(StubSet set, Func<Dictionary<string, object?>, bool> filter, long since) =>
        [.. set.TouchedAfter(since).Select(k => set.Rows.FirstOrDefault(r => set.KeyOf(r) == k && filter(r)) ?? Removed(set, k))];

    private Dictionary<string, object?> Removed(StubSet set, string key) => OldRemovals
        ? new() { ["@odata.context"] = $"{BaseUrl}$metadata#{set.Name}/$deletedEntity", ["id"] = $"{set.Name}({key})", ["reason"] = "deleted", ["@removed"] = null }
        : new() { ["@removed"] = new Dictionary<string, object?> { ["reason"] = "deleted" }, ["@odata.id"] = $"{BaseUrl}{set.Name}({Uri.EscapeDataString(key)})" };

    private string Link(StubSet set, string kind, (StubSet, IReadOnlyDictionary<string, string>, int, long, int) state)
    {
        var token = $"t{++_tokens}";
        _links[token] = state;
        return $"{(RelativeLinks ? set.Name.Split('/')[^1] : BaseUrl + set.Name)}?{kind}={token}";
    }
}
