using System.Globalization;
using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Overrides;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting;

/// <summary>
/// Where exceptions are granted and revoked. They are records like any other, of a connection of our own, so that their accounts are evaluated again, decisions name
/// them, and the history keeps them.
/// </summary>
internal static partial class OverrideDesk
{
    /// <summary>Connection of the exceptions that are granted here.</summary>
    public const string Connection = OwnConnection.Name;

    private const int MostCandidates = 10;
    private const int DealsAtOnce = 500;

    /// <summary>Grants an exception, or says why not.</summary>
    public static async Task<GrantedOverride> GrantAsync(Bridge bridge, OverrideWish wish, CancellationToken cancellationToken)
    {
        var (account, problems) = await FindAccountAsync(bridge, wish.Account, cancellationToken);
        if (account is null)
            return new GrantedOverride(null, "", 0, problems);
        var today = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate;
        problems = [.. await CheckAsync(bridge, wish, account, today, cancellationToken)];
        if (problems.Count > 0)
            return new GrantedOverride(null, account.Name, 0, problems);

        var now = bridge.Clock.GetUtcNow();
        var record = new OverrideRecord(
            string.Create(CultureInfo.InvariantCulture, $"x-{now:yyyyMMdd-HHmmssfff}"), account.Key, wish.Effect, wish.By.Trim(), wish.Reason.Trim(), today)
        {
            Scope = wish.Deal is not null ? OverrideScope.Deal : wish.Group ? OverrideScope.Group : OverrideScope.Account,
            OpportunityKey = wish.Deal,
            AmountCap = AmountOf(bridge, wish),
            MaxUses = wish.Uses,
            ExpiresOn = wish.Until,
        };
        if (await BeyondBoundsAsync(bridge, record, cancellationToken) is { } why)
        {
            return new GrantedOverride(null, account.Name, 0,
                [new Problem("policy", why, "Grant less, or let the policy's section 'overrides' allow more; an exception beyond it has no effect.")]);
        }

        await StoreAsync(bridge, SourceChange<OverrideRecord>.Upsert(record), cancellationToken);
        var groups = await bridge.Database.SnapshotReader.ReadGroupsAsync([account.Key], cancellationToken);
        return new GrantedOverride(record, account.Name, groups.Count == 0 ? 1 : groups[0].Members.Count, []);
    }

    /// <summary>Revokes an exception that was granted here.</summary>
    /// <returns>Why not; null when it was.</returns>
    public static async Task<Problem?> RevokeAsync(Bridge bridge, string key, CancellationToken cancellationToken)
    {
        await foreach (var stored in bridge.Database.SnapshotReader.ReadKindAsync(RecordKind.Override, cancellationToken))
        {
            if (RecordCodec.Decode(RecordKind.Override, stored.Payload).Key != key)
                continue;
            if (stored.Connection != Connection)
                return new Problem(key, $"It comes from connection '{stored.Connection}'.", "End it there: it would come back with the next reading.");
            await StoreAsync(bridge, SourceChange<OverrideRecord>.Deleted(key), cancellationToken);
            return null;
        }

        return new Problem(key, "There is no such exception.", "'creditbridge override list' shows all of them.");
    }

    /// <summary>All exceptions, or those of one account, with where they stand by the newest decision.</summary>
    public static async Task<IReadOnlyList<ListedOverride>> ListAsync(Bridge bridge, string? accountKey, CancellationToken cancellationToken)
    {
        var listed = new List<(OverrideRecord Record, string Connection)>();
        var merged = accountKey is null
            ? []
            : (await bridge.Database.SnapshotReader.ReadAccountsAsync([accountKey], [RecordKind.Account], cancellationToken)).SelectMany(r => r.Merged).Select(m => m.Key).ToHashSet();
        await foreach (var stored in bridge.Database.SnapshotReader.ReadKindAsync(RecordKind.Override, cancellationToken))
        {
            var record = (OverrideRecord)RecordCodec.Decode(RecordKind.Override, stored.Payload);
            if (accountKey is null || record.AccountKey == accountKey)
                listed.Add((record, stored.Connection));
            else if (merged.Contains(record.AccountKey))
                listed.Add((record with { AccountKey = accountKey }, stored.Connection));
        }

        return await StandingAsync(bridge, listed, cancellationToken);
    }

    /// <summary>The exceptions of some keys, with where they stand by the newest decision. One that was revoked is absent.</summary>
    public static async Task<IReadOnlyList<ListedOverride>> FindAsync(Bridge bridge, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var stored = await bridge.Database.SnapshotReader.ReadRecordsAsync(RecordKind.Override, keys, cancellationToken);
        return await StandingAsync(bridge, [.. stored.Select(s => ((OverrideRecord)RecordCodec.Decode(RecordKind.Override, s.Payload), s.Connection))], cancellationToken);
    }

    private static async Task<IReadOnlyList<ListedOverride>> StandingAsync(Bridge bridge, IReadOnlyList<(OverrideRecord Record, string Connection)> listed, CancellationToken cancellationToken)
    {
        var accounts = listed.Select(l => l.Record.AccountKey).Distinct(StringComparer.Ordinal).ToList();
        var decisions = await bridge.Database.Decisions.GetLatestAsync(accounts, cancellationToken);
        var names = (await bridge.Database.SnapshotReader.ReadAccountsAsync(accounts, [RecordKind.Account], cancellationToken))
            .ToDictionary(r => r.AccountKey, r => ((AccountRecord)RecordCodec.Decode(RecordKind.Account, r.Account)).Name, StringComparer.Ordinal);
        var elsewhere = await ElsewhereAsync(bridge, [.. listed.Select(l => l.Record)], cancellationToken);
        var standings = decisions.ToDictionary(d => d.Key, d => DecisionCodec.Decode(d.Value).Overrides, StringComparer.Ordinal);
        return
        [
            .. listed.Select(l => new ListedOverride(
                l.Record, l.Connection, names.GetValueOrDefault(l.Record.AccountKey, l.Record.AccountKey),
                elsewhere.GetValueOrDefault(l.Record.Key) ?? standings.GetValueOrDefault(l.Record.AccountKey)?.FirstOrDefault(s => s.Key == l.Record.Key))),
        ];
    }

    // An account that was deleted is decided on no more: that its deal belongs to another one now is told by the deal.
    private static async Task<Dictionary<string, OverrideStanding>> ElsewhereAsync(Bridge bridge, IReadOnlyList<OverrideRecord> records, CancellationToken cancellationToken)
    {
        var ofDeals = records.Where(r => r is { Scope: OverrideScope.Deal, OpportunityKey: not null, EndedOn: null }).ToList();
        var deals = new Dictionary<string, OpportunityRecord>(StringComparer.Ordinal);
        foreach (var keys in ofDeals.Select(r => r.OpportunityKey!).Distinct(StringComparer.Ordinal).Chunk(DealsAtOnce))
        {
            foreach (var stored in await bridge.Database.SnapshotReader.ReadRecordsAsync(RecordKind.Opportunity, keys, cancellationToken))
            {
                var deal = (OpportunityRecord)RecordCodec.Decode(RecordKind.Opportunity, stored.Payload);
                deals[deal.Key] = deal;
            }
        }

        var found = new Dictionary<string, OverrideStanding>(StringComparer.Ordinal);
        foreach (var record in ofDeals)
        {
            if (!deals.TryGetValue(record.OpportunityKey!, out var deal) || deal.AccountKey is not { } owner || owner == record.AccountKey)
                continue;
            // Of a merged account the one that was kept.
            var owners = await bridge.Database.SnapshotReader.FindAccountsAsync(owner, 1, cancellationToken);
            var former = await bridge.Database.SnapshotReader.FindAccountsAsync(record.AccountKey, 1, cancellationToken);
            if (owners is [var now, ..] && !(former is [var was, ..] && now.Key == was.Key))
            {
                found[record.Key] = new OverrideStanding(
                    record.Key, record.Effect, OverrideState.DealMoved, $"Has no effect: the deal belongs to {now.Name} now, and this was decided for another account. Decide on the deal's review there.", []);
            }
        }

        return found;
    }

    /// <summary>The one account that a text names, or why there is none.</summary>
    public static async Task<(FoundAccount? Account, IReadOnlyList<Problem> Problems)> FindAccountAsync(Bridge bridge, string text, CancellationToken cancellationToken)
    {
        var found = await bridge.Database.SnapshotReader.FindAccountsAsync(text, MostCandidates, cancellationToken);
        return found.Count switch
        {
            1 => (found[0], []),
            0 => (null, [new Problem("account", $"No account is called '{text}' or has that key.", "Run 'creditbridge sync' first, or look up the account's id in the CRM.")]),
            _ => (null, [.. found.Select(f => new Problem(f.Key, f.Name)), new Problem("account", "Several accounts match.", "Name one of them by its key.")]),
        };
    }

    /// <summary>What an exception does, in words.</summary>
    public static string InWords(OverrideRecord record)
    {
        var scope = record.Scope switch { OverrideScope.Deal => $"for deal {record.OpportunityKey}", OverrideScope.Group => "for the whole group", _ => "for the account" };
        var effect = record.Effect switch
        {
            OverrideEffect.ReleaseHold => "lifts the hold",
            OverrideEffect.RaiseLimit => "lets the limit be at least the amount",
            OverrideEffect.ClearDeals => record.LongestTerms is { } terms ? $"lets deals pass on {terms} or shorter" : "lets deals pass",
            OverrideEffect.LowerLimit => "lets the limit be at most the amount",
            OverrideEffect.DeclineDeals => "lets no deal pass that is not paid in advance",
            _ => "puts on hold",
        };
        var bounds = new List<string>();
        if (record.AmountCap is { } amount)
            bounds.Add($"up to {amount.ToDisplay()}");
        if (record.MaxUses is { } uses)
            bounds.Add(uses == 1 ? "once" : $"{uses} times");
        bounds.Add(record.ExpiresOn is { } end ? $"until {end:yyyy-MM-dd}" : "until it is revoked");
        if (record.EndedOn is { } ended)
            bounds.Add($"ended on {ended:yyyy-MM-dd}");
        return $"{effect} {scope}, {string.Join(", ", bounds)}";
    }

    /// <summary>Where an exception stands, in words.</summary>
    public static string StateInWords(ListedOverride listed) => listed switch
    {
        { Standing: null } => "not decided on yet",
        { Standing.State: OverrideState.Active } => "in force",
        { Record.EndedOn: not null, Standing.State: not OverrideState.Ended } => "ended",
        { Standing.State: OverrideState.NotYet } => "begins later",
        { Standing.State: OverrideState.Expired } => "expired",
        { Standing.State: OverrideState.UsedUp } => "used up",
        { Standing.State: OverrideState.Ended } => "ended early",
        { Standing.State: OverrideState.DealGone } => "its deal is gone: no effect",
        { Standing.State: OverrideState.DealMoved } => "its deal moved to another account: no effect",
        _ => "beyond the policy's bounds: no effect",
    };

    private static Money? AmountOf(Bridge bridge, OverrideWish wish)
    {
        // "50.000" is fifty to one reader and fifty thousand to the next: a point is followed by one or two digits, and thousands are separated by underscores or not at all.
        if (wish.Amount is not { } text || Written().Match(text.Trim()) is not { Success: true } match
            || !decimal.TryParse(match.Groups["amount"].Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return null;
        return CurrencyCode.TryParse(match.Groups["currency"].Value, out var currency) ? new Money(amount, currency) : new Money(amount, bridge.ActivePolicy.Currency);
    }

    [GeneratedRegex(@"^(?<amount>[0-9][0-9_]*(\.[0-9]{1,2})?)( (?<currency>[A-Z]{3}))?$")]
    private static partial Regex Written();

    private static async Task<List<Problem>> CheckAsync(Bridge bridge, OverrideWish wish, FoundAccount account, DateOnly today, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (wish.Deal is not null && wish.Group)
            problems.Add(new Problem("--deal, --group", "An exception is for one deal or for a group, not both.", "Leave one of them out."));
        if (wish.Deal is { } deal && !await HasDealAsync(bridge, account.Key, deal, cancellationToken))
            problems.Add(new Problem("--deal", $"{account.Name} has no deal '{deal}'.", "Name the key of one of its deals."));
        if (wish.Amount is not null && AmountOf(bridge, wish) is not { Amount: > 0m })
            problems.Add(new Problem("--amount", $"'{wish.Amount}' is not an amount above zero.", "Write 50000, 50_000.50 or '50000 USD'; a point is followed by one or two digits, and thousands have no point or comma."));
        if (wish.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit && wish.Amount is null)
            problems.Add(new Problem("--amount", $"A {(wish.Effect == OverrideEffect.RaiseLimit ? "raised" : "lowered")} limit needs its amount.", "Add --amount."));
        if (wish.Uses is <= 0)
            problems.Add(new Problem("--uses", "It must be usable at least once.", "Name 1 or more."));
        if (wish.Until < today)
            problems.Add(new Problem("--until", $"{wish.Until:yyyy-MM-dd} is over.", "Name today or a later day."));
        if (wish.Until is null && !wish.Effect.Restricts())
            problems.Add(new Problem("--until", "Only a hold, a lowered limit and a decline may go without an end.", "Add --until with its last day."));
        if (string.IsNullOrWhiteSpace(wish.By) || string.IsNullOrWhiteSpace(wish.Reason))
            problems.Add(new Problem("--by, --reason", "Who grants it and why must not be empty.", "An exception that nobody stands for helps nobody later."));
        return problems;
    }

    // The evaluation itself says whether the policy lets exceptions go so far: the account's newest file is decided on once more, with the exception in it.
    private static async Task<string?> BeyondBoundsAsync(Bridge bridge, OverrideRecord record, CancellationToken cancellationToken)
    {
        if (!(await bridge.Database.Decisions.GetLatestAsync([record.AccountKey], cancellationToken)).TryGetValue(record.AccountKey, out var latest))
            return null;
        var file = DecisionCodec.DecodeFile(latest);
        var asOf = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone);
        var decision = CreditEvaluator.Evaluate(file with { AsOf = asOf, Overrides = [.. file.Overrides, record] }, bridge.ActivePolicy);
        return decision.Overrides.FirstOrDefault(o => o.Key == record.Key) is { State: OverrideState.OutOfBounds } standing ? standing.Why : null;
    }

    private static async Task<bool> HasDealAsync(Bridge bridge, string accountKey, string deal, CancellationToken cancellationToken) =>
        (await bridge.Database.SnapshotReader.ReadAccountsAsync([accountKey], [RecordKind.Opportunity], cancellationToken))
        .SelectMany(r => r.Related).Any(r => RecordCodec.Decode(r.Kind, r.Payload).Key == deal);

    private static Task<IngestResult> StoreAsync(Bridge bridge, SourceChange<OverrideRecord> change, CancellationToken cancellationToken) =>
        bridge.Database.Snapshots.ApplyAsync(OwnConnection.Page([change], bridge.Clock.GetUtcNow()), cancellationToken);
}

/// <summary>An exception as it is asked for.</summary>
/// <param name="Account">Key or name of the account.</param>
/// <param name="Effect">What it is to do.</param>
internal sealed record OverrideWish(string Account, OverrideEffect Effect)
{
    /// <summary>Key of the one deal that it is for; null for all.</summary>
    public string? Deal { get; init; }

    /// <summary>Whether it is for the whole group.</summary>
    public bool Group { get; init; }

    /// <summary>Amount as written; null for none.</summary>
    public string? Amount { get; init; }

    /// <summary>How many deals may use it; null when not bounded.</summary>
    public int? Uses { get; init; }

    /// <summary>Last day; null for none.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Who grants it.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>What became of the wish.</summary>
/// <param name="Record">The exception; null when it was not granted.</param>
/// <param name="AccountName">Name of the account.</param>
/// <param name="Accounts">How many accounts are evaluated again.</param>
/// <param name="Problems">Why it was not granted.</param>
internal sealed record GrantedOverride(OverrideRecord? Record, string AccountName, int Accounts, IReadOnlyList<Problem> Problems);

/// <summary>An exception and where it stands.</summary>
/// <param name="Record">The exception.</param>
/// <param name="Connection">Where it came from.</param>
/// <param name="AccountName">Name of its account.</param>
/// <param name="Standing">Where it stands; null when no decision has seen it yet.</param>
internal sealed record ListedOverride(OverrideRecord Record, string Connection, string AccountName, OverrideStanding? Standing);
