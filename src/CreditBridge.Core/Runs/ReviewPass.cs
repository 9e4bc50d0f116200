using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
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

    private readonly KeptReviews _kept = new(run.Store, run.Reader);
    private readonly List<OverrideRecord> _granted = [];
    private readonly HashSet<string> _defective = new(StringComparer.Ordinal);
    private CreditPolicy? _namesOf;

    /// <summary>What has become of the reviews so far.</summary>
    public ReviewNews Report { get; private set; } = ReviewNews.Nothing;

    /// <summary>Reads what is kept of the accounts of a batch.</summary>
    public Task ReadAsync(IReadOnlyCollection<AccountRows> accounts, CancellationToken cancellationToken) => _kept.ReadAsync(accounts, cancellationToken);

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

    private PlannedReviews Plan(AccountRows rows, CreditFile file, CreditDecision decision, CreditPolicy policy, CrmTarget crm, bool knowsStages)
    {
        if (_namesOf != policy)
        {
            _namesOf = policy;
            Report = Report with { UnknownPeople = PolicyPeople.Unknown(policy.Reviews, [.. _kept.Users.Values]) };
        }

        var key = file.Account.Key;
        var inCrm = Records<ReviewRecord>(rows, RecordKind.Review);
        var documents = Records<ReviewDocumentRecord>(rows, RecordKind.ReviewDocument);
        var stored = _kept.Of(rows);
        var strays = _kept.Strays(stored).ToList();
        inCrm = [.. inCrm.Concat(strays.Select(s => s.Record)).OrderBy(r => r.Key, StringComparer.Ordinal)];
        var astray = strays.ToDictionary(s => s.Record.Key, s => s.Account, StringComparer.Ordinal);
        var records = new RecordsOfReviews(inCrm);

        // What was merged is the kept account's now. A record of ours that is not there any more was deleted by a person; while the review is open, it is created anew, once.
        var deleted = stored
            .Where(r => r is { State: ReviewState.Open, CrmKey: not null } && PersonsReview.RecordOf(r.Key) is null && records.Of(r) is null).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var known = stored.ConvertAll(r => r with { AccountKey = key, CrmKey = deleted.Contains(r.Key) ? null : r.CrmKey });
        var situation = new ReviewSituation(policy, file.AsOf, file, decision, known)
        {
            InCrm = inCrm, Documents = documents, Users = _kept.Users, OpenHours = _kept.OpenHours, MovedDeals = _kept.MovedDeals(rows, known), DecidedElsewhere = _kept.DecidedElsewhere(rows, known),
            CameFrom = _kept.CameFrom(rows), Strays = astray, Deleted = stored.Where(_kept.IsDeleted).Select(r => r.Key).ToHashSet(StringComparer.Ordinal),
        };
        var plan = run.Plan(situation);
        // A key may be that of a review which is opened only now, as after a database was lost; any other is ignored, and the review is the person's.
        if (inCrm.Exists(r => _kept.IsForeign(r) && plan.Reviews.All(p => p.Key != r.ReviewKey)))
        {
            inCrm = inCrm.ConvertAll(r => _kept.IsForeign(r) && plan.Reviews.All(p => p.Key != r.ReviewKey) ? r with { ReviewKey = null } : r);
            records = new RecordsOfReviews(inCrm);
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
        // One that is of a deal may have been left without an account, too; when it is decided, nobody misses it.
        bool IsAstray(ReviewRecord record) => record.AccountKey is null || astray.ContainsKey(record.Key);
        // A record that carries another key is not this review's: a second record would come into being.
        var written = now.Where(r => records.Of(r) is { } record
            ? (record.ReviewKey == r.Key || PersonsReview.RecordOf(r.Key) == record.Key)
                && (r.State == ReviewState.Open || news.Contains(r.Key) || (r.State == ReviewState.Decided && record.AccountKey is not null && IsAstray(record)))
            : r.State == ReviewState.Open || (news.Contains(r.Key) && r.CrmKey is null)).ToList();
        var writtenKeys = written.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var deals = new ReviewedDeals(decision, file, policy);
        return new PlannedReviews(
            store,
            [
                .. from review in written
                   let record = records.Of(review)
                   let whereabouts = deleted.Contains(review.Key) ? Whereabouts.Deleted : record is not null && IsAstray(record) ? Whereabouts.Astray : Whereabouts.Known
                   select ReviewWrites.Of(
                       crm.Connection, before.GetValueOrDefault(review.Key), review, record, ReviewRun.PausedHours(review, policy, file.AsOf), deals.ReasonOf(review), whereabouts, crm.Accepts),
                .. now.Where(r => r.State == ReviewState.Open ? writtenKeys.Contains(r.Key) : news.Contains(r.Key))
                    .SelectMany(r => ReviewWrites.OfDocuments(crm.Connection, before.GetValueOrDefault(r.Key), r, documents, d => !_kept.HasDocument(d), crm.Accepts)),
            ])
        {
            DueOfDeals = deals.Due(now),
            WaitingDeals = deals.Waiting(now, plan.Owed),
            LeftDeals = deals.LeftAsTheyWere(now),
            NextMoment = Next(now.Where(r => r.State == ReviewState.Open).Select(r => r.NextMoment).Append(plan.NextMoment).Min(), file.AsOf.Instant),
        };
    }

    private static List<T> Records<T>(AccountRows rows, RecordKind kind)
        where T : SourceRecord => [.. rows.Related.Where(r => r.Kind == kind).Select(r => (T)RecordCodec.Decode(r.Kind, r.Payload)).OrderBy(r => r.Key, StringComparer.Ordinal)];

    private static DateTimeOffset? Next(DateTimeOffset? moment, DateTimeOffset now) => moment <= now ? now + Shortest : moment;

    private void Count(CreditReview? before, CreditReview review)
    {
        _kept.Count(before, review);
        var wasOpen = before is { State: ReviewState.Open };
        var isOpen = review.State == ReviewState.Open;
        Report = Report with
        {
            Opened = Report.Opened + (isOpen && !wasOpen ? 1 : 0),
            Merged = Report.Merged + (isOpen && wasOpen && review.Reasons.ExceptBy(before!.Reasons.Select(r => (r.Cause, r.Key)), r => (r.Cause, r.Key)).Any() ? 1 : 0),
            Decided = Report.Decided + (review.State == ReviewState.Decided && before is not { State: ReviewState.Decided } ? 1 : 0),
            Withdrawn = Report.Withdrawn + (review.State == ReviewState.Withdrawn && wasOpen ? 1 : 0),
            Refused = Report.Refused + review.RefusedDecisions - (before?.RefusedDecisions ?? 0),
        };
    }
}
