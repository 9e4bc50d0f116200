using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Pages;
using CreditBridge.Sandbox.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

/// <summary>The sample company in an org, with its pages on a free port of loopback.</summary>
public sealed class SampleOrg : IAsyncLifetime
{
    private WebApplication? _app;

    public SandboxOrg Org { get; } =
        new(SampleCrm.Configure(new SandboxServerOptions(), Company.Today), new SandboxFaults(TimeProvider.System));

    public static SampleCompany Company { get; } = SampleCompany.Create(new DateOnly(2026, 3, 17));

    public SampleCrm Crm { get; private set; } = null!;

    public HttpClient Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Crm = SampleCrm.Seed(Org, Company);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        PageEndpoints.Map(_app, Org);
        await _app.StartAsync();
        Browser = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await _app!.DisposeAsync();
    }
}
