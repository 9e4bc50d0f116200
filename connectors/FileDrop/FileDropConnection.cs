using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Files;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>One drop folder with its mapping. Kinds that the mapping does not declare give nothing.</summary>
internal sealed class FileDropConnection(string name, DropFiles drop) : IConnection
{
    public string Name => name;

    public IReadOnlyList<ISource> Sources { get; } =
    [
        new FileSource<ErpCustomerRecord>(RecordKind.ErpCustomer, drop, m => m.Customers),
        new FileSource<ReceivableRecord>(RecordKind.Receivable, drop, m => m.OpenItems),
        new FileSource<PaymentRecord>(RecordKind.Payment, drop, m => m.PaidItems),
        new FileSource<ExchangeRateRecord>(RecordKind.ExchangeRate, drop, m => m.Rates),
        new FileSource<OpenOrderRecord>(RecordKind.OpenOrder, drop, m => m.Orders),
        new FileSource<BureauReportRecord>(RecordKind.BureauReport, drop, m => m.BureauReports),
        new FileSource<FinancialStatementRecord>(RecordKind.FinancialStatement, drop, m => m.Statements),
        new FileSource<SecurityRecord>(RecordKind.Security, drop, m => m.Securities),
        new FileSource<SignalRecord>(RecordKind.Signal, drop, m => m.Signals),
        new FileSource<OverrideRecord>(RecordKind.Override, drop, m => m.Overrides),
    ];

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage { get; } = new(0);

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => new FileDropCheck(drop).RunAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
