using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Asks what is new in all objects with one Composite, which the org counts as one call: up to five queries fit into it. Where there are more objects, those that nobody
/// waits for take turns in the last place, so that a cycle stays one call; only what has never been read is worth a further one.
/// </summary>
internal sealed class CyclePoll(IReadOnlyList<IPolledSource> sources, QueryReader reader)
{
    /// <summary>Queries in one Composite.</summary>
    private const int MostQueries = 5;

    // Stages and people change rarely, and the history of a deal is for the forecast; the deal itself tells its stage.
    private static readonly RecordKind[] Patient = [RecordKind.StageChange, RecordKind.Stage, RecordKind.User];

    private readonly HashSet<RecordKind> _asked = [];
    private int _turn;

    /// <summary>Asks for the sources that are about to be read; each keeps its own answer, be it a page or a failure.</summary>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task BeginAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        var due = sources.Where(s => checkpoints.ContainsKey(s.Kind) && !s.IsMissing).ToList();
        var asked = WhoseTurnItIs(due, checkpoints);
        foreach (var source in due.Except(asked))
            source.Pass(checkpoints[source.Kind]);
        foreach (var call in asked.Chunk(MostQueries))
        {
            var request = new CompositeRequest();
            foreach (var source in call)
                source.Ask(request, checkpoints[source.Kind]);
            var answer = await reader.SendAsync(request, cancellationToken);
            foreach (var source in call)
            {
                source.Hear(answer, checkpoints[source.Kind]);
                _asked.Add(source.Kind);
            }
        }
    }

    /// <summary>Asks for what the sources need to be verified, in two calls for every five of them: what changed lately, and how many records there are.</summary>
    /// <exception cref="ConnectorException">A call failed as a whole.</exception>
    public async Task BeginVerificationAsync(IReadOnlyDictionary<RecordKind, VerificationRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var asked in sources.Where(s => requests.ContainsKey(s.Kind) && !s.IsMissing).Chunk(MostQueries))
        {
            var (recent, counts) = (new CompositeRequest(), new CompositeRequest());
            foreach (var source in asked)
                source.AskVerification(recent, counts, requests[source.Kind]);
            var recentAnswer = recent.Count > 0 ? await reader.SendAsync(recent, cancellationToken) : null;
            var countAnswer = counts.Count > 0 ? await reader.SendAsync(counts, cancellationToken) : null;
            foreach (var source in asked)
                source.HearVerification(recentAnswer, countAnswer);
        }
    }

    // Whatever was never read is asked for at once; of the patient ones, as many as fit beside the others, each in its turn.
    private List<IPolledSource> WhoseTurnItIs(List<IPolledSource> due, IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints)
    {
        if (due.Count <= MostQueries)
            return due;
        // One of which there are no records has no checkpoint, however often it was asked for.
        var waiting = due.Where(s => Patient.Contains(s.Kind) && (checkpoints[s.Kind] is not null || _asked.Contains(s.Kind))).OrderBy(s => Array.IndexOf(Patient, s.Kind)).ToList();
        var now = due.Except(waiting).ToList();
        var room = Math.Min(waiting.Count, ((now.Count + MostQueries - 1) / MostQueries * MostQueries) - now.Count);
        for (var i = 0; i < room; i++)
            now.Add(waiting[_turn++ % waiting.Count]);
        return now;
    }
}
