using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Checking;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>One Salesforce org: five sources, a sink, one session and one bill.</summary>
public sealed class SalesforceConnection : IConnection
{
    private readonly HttpClient _http;
    private readonly CallMeter _meter = new();
    private readonly CyclePoll _poll;
    private readonly ConnectionCheck _check;

    /// <summary>Puts the parts together; no I/O.</summary>
    /// <param name="context">Name, clock and transport.</param>
    /// <param name="options">Validated options.</param>
    public SalesforceConnection(ConnectionContext context, SalesforceOptions options)
    {
        Name = context.Name;
        // Deadlines are the client's own, so that they also cover the reading of a body.
        _http = new HttpClient(context.Transport(), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var tokens = new TokenClient(_http, options, context.BaseDirectory, context.Clock);
        var sessions = new SessionProvider(tokens.LoginAsync);
        var client = new SalesforceClient(_http, sessions, _meter, context.Clock, options.ApiVersion);

        var reader = new QueryReader(client, options, context.Clock);
        var describer = new OrgDescriber(client);
        var stages = StageMapping.Create();
        var accounts = AccountMapping.For(options);
        var opportunities = OpportunityMapping.For(options);
        var stageChanges = StageChangeMapping.For(options);
        var users = UserMapping.Create();
        var visibility = new FieldVisibility(describer, [accounts, opportunities]);
        IPolledSource[] sources =
        [
            new SalesforceSource<StageRecord>(stages, reader, visibility),
            new SalesforceSource<UserRecord>(users, reader, visibility),
            new SalesforceSource<AccountRecord>(accounts, reader, visibility),
            new SalesforceSource<OpportunityRecord>(opportunities, reader, visibility),
            new SalesforceSource<StageChangeRecord>(stageChanges, reader, visibility),
        ];
        Sources = sources;
        _poll = new CyclePoll(sources, reader);

        var fields = new FieldMapping(options);
        Sink = new SalesforceFieldSink(client, describer, fields, context.Clock);
        _check = new ConnectionCheck(client, sessions, tokens, fields, [stages, users, accounts, opportunities, stageChanges], options, () => Usage, context.Clock);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public IReadOnlyList<ISource> Sources { get; }

    /// <inheritdoc />
    public IFieldSink Sink { get; }

    /// <inheritdoc />
    public ConnectionUsage Usage => _meter.Usage;

    /// <inheritdoc />
    public Task BeginCycleAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken) =>
        _poll.BeginAsync(checkpoints, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => _check.RunAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // The session is left to expire: logging out could end a session that another process shares.
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
