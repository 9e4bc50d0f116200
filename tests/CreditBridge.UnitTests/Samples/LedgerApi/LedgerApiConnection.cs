using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>One configured ledger: it is only read, so it has a source and no sink.</summary>
internal sealed class LedgerApiConnection : IConnection
{
    private readonly LedgerClient _client;

    public LedgerApiConnection(ConnectionContext context, LedgerApiOptions options)
    {
        Name = context.Name;
        _client = new LedgerClient(context.Transport(), options);
        Sources = [new LedgerCustomerSource(_client, options)];
    }

    public string Name { get; }

    public IReadOnlyList<ISource> Sources { get; }

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage => new(_client.Calls);

    // What a check finds is data; it never throws for it.
    public async IAsyncEnumerable<CheckFinding> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CheckFinding finding;
        try
        {
            var customers = await _client.CustomersAfterAsync(0, cancellationToken);
            finding = CheckFinding.Ok("Customers", $"The ledger answers; the first page has {customers.Count} customers.");
        }
        catch (ConnectorException e)
        {
            finding = CheckFinding.Failed("Customers", e.Failure);
        }

        yield return finding;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
