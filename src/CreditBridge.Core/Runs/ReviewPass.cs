using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>The reviews of the accounts that one run evaluates. What is read for all accounts is read once.</summary>
internal sealed class ReviewPass(ReviewRun run)
{
    private const int MostDefects = 100;

    // The account is looked at again soon, but not at once: a moment that has passed must not make it due for ever.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    private readonly List<OverrideRecord> _granted = [];
    private readonly HashSet<string> _defective = new(StringComparer.Ordinal);
    private readonly HashSet<string> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);
    private Dictionary<string, UserRecord>? _users;
    private CreditPolicy? _namesOf;
    private Dictionary<string, decimal> _hours = [];
    private ILookup<string, CreditReview> _reviews = Array.Empty<CreditReview>().ToLookup(r => r.AccountKey);

    /// <summary>What has become of the reviews so far.</summary>
    public ReviewNews Report { get; private set; } = ReviewNews.Nothing;

    /// <summary>Reads what is kept of the accounts of a batch, and of those that were merged into them.</summary>
    public async Task ReadAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        if (_users is null)
        {
            _users = new Dictionary<string, UserRecord>(StringComparer.Ordinal);
            await foreach (var stored in run.Reader.ReadKindAsync(RecordKind.User, cancellationToken))
            {
                var user = (UserRecord)RecordCodec.Decode(RecordKind.User, stored.Payload);
                _users[user.Key] = user;
            }

            _hours = new Dictionary<string, decimal>(await run.Store.SumOpenHoursAsync(cancellationToken), StringComparer.Ordinal);
        }

        var keys = accounts.SelectMany(a => a.Merged.Select(m => m.Key).Prepend(a.AccountKey)).ToList();
        var reviews = (await run.Store.GetAsync(keys, cancellationToken)).ToList();
        var known = reviews.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in accounts.SelectMany(a => a.Related).SelectMany(OpenedAgain).Distinct(StringComparer.Ordinal).Where(k => !known.Contains(k)))
        {
            if (await run.Store.FindAsync(key, cancellationToken) is { } older && keys.Contains(older.AccountKey, StringComparer.Ordinal))
                reviews.Add(older);
        }

        _reviews = reviews.ToLookup(r => r.AccountKey, StringComparer.Ordinal);
        await FindDocumentsAsync(accounts, cancellationToken);
        await FindForeignAsync(accounts, cancellationToken);
    }

    // Records whose key says nothing: one that a person typed and that is of no review at all, and our own on what was only told that it cannot be followed. What was decided under
    // another key is history.
    private async Task FindForeignAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken)
    {
        _foreign.Clear();
        var known = _reviews.SelectMany(r => r).SelectMany(r => new[] { r.Key, r.CrmKey }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var unknown = accounts.SelectMany(a => a.Related).Where(r => r.Kind == RecordKind.Review).Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload))
            .Where(r => r is { ReviewKey: { } key, Status: not ReviewStatus.Withdrawn } && !known.Contains(key) && !known.Contains(r.Key)).ToLookup(r => r.ReviewKey == PersonsReview.KeyOf(r.Key));
        foreach (var typed in unknown[false].Where(r => r.Status != ReviewStatus.Decided))
        {
            if (await run.Store.FindAsync(typed.ReviewKey!, cancellationToken) is null)
                _foreign.Add(typed.Key);
        }

        if (unknown[true].Any())
        {
            var answered = await run.Store.FindAnsweredAsync([.. unknown[true].Select(r => r.ReviewKey!)], cancellationToken);
            _foreign.UnionWith(unknown[true].Where(r => answered.Contains(r.ReviewKey!)).Select(r => r.Key));
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
            _documents.UnionWith((await run.Reader.ReadRecordsAsync(RecordKind.ReviewDocument, missing, cancellationToken)).Select(r => RecordCodec.Decode(RecordKind.ReviewDocument, r.Payload).Key));
    }

    /// <summary>Works out what is to become of an account's reviews. One account that reveals a defect keeps its reviews as they are and is tried again.</summary>
    /// <param name="rows">What is stored about the account.</param>
    /// <param name="file">Its credit file.</param>
    /// <param name="decision">Its new decision.</param>
    /// <param name="policy">The active policy.</param>
    /// <param name="crm">Where reviews are written.</param>
    /// <param name="knowsStages">Whether the CRM has every stage that the policy names; otherwise open deals may merely seem to be no longer checked.</param>
    /// <param name="retryAt">When an account with a defect is tried again.</param>
    public PlannedReviews Plan(AccountRows rows, CreditFile file, CreditDecision decision, CreditPolicy policy, CrmTarget crm, bool knowsStages, DateTimeOffset retryAt)
    {
        try
        {
            return Plan(rows, file, decision, policy, crm, knowsStages);
        }
#pragma warning disable CA1031 // The decision stands whatever becomes of the reviews; the report names the account.
        catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (_defective.Add(file.Account.Key) && _defective.Count <= MostDefects)
                Report = Report with { Defects = [.. Report.Defects, (file.Account.Key, defect.Message)] };
            return PlannedReviews.None with { NextMoment = retryAt };
        }
    }

    /// <summary>
    /// Stores the exceptions that decisions became. Called before the reviews are stored: when the process dies in between, the decision is read once more and becomes the same
    /// exception under the same key. Their accounts are due again at once.
    /// </summary>
    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        if (_granted.Count == 0)
            return;
        await run.Snapshots.ApplyAsync(OwnConnection.Page([.. _granted.Select(g => SourceChange<OverrideRecord>.Upsert(g))], run.Clock.GetUtcNow()), cancellationToken);
        _granted.Clear();
    }

    // A review that was decided long ago is read when its record says that somebody has opened it again.
    private static IEnumerable<string> OpenedAgain((RecordKind Kind, byte[] Payload) row) =>
        row.Kind == RecordKind.Review && (ReviewRecord)RecordCodec.Decode(row.Kind, row.Payload) is { ReviewKey: { } key, Status: not (ReviewStatus.Decided or ReviewStatus.Withdrawn) } ? [key] : [];

    private PlannedReviews Plan(AccountRows rows, CreditFile file, CreditDecision decision, CreditPolicy policy, CrmTarget crm, bool knowsStages)
    {
        if (_namesOf != policy)
        {
            _namesOf = policy;
            Report = Report with { UnknownPeople = PolicyPeople.Unknown(policy.Reviews, _users!.Values) };
        }

        var key = file.Account.Key;
        var inCrm = rows.Related.Where(r => r.Kind == RecordKind.Review).Select(r => (ReviewRecord)RecordCodec.Decode(r.Kind, r.Payload)).OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        var documents = rows.Related.Where(r => r.Kind == RecordKind.ReviewDocument)
            .Select(r => (ReviewDocumentRecord)RecordCodec.Decode(r.Kind, r.Payload)).OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        var stored = rows.Merged.Select(m => m.Key).Prepend(key).SelectMany(k => _reviews[k]).OrderBy(r => r.OpenedAt).ThenBy(r => r.Key, StringComparer.Ordinal).ToList();

        // What was merged is the kept account's now. A record of ours that is not there any more was deleted by a person; while the review is open, it is created anew, once.
        var deleted = stored
            .Where(r => r is { State: ReviewState.Open, CrmKey: not null } && PersonsReview.RecordOf(r.Key) is null && RecordOf(r, inCrm) is null).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var known = stored.ConvertAll(r => r with { AccountKey = key, CrmKey = deleted.Contains(r.Key) ? null : r.CrmKey });
        var situation = new ReviewSituation(policy, file.AsOf, file, decision, known) { InCrm = inCrm, Documents = documents, Users = _users!, OpenHours = _hours };
        var plan = run.Plan(situation);
        // A key may be that of a review which is opened only now, as after a database was lost; any other is ignored, and the review is the person's.
        if (inCrm.Exists(r => _foreign.Contains(r.Key) && plan.Reviews.All(p => p.Key != r.ReviewKey)))
        {
            inCrm = inCrm.ConvertAll(r => _foreign.Contains(r.Key) && plan.Reviews.All(p => p.Key != r.ReviewKey) ? r with { ReviewKey = null } : r);
            plan = run.Plan(situation with { InCrm = inCrm });
        }

        var open = file.Opportunities.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        var changed = plan.Reviews
            .Where(r => knowsStages || r.State != ReviewState.Withdrawn || r.OpportunityKey is not { } deal || !open.Contains(deal)).ToDictionary(r => r.Key, StringComparer.Ordinal);

        var before = stored.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var now = known.Select(r => changed.GetValueOrDefault(r.Key, r)).Concat(changed.Values.Where(r => !before.ContainsKey(r.Key))).ToList();
        var store = now.Where(r => !before.TryGetValue(r.Key, out var was) || !ReviewEquality.Same(was, r)).ToList();
        foreach (var review in store)
            Count(before.GetValueOrDefault(review.Key), review);
        _granted.AddRange(plan.Granted);
        Report = Report with { Granted = Report.Granted + plan.Granted.Count };

        var news = store.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        // A record that carries another key is not this review's: a second record would come into being.
        var written = now.Where(r => RecordOf(r, inCrm) is { } record
            ? (record.ReviewKey == r.Key || PersonsReview.RecordOf(r.Key) == record.Key) && (r.State == ReviewState.Open || news.Contains(r.Key))
            : r.State == ReviewState.Open || (news.Contains(r.Key) && r.CrmKey is null)).ToList();
        return new PlannedReviews(
            store,
            [
                .. written.Select(r => ReviewWrites.Of(
                    crm.Connection, before.GetValueOrDefault(r.Key), r, RecordOf(r, inCrm), ReviewRun.PausedHours(r, policy, file.AsOf), OfDeal(r, decision, file),
                    deleted.Contains(r.Key), crm.Accepts)),
                .. now.Where(r => r.State == ReviewState.Open ? written.Contains(r) : news.Contains(r.Key))
                    .SelectMany(r => ReviewWrites.OfDocuments(crm.Connection, before.GetValueOrDefault(r.Key), r, documents, d => !_documents.Contains(d), crm.Accepts)),
            ])
        {
            DueOfDeals = now.Where(r => r is { State: ReviewState.Open, OpportunityKey: not null, DueAt: not null }).DistinctBy(r => r.OpportunityKey)
                .ToDictionary(r => r.OpportunityKey!, r => AsOf.At(r.DueAt!.Value, TimeZoneInfo.FindSystemTimeZoneById(file.AsOf.TimeZone)).BusinessDate, StringComparer.Ordinal),
            WaitingDeals = now.Where(r => r is { State: ReviewState.Open, OpportunityKey: not null } && plan.Owed.ContainsKey(r.Key)).DistinctBy(r => r.OpportunityKey)
                .Select(r => (Deal: r.OpportunityKey!, Message: Waiting(r.OpportunityKey!, plan.Owed[r.Key], decision, file, policy))).Where(w => w.Message is not null)
                .ToDictionary(w => w.Deal, w => w.Message!, StringComparer.Ordinal),
            LeftDeals = Left(decision, file, policy, now),
            NextMoment = Next(now.Where(r => r.State == ReviewState.Open).Select(r => r.NextMoment).Append(plan.NextMoment).Min(), file.AsOf.Instant),
        };
    }

    private static Dictionary<string, DealCheck> Left(CreditDecision decision, CreditFile file, CreditPolicy policy, List<CreditReview> reviews)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(file.AsOf.TimeZone);
        return decision.Deals.Select(d => DealClocks.LeftAsItWas(d, file, policy, reviews, zone)).OfType<DealCheck>().ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
    }

    private static string? OfDeal(CreditReview review, CreditDecision decision, CreditFile file) =>
        decision.Deals.FirstOrDefault(d => d.OpportunityKey == review.OpportunityKey) is { } check && file.Opportunities.FirstOrDefault(o => o.Key == review.OpportunityKey) is { } deal
            ? ReviewFields.ReasonOf(check, deal, file)
            : null;

    private static string? Waiting(string key, IReadOnlyList<string> owed, CreditDecision decision, CreditFile file, CreditPolicy policy) =>
        decision.Deals.FirstOrDefault(d => d.OpportunityKey == key) is { } check && file.Opportunities.FirstOrDefault(o => o.Key == key) is { } deal
            ? DealMessages.Waiting(check.Message, Checklist.OwedByDeal(deal, policy.Reviews), owed)
            : null;

    private static DateTimeOffset? Next(DateTimeOffset? moment, DateTimeOffset now) => moment <= now ? now + Shortest : moment;

    private static ReviewRecord? RecordOf(CreditReview review, IReadOnlyList<ReviewRecord> inCrm) =>
        inCrm.FirstOrDefault(r => r.ReviewKey == review.Key) ?? inCrm.FirstOrDefault(r => r.Key == review.CrmKey);

    private void Count(CreditReview? before, CreditReview review)
    {
        Load(before, -1);
        Load(review, 1);
        var wasOpen = before is { State: ReviewState.Open };
        var isOpen = review.State == ReviewState.Open;
        Report = Report with
        {
            Opened = Report.Opened + (isOpen && !wasOpen ? 1 : 0),
            Merged = Report.Merged + (isOpen && wasOpen && review.Reasons.ExceptBy(before!.Reasons.Select(r => (r.Cause, r.Key)), r => (r.Cause, r.Key)).Any() ? 1 : 0),
            Decided = Report.Decided + (review.State == ReviewState.Decided && before is not { State: ReviewState.Decided } ? 1 : 0),
            Withdrawn = Report.Withdrawn + (review.State == ReviewState.Withdrawn && wasOpen ? 1 : 0),
            Refused = Report.Refused + (review.Outcome is { Refusal: not null } refused && refused != before?.Outcome ? 1 : 0),
        };
    }

    private void Load(CreditReview? review, int sign)
    {
        if (review is { State: ReviewState.Open, Analyst: { } analyst })
            _hours[analyst] = Math.Max(0m, _hours.GetValueOrDefault(analyst) + (sign * review.EffortHours));
    }
}

/// <summary>What is to become of an account's reviews.</summary>
/// <param name="Reviews">Reviews that are new or have changed.</param>
/// <param name="Outbox">What is asked of the outbox.</param>
internal sealed record PlannedReviews(IReadOnlyList<CreditReview> Reviews, IReadOnlyList<OutboxChange> Outbox)
{
    /// <summary>Nothing.</summary>
    public static PlannedReviews None { get; } = new([], []);

    /// <summary>Business day on which a review of a deal is due, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DateOnly> DueOfDeals { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>What sales is told about a deal whose review waits for sales, by key of the deal: no day is promised for it meanwhile.</summary>
    public IReadOnlyDictionary<string, string> WaitingDeals { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks of deals that credit has looked at and left as they were, by key of the deal: nobody has that work, and no day is promised.</summary>
    public IReadOnlyDictionary<string, DealCheck> LeftDeals { get; init; } = new Dictionary<string, DealCheck>();

    /// <summary>When time alone changes something; null when it does not.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}
