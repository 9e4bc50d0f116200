using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Feeds the forecaster from the store: deals and their stages, decisions, reviews, capacity. What was learned stays in memory between two forecasts of a process, so that the next one
/// reads only what has changed. Not safe for several threads.
/// </summary>
/// <param name="forecasts">Reads what has changed.</param>
/// <param name="snapshots">Reads everything.</param>
/// <param name="decisions">What was decided about accounts.</param>
/// <param name="reviews">Reviews that are open, and those that were.</param>
/// <param name="zone">The company's time zone.</param>
/// <param name="historyDays">Days that are learned from.</param>
/// <param name="renamed">Former names of stages and what they are called now; null when none was renamed.</param>
public sealed class WorkloadFeed(
    IForecastStore forecasts, ISnapshotReader snapshots, IDecisionStore decisions, IReviewStore reviews, TimeZoneInfo zone, int historyDays, IReadOnlyDictionary<string, string>? renamed = null)
{
    private const int ReviewsAtOnce = 500;

    // How many deals need a review is not known before reviews are kept.
    private const double UsualShare = 0.1;

    // Days for which counts go on before they are made anew.
    private const int Room = 120;

    // What a transaction stored late is seen by reading a little of the past again.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private readonly AccountOutlooks _outlooks = new(snapshots, decisions);
    private readonly ReviewForesight _foresight = new(decisions, zone);
    private HashSet<string> _reviewed = [];
    private DealBook? _book;
    private HazardCounts? _counts;
    private DateTimeOffset _readAt;
    private string _countedFor = "";

    /// <summary>Accounts whose outlook could not be worked out, because of a defect; their deals count as likely to need a review.</summary>
    public IReadOnlyCollection<string> Unjudged => _outlooks.Unjudged;

    /// <summary>How many deals the last question counted, anew or again.</summary>
    public int CountedDeals { get; private set; }

    /// <summary>The question for the forecaster.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<WorkloadQuestion> ReadAsync(CreditPolicy policy, AsOf asOf, int weeks, CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(snapshots, asOf.BusinessDate, cancellationToken);
        var changedAccounts = await ReadDealsAsync(policy, asOf, cancellationToken);
        var last = asOf.BusinessDate.AddDays(7 * weeks);
        var moved = await _outlooks.ReadAsync(policy, asOf, last, changedAccounts, _book!.KeyOf, cancellationToken);
        CountAgain(deal => deal.AccountKey is { } account && moved.Contains(account));
        // Only now is everything read that the changes bear on: a failure before this line has them read again.
        _readAt = asOf.Instant;
        var rates = new ExchangeRates(reference.Rates, policy.Currency, new Horizon(asOf));
        var recurring = new RecurringReviews(policy, rates, zone);
        var (open, reviewed, reviewsSince) = await ReadReviewsAsync(asOf, recurring, cancellationToken);
        var work = new WorkRules(policy.Reviews);
        var selector = new DealSelector(policy.Proposals.Checked, reference.Stages);
        var what = ForecastEvent.Reaches(reference.Stages.Where(s => selector.IsChecked(new OpportunityRecord("", "", s.Key, asOf.BusinessDate))).Select(s => s.Key), renamed);
        CountAgain(deal => reviewed.Contains(deal.Key) != _reviewed.Contains(deal.Key));
        _reviewed = reviewed;
        CountDeals(policy, asOf, reference, what, rates, work, reviewed, reviewsSince);

        var waiting = new List<OpenDeal>();
        var (atStep, needed, askedWithoutRate) = (0, 0, 0);
        await _foresight.CompareAsync(policy, _book!.All.Select(Reached).OfType<ReachedDeal>(), cancellationToken);
        foreach (var deal in _book.All)
        {
            if (deal.IsClosed || _book.CountedHistoryOf(deal) is not { } history)
                continue;
            if (OpenDeal.From(history, what) is { } waits)
            {
                if (waits.Amount is null && deal.Money is { } money)
                    waits = waits with { WithoutRate = money.Currency };
                askedWithoutRate += IsAskedWithoutRate(waits) ? 1 : 0;
                // What moved today is known only from tomorrow on; until then it has been there for no day.
                waiting.Add(WhereItGoes(waits.Since < asOf.BusinessDate ? waits : waits with { Since = asOf.BusinessDate.AddDays(-1) }));
                continue;
            }

            atStep++;
            needed += reviewed.Contains(deal.Key) ? 1 : 0;
        }

        var users = await ReadUsersAsync(policy, cancellationToken);
        var shareNow = reviewsSince is null || atStep == 0 ? (double?)null : (double)needed / atStep;
        return new WorkloadQuestion
        {
            MadeAt = asOf.Instant,
            AsOfDate = asOf.BusinessDate,
            PolicyVersion = policy.VersionText,
            Currency = policy.Currency,
            Counts = _counts!,
            Open = waiting,
            Review = deal => Chance(work, deal, shareNow ?? UsualShare),
            ShareNow = shareNow,
            AskedWithoutRate = askedWithoutRate,
            Known = Known(policy, rates, open),
            Recurring = recurring.All(reviewsSince, asOf.BusinessDate),
            RecurringDays = recurring.Days(reviewsSince, asOf.BusinessDate),
            IsBusinessDay = policy.Calendar.IsBusinessDay,
            Stages = reference.Stages,
            Weeks = weeks,
            Read = _book.MovesUntil(asOf.BusinessDate),
            Capacity = TeamHours.Of(policy, work, users, asOf, zone),
            Waiting = open.ConvertAll(r => WaitingReview.Of(r, SlaClock.StandingOf(r, policy, asOf.Instant, zone)) with { Team = work.TeamOf(r, users) }),
        };
    }

    // The accounts of what has changed, with the region of those that changed themselves; null when everything was read anew.
    private async Task<Dictionary<string, string?>?> ReadDealsAsync(CreditPolicy policy, AsOf asOf, CancellationToken cancellationToken)
    {
        var changed = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (_book is not null)
        {
            await foreach (var stored in forecasts.ReadChangedAsync(RecordKind.StageChange, _readAt - Overlap, cancellationToken))
                _book.Add((StageChangeRecord)RecordCodec.Decode(RecordKind.StageChange, stored.Payload));
            await foreach (var stored in forecasts.ReadChangedAsync(RecordKind.Opportunity, _readAt - Overlap, cancellationToken))
            {
                var deal = (OpportunityRecord)RecordCodec.Decode(RecordKind.Opportunity, stored.Payload);
                _book.Add(deal);
                if (deal.AccountKey is { } account)
                    changed.TryAdd(account, null);
            }

            await foreach (var stored in forecasts.ReadChangedAsync(RecordKind.Account, _readAt - Overlap, cancellationToken))
            {
                var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, stored.Payload);
                changed[account.Key] = AccountOutlooks.RegionIn(account, policy);
            }

            // A record that is gone, or one of a source that is new, shows in the numbers.
            if (_book.Deals == await forecasts.CountRecordsAsync(RecordKind.Opportunity, cancellationToken)
                && _book.Moves == await forecasts.CountRecordsAsync(RecordKind.StageChange, cancellationToken))
                return changed;
        }

        // The old one goes first, because two would be twice the memory; half of a new one is never kept.
        (_book, _counts) = (null, null);
        var book = new DealBook(zone);
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.StageChange, cancellationToken))
            book.Add((StageChangeRecord)RecordCodec.Decode(RecordKind.StageChange, stored.Payload));
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.Opportunity, cancellationToken))
            book.Add((OpportunityRecord)RecordCodec.Decode(RecordKind.Opportunity, stored.Payload));
        (_book, _readAt) = (book, asOf.Instant);
        return null;
    }

    // Deals that had a review of their own, and from when on reviews were kept.
    private async Task<(List<CreditReview> Open, HashSet<string> Reviewed, DateOnly? Since)> ReadReviewsAsync(AsOf asOf, RecurringReviews recurring, CancellationToken cancellationToken)
    {
        var open = new List<CreditReview>();
        string? after = null;
        do
        {
            var page = await reviews.ListAsync(new ReviewFilter(), after, ReviewsAtOnce, cancellationToken);
            open.AddRange(page.Reviews);
            foreach (var review in page.Reviews)
                recurring.Add(review);
            after = page.Next;
        }
        while (after is not null);

        var reviewed = open.Select(r => r.OpportunityKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var first = open.Select(r => (DateTimeOffset?)r.OpenedAt).Min();
        await foreach (var review in reviews.ListClosedAsync(asOf.Instant.AddDays(-historyDays), cancellationToken))
        {
            if (review.OpportunityKey is { } deal)
                reviewed.Add(deal);
            recurring.Add(review);
            first = first is { } earlier && earlier < review.OpenedAt ? earlier : review.OpenedAt;
        }

        return (open, reviewed, first is { } since ? AsOf.At(since, zone).BusinessDate : null);
    }

    // What is counted of a deal changes also by what is around it.
    private void CountAgain(Func<BookedDeal, bool> hasChanged)
    {
        foreach (var deal in _book!.All.Where(hasChanged))
            _book.CountAgain(deal);
    }

    private void CountDeals(
        CreditPolicy policy, AsOf asOf, ReferenceData reference, ForecastEvent what, ExchangeRates rates, WorkRules work, HashSet<string> reviewed, DateOnly? reviewsSince)
    {
        // Another policy may look at other stages and send work to others, and at other rates every amount is another: everything is counted anew.
        var countedFor = $"{policy.VersionText} {string.Join(',', reference.Stages.Where(s => what.IsReachedBy(s.Key)).Select(s => s.Key))} {reviewsSince} "
            + string.Join(',', reference.Rates.Select(r => $"{r.From}{r.To}{r.Rate}"));
        if (_counts is null || countedFor != _countedFor || asOf.BusinessDate.DayNumber >= _counts.FirstDay.DayNumber + _counts.Days)
        {
            _counts = new HazardCounts(what, asOf.BusinessDate.AddDays(-historyDays), historyDays + Room);
            _countedFor = countedFor;
            _book!.ForgetCounts();
        }

        CountedDeals = _book!.Count(_counts, Describe);

        DealHistory Describe(BookedDeal deal, DealHistory bare)
        {
            var amount = deal.Money is { } money ? rates.ConvertQuietly(Bounded.Amount(money.Amount, out _), money.Currency, policy.Currency) : null;
            var region = deal.AccountKey is { } account ? _outlooks.RegionOf(account) : "";
            var reached = bare.Moves.Where(m => what.IsReachedBy(m.Stage)).Select(m => (DateOnly?)m.Day).FirstOrDefault();
            return bare with
            {
                Amount = amount,
                Region = region,
                Team = work.Team(ReviewCause.Deal, amount, region, work.Effort(ReviewCause.Deal, amount, region).Name),
                // Only where reviews were kept already does the absence of one say something.
                NeededReview = reached is { } day && reviewsSince is { } since && day > since ? reviewed.Contains(deal.Key) : null,
            };
        }
    }

    private OpenDeal WhereItGoes(OpenDeal deal) =>
        _outlooks.Likely(deal) is { } likely ? deal with { Team = likely.Team ?? "", Region = likely.Region ?? deal.Region } : deal;

    private ReviewChance Chance(WorkRules work, OpenDeal deal, double share) => _outlooks.Likely(deal) is { } likely
        ? new ReviewChance(
            likely.NeedsReview is { } now ? _foresight.Chance(now, share) : 0.5, likely.Hours,
            likely.NeedsReview switch { true => likely.Reason, false => "would pass by itself today", null => NoAmount(deal) })
        : new ReviewChance(1, (double)work.Effort(ReviewCause.Deal, deal.Amount, deal.Region).Hours, "no decision about the customer yet");

    private bool IsAskedWithoutRate(OpenDeal deal) =>
        (deal.WithoutRate is not null || (deal.AccountKey is { } account && _outlooks.All.TryGetValue(account, out var outlook) && outlook.LacksRates))
        && _outlooks.Likely(deal)?.NeedsReview is true;

    private static string NoAmount(OpenDeal deal) => deal.Amount switch { < 0m => "its amount is below zero", 0m => "its amount is zero", _ => "has no amount" };

    // What has reached the step since it is known whether deals need reviews.
    private ReachedDeal? Reached(BookedDeal deal) => deal.AccountKey is { } account && deal.CountedAs?.NeededReview is { } needed
        && _book!.CountedHistoryOf(deal) is { Moves: var moves }
        && moves.Where(m => _counts!.What.IsReachedBy(m.Stage)).Select(m => (DateOnly?)m.Day).FirstOrDefault() is { } day
        ? new ReachedDeal(deal.Key, account, day, needed)
        : null;

    // What is open already is work that is there, not work to come.
    private List<DatedWork> Known(CreditPolicy policy, ExchangeRates rates, List<CreditReview> open)
    {
        var underWay = open.Where(r => r.OpportunityKey is null).SelectMany(r => r.Reasons.Select(c => (r.AccountKey, c.Cause))).ToHashSet();
        var known = new List<DatedWork>();
        foreach (var (key, outlook) in _outlooks.All)
        {
            var isFirst = true;
            foreach (var review in outlook.Known)
            {
                if (isFirst && underWay.Contains((key, review.Cause)))
                {
                    isFirst = false;
                    continue;
                }

                isFirst = false;
                var amount = review.Amount is { } owed ? rates.ConvertQuietly(owed.Amount, owed.Currency, policy.Currency) : null;
                known.Add(new DatedWork(review.Day, review.Cause == ReviewCause.Expiry ? ReviewTypes.Expiry : ReviewTypes.Periodic, (double)review.Hours)
                {
                    Amount = amount,
                    WithoutRate = amount is null ? review.Amount?.Currency : null,
                    Region = review.Region ?? "",
                    Team = review.Team ?? "",
                });
            }
        }

        return known;
    }

    // Whoever is named by the policy and has left has no hours.
    private async Task<IReadOnlyCollection<UserRecord>> ReadUsersAsync(CreditPolicy policy, CancellationToken cancellationToken) =>
        policy.Reviews.Teams.All(t => t.Analysts.Count == 0) ? [] : (await CrmUsers.ReadAsync(snapshots, cancellationToken)).Values;
}
