using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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
            Status("Credit_Check_Status__c").ShouldBe("Conditional");

            _world.Server.Org.Update(_world.Crm.StoryDealId, ("Amount", 120_000m));

            await UntilAsync(() => Task.FromResult(Equals(Status("Credit_Check_Status__c"), "Prequalified")));
            (await _http.GetStringAsync($"http://127.0.0.1:{_port}/status")).ShouldContain("starter@");
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
