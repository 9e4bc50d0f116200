using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Worker.Demo;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>The API for checks on demand, asked over a real socket; the schedule sleeps, so that every answer is the API's own doing.</summary>
public sealed class CreditCheckApiTests : IAsyncLifetime, IDisposable
{
    private const string Key = "a-key-that-is-long-enough-to-be-one-of-ours";
    private const string Checks = "/api/v1/credit-checks";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-api-");
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();
    private SampleWorld _world = null!;

    public async Task InitializeAsync() =>
        _world = await SampleWorld.StartAsync(_folder.FullName, port: 0, servicePort: _port, pollSeconds: 3600, TimeProvider.System, CancellationToken.None);

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_is_made_of_the_deal_as_it_is_now_and_every_refusal_says_what_to_do()
    {
        var settings = new Dictionary<string, string> { ["CREDITBRIDGE_Http__ApiKey"] = Key, ["CREDITBRIDGE_Logging__Level"] = "Information" };
        using var service = Creditbridge.Start(["run", "--config", _world.ConfigFile], settings);
        var output = Task.WhenAll(service.StandardOutput.ReadToEndAsync(), service.StandardError.ReadToEndAsync());
        var deal = _world.Crm.StoryDealId;
        try
        {
            await UntilReadyAsync();
            var (status, first) = await SendAsync(HttpMethod.Post, Checks, $$"""{"opportunityId":"{{deal}}"}""");
            status.ShouldBe(HttpStatusCode.OK);
            ((string?)first["status"]).ShouldBe("Conditional");
            first["alternatives"]!.AsArray().Count.ShouldBeGreaterThan(0);
            ((string?)first["alternativesText"]).ShouldBe(string.Join('\n', first["alternatives"]!.AsArray().Select(text => (string?)text)));

            _world.Server.Org.Update(deal, ("Amount", 120_000m));
            var (_, second) = await SendAsync(HttpMethod.Post, Checks, $$"""{"opportunityId":"{{deal[..15]}}"}""");
            ((string?)second["status"]).ShouldBe("Prequalified");
            _world.Server.Org.Find(deal)!["Credit_Check_Status__c"].ShouldBe("Prequalified", "the answer is on the record as well");
            _world.Server.Org.Find(deal)!["Credit_Decision_Id__c"].ShouldBe((string?)second["decisionId"]);

            var (_, last) = await SendAsync(HttpMethod.Get, $"{Checks}/{deal}");
            ((string?)last["status"], (string?)last["decisionId"]).ShouldBe(((string?)second["status"], (string?)second["decisionId"]));

            await RefusedAsync(HttpStatusCode.BadRequest, "{\"opportunityId\":\"006' OR Name != null\"}");
            await RefusedAsync(HttpStatusCode.BadRequest, "not json");
            await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, $$"""{"opportunityId":"{{deal}}","more":"{{new string('x', 2000)}}"}""");
            await RefusedAsync(HttpStatusCode.NotFound, """{"opportunityId":"006zzzzzzzzzzzz"}""");
            await RefusedAsync(HttpStatusCode.Unauthorized, $$"""{"opportunityId":"{{deal}}"}""", "a-key-that-is-long-enough-to-be-one-of-others");

            _world.Server.Org.Update(deal, ("StageName", "Closed Lost"));
            await RefusedAsync(HttpStatusCode.Conflict, $$"""{"opportunityId":"{{deal}}"}""");

            var document = JsonNode.Parse(await _http.GetStringAsync(Address("/openapi/v1.json")))!;
            ((string?)document["openapi"]).ShouldBe("3.0.3");
        }
        finally
        {
            using var terminate = Process.Start("kill", ["-TERM", service.Id.ToString()])!;
            await terminate.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(Patience);
        await service.WaitForExitAsync(deadline.Token);
        var log = string.Concat(await output);
        service.ExitCode.ShouldBe(0, log);
        log.ShouldContain($"POST credit check of {deal}: 200 Prequalified");
        log.ShouldNotContain(Key);
        log.ShouldNotContain("one-of-others");
    }

    private async Task RefusedAsync(HttpStatusCode expected, string body, string key = Key)
    {
        var (status, problem) = await SendAsync(HttpMethod.Post, Checks, body, key);

        status.ShouldBe(expected, body);
        ((int?)problem["status"]).ShouldBe((int)expected);
        ((string?)problem["detail"])!.Length.ShouldBeGreaterThan(20);
        ((string?)problem["nextStep"])!.Length.ShouldBeGreaterThan(10);
    }

    private async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(HttpMethod method, string path, string? body = null, string key = Key)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        request.Headers.Add("X-Api-Key", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(response.IsSuccessStatusCode ? "application/json" : "application/problem+json");
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private async Task UntilReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await _http.GetAsync(Address("/health/ready"));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            watch.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(50);
        }
    }

    private Uri Address(string path) => new($"http://127.0.0.1:{_port}{path}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
