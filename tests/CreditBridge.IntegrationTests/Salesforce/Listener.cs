using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>A connection whose change feed runs, as in the service; what it hears can be waited for.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SocketsHttpHandler _transport = new() { AllowAutoRedirect = false, UseCookies = false };
    private readonly SalesforceConnection _connection;
    private readonly Channel<ChangeSignal> _heard = Channel.CreateUnbounded<ChangeSignal>();
    private readonly Channel<ChangeFeedStatus> _changes = Channel.CreateUnbounded<ChangeFeedStatus>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly LiveOrg _org;

    public Listener(LiveOrg org, IConnectionState? state = null)
    {
        _org = org;
        _connection = new SalesforceConnection(
            new ConnectionContext("crm", org.Clock) { Transport = () => _transport, State = state ?? new PassingConnectionState(), Jitter = () => 0 }, org.Options);
        Feed.Changed += status => _changes.Writer.TryWrite(status);
        _running = Feed.RunAsync(
            signal =>
            {
                _heard.Writer.TryWrite(signal);
                return ValueTask.CompletedTask;
            },
            _stop.Token);
    }

    public IChangeFeed Feed => _connection.Feed!;

    public SalesforceConnection Connection => _connection;

    /// <summary>Waits until the feed listens and its first connect is over, as a look at the sandbox's ledger shows.</summary>
    public static async Task<Listener> StartAsync(LiveOrg org, IConnectionState? state = null)
    {
        var listener = new Listener(org, state);
        await listener.UntilAsync(ChangeFeedState.Listening);
        return listener;
    }

    public async Task<ChangeFeedStatus> UntilAsync(ChangeFeedState state, Func<ChangeFeedStatus, bool>? and = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await _changes.Reader.ReadAsync(deadline.Token);
            if (status.State == state && and?.Invoke(status) is not false)
                return status;
        }
    }

    /// <summary>The next change heard of, catch-ups aside.</summary>
    public async Task<ChangeSignal> NextAsync() => await NextAsync(signal => !signal.IsCatchUp);

    public async Task<ChangeSignal> NextAsync(Func<ChangeSignal, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var signal = await _heard.Reader.ReadAsync(deadline.Token);
            if (wanted(signal))
                return signal;
        }
    }

    /// <summary>What has been heard and not been waited for.</summary>
    public IReadOnlyList<ChangeSignal> Rest()
    {
        var rest = new List<ChangeSignal>();
        while (_heard.Reader.TryRead(out var signal))
            rest.Add(signal);
        return rest;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException("What was waited for did not happen.");
            await Task.Delay(10);
        }
    }

    /// <summary>Changes an account by the API in the name of some other app.</summary>
    public async Task WriteAsAnotherAppAsync(string account, string name)
    {
        using var http = new HttpClient(_transport, disposeHandler: false) { BaseAddress = _org.Server.Instance };
        using var login = await http.PostAsync("/services/oauth2/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "connector", ["client_secret"] = "app-secret",
        }));
        var token = JsonNode.Parse(await login.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/services/data/v67.0/sobjects/Account/{account}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(new JsonObject { ["Credit_Message__c"] = name }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _connection.DisposeAsync();
        _transport.Dispose();
        _stop.Dispose();
    }
}
