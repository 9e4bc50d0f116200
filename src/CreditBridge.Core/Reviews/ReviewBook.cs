using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Reviews;

/// <summary>The reviews of one account while it is worked out what is to become of them.</summary>
internal sealed class ReviewBook
{
    /// <summary>How the keys of what persons asked for begin; the id of their record follows.</summary>
    public const string Asked = "asked:";

    private readonly ReviewContext _context;
    private readonly List<CreditReview> _reviews = [];
    private readonly Dictionary<string, CreditReview> _before = new(StringComparer.Ordinal);

    // Places in the list. What an account has had in years must not be looked through for each of them: by key, by subject, and by every record that a review ever had here.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _ofDeals = new(StringComparer.Ordinal);
    private readonly List<int> _ofAccount = [];
    private readonly Dictionary<string, List<int>> _ofRecords = new(StringComparer.Ordinal);

    public ReviewBook(ReviewContext context)
    {
        _context = context;
        Earlier = new EarlierGrants(context);
        Verdicts = new ReviewVerdicts(context, Earlier, new DecisionBounds(context, Earlier));
        foreach (var review in context.Given.Reviews)
        {
            _before[review.Key] = review;
            // An account that was merged into this one brings its reviews with it.
            Add(review with { AccountKey = context.Given.File.Account.Key });
        }
    }

    /// <summary>What people have granted before.</summary>
    public EarlierGrants Earlier { get; }

    /// <summary>What becomes of people's decisions.</summary>
    public ReviewVerdicts Verdicts { get; }

    /// <summary>The reviews as they are now, in order of their opening, new ones last.</summary>
    public IReadOnlyList<CreditReview> Reviews => _reviews;

    /// <summary>Keys of those that have come into being.</summary>
    public HashSet<string> New { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of those that were decided just now.</summary>
    public HashSet<string> Decided { get; } = new(StringComparer.Ordinal);

    /// <summary>Of these, those on whose records we had not asked for it: a person's own, or one that we had withdrawn.</summary>
    public HashSet<string> Unasked { get; } = new(StringComparer.Ordinal);

    /// <summary>The review as it was kept; null for one that is new.</summary>
    public CreditReview? WasOf(CreditReview review) => _before.GetValueOrDefault(review.Key);

    /// <summary>The review of a key; null when there is none.</summary>
    public CreditReview? Find(string key) => _places.TryGetValue(key, out var place) ? _reviews[place] : null;

    /// <summary>The review that a record is about: the first that carries its key, or has had the record; null when there is none.</summary>
    public CreditReview? Find(ReviewRecord record)
    {
        var first = record.ReviewKey is { } key && _places.TryGetValue(key, out var place) ? place : int.MaxValue;
        foreach (var other in PlacesOfRecord(record.Key))
            first = Math.Min(first, other);
        return first < int.MaxValue ? _reviews[first] : null;
    }

    /// <summary>The reviews of a deal, or of the account, in the same order.</summary>
    public IEnumerable<CreditReview> Of(string? deal) => (deal is null ? _ofAccount : _ofDeals.GetValueOrDefault(deal, [])).Select(i => _reviews[i]);

    /// <summary>Keeps one that has come into being.</summary>
    public void Add(CreditReview review)
    {
        var place = _reviews.Count;
        _places.Add(review.Key, place);
        _reviews.Add(review);
        (review.OpportunityKey is { } deal ? PlacesIn(_ofDeals, deal) : _ofAccount).Add(place);
        if (review.CrmKey is { } record)
            PlacesIn(_ofRecords, record).Add(place);
    }

    /// <summary>Keeps a review in place of what was kept under its key.</summary>
    public void Put(CreditReview review)
    {
        var place = _places[review.Key];
        if (review.CrmKey is { } record && record != _reviews[place].CrmKey && PlacesIn(_ofRecords, record) is var places && !places.Contains(place))
            places.Add(place);
        _reviews[place] = review;
    }

    /// <summary>A review that begins.</summary>
    public CreditReview Begin(string key, string? deal, DateTimeOffset openedAt) =>
        new() { Key = key, AccountKey = _context.Given.File.Account.Key, OpportunityKey = deal, Reasons = [], Effort = "", OpenedAt = openedAt, Band = _context.Band?.Name };

    /// <summary>A review that ends.</summary>
    public CreditReview Closed(CreditReview review, ReviewState state, string? message) => review with
    {
        State = state,
        ClosedAt = _context.Now,
        NextMoment = null,
        Owed = null,
        ShowsWithdrawn = state == ReviewState.Withdrawn && review.CrmKey is { } record && _context.Records.GetValueOrDefault(record)?.Status == ReviewStatus.Withdrawn ? true : null,
        NoLongerCounts = null,
        Notice = null,
        PutBack = null,
        Standing = null,
        SeenWaiting = null,
        WaitsByHand = null,
        Message = message,
        Pauses = review.Pauses is [.., { Until: null } last] ? [.. review.Pauses.SkipLast(1), last with { Until = _context.Now }] : review.Pauses,
    };

    /// <summary>A review that goes on.</summary>
    public CreditReview Reopened(CreditReview review) =>
        SlaClock.Reopened(review, _context) with
        {
            State = ReviewState.Open, ClosedAt = null, FirstDecidedAt = null, JoinedTo = null, ShowsWithdrawn = null, NoLongerCounts = null, Notice = null, PutBack = null, IsRecordDeleted = null,
            // What its record said not to count need not be said once more.
            Standing = review.State == ReviewState.Open ? review.Standing
                : review is { State: ReviewState.Decided, NoLongerCounts: null } && Verdicts.Given(review) is { Count: > 0 } given ? given : null,
        };

    /// <summary>What is at stake: the deal's amount, or the account's exposure; null when unknown.</summary>
    public Money? AmountOf(string? deal) => deal is null ? _context.Given.Decision.Exposure.Total
        : _context.Deals.TryGetValue(deal, out var open) && open.Amount is { Amount: > 0m } amount ? amount : null;

    /// <summary>The open review of a deal, or of the account; null when there is none.</summary>
    public CreditReview? OpenOf(string? deal) => Of(deal).Where(r => r.State == ReviewState.Open).ToList() is { Count: > 0 } open ? First(open) : null;

    /// <summary>The one that a person decided about last; one that we withdrew ourselves settled nothing.</summary>
    public CreditReview? DecidedOf(string? deal, string? butFor = null) => Of(deal).Where(r => r.State != ReviewState.Open && r.Key != butFor)
        .OrderBy(r => r.Outcome is { Refusal: null }).ThenBy(r => r.ClosedAt).LastOrDefault();

    /// <summary>Whether a review has the record without which it is nothing: that on which a person created it.</summary>
    public bool HasItsRecord(CreditReview review) => PersonsReview.RecordOf(review.Key) is not { } id || _context.Records.ContainsKey(id);

    /// <summary>Whether what a person asked for has ended: with a decision on their own record, and without the record.</summary>
    public bool HasEnded(ReviewReason reason) => reason.Cause == ReviewCause.Asked
        && (!reason.Key.StartsWith(Asked, StringComparison.Ordinal) || reason.Key[Asked.Length..] is var record && !_context.Records.ContainsKey(record)
            || PlacesOfRecord(record).Any(i => _reviews[i].State == ReviewState.Decided));

    /// <summary>Whether a review was decided once, and changed into what cannot be followed: while the earlier decision counts, somebody has to put it right, whatever became of the reasons.</summary>
    public bool IsReopened(CreditReview review) => review is { State: ReviewState.Open, Outcome.Refusal: not null } && Verdicts.Counts(review);

    /// <summary>A review as people find it in the CRM, where that is known.</summary>
    public static string NameOf(CreditReview review) => review.CrmNumber is { Length: > 0 } number ? $"{number} ({review.Key})" : review.Key;

    /// <summary>Who had a review that nobody in the team could take from them; null for any other review.</summary>
    public static string? FellFrom(CreditReview review) => review.HandedOver is { To: null } fell ? fell.From : null;

    /// <summary>The one that was opened first.</summary>
    public static CreditReview First(IEnumerable<CreditReview> reviews) => reviews.OrderBy(r => r.OpenedAt).ThenBy(r => r.Key, StringComparer.Ordinal).First();

    /// <summary>Whether a person asked for a review.</summary>
    public static bool IsAsked(CreditReview review) => review.Reasons.Any(r => r.Cause == ReviewCause.Asked);

    private static List<int> PlacesIn(Dictionary<string, List<int>> places, string key) => places.TryGetValue(key, out var found) ? found : places[key] = [];

    private IEnumerable<int> PlacesOfRecord(string record) => _ofRecords.GetValueOrDefault(record, []).Where(i => _reviews[i].CrmKey == record);
}
