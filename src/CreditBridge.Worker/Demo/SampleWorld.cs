using System.Security.Cryptography;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Bureaus;
using CreditBridge.Sandbox.Sample;

namespace CreditBridge.Worker.Demo;

/// <summary>
/// The sample company, running: a sandbox org and two credit bureaus on loopback, an ERP drop folder, and a folder with everything CreditBridge needs to connect to them
/// (configuration, key, policy, mappings), so that every other command can be tried on it too.
/// </summary>
internal sealed class SampleWorld : IAsyncDisposable
{
    private const string MarkerFile = ".creditbridge-sample";

    // In EUR a month: enough for the most valuable accounts, not for all that the policy wants reports of.
    private const decimal BureauBudget = 75m;

    private const string BureauPassword = "sandbox-secret";

    private readonly SampleErp _erp;

    private SampleWorld(string directory, SandboxServer server, BureauServer bureaus, SampleCrm crm, SampleErp erp)
    {
        Directory = directory;
        Server = server;
        Bureaus = bureaus;
        Crm = crm;
        _erp = erp;
    }

    /// <summary>Folder with the configuration and everything it names.</summary>
    public string Directory { get; }

    /// <summary>The sandbox org.</summary>
    public SandboxServer Server { get; }

    /// <summary>The bureaus that sell reports about its customers.</summary>
    public BureauServer Bureaus { get; }

    /// <summary>The company's CRM in the org.</summary>
    public SampleCrm Crm { get; }

    /// <summary>The configuration file.</summary>
    public string ConfigFile => Path.Combine(Directory, "appsettings.json");

    /// <summary>The ERP's drop folder.</summary>
    public string DropFolder => Path.Combine(Directory, "erp");

    /// <summary>Starts the world in a folder. Database, key and ERP files that an earlier world left there are replaced; policy and mapping stay.</summary>
    /// <exception cref="ConnectorException">The folder holds something that no earlier world made.</exception>
    /// <param name="directory">The folder; made if it does not exist.</param>
    /// <param name="port">Port of the org on loopback; 0 takes a free one.</param>
    /// <param name="servicePort">Port that the configuration gives to the service's own endpoints.</param>
    /// <param name="pollSeconds">Interval that the configuration gives to the service.</param>
    /// <param name="clock">The clock of the org and of the sample's dates.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<SampleWorld> StartAsync(
        string directory, int port, int servicePort, int pollSeconds, TimeProvider clock, CancellationToken cancellationToken)
    {
        Prepare(directory);
        using var key = RSA.Create(2048);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var company = SampleCompany.Create(today);
        var options = SampleCrm.Configure(new SandboxServerOptions { Port = port, Clock = clock }, today);
        options = options with { Apps = [.. options.Apps.Select(app => app with { PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() })] };
        var server = await SandboxServer.StartAsync(options, cancellationToken);
        BureauServer? bureaus = null;
        try
        {
            bureaus = await BureauServer.StartAsync(password: BureauPassword, cancellationToken: cancellationToken);
            SampleBureaus.Seed(bureaus, company);
            var world = new SampleWorld(directory, server, bureaus, SampleCrm.Seed(server.Org, company), new SampleErp(company));
            await world._erp.WriteTo(world.DropFolder, cancellationToken);
            await world.WriteFilesAsync(key, servicePort, pollSeconds, cancellationToken);
            return world;
        }
        catch
        {
            if (bureaus is not null)
                await bureaus.DisposeAsync();
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>One thing happens in the company's world: sales changes a deal, or, now and then, a new day comes to the ERP.</summary>
    /// <returns>What happened, in one sentence each.</returns>
    public async Task<IReadOnlyList<string>> TickAsync(long tick, CancellationToken cancellationToken)
    {
        const int ticksPerErpDay = 4;
        if (tick % ticksPerErpDay != 0)
            return [Crm.Tick()];
        var news = _erp.Advance();
        await _erp.WriteTo(DropFolder, cancellationToken);
        return news;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Bureaus.DisposeAsync();
        await Server.DisposeAsync();
    }

    // What is in a folder that no sample made belongs to somebody; it is left alone.
    private static void Prepare(string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        var marker = Path.Combine(directory, MarkerFile);
        if (!File.Exists(marker) && System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The folder {directory} is not empty, and the sample company did not make it.",
                "Name an empty folder, or one that does not exist, with --directory."));
        }

        File.WriteAllText(marker, "This folder was made by 'creditbridge sandbox' or 'creditbridge demo'. They replace its database, key and ERP files at every start.\n");
        foreach (var file in new[] { "creditbridge.db", "creditbridge.db-shm", "creditbridge.db-wal", "salesforce-key.pem" })
            File.Delete(Path.Combine(directory, file));
        var drop = Path.Combine(directory, "erp");
        if (System.IO.Directory.Exists(drop))
            System.IO.Directory.Delete(drop, recursive: true);
    }

    private async Task WriteFilesAsync(RSA key, int servicePort, int pollSeconds, CancellationToken cancellationToken)
    {
        var keyFile = Path.Combine(Directory, "salesforce-key.pem");
        var privately = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            privately.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new StreamWriter(keyFile, privately))
            await file.WriteAsync(key.ExportPkcs8PrivateKeyPem().AsMemory(), cancellationToken);
        await SampleFiles.WriteAsync(Directory, cancellationToken);
        var settings = new Dictionary<string, object>
        {
            ["Policy"] = new { File = "policy.yaml" },
            ["Storage"] = new { Provider = "Sqlite", SqlitePath = "creditbridge.db" },
            ["Schedule"] = new { PollSeconds = pollSeconds },
            ["Http"] = new { Urls = $"http://127.0.0.1:{servicePort}" },
            ["Logging"] = new { Level = "Warning" },
            ["Bureaus"] = new { MonthlyBudget = BureauBudget, Currency = "EUR" },
            ["Connections"] = new Dictionary<string, object>
            {
                ["salesforce"] = new
                {
                    Type = "Salesforce",
                    LoginUrl = Server.Address.ToString().TrimEnd('/'),
                    Flow = "JwtBearer",
                    ConsumerKey = SandboxServerOptions.DefaultClientId,
                    Username = SandboxServerOptions.IntegrationUsername,
                    Audience = Server.Address.ToString().TrimEnd('/'),
                    PrivateKeyFile = "salesforce-key.pem",
                    CustomerKeys = new { DefaultSystem = "erp" },
                },
                ["erp"] = new { Type = "FileDrop", Directory = "erp", Mapping = "sample-erp.yaml" },
                ["creditsafe"] = new
                {
                    Type = "Rest", BaseUrl = $"{Bureaus.AddressOf("creditsafe")}v1/", Mapping = "bureau-creditsafe.yaml", OrderReports = true,
                    Secrets = new { USER = "sandbox", PASSWORD = BureauPassword },
                },
                ["dnb"] = new
                {
                    Type = "Rest", BaseUrl = Bureaus.AddressOf("dnb").ToString(), Mapping = "bureau-dnb.yaml", OrderReports = true,
                    Secrets = new { KEY = "sandbox", SECRET = BureauPassword },
                },
            },
        };
        await File.WriteAllTextAsync(ConfigFile, JsonSerializer.Serialize(settings, Indented), cancellationToken);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
