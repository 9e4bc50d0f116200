using System.Globalization;
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
public sealed class WorkloadFeed(IForecastStore forecasts, ISnapshotReader snapshots, IDecisionStore decisions, IReviewStore reviews, TimeZoneInfo zone, int historyDays)
{
    private const int AccountsAtOnce = 500;
    private const int ReviewsAtOnce = 500;

    // Days for which counts go on before they are made anew.
    private const int Room = 120;

    // What a transaction stored late is seen by reading a little of the past again.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, AccountOutlook> _outlooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _regions = new(StringComparer.Ordinal);
    private DealBook? _book;
    private HazardCounts? _counts;
    private DateTimeOffset _readAt;
    private string _countedFor = "";
    private string _outlookOf = "";

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
        var changedAccounts = await ReadDealsAsync(asOf, cancellationToken);
        await ReadOutlooksAsync(policy, asOf, changedAccounts, cancellationToken);
        var (open, reviewed, reviewsSince) = await ReadReviewsAsync(asOf, cancellationToken);

        var rates = new ExchangeRates(reference.Rates, policy.Currency, new Horizon(asOf));
        var work = new WorkRules(policy.Reviews);
        var selector = new DealSelector(policy.Proposals.Checked, reference.Stages);
        var what = ForecastEvent.Reaches(reference.Stages.Where(s => selector.IsChecked(new OpportunityRecord("", "", s.Key, asOf.BusinessDate))).Select(s => s.Key));
        CountDeals(policy, asOf, reference, what, rates, work, reviewed, reviewsSince);

        var waiting = new List<OpenDeal>();
        foreach (var deal in _book!.All)
        {
            if (deal is { IsKnown: true, IsClosed: false, Counted: { } history } && OpenDeal.From(history, what) is { } waits)
                waiting.Add(waits);
        }

        var last = asOf.BusinessDate.AddDays(7 * weeks);
        return new WorkloadQuestion
        {
            MadeAt = asOf.Instant,
            AsOfDate = asOf.BusinessDate,
            PolicyVersion = policy.VersionText,
            Currency = policy.Currency,
            Counts = _counts!,
            Open = waiting,
            Review = deal => Chance(policy, rates, work, deal),
            Known = KnownReviews(policy, rates, work, open, asOf.BusinessDate, last),
            Stages = reference.Stages,
            Weeks = weeks,
            Capacity = Capacity(policy, work, open),
        };
    }

    private async Task<HashSet<string>?> ReadDealsAsync(AsOf asOf, CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        if (_book is not null)
        {
            await foreach (var stored in forecasts.ReadChangedAsync(RecordKind.StageChange, _readAt - Overlap, cancellationToken))
                _book.Add((StageChangeRecord)RecordCodec.Decode(RecordKind.StageChange, stored.Payload));
            await foreach (var stored in forecasts.ReadChangedAsync(RecordKind.Opportunity, _readAt - Overlap, cancellationToken))
            {
                var deal = (OpportunityRecord)RecordCodec.Decode(RecordKind.Opportunity, stored.Payload);
                _book.Add(deal);
                changed.Add(deal.AccountKey ?? "");
            }

            // A record that is gone, or one of a source that is new, shows in the numbers.
            if (_book.Deals == await forecasts.CountRecordsAsync(RecordKind.Opportunity, cancellationToken) && _book.Moves == await forecasts.CountRecordsAsync(RecordKind.StageChange, cancellationToken))
            {
                _readAt = asOf.Instant;
                return changed;
            }
        }

        (_book, _counts) = (new DealBook(zone), null);
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.StageChange, cancellationToken))
            _book.Add((StageChangeRecord)RecordCodec.Decode(RecordKind.StageChange, stored.Payload));
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.Opportunity, cancellationToken))
            _book.Add((OpportunityRecord)RecordCodec.Decode(RecordKind.Opportunity, stored.Payload));
        _readAt = asOf.Instant;
        return null;
    }

    // Null for the changed accounts: nobody knows which.
    private async Task ReadOutlooksAsync(CreditPolicy policy, AsOf asOf, HashSet<string>? changed, CancellationToken cancellationToken)
    {
        var current = $"{policy.VersionText} {asOf.BusinessDate:yyyy-MM-dd}";
        if (changed is not null && current == _outlookOf)
        {
            foreach (var batch in changed.Where(k => k.Length > 0).Chunk(AccountsAtOnce))
                await ReadDecisionsAsync(batch, cancellationToken);
            return;
        }

        _outlooks.Clear();
        _regions.Clear();
        var keys = new List<string>(AccountsAtOnce);
        await foreach (var stored in snapshots.ReadKindAsync(RecordKind.Account, cancellationToken))
        {
            var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, stored.Payload);
            if (RegionOf(account, policy) is { Length: > 0 } region)
                _regions[account.Key] = string.Intern(region);
            keys.Add(account.Key);
            if (keys.Count < AccountsAtOnce)
                continue;
            await ReadDecisionsAsync(keys, cancellationToken);
            keys.Clear();
        }

        await ReadDecisionsAsync(keys, cancellationToken);
        _outlookOf = current;
    }

    private async Task ReadDecisionsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        if (accountKeys.Count == 0)
            return;
        foreach (var (key, stored) in await decisions.GetLatestAsync(accountKeys, cancellationToken))
            _outlooks[key] = AccountOutlook.Of(DecisionCodec.Decode(stored));
    }

    // Deals that had a review of their own, and from when on reviews were kept.
    private async Task<(List<CreditReview> Open, HashSet<string> Reviewed, DateOnly? Since)> ReadReviewsAsync(AsOf asOf, CancellationToken cancellationToken)
    {
        var open = new List<CreditReview>();
        string? after = null;
        do
        {
            var page = await reviews.ListAsync(new ReviewFilter(), after, ReviewsAtOnce, cancellationToken);
            open.AddRange(page.Reviews);
            after = page.Next;
        }
        while (after is not null);

        var reviewed = open.Select(r => r.OpportunityKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var first = open.Select(r => (DateTimeOffset?)r.OpenedAt).Min();
        await foreach (var review in reviews.ListClosedAsync(asOf.Instant.AddDays(-historyDays), cancellationToken))
        {
            if (review.OpportunityKey is { } deal)
                reviewed.Add(deal);
            first = first is { } earlier && earlier < review.OpenedAt ? earlier : review.OpenedAt;
        }

        return (open, reviewed, first is { } since ? AsOf.At(since, zone).BusinessDate : null);
    }

    private void CountDeals(
        CreditPolicy policy, AsOf asOf, ReferenceData reference, ForecastEvent what, ExchangeRates rates, WorkRules work, HashSet<string> reviewed, DateOnly? reviewsSince)
    {
        // Another policy may look at other stages and send work to others: everything is counted anew.
        var countedFor = $"{policy.VersionText} {string.Join(',', reference.Stages.Where(s => what.IsReachedBy(s.Key)).Select(s => s.Key))}";
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
            var region = deal.AccountKey is { } account ? _regions.GetValueOrDefault(account, "") : "";
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

    private ReviewChance Chance(CreditPolicy policy, ExchangeRates rates, WorkRules work, OpenDeal deal)
    {
        var outlook = deal.AccountKey is { } key ? _outlooks.GetValueOrDefault(key, AccountOutlook.Unknown) : AccountOutlook.Unknown;
        var headroom = outlook.Headroom is { } left ? rates.ConvertQuietly(left.Amount, left.Currency, policy.Currency) : null;
        var (probability, why) = outlook.Judge(policy, deal.Amount, headroom);
        return new ReviewChance(probability, (double)work.Effort(ReviewCause.Deal, deal.Amount, deal.Region).Hours, why);
    }

    // Periodic reviews of the accounts whose day is known; what is open already is work that is there, not work to come.
    private List<KnownReview> KnownReviews(CreditPolicy policy, ExchangeRates rates, WorkRules work, List<CreditReview> open, DateOnly first, DateOnly last)
    {
        if (policy.Reviews.Causes.FirstOrDefault(c => c.Cause == ReviewCause.Periodic) is not { } rule)
            return [];
        var underWay = open.Where(r => r.OpportunityKey is null && r.Reasons.Any(c => c.Cause == ReviewCause.Periodic)).Select(r => r.AccountKey).ToHashSet(StringComparer.Ordinal);
        var known = new List<KnownReview>();
        foreach (var (key, outlook) in _outlooks)
        {
            if (outlook.NextReview is not { } due || due < first || underWay.Contains(key))
                continue;
            var day = Bounded.AddDays(due, -rule.LeadDays);
            if (day > last)
                continue;
            var amount = outlook.Exposure is { } owed ? rates.ConvertQuietly(owed.Amount, owed.Currency, policy.Currency) : null;
            var region = _regions.GetValueOrDefault(key, "");
            var effort = work.Effort(ReviewCause.Periodic, amount, region);
            known.Add(new KnownReview(day, ReviewTypes.Periodic, (double)effort.Hours) { Amount = amount, Region = region, Team = work.Team(ReviewCause.Periodic, amount, region, effort.Name) });
        }

        return known;
    }

    private static TeamCapacity? Capacity(CreditPolicy policy, WorkRules work, List<CreditReview> open)
    {
        var teams = policy.Reviews.Teams.Where(t => t.Analysts.Count > 0).ToList();
        if (teams.Count == 0)
            return null;
        var calendar = policy.Calendar;
        return new TeamCapacity
        {
            HoursOn = day => teams.Sum(t => (double)t.CapacityHours(calendar, day, day)),
            OpenHoursOn = day => calendar.On(day).Sum(h => h.Minutes) / 60.0,
            AllowedHours = work.WindowMinutes(calendar) / 60.0,
            BacklogHours = (double)open.Sum(r => r.EffortHours),
            ByTeam = teams.ToDictionary(t => t.Name, t => (Func<DateOnly, double>)(day => (double)t.CapacityHours(calendar, day, day)), StringComparer.Ordinal),
        };
    }

    private static string? RegionOf(AccountRecord account, CreditPolicy policy) => policy.Reviews.RegionAttribute is not { } attribute
        ? account.Country?.Trim()
        : account.Attributes is { } attributes && attributes.TryGetValue(attribute, out var value) ? value.Trim() : null;
}
