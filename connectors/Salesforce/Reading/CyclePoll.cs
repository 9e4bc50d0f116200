using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Asks what is new in all objects with one Composite, which the org counts as one call: up to five queries fit into it.</summary>
internal sealed class CyclePoll(IReadOnlyList<IPolledSource> sources, QueryReader reader)
{
    /// <summary>Asks for the sources that are about to be read; each keeps its own answer, be it a page or a failure.</summary>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task BeginAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        var asked = sources.Where(s => checkpoints.ContainsKey(s.Kind)).ToList();
        if (asked.Count == 0)
            return;
        foreach (var source in asked)
            source.Ask(request, checkpoints[source.Kind]);
        var answer = await reader.SendAsync(request, cancellationToken);
        foreach (var source in asked)
            source.Hear(answer, checkpoints[source.Kind]);
    }

    /// <summary>Asks for what the sources need to be verified, in two calls: what changed lately, and how many records there are.</summary>
    /// <exception cref="ConnectorException">A call failed as a whole.</exception>
    public async Task BeginVerificationAsync(IReadOnlyDictionary<RecordKind, VerificationRequest> requests, CancellationToken cancellationToken)
    {
        var (recent, counts) = (new CompositeRequest(), new CompositeRequest());
        var asked = sources.Where(s => requests.ContainsKey(s.Kind)).ToList();
        foreach (var source in asked)
            source.AskVerification(recent, counts, requests[source.Kind]);
        var recentAnswer = recent.Count > 0 ? await reader.SendAsync(recent, cancellationToken) : null;
        var countAnswer = counts.Count > 0 ? await reader.SendAsync(counts, cancellationToken) : null;
        foreach (var source in asked)
            source.HearVerification(recentAnswer, countAnswer);
    }
}
