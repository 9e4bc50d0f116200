using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox;

namespace CreditBridge.IntegrationTests.Sandbox;

/// <summary>A running org and a plain HTTP client that is logged in to it.</summary>
public sealed class SandboxApi : IAsyncDisposable
{
    public const string Data = "/services/data/v67.0";
    private readonly HttpClient http;

    private SandboxApi(SandboxServer server)
    {
        Server = server;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
    }

    public SandboxServer Server { get; }

    public SandboxOrg Org => Server.Org;

    public string Token { get; set; } = "";

    public static async Task<SandboxApi> StartAsync(SandboxServerOptions? options = null, string? username = SandboxServerOptions.AdministratorUsername)
    {
        var api = new SandboxApi(await SandboxServer.StartAsync(options));
        if (username is not null) api.Token = (await api.LoginAsync(username))["access_token"]!.GetValue<string>();
        return api;
    }

    public async Task<JsonNode> LoginAsync(string username) => await TokenAsync(new()
    {
        ["grant_type"] = "password", ["client_id"] = SandboxServerOptions.DefaultClientId, ["client_secret"] = "sandbox-secret", ["username"] = username, ["password"] = "sandbox",
    });

    public async Task<JsonNode> TokenAsync(Dictionary<string, string> form)
    {
        using var response = await http.PostAsync("/services/oauth2/token", new FormUrlEncodedContent(form));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public async Task<ApiAnswer> SendAsync(string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : $"{Data}/{path}");
        if (Token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, text, all);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<ApiAnswer> QueryAsync(string soql, int? batchSize = null) => batchSize is null
        ? GetAsync("query?q=" + Uri.EscapeDataString(soql))
        : SendAsync("GET", "query?q=" + Uri.EscapeDataString(soql), headers: ("Sforce-Query-Options", $"batchSize={batchSize}"));

    /// <summary>A Collections update of one field of each record.</summary>
    public Task<ApiAnswer> UpdateAllAsync(IEnumerable<string> ids, string field, JsonNode? value, bool allOrNone = false) =>
        SendAsync("PATCH", "composite/sobjects", Collection(ids, field, value, allOrNone).ToJsonString());

    public static JsonObject Collection(IEnumerable<string> ids, string field, JsonNode? value, bool allOrNone = false, string type = "Account") => new()
    {
        ["allOrNone"] = allOrNone,
        ["records"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject
        {
            ["attributes"] = new JsonObject { ["type"] = type }, ["id"] = id, [field] = value?.DeepClone(),
        })]),
    };

    public IReadOnlyList<string> Accounts(int count, string prefix = "Account") => Org.Seed(
        "Account", Enumerable.Range(0, count).Select(i => (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?> { ["Name"] = $"{prefix} {i:0000}" }));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string ErrorCode => Json[0]!["errorCode"]!.GetValue<string>();

    public string Message => Json[0]!["message"]!.GetValue<string>();
}
