using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Budget;
using CreditBridge.Connectors.Salesforce.Bulk;
using CreditBridge.Connectors.Salesforce.Checking;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Streaming;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>One Salesforce org: its sources, a sink, one session and one bill.</summary>
public sealed class SalesforceConnection : IConnection
{
    private readonly HttpClient _http;
    private readonly CallMeter _meter = new();
    private readonly CallBudget _budget;
    private readonly CyclePoll _poll;
    private readonly RefusedFields _refused;
    private readonly ConnectionCheck _check;

    /// <summary>Puts the parts together; no I/O.</summary>
    /// <param name="context">Name, clock and transport.</param>
    /// <param name="options">Validated options.</param>
    public SalesforceConnection(ConnectionContext context, SalesforceOptions options)
    {
        Name = context.Name;
        Address = options.LoginUrl.TrimEnd('/');
        // Deadlines are the client's own, so that they also cover the reading of a body.
        _http = new HttpClient(context.Transport(), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var tokens = new TokenClient(_http, options, context.BaseDirectory, context.Clock);
        var sessions = new SharedLogin<Session>(tokens.LoginAsync);
        _budget = new CallBudget(options, _meter, context.State, context.Clock);
        var client = new SalesforceClient(_http, sessions, _meter, context.Clock, options.ApiVersion) { Budget = _budget };

        var reader = new QueryReader(client, options, context.Clock);
        var describer = new OrgDescriber(client);
        var stages = StageMapping.Create();
        var accounts = AccountMapping.For(options);
        var opportunities = OpportunityMapping.For(options);
        var stageChanges = StageChangeMapping.For(options);
        var users = UserMapping.Create();
        var rows = new RowStream(reader, new BulkQuery(client, describer, options, context.Clock));
        var fields = new FieldMapping(options);
        _refused = new RefusedFields(fields, [accounts, opportunities], describer, context.State, context.Clock);
        var visibility = new FieldVisibility(_refused);
        List<ObjectMapping> reads = [stages, users, accounts, opportunities, stageChanges];
        List<IPolledSource> sources =
        [
            new SalesforceSource<StageRecord>(stages, reader, rows, visibility),
            new SalesforceSource<UserRecord>(users, reader, rows, visibility),
            new SalesforceSource<AccountRecord>(accounts, reader, rows, visibility),
            new SalesforceSource<OpportunityRecord>(opportunities, reader, rows, visibility),
            new SalesforceSource<StageChangeRecord>(stageChanges, reader, rows, visibility),
        ];
        if (options.Reviews.Enabled)
        {
            var (reviews, documents) = (ReviewMapping.For(options), DocumentMapping.For(options));
            sources.Add(new SalesforceSource<ReviewRecord>(reviews, reader, rows, visibility));
            sources.Add(new SalesforceSource<ReviewDocumentRecord>(documents, reader, rows, visibility));
            reads.AddRange([reviews, documents]);
        }

        Sources = sources;
        _poll = new CyclePoll(sources, reader, context.State);

        var bulk = new BulkWriter(new IngestJobs(client), new BulkLedger(context), fields, options, context.Clock);
        var alerts = new AlertPublisher(client, options, context.Clock);
        Alerts = alerts;
        Sink = new SalesforceFieldSink(client, fields, _refused, bulk, _budget, alerts, options, context);
        Feed = options.ChangeDataCapture ? new ChangeFeed(_http, sessions, context, options.ApiVersion) : null;
        // A check listens for itself, and keeps no position: the service's own must not move.
        var probe = options.ChangeDataCapture ? new ChangeFeed(_http, sessions, context with { State = new PassingConnectionState() }, options.ApiVersion) : null;
        _check = new ConnectionCheck(client, sessions, tokens, fields, reads, options, () => Usage, probe, context.Clock);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Address { get; }

    /// <inheritdoc />
    public IReadOnlyList<ISource> Sources { get; }

    /// <inheritdoc />
    public IFieldSink Sink { get; }

    /// <inheritdoc />
    public IAlertSink Alerts { get; }

    /// <inheritdoc />
    public IChangeFeed? Feed { get; }

    /// <inheritdoc />
    public ConnectionUsage Usage => _budget.Usage;

    /// <inheritdoc />
    public async Task BeginCycleAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        await _refused.RecallAsync(cancellationToken);
        await _budget.RequirePollAsync(cancellationToken);
        await _poll.BeginAsync(checkpoints, cancellationToken);
    }

    /// <inheritdoc />
    public Task BeginVerificationAsync(IReadOnlyDictionary<RecordKind, VerificationRequest> requests, CancellationToken cancellationToken) =>
        _poll.BeginVerificationAsync(requests, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => _check.RunAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // The session is left to expire: logging out could end a session that another process shares.
        _http.Dispose();
        _budget.Dispose();
        return ValueTask.CompletedTask;
    }
}
