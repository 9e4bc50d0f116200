using System.Globalization;
using System.Security.Cryptography;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>A sandbox org with a clock of its own, and a connection to it over real sockets.</summary>
internal sealed class LiveOrg : IAsyncDisposable
{
    private static readonly RSA Key = RSA.Create(2048);

    private readonly SocketsHttpHandler _transport = new() { AllowAutoRedirect = false };
    private readonly Dictionary<RecordKind, Checkpoint?> _checkpoints = [];

    private LiveOrg(SandboxServer server, OrgClock clock, Func<SalesforceOptions, SalesforceOptions> with)
    {
        Server = server;
        Clock = clock;
        Options = with(new SalesforceOptions
        {
            LoginUrl = server.Address.ToString(),
            ConsumerKey = "connector",
            Username = SandboxServerOptions.IntegrationUsername,
            PrivateKeyPem = Key.ExportPkcs8PrivateKeyPem(),
            OrgCurrency = "EUR",
            CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
        });
        Connection = Connect();
        foreach (var source in Connection.Sources)
            _checkpoints[source.Kind] = null;
    }

    public SandboxServer Server { get; }

    public OrgClock Clock { get; }

    public SalesforceOptions Options { get; }

    public SalesforceConnection Connection { get; }

    public SandboxOrg Org => Server.Org;

    /// <summary>What connections of this org share, as they would through a database.</summary>
    public IConnectionState State { get; } = new PassingConnectionState();

    /// <summary>A further connection, as of a process that starts anew.</summary>
    public SalesforceConnection Connect() => new(new ConnectionContext("crm", Clock) { Transport = () => _transport, State = State }, Options);

    public static async Task<LiveOrg> StartAsync(Func<SandboxServerOptions, SandboxServerOptions>? org = null, Func<SalesforceOptions, SalesforceOptions>? options = null)
    {
        var clock = new OrgClock();
        var setup = new SandboxServerOptions
        {
            Clock = clock,
            CorporateCurrency = "EUR",
            Apps = [new ConnectedApp("connector") { PublicKeyPem = Key.ExportSubjectPublicKeyInfoPem(), ClientSecret = "app-secret", RunAs = SandboxServerOptions.IntegrationUsername }],
        };
        return new LiveOrg(await SandboxServer.StartAsync(org?.Invoke(setup) ?? setup), clock, options ?? (o => o));
    }

    /// <summary>Creates accounts "Account 1" and so on, in the order of their ids.</summary>
    public IReadOnlyList<string> SeedAccounts(int count) => Org.Seed("Account", Enumerable.Range(1, count)
        .Select(i => new Dictionary<string, object?> { ["Name"] = string.Create(CultureInfo.InvariantCulture, $"Account {i}") }));

    public string CreateOpportunity(string accountId, string name = "Deal") => Org.Create("Opportunity",
        ("Name", name), ("AccountId", accountId), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 3, 31)), ("Amount", 1000m));

    public IReadOnlyList<OrgRecord> Reviews() => Org.Query("SELECT Id FROM Credit_Review__c ORDER BY Review_Key__c");

    public IReadOnlyList<OrgRecord> Documents() => Org.Query("SELECT Id FROM Credit_Document__c ORDER BY Document_Key__c");

    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(params FieldWrite[] writes) => Connection.Sink.WriteAsync(writes, CancellationToken.None);

    public async Task<IReadOnlyList<CheckFinding>> CheckAsync()
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in Connection.CheckAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    /// <summary>Takes the object away from the integration user, for whom it then does not exist.</summary>
    public void HideObject(string name) => Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = name, Field = "Id" });

    /// <summary>One cycle as the engine runs it: everything is asked for at once, then read, and checkpoints are kept.</summary>
    public async Task<IReadOnlyDictionary<RecordKind, List<SourceChange>>> PollAsync()
    {
        await Connection.BeginCycleAsync(_checkpoints, CancellationToken.None);
        var seen = new Dictionary<RecordKind, List<SourceChange>>();
        foreach (var source in Connection.Sources)
        {
            seen[source.Kind] = [];
            await foreach (var page in source.ReadPagesAsync(_checkpoints[source.Kind], CancellationToken.None))
            {
                seen[source.Kind].AddRange(page.Changes);
                _checkpoints[source.Kind] = page.Next;
            }
        }

        return seen;
    }

    /// <summary>A verification as the engine runs it after a poll.</summary>
    public async Task<IReadOnlyDictionary<RecordKind, List<VerifiedPage>>> VerifyAsync(Func<RecordKind, long> known)
    {
        var requests = _checkpoints.Where(c => c.Value is not null).ToDictionary(
            c => c.Key, c => new VerificationRequest(c.Value!, Clock.GetUtcNow() - TimeSpan.FromDays(2), _ => Task.FromResult(new KnownRecords(known(c.Key), 0))));
        await Connection.BeginVerificationAsync(requests, CancellationToken.None);
        var pages = new Dictionary<RecordKind, List<VerifiedPage>>();
        foreach (var source in Connection.Sources.OfType<IVerifiedSource>().Where(s => requests.ContainsKey(s.Kind)))
        {
            pages[source.Kind] = [];
            await foreach (var page in source.VerifyAsync(requests[source.Kind], CancellationToken.None))
                pages[source.Kind].Add(page);
        }

        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _transport.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>
/// Time of the org and of the connector; it moves only when told to, or when somebody waits: a pause is over at once and has moved the clock. Deadlines stay real.
/// </summary>
internal sealed class OrgClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A pause for a person to repair something is not skipped: whoever makes one would race through the days.
        if (dueTime < TimeSpan.Zero || dueTime >= TimeSpan.FromMinutes(10) || state is CancellationTokenSource)
            return base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
