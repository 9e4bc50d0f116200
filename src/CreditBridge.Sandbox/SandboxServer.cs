using System.Net;
using CreditBridge.Sandbox.Accounting;
using CreditBridge.Sandbox.Admin;
using CreditBridge.Sandbox.Auth;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Pages;
using CreditBridge.Sandbox.Rest;
using CreditBridge.Sandbox.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreditBridge.Sandbox;

/// <summary>A Salesforce-compatible org on loopback: log in at <see cref="Address"/> and use the REST API below the instance url that the login gives.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int MaxRequestLine = 256 * 1024;
    private const long MaxBody = 150L * 1024 * 1024;

    private readonly WebApplication app;
    private readonly SessionStore sessions;

    private SandboxServer(SandboxServerOptions options, WebApplication app)
    {
        this.app = app;
        Faults = new SandboxFaults(options.Clock);
        Org = new SandboxOrg(options, Faults);
        Calls = new CallLedger(options.DailyApiRequests);
        sessions = new SessionStore(Org, () => Instance);
    }

    /// <summary>Where the org listens: the login address and its first instance.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The instance that the next login names; another than <see cref="Address"/> after a moved-instance fault.</summary>
    public Uri Instance { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The data and the people.</summary>
    public SandboxOrg Org { get; }

    /// <summary>What goes wrong.</summary>
    public SandboxFaults Faults { get; }

    /// <summary>What it costs.</summary>
    public CallLedger Calls { get; }

    /// <summary>Starts an org.</summary>
    /// <param name="options">How the org is set up.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options or the metadata do not fit together.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxServerOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, SandboxLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxRequestLine;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            foreach (var port in new[] { options.Port, 0 }) kestrel.Listen(IPAddress.Loopback, port, listen => Secure(listen, options));
        });
        var app = builder.Build();
        var server = new SandboxServer(options, app);
        server.Map();
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address)).ToList();
        server.Address = server.Instance = addresses[0];
        server.Moved = addresses[1];
        return server;
    }

    /// <summary>Stops listening and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Uri Moved { get; set; } = new("http://127.0.0.1/");

    private static void Secure(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, SandboxServerOptions options)
    {
        if (options.Https) listen.UseHttps(LoopbackCertificate.Create(options.Clock));
    }

    private void Map()
    {
        var resources = new ResourceMap(Org, Faults, Calls);
        var gateway = new ApiGateway(Org, Faults, Calls, sessions, resources);
        var tokens = new TokenEndpoint(Org, sessions, Faults, () => [.. new[] { Address, Moved }.Select(address => address.GetLeftPart(UriPartial.Authority))]);
        var login = new LoginEndpoints(Org, sessions, tokens, BeforeLogin);
        app.Use(async (http, next) =>
        {
            http.Response.Headers.Date = Org.Now.ToString("R");
            await next(http);
        });
        login.Map(app);
        app.Map("/services/data/{**rest}", (RequestDelegate)gateway.HandleAsync);
        var bayeux = new BayeuxServer(Org, Faults, new Subscriptions(Org, Faults, Org.Selection, Org.Bus), Org.Bus);
        var cometd = new CometdEndpoint(Org, Faults, Calls, sessions, bayeux, resources.About.Offers, app.Lifetime.ApplicationStopping);
        app.Map("/cometd/{version?}/{**rest}", (RequestDelegate)(http => cometd.HandleAsync(http, http.GetRouteValue("version") as string ?? "")));
        AdminEndpoints.Map(app, this);
        PageEndpoints.Map(app, Org);
    }

    /// <summary>A moved-instance fault sends the next login to the other address.</summary>
    private void BeforeLogin()
    {
        if (Faults.Take(FaultKind.MovedInstance, new FaultTarget()) is not null) Instance = Instance == Address ? Moved : Address;
    }
}
