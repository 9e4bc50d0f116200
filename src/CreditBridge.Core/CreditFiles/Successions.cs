using CreditBridge.Core.Decisions;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// What an account takes on from accounts that were merged into it: once, with its first decision after the merge. From then on its own decision says what goes on.
/// </summary>
internal static class Successions
{
    /// <summary>Keys of the merged accounts whose last decisions are still to be taken on.</summary>
    public static IEnumerable<string> NotHandedOn(AccountRows rows) => rows.Merged.Where(m => !m.IsHandedOn).Select(m => m.Key);

    /// <summary>The last decisions of these accounts, in order of their keys.</summary>
    public static IReadOnlyList<CreditDecision> DecisionsOf(AccountRows rows, IReadOnlyDictionary<string, StoredDecision> latest) =>
        [.. NotHandedOn(rows).Select(latest.GetValueOrDefault).OfType<StoredDecision>().Select(DecisionCodec.Decode)];

    /// <summary>What binds the account's next decision.</summary>
    /// <param name="before">Its own previous decision; null when there is none.</param>
    /// <param name="merged">The last decisions of accounts that were merged into it.</param>
    public static PriorStanding Prior(CreditDecision? before, IReadOnlyList<CreditDecision> merged) =>
        merged.Aggregate(PriorStanding.Of(before), (prior, decision) => prior.With(PriorStanding.Of(decision)));
}
