using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CreditBridge.Worker.Demo;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

public sealed class RunCommandTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-run-");
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();
    private SampleWorld _world = null!;

    public async Task InitializeAsync() =>
        _world = await SampleWorld.StartAsync(_folder.FullName, port: 0, servicePort: _port, pollSeconds: 1, TimeProvider.System, CancellationToken.None);

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Service_becomes_ready_reacts_to_a_changed_deal_and_stops_when_asked()
    {
        using var service = Creditbridge.Start(["run", "--config", _world.ConfigFile]);
        var output = Task.WhenAll(service.StandardOutput.ReadToEndAsync(), service.StandardError.ReadToEndAsync());
        try
        {
            await UntilAsync(async () => await StatusAsync("/health/live") == HttpStatusCode.OK);
            await UntilAsync(async () => await StatusAsync("/health/ready") == HttpStatusCode.OK);
            foreach (var path in new[] { "/health/live", "/health/ready" })
            {
                using var head = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"http://127.0.0.1:{_port}{path}"));
                head.StatusCode.ShouldBe(HttpStatusCode.OK, "some probes ask for the head only");
            }

            Status("Credit_Check_Status__c").ShouldBe("Conditional");

            _world.Server.Org.Update(_world.Crm.StoryDealId, ("Amount", 120_000m));

            await UntilAsync(() => Task.FromResult(Equals(Status("Credit_Check_Status__c"), "Prequalified")));
            (await _http.GetStringAsync($"http://127.0.0.1:{_port}/status")).ShouldContain("sample@");
            await StatusPageAsync();
        }
        finally
        {
            using var terminate = Process.Start("kill", ["-TERM", service.Id.ToString()])!;
            await terminate.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(Patience);
        await service.WaitForExitAsync(deadline.Token);
        service.ExitCode.ShouldBe(0, string.Concat(await output));
    }

    private async Task StatusPageAsync()
    {
        using var asBrowser = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}/status");
        asBrowser.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var page = await _http.SendAsync(asBrowser);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        (await page.Content.ReadAsStringAsync()).ShouldContain("Running");
        (await _http.GetStringAsync($"http://127.0.0.1:{_port}/")).ShouldContain("records read");
        (await _http.GetStringAsync($"http://127.0.0.1:{_port}/status.css")).ShouldContain("prefers-color-scheme");
        using var json = JsonDocument.Parse(await _http.GetStringAsync($"http://127.0.0.1:{_port}/status"));
        json.RootElement.GetProperty("sinceStart").GetProperty("written").GetInt64().ShouldBeGreaterThan(200);

        var metrics = await _http.GetStringAsync($"http://127.0.0.1:{_port}/metrics");
        metrics.ShouldContain("creditbridge_calls_total{connection=\"salesforce\"} ");
        metrics.ShouldContain("creditbridge_cycle_duration_seconds_bucket{le=\"+Inf\"} ");
        metrics.ShouldContain("# TYPE creditbridge_records_written_total counter");
        metrics.ShouldContain("creditbridge_outbox_records{state=\"refused\"} 0");
    }

    private object? Status(string field) => _world.Server.Org.Find(_world.Crm.StoryDealId)![field];

    private async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            watch.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(50);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
