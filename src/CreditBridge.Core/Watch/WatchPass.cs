using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Watch;

/// <summary>
/// Brings the watch list up to date, batch by batch: after a cycle the accounts about which something new was decided, that were evaluated or that are gone, and once a business day all of
/// them, because time alone changes things. Killed anywhere, the next pass goes on: what has been looked at is noted behind it only.
/// </summary>
public sealed class WatchPass(IWatchStore store, ISnapshotReader reader, IEngineStore engine, WatchRules rules)
{
    private const string DayName = "watch/day";
    private const string PositionName = "watch/position";
    private const int BatchSize = 200;
    private static readonly RecordKind[] Kinds = [RecordKind.Opportunity, RecordKind.Signal];

    /// <summary>Looks at all accounts that need it.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="touched">Accounts that were evaluated; null when there were too many to name: everybody is looked at.</param>
    /// <param name="found">Told of each batch after it was stored.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>How many accounts were looked at.</returns>
    public async Task<long> RunAsync(
        CreditPolicy policy, AsOf asOf, IReadOnlyCollection<string>? touched, Func<WatchBatch, Task> found, CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(reader, asOf.BusinessDate, cancellationToken);
        var day = $"{asOf.BusinessDate.ToString("O", CultureInfo.InvariantCulture)} {policy.VersionText}";
        var position = long.TryParse(await engine.GetValueAsync(PositionName, cancellationToken), CultureInfo.InvariantCulture, out var noted) ? noted : 0;
        var looked = 0L;
        if (touched is null || await engine.GetValueAsync(DayName, cancellationToken) != day)
        {
            var last = await store.GetLastDecisionAsync(cancellationToken);
            for (string? after = null; await store.ListAccountsAsync(after, BatchSize, cancellationToken) is { Count: > 0 } keys; after = keys[^1])
                await LookAsync(keys);
            await engine.SetValueAsync(PositionName, last.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await engine.SetValueAsync(DayName, day, cancellationToken);
            return looked;
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        while (await store.ListDecidedAsync(position, BatchSize, cancellationToken) is { Count: > 0 } decided)
        {
            await LookAsync([.. decided.Select(d => d.AccountKey).Where(done.Add)]);
            position = decided[^1].Position;
            await engine.SetValueAsync(PositionName, position.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        foreach (var keys in touched.Where(done.Add).Chunk(BatchSize))
            await LookAsync(keys);
        // Nothing is decided about an account that is gone, and nothing evaluated.
        for (string? after = null; await store.ListGoneAsync(after, BatchSize, cancellationToken) is { Count: > 0 } keys; after = keys[^1])
            await LookAsync(keys);
        return looked;

        async Task LookAsync(IReadOnlyList<string> keys)
        {
            if (keys.Count == 0)
                return;
            looked += keys.Count;
            await found(await LookAtAsync(keys, policy, reference, asOf, cancellationToken));
        }
    }

    private async Task<WatchBatch> LookAtAsync(IReadOnlyList<string> keys, CreditPolicy policy, ReferenceData reference, AsOf asOf, CancellationToken cancellationToken)
    {
        var rows = (await reader.ReadAccountsAsync(keys, Kinds, cancellationToken)).ToDictionary(r => r.AccountKey, StringComparer.Ordinal);
        var decisions = await store.ReadDecisionsAsync(keys, policy.VersionText, asOf.StartOf(asOf.BusinessDate.AddDays(1 - rules.LookBackDays)), cancellationToken);
        var entries = (await store.ReadAsync(keys, cancellationToken)).ToDictionary(e => (e.AccountKey, e.Side));
        var rates = new ExchangeRates(reference.Rates, policy.Currency, new Horizon(asOf));
        var (changed, gone, looked) = (new List<WatchEntry>(), new List<(string, WatchSide)>(), new List<WatchedAccount>());
        foreach (var key in keys)
        {
            var (worse, room) = (entries.GetValueOrDefault((key, WatchSide.Deteriorating)), entries.GetValueOrDefault((key, WatchSide.Room)));
            var leftOut = entries.GetValueOrDefault((key, WatchSide.LeftOut));
            if (!rows.TryGetValue(key, out var known) || !decisions.TryGetValue(key, out var pair))
            {
                // Deleted, merged into another, or never decided about.
                gone.AddRange(new[] { worse, room, leftOut }.OfType<WatchEntry>().Select(e => (key, e.Side)));
                looked.Add(new WatchedAccount(key, null, null, null));
                continue;
            }

            var @case = CaseOf(known, pair, policy, asOf, rates);
            var (nextWorse, nextRoom) = (Deterioration.Next(worse, @case, rules), (WatchEntry?)null);
            nextRoom = RoomToSell.Next(room, @case, nextWorse, rules);
            Keep(worse, nextWorse);
            Keep(room, nextRoom);
            if (RoomToSell.LeftOut(leftOut, @case, nextWorse, nextRoom, rules) is { } nextLeftOut)
                Keep(leftOut, nextLeftOut);
            else if (leftOut is not null)
                gone.Add((key, WatchSide.LeftOut));
            looked.Add(new WatchedAccount(key, @case, nextWorse, nextRoom));
        }

        if (changed.Count > 0 || gone.Count > 0)
            await store.SaveAsync(changed, gone, cancellationToken);
        return new WatchBatch(looked);

        void Keep(WatchEntry? was, WatchEntry? now)
        {
            if (now is null)
                return;
            if (now.LeftOn is { } left && asOf.BusinessDate.DayNumber - left.DayNumber > rules.ForgetDays)
                gone.Add((now.AccountKey, now.Side));
            else if (was is null || !WatchCodec.Encode(was).AsSpan().SequenceEqual(WatchCodec.Encode(now)))
                changed.Add(now);
        }
    }

    private static WatchCase CaseOf(AccountRows known, DecisionPair pair, CreditPolicy policy, AsOf asOf, ExchangeRates rates)
    {
        var decision = Decode(pair.Newest);
        var related = known.Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload)).ToList();
        var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, known.Account);
        return new WatchCase(account, decision, policy, asOf.BusinessDate)
        {
            Before = pair.Before is null ? null : CreditStanding.Of(Decode(pair.Before)),
            Signals = [.. related.OfType<SignalRecord>()],
            Pipeline = OpenPipeline.Of(related.OfType<OpportunityRecord>(), decision.Currency, asOf.BusinessDate, m => rates.ConvertQuietly(m.Amount, m.Currency, decision.Currency)),
        };
    }

    private static CreditDecision Decode(byte[] content) =>
        JsonSerializer.Deserialize(content, CoreJson.Default.CreditDecision) ?? throw new JsonException("A stored decision is empty.");
}

/// <summary>Accounts that were looked at together.</summary>
/// <param name="Accounts">What was found, account by account.</param>
public sealed record WatchBatch(IReadOnlyList<WatchedAccount> Accounts);

/// <summary>What was found of one account.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Case">The account as it is; null when it is gone.</param>
/// <param name="Worse">Its entry as one that is getting worse; null for none.</param>
/// <param name="Room">Its entry as one with room; null for none.</param>
public sealed record WatchedAccount(string AccountKey, WatchCase? Case, WatchEntry? Worse, WatchEntry? Room);
