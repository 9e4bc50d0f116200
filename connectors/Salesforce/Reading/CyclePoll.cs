using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Asks what is new in all objects with one Composite, which the org counts as one call: up to five queries fit into it. Where there are more objects, those that nobody
/// waits for take turns in the last place, so that a cycle stays one call; only what has never been read is worth a further one. Whose turn it is outlives the process: a cycle
/// may be a process of its own.
/// </summary>
internal sealed class CyclePoll(IReadOnlyList<IPolledSource> sources, QueryReader reader, IConnectionState state)
{
    /// <summary>Queries in one Composite.</summary>
    private const int MostQueries = 5;

    private const string Turn = "poll-turn";

    // Stages and people change rarely, and the history of a deal is for the forecast; the deal itself tells its stage.
    private static readonly RecordKind[] Patient = [RecordKind.StageChange, RecordKind.Stage, RecordKind.User];

    private readonly HashSet<RecordKind> _asked = [];

    /// <summary>Asks for the sources that are about to be read; each keeps its own answer, be it a page or a failure.</summary>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task BeginAsync(IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        var due = sources.Where(s => checkpoints.ContainsKey(s.Kind) && !s.IsMissing).ToList();
        var asked = await WhoseTurnItIsAsync(due, checkpoints, cancellationToken);
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
                if (_asked.Add(source.Kind) && Patient.Contains(source.Kind) && checkpoints[source.Kind] is null)
                    await state.SetAsync(AskedKey(source.Kind), "asked", cancellationToken);
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
    private async Task<List<IPolledSource>> WhoseTurnItIsAsync(List<IPolledSource> due, IReadOnlyDictionary<RecordKind, Checkpoint?> checkpoints, CancellationToken cancellationToken)
    {
        if (due.Count <= MostQueries)
            return due;
        var waiting = new List<IPolledSource>();
        foreach (var source in due.Where(s => Patient.Contains(s.Kind)).OrderBy(s => Array.IndexOf(Patient, s.Kind)))
        {
            if (checkpoints[source.Kind] is not null || await WasAskedAsync(source.Kind, cancellationToken))
                waiting.Add(source);
        }

        var now = due.Except(waiting).ToList();
        var room = Math.Min(waiting.Count, ((now.Count + MostQueries - 1) / MostQueries * MostQueries) - now.Count);
        if (room == 0)
            return now;
        var first = await state.AddAsync(Turn, room, cancellationToken) - room;
        for (var i = 0; i < room; i++)
            now.Add(waiting[(int)((first + i) % waiting.Count)]);
        return now;
    }

    // One of which there are no records has no checkpoint, however often it was asked for.
    private async Task<bool> WasAskedAsync(RecordKind kind, CancellationToken cancellationToken)
    {
        if (!_asked.Contains(kind) && await state.GetAsync(AskedKey(kind), cancellationToken) is not null)
            _asked.Add(kind);
        return _asked.Contains(kind);
    }

    private static string AskedKey(RecordKind kind) => $"poll-asked/{kind}";
}
