using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Finds out what became of records that could not be written because they seem not to be there: deleted, merged into another (perhaps over several steps), or merely
/// hidden. One call for a batch, and one for each further step of a merge.
/// </summary>
internal sealed class GoneLookup(SalesforceClient client)
{
    /// <summary>Ids in one query; the text stays far below what the API takes.</summary>
    private const int AtOnce = 1_000;

    /// <summary>Merges of merges that are followed; more are not seen in practice, and a circle must end.</summary>
    private const int MostSteps = 10;

    /// <summary>A repeated complaint about a record that is plainly there is about something else.</summary>
    private const int MostDoubts = 3;

    /// <summary>Gives the writes their real outcome. When the org cannot be asked, they are tried again later.</summary>
    public async Task ResolveAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        foreach (var some in writes.Chunk(AtOnce))
        {
            try
            {
                var found = await FindAsync(some, cancellationToken);
                foreach (var write in some)
                    Judge(write, found, outcomes);
            }
            catch (ConnectorException e)
            {
                outcomes.Set(some, new Failure(FailureKind.Transient, "The record seems to be gone, and the org could not be asked what became of it: " + e.Failure.Message, "Nothing to do; it is tried again."));
            }
        }
    }

    private static void Judge(PendingWrite write, Dictionary<string, Fate> found, BatchOutcomes outcomes)
    {
        var said = outcomes[write]!;
        var fate = found.GetValueOrDefault(RecordId.Core(write.Write.Target.Key));
        if (fate is null)
        {
            outcomes.Set(write, said with
            {
                Kind = FailureKind.Configuration,
                Message = "The record is hidden from the integration user, or was removed for good.",
                NextStep = "If it still exists, sharing must let the integration user edit all accounts and opportunities. Otherwise nothing to do.",
            });
        }
        else if (!fate.IsDeleted)
        {
            // There again, or never away.
            outcomes.Set(write, write.Write.EarlierAttempts >= MostDoubts ? said : said with { Kind = FailureKind.Transient, NextStep = "Nothing to do; it is there and is written again." });
        }
        else
        {
            var winner = WinnerOf(fate, found);
            outcomes.Set(
                write,
                said with
                {
                    Kind = FailureKind.Gone,
                    Message = winner is null ? "The record was deleted." : $"The record was merged into {winner}.",
                    NextStep = "Nothing to do.",
                },
                mergedInto: winner);
        }
    }

    private static string? WinnerOf(Fate fate, Dictionary<string, Fate> found)
    {
        string? winner = null;
        for (var step = 0; fate is { IsDeleted: true, MergedInto: { } next } && step < MostSteps; step++)
        {
            winner = RecordId.Long(next);
            if (!found.TryGetValue(RecordId.Core(next), out var there))
                return null;
            fate = there;
        }

        return fate.IsDeleted ? null : winner;
    }

    private async Task<Dictionary<string, Fate>> FindAsync(PendingWrite[] writes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Fate>(StringComparer.Ordinal);
        var accounts = Ids(writes, RecordKind.Account);
        var deals = Ids(writes, RecordKind.Opportunity);
        for (var step = 0; step <= MostSteps && accounts.Count + deals.Count > 0; step++)
        {
            var request = new CompositeRequest();
            Ask(request, RecordKind.Account, accounts, ["Id", "IsDeleted", "MasterRecordId"]);
            Ask(request, RecordKind.Opportunity, deals, ["Id", "IsDeleted"]);
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            if (accounts.Count > 0)
                await ReadAsync(RecordKind.Account, answers, found, cancellationToken);
            if (deals.Count > 0)
                await ReadAsync(RecordKind.Opportunity, answers, found, cancellationToken);
            accounts = [.. found.Values.Select(f => f.MergedInto).OfType<string>().Where(id => !found.ContainsKey(RecordId.Core(id))).Distinct(StringComparer.Ordinal)];
            deals = [];
        }

        return found;
    }

    private static List<string> Ids(PendingWrite[] writes, RecordKind kind) => [.. writes.Where(w => w.Write.Target.Kind == kind).Select(w => w.Write.Target.Key)];

    private void Ask(CompositeRequest request, RecordKind kind, List<string> ids, string[] asked)
    {
        if (ids.Count == 0)
            return;
        var query = new SoqlQuery(kind.ToString(), asked) { Where = SoqlCondition.IdIn(ids) };
        request.Get(kind.ToString(), $"{client.Root}/queryAll?q={Uri.EscapeDataString(query.ToString())}");
    }

    private async Task<QueryResult> NextAsync(string path, RecordKind kind, CancellationToken cancellationToken) =>
        QueryResult.Read((await client.GetAsync(path, SalesforceJson.Default.JsonElement, cancellationToken)).Value, kind.ToString());

    private async Task ReadAsync(RecordKind kind, IReadOnlyDictionary<string, CompositeAnswer> answers, Dictionary<string, Fate> found, CancellationToken cancellationToken)
    {
        if (answers.GetValueOrDefault(kind.ToString()) is not { } answer)
            throw new ConnectorException(new Failure(FailureKind.Transient, $"The org did not answer about {kind}.", "Nothing to do; it is tried again."));
        if (answer.Failure is { } failure)
            throw new ConnectorException(failure);
        for (var page = QueryResult.Read(answer.Body, kind.ToString()); ; page = await NextAsync(page.NextPath, kind, cancellationToken))
        {
            foreach (var row in page.Records.EnumerateArray())
            {
                if (row.TryGetProperty("Id", out var id) && id.ValueKind == JsonValueKind.String)
                    found[RecordId.Core(id.GetString()!)] = new Fate(Flag(row, "IsDeleted"), Text(row, "MasterRecordId"));
            }

            if (page.NextPath is null)
                return;
        }
    }

    private static bool Flag(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Fate(bool IsDeleted, string? MergedInto);
}
