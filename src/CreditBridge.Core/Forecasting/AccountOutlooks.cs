using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// What all accounts ask of credit in the time to come. Stays in memory: within a day and under one policy only accounts that changed, or whose deals did, are asked again. Not safe for several threads.
/// </summary>
/// <param name="snapshots">Reads the accounts.</param>
/// <param name="decisions">What was decided about them.</param>
internal sealed class AccountOutlooks(ISnapshotReader snapshots, IDecisionStore decisions)
{
    // What is being worked on at once outlives the collector's youngest generation; larger batches save next to no time.
    private const int AccountsAtOnce = 100;

    private readonly Dictionary<string, AccountOutlook> _outlooks = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unjudged = new(StringComparer.Ordinal);
    private Dictionary<string, string> _regions = new(StringComparer.Ordinal);
    private string _of = "";

    /// <summary>Accounts whose outlook could not be worked out, because of a defect; their deals count as likely to need a review.</summary>
    public IReadOnlyCollection<string> Unjudged => _unjudged;

    /// <summary>All that are known, by account.</summary>
    public IReadOnlyDictionary<string, AccountOutlook> All => _outlooks;

    /// <summary>What a deal would ask for; null when it is not known.</summary>
    public DealOutlook? Likely(OpenDeal deal) => deal.AccountKey is { } key && _outlooks.TryGetValue(key, out var outlook) ? outlook.Of(deal.Key) : null;

    /// <summary>The region of an account; empty when it is not known.</summary>
    public string RegionOf(string accountKey) => _regions.GetValueOrDefault(accountKey, "");

    /// <summary>Brings them up to date.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="until">The last day of interest.</param>
    /// <param name="changed">Accounts that changed since the last time, with their region, and those of changed deals, with null; null when nobody knows which.</param>
    /// <param name="keyOf">One text for each key of a deal, so that it is not kept twice.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Accounts that are in another region than before.</returns>
    public async Task<IReadOnlySet<string>> ReadAsync(
        CreditPolicy policy, AsOf asOf, DateOnly until, IReadOnlyDictionary<string, string?>? changed, Func<string, string> keyOf, CancellationToken cancellationToken)
    {
        var current = $"{policy.VersionText} {asOf.BusinessDate:yyyy-MM-dd} {until:yyyy-MM-dd}";
        if (changed is not null && current == _of)
        {
            foreach (var batch in changed.Keys.Chunk(AccountsAtOnce))
                await ReadDecisionsAsync(batch, policy, asOf, until, keyOf, cancellationToken);
            var elsewhere = changed.Where(c => c.Value is { } region && region != RegionOf(c.Key)).ToDictionary(StringComparer.Ordinal);
            foreach (var (key, region) in elsewhere)
                _regions[key] = region!;
            return elsewhere.Keys.ToHashSet(StringComparer.Ordinal);
        }

        _outlooks.Clear();
        _unjudged.Clear();
        // While it is read anew, a failure must not leave half of it behind as if it were whole.
        _of = "";
        var regions = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new List<string>(AccountsAtOnce);
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.Account, cancellationToken))
        {
            var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, stored.Payload);
            if (RegionIn(account, policy) is { Length: > 0 } region)
                regions[account.Key] = region;
            keys.Add(account.Key);
            if (keys.Count < AccountsAtOnce)
                continue;
            await ReadDecisionsAsync(keys, policy, asOf, until, keyOf, cancellationToken);
            keys.Clear();
        }

        await ReadDecisionsAsync(keys, policy, asOf, until, keyOf, cancellationToken);
        var moved = regions.Where(r => RegionOf(r.Key) != r.Value).Select(r => r.Key).Concat(_regions.Keys.Where(k => !regions.ContainsKey(k))).ToHashSet(StringComparer.Ordinal);
        (_regions, _of) = (regions, current);
        return moved;
    }

    private async Task ReadDecisionsAsync(
        IReadOnlyCollection<string> accountKeys, CreditPolicy policy, AsOf asOf, DateOnly until, Func<string, string> keyOf, CancellationToken cancellationToken)
    {
        if (accountKeys.Count == 0)
            return;
        var latest = await decisions.GetLatestAsync(accountKeys, cancellationToken);
        var outlooks = latest.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(d => (d.Key, Outlook: OutlookOf(d.Value))).ToList();
        foreach (var (key, outlook) in outlooks)
        {
            if (outlook is null)
            {
                _outlooks.Remove(key);
                _unjudged.Add(key);
            }
            else
            {
                _outlooks[key] = outlook;
                _unjudged.Remove(key);
            }
        }

        AccountOutlook? OutlookOf(StoredDecision stored)
        {
            try
            {
                return AccountOutlook.Of(policy, asOf, stored, until, keyOf);
            }
#pragma warning disable CA1031 // One account that reveals a defect must not keep the others from being forecast; the forecast's warnings name it.
            catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
            {
                return null;
            }
        }
    }

    /// <summary>The region that an account names; empty for none.</summary>
    public static string RegionIn(AccountRecord account, CreditPolicy policy) => string.Intern(policy.Reviews.RegionAttribute is not { } attribute
        ? account.Country?.Trim() ?? ""
        : account.Attributes is { } attributes && attributes.TryGetValue(attribute, out var value) ? value.Trim() : "");
}
