using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>What is kept about the reviews of a batch of accounts: the reviews, who people are, how much work they have, which documents are there. What is the same for all accounts is read once.</summary>
internal sealed class KeptReviews(IReviewStore store, ISnapshotReader reader)
{
    private readonly HashSet<string> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FoundAccount?> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (HashSet<string> To, CameFrom From)> _came = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ownerOf = new(StringComparer.Ordinal);
    private readonly MissingRecords _records = new(reader);
    private Dictionary<string, UserRecord>? _users;
    private Dictionary<string, decimal> _hours = [];
    private ILookup<string, CreditReview> _reviews = Array.Empty<CreditReview>().ToLookup(r => r.AccountKey);
    private ILookup<string, CreditReview> _decided = Array.Empty<CreditReview>().ToLookup(r => r.AccountKey);

    /// <summary>The users of the CRM, by key. Not before the first batch was read.</summary>
    public IReadOnlyDictionary<string, UserRecord> Users => _users!;

    /// <summary>Open work in hours by analyst, of all accounts, with what was planned since.</summary>
    public IReadOnlyDictionary<string, decimal> OpenHours => _hours;

    /// <summary>Whether a document is there, with whatever account.</summary>
    public bool HasDocument(string key) => _documents.Contains(key);

    /// <summary>
    /// Whether the key on a record says nothing: one that a person typed and that is of no review at all, or our own on what was only told that it cannot be followed. What was decided
    /// under another key is history.
    /// </summary>
    public bool IsForeign(ReviewRecord record) => _foreign.Contains(record.Key);

    /// <summary>The reviews of an account and of those that were merged into it, in order of their opening; without those whose records belong to another account of the batch now.</summary>
    public List<CreditReview> Of(AccountRows account) =>
        [.. Keys(account).SelectMany(k => _reviews[k]).Where(r => !_came.ContainsKey(r.Key)).OrderBy(r => r.OpenedAt).ThenBy(r => r.Key, StringComparer.Ordinal)];

    /// <summary>Records of some reviews of an account that people have given to another one or to none, with its name.</summary>
    public IEnumerable<(ReviewRecord Record, string? Account)> Strays(IEnumerable<CreditReview> reviews) =>
        reviews.Select(_records.StrayOf).OfType<ReviewRecord>().Select(r => (r, r.AccountKey is { } owner ? _accounts[owner]?.Name ?? owner : null));

    /// <summary>Whether the record of a review was deleted.</summary>
    public bool IsDeleted(CreditReview review) => _records.IsDeleted(review);

    /// <summary>Deals of some reviews of an account, and of what people have put onto its records, that belong to another one: its name, by key of the deal.</summary>
    public Dictionary<string, string> MovedDeals(AccountRows account, IEnumerable<CreditReview> reviews)
    {
        var keys = Keys(account).ToHashSet(StringComparer.Ordinal);
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var deal in reviews.Select(r => r.OpportunityKey).OfType<string>().Concat(DealsOnRecords(account)))
        {
            if (_ownerOf.TryGetValue(deal, out var owner) && !keys.Contains(owner) && _accounts[owner] is var now && !(now is not null && keys.Contains(now.Key)))
                moved[deal] = now?.Name ?? owner;
        }

        return moved;
    }

    /// <summary>What was decided last about the deals of an account's open reviews while they belonged to another account, by key of the deal.</summary>
    public Dictionary<string, DecidedElsewhere> DecidedElsewhere(AccountRows account, IEnumerable<CreditReview> reviews)
    {
        var keys = Keys(account).ToHashSet(StringComparer.Ordinal);
        var decided = new Dictionary<string, DecidedElsewhere>(StringComparer.Ordinal);
        foreach (var deal in reviews.Where(r => r.State == ReviewState.Open).Select(r => r.OpportunityKey).OfType<string>())
        {
            if (_decided[deal].LastOrDefault(r => r.Outcome is { Refusal: null } && !keys.Contains(r.AccountKey)) is { } last)
                decided[deal] = new DecidedElsewhere(_accounts[last.AccountKey]?.Name ?? last.AccountKey, last);
        }

        return decided;
    }

    /// <summary>Reviews of people whose records have come to an account from another one, by key.</summary>
    public Dictionary<string, CameFrom> CameFrom(AccountRows account) => _came.Where(c => c.Value.To.Contains(account.AccountKey)).ToDictionary(c => c.Key, c => c.Value.From, StringComparer.Ordinal);

    /// <summary>Reads what is kept of the accounts of a batch, and of those that were merged into them.</summary>
    public async Task ReadAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        if (_users is null)
        {
            _users = await CrmUsers.ReadAsync(reader, cancellationToken);
            _hours = new Dictionary<string, decimal>(await store.SumOpenHoursAsync(cancellationToken), StringComparer.Ordinal);
        }

        _reviews = (await store.GetAsync([.. accounts.SelectMany(Keys)], cancellationToken)).ToLookup(r => r.AccountKey, StringComparer.Ordinal);
        await FindDocumentsAsync(accounts, cancellationToken);
        await FindForeignAsync(accounts, cancellationToken);
        await FindCameAsync(accounts, cancellationToken);
        await _records.FindAsync(accounts, a => [.. Keys(a).SelectMany(k => _reviews[k])], cancellationToken);
        foreach (var owner in _records.Elsewhere.Select(r => r.AccountKey).OfType<string>().ToHashSet(StringComparer.Ordinal))
            await FindAccountAsync(owner, cancellationToken);
        await FindMovedAsync(accounts, cancellationToken);
        await FindDecidedAsync(cancellationToken);
    }

    /// <summary>Counts the work of a review that was planned: what is routed after it sees it.</summary>
    /// <param name="before">The review as it was kept; null for a new one.</param>
    /// <param name="review">The review as it is now.</param>
    public void Count(CreditReview? before, CreditReview review)
    {
        Load(before, -1);
        Load(review, 1);
    }

    private static IEnumerable<string> Keys(AccountRows account) => account.Merged.Select(m => m.Key).Prepend(account.AccountKey);

    private async Task FindForeignAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        _foreign.Clear();
        var known = _reviews.SelectMany(r => r).SelectMany(r => new[] { r.Key, r.CrmKey }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var unknown = accounts.SelectMany(a => a.Related).Where(r => r.Kind == RecordKind.Review).Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload))
            .Where(r => r is { ReviewKey: { } key, Status: not ReviewStatus.Withdrawn } && !known.Contains(key) && !known.Contains(r.Key)).ToLookup(r => r.ReviewKey == PersonsReview.KeyOf(r.Key));
        foreach (var typed in unknown[false].Where(r => r.Status != ReviewStatus.Decided))
        {
            if (await store.FindAsync(typed.ReviewKey!, cancellationToken) is null)
                _foreign.Add(typed.Key);
        }

        if (unknown[true].Any())
        {
            var answered = await store.FindAnsweredAsync([.. unknown[true].Select(r => r.ReviewKey!)], cancellationToken);
            _foreign.UnionWith(unknown[true].Where(r => answered.Contains(r.ReviewKey!)).Select(r => r.Key));
        }
    }

    // A record under its own key of a review that is kept for another account: a person has corrected the account. When that one is gone, it may have been merged, which is told by itself.
    private async Task FindCameAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        _came.Clear();
        var inBatch = _reviews.SelectMany(r => r).Where(r => PersonsReview.RecordOf(r.Key) is not null).ToDictionary(r => r.Key, StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            var keys = Keys(account).ToHashSet(StringComparer.Ordinal);
            foreach (var key in account.Related.Where(r => r.Kind == RecordKind.Review).Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload))
                .Where(r => r.Status != ReviewStatus.Withdrawn && r.ReviewKey == PersonsReview.KeyOf(r.Key)).Select(r => r.ReviewKey!))
            {
                if ((inBatch.GetValueOrDefault(key) ?? await store.FindAsync(key, cancellationToken)) is not { } review || keys.Contains(review.AccountKey))
                    continue;
                await FindAccountAsync(review.AccountKey, cancellationToken);
                if (_accounts[review.AccountKey] is not { } former || keys.Contains(former.Key))
                    continue;
                var granted = (await reader.ReadRecordsAsync(RecordKind.Override, [.. DecisionGrants.KeysOf(review).Distinct(StringComparer.Ordinal)], cancellationToken))
                    .Select(r => (OverrideRecord)RecordCodec.Decode(RecordKind.Override, r.Payload)).Where(o => o.ReviewKey == key && !keys.Contains(o.AccountKey))
                    .OrderBy(o => o.Key, StringComparer.Ordinal);
                _came[key] = (keys, new CameFrom(former.Name, review, [.. granted]));
            }
        }
    }

    // A document that is not with its account any more was deleted, or a person has given it to another account: then it is theirs, and not made anew.
    private async Task FindDocumentsAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        _documents.Clear();
        var known = _reviews.SelectMany(r => r).Where(r => r.State == ReviewState.Open).SelectMany(r => r.Documents).Select(d => d.RecordKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (known.Count == 0)
            return;
        _documents.UnionWith(accounts.SelectMany(a => a.Related).Where(r => r.Kind == RecordKind.ReviewDocument).Select(r => RecordCodec.Decode(r.Kind, r.Payload).Key));
        var missing = known.Except(_documents).ToList();
        if (missing.Count > 0)
            _documents.UnionWith((await reader.ReadRecordsAsync(RecordKind.ReviewDocument, missing, cancellationToken)).Select(r => RecordCodec.Decode(RecordKind.ReviewDocument, r.Payload).Key));
    }

    // A deal that is not with the account of its review was deleted, or belongs to another account; one that a person has put onto a record of this account may always have done so.
    private async Task FindMovedAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        _ownerOf.Clear();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            var deals = Keys(account).SelectMany(k => _reviews[k]).Where(r => r.State != ReviewState.Withdrawn).Select(r => r.OpportunityKey).OfType<string>()
                .Concat(DealsOnRecords(account)).ToHashSet(StringComparer.Ordinal);
            if (deals.Count == 0)
                continue;
            deals.ExceptWith(account.Related.Where(r => r.Kind == RecordKind.Opportunity).Select(r => RecordCodec.Decode(r.Kind, r.Payload).Key));
            missing.UnionWith(deals);
        }

        if (missing.Count == 0)
            return;
        foreach (var stored in await reader.ReadRecordsAsync(RecordKind.Opportunity, missing, cancellationToken))
        {
            if (RecordCodec.Decode(RecordKind.Opportunity, stored.Payload) is OpportunityRecord { AccountKey: { } owner } deal)
                _ownerOf[deal.Key] = owner;
        }

        foreach (var owner in _ownerOf.Values.ToHashSet(StringComparer.Ordinal))
            await FindAccountAsync(owner, cancellationToken);
    }

    private static IEnumerable<string> DealsOnRecords(AccountRows account) => account.Related.Where(r => r.Kind == RecordKind.Review)
        .Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload)).Where(r => r.Status != ReviewStatus.Withdrawn).Select(r => r.OpportunityKey).OfType<string>();

    // What was decided about the deal of an open review while the deal belonged to another account.
    private async Task FindDecidedAsync(CancellationToken cancellationToken)
    {
        var deals = _reviews.SelectMany(r => r).Where(r => r.State == ReviewState.Open).Select(r => r.OpportunityKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _decided = (deals.Count == 0 ? [] : await store.ListDecidedOfDealsAsync(deals, cancellationToken)).ToLookup(r => r.OpportunityKey!, StringComparer.Ordinal);
        foreach (var account in _decided.SelectMany(d => d).Select(d => d.AccountKey).ToHashSet(StringComparer.Ordinal))
            await FindAccountAsync(account, cancellationToken);
    }

    // Of a merged account the one that was kept; none that only has such a name.
    private async Task FindAccountAsync(string key, CancellationToken cancellationToken)
    {
        if (_accounts.ContainsKey(key))
            return;
        var found = await reader.FindAccountsAsync(key, 1, cancellationToken) is [var first, ..] ? first : null;
        if (found is not null && found.Key != key && !(await reader.ReadAccountsAsync([found.Key], [RecordKind.Account], cancellationToken)).Any(a => a.Merged.Any(m => m.Key == key)))
            found = null;
        _accounts[key] = found;
    }

    private void Load(CreditReview? review, int sign)
    {
        if (review is { State: ReviewState.Open, Analyst: { } analyst })
            _hours[analyst] = Math.Max(0m, _hours.GetValueOrDefault(analyst) + (sign * review.EffortHours));
    }
}
