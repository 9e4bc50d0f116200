using System.Diagnostics;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Sandbox.Sample;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Demo;
using CreditBridge.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>The sample company and the service as it is started in production, both in this process, talking over real sockets.</summary>
internal sealed class RunningCompany : IAsyncDisposable
{
    private const string TooEarlyToBeChecked = "Prospecting";
    private const string Status = "Credit_Check_Status__c";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-latency-");
    private SampleWorld _world = null!;
    private OpenedBridge _opened = null!;
    private WebApplication _service = null!;

    private RunningCompany()
    {
    }

    public SampleWorld World => _world;

    public Bridge Bridge => _opened.Bridge;

    /// <summary>Address of the service's own endpoints.</summary>
    public Uri Address => new(_service.Urls.First());

    /// <summary>Starts both and waits until the first cycle is over, and, with the accelerator, until the org is listened to.</summary>
    public static async Task<RunningCompany> StartAsync(int pollSeconds, bool accelerated)
    {
        var company = new RunningCompany();
        company._world = await SampleWorld.StartAsync(company._folder.FullName, port: 0, servicePort: 0, pollSeconds, TimeProvider.System, CancellationToken.None);
        var loaded = new ConfigurationLoader(KnownConnectors.All).Load(
            company._world.ConfigFile, new Dictionary<string, string> { ["CREDITBRIDGE_Connections__salesforce__ChangeDataCapture"] = accelerated ? "true" : "false" });
        var configuration = new LoadedConfiguration(loaded.Options!, loaded.BaseDirectory, loaded.Secrets);
        company._opened = await Bridge.OpenAsync(configuration, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        company._service = Service.Build(company.Bridge, configuration.Options, NullLoggerFactory.Instance);
        await company._service.StartAsync();
        await UntilAsync(() => company.Bridge.LastCycle is not null && (!accelerated || company.Bridge.Feeds.All(f => f.Status.State == ChangeFeedState.Listening)));
        return company;
    }

    /// <summary>Moves the story's deal to another stage and waits until what follows from it stands on the record.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> ReactionAsync()
    {
        var deal = _world.Crm.StoryDealId;
        var org = _world.Server.Org;
        var isChecked = org.Find(deal)!.Text(Status) is not null;
        var watch = Stopwatch.StartNew();
        org.Update(deal, ("StageName", isChecked ? TooEarlyToBeChecked : SalesProcess.Proposal));
        await UntilAsync(() => org.Find(deal)!.Text(Status) is not null != isChecked);
        return watch.Elapsed;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException("What was waited for did not happen.");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
        await _opened.DisposeAsync();
        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
