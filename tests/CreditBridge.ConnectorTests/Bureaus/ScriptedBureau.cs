using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>A bureau that answers as a test says, and counts what it would have charged.</summary>
internal sealed class ScriptedBureau(string provider, Func<ReportRequest, ReportAnswer> answer, decimal price = 5m) : IConnection, IReportProvider
{
    public List<ReportRequest> Asked { get; } = [];

    /// <summary>What was really charged.</summary>
    public decimal Charged { get; private set; }

    public string Name => $"bureau-{provider}";

    public bool MayOrder { get; init; } = true;

    public IReadOnlyList<ISource> Sources => [];

    public IFieldSink? Sink => null;

    public IReportProvider? Reports => this;

    public ConnectionUsage Usage => new(Asked.Count);

    public Task<ReportOffer?> OfferAsync(CancellationToken cancellationToken) => Task.FromResult<ReportOffer?>(
        new ReportOffer(provider, new Money(price, BureauPolicies.Eur), MayOrder) { Shape = BureauPolicies.Creditsafe, Needs = ["registration_number"] });

    public Task<ReportAnswer> OrderAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        var given = answer(request);
        if (given.Outcome is ReportOutcome.Report or ReportOutcome.Unknown)
            Charged += price;
        return Task.FromResult(given);
    }

    public async IAsyncEnumerable<CheckFinding> CheckAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken);
        yield break;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
