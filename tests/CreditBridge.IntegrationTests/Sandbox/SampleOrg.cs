using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Sample;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

/// <summary>The sample company in a sandbox org, and a browser to look at it.</summary>
public sealed class SampleOrg : IAsyncLifetime
{
    private SandboxServer? _server;

    public static SampleCompany Company { get; } = SampleCompany.Create(new DateOnly(2026, 3, 17));

    public SandboxOrg Org => _server!.Org;

    public SandboxFaults Faults => _server!.Faults;

    public SampleCrm Crm { get; private set; } = null!;

    public HttpClient Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(SampleCrm.Configure(new SandboxServerOptions(), Company.Today));
        Crm = SampleCrm.Seed(Org, Company);
        Browser = new HttpClient { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await _server!.DisposeAsync();
    }
}
