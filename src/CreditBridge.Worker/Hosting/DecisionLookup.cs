using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting;

/// <summary>A decision that was looked for, with the file it was taken on.</summary>
/// <param name="Candidates">The accounts that the search found; more than one when the text was not exact.</param>
/// <param name="Stored">The decision as stored; null when there is none, or several accounts were found.</param>
/// <param name="Decision">The decision.</param>
/// <param name="File">The file it was taken on.</param>
internal sealed record DecisionLookup(IReadOnlyList<FoundAccount> Candidates, StoredDecision? Stored, CreditDecision? Decision, CreditFile? File)
{
    private const int MaxCandidates = 10;

    /// <summary>Looks for the newest decision of an account (by key or name), of a deal's account (by the deal's key), or a decision by its id.</summary>
    public static async Task<DecisionLookup> FindAsync(Bridge bridge, string text, CancellationToken cancellationToken, DateTimeOffset? at = null)
    {
        if (await bridge.Database.Decisions.FindAsync(text, cancellationToken) is { } byId)
            return From([], byId);
        var accounts = await bridge.Database.SnapshotReader.FindAccountsAsync(text, MaxCandidates, cancellationToken);
        if (accounts.Count != 1)
            return new DecisionLookup(accounts, null, null, null);
        var key = accounts[0].Key;
        var stored = at is { } moment
            ? await bridge.Database.Decisions.GetAtAsync(key, moment, cancellationToken)
            : (await bridge.Database.Decisions.GetLatestAsync([key], cancellationToken)).GetValueOrDefault(key);
        return stored is null ? new DecisionLookup(accounts, null, null, null) : From(accounts, stored);
    }

    /// <summary>The policy that the decision was taken under; null when it is no longer known.</summary>
    public async Task<CreditPolicy?> PolicyAsync(Bridge bridge, CancellationToken cancellationToken) =>
        await bridge.Database.Engine.GetValueAsync($"policy/{Stored!.PolicyVersion}", cancellationToken) is { } text ? CreditPolicyParser.Parse(text, "policy.yaml").Policy : null;

    /// <summary>Whether the stored file, evaluated again under a policy, gives the same decision.</summary>
    public bool Replays(CreditPolicy policy) => DecisionHash.OfContent(CreditEvaluator.Evaluate(File!, policy)) == Stored!.ContentHash;

    private static DecisionLookup From(IReadOnlyList<FoundAccount> accounts, StoredDecision stored) =>
        new(accounts, stored, DecisionCodec.Decode(stored), DecisionCodec.DecodeFile(stored));
}
