using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Every deal with the stages it went through, as small as it can be kept, and what of it has been counted: a changed deal is taken out of the counts as it was counted, and counted
/// again as it is. Not safe for several threads.
/// </summary>
/// <param name="zone">The company's time zone: stages are entered on its days.</param>
public sealed class DealBook(TimeZoneInfo zone)
{
    private readonly Dictionary<string, BookedDeal> _deals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stageNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _stages = [];
    private readonly HashSet<BookedDeal> _changed = [];

    // Many deals have the same account; each record brings a text of its own.
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<CountedAs> _countedAs = [];
    private readonly List<StageMove> _path = [];

    /// <summary>Deals that are known by their own record.</summary>
    public long Deals { get; private set; }

    /// <summary>Changes of stages that are known.</summary>
    public long Moves { get; private set; }

    /// <summary>All deals.</summary>
    internal IEnumerable<BookedDeal> All => _deals.Values;

    /// <summary>Takes the record of a deal, new or changed.</summary>
    public void Add(OpportunityRecord deal)
    {
        var booked = Booked(deal.Key);
        if (!booked.IsKnown)
            Deals++;
        var stage = Number(deal.Stage);
        if (booked.IsKnown && booked.SaysTheSame(deal, stage))
            return;
        Recall(booked);
        booked.IsKnown = true;
        booked.AccountKey = deal.AccountKey is { } account ? Shared(account) : null;
        // Names are for people, who are told of open deals only.
        booked.Name = deal.IsClosed ? null : deal.Name;
        (booked.Stage, booked.Created, booked.Close, booked.Money, booked.IsClosed, booked.IsWon) = (stage, deal.CreatedOn, deal.CloseDate, deal.Amount, deal.IsClosed, deal.IsWon);
        _changed.Add(booked);
    }

    /// <summary>Takes a change of a stage; one that is known already changes nothing.</summary>
    public void Add(StageChangeRecord change)
    {
        var booked = Booked(change.OpportunityKey);
        var move = new BookedMove(change.ChangedAt.UtcTicks, HashOf(change.Key), Number(change.Stage));
        if (booked.Has(move))
            return;
        Recall(booked);
        booked.Add(move);
        Moves++;
        _changed.Add(booked);
    }

    /// <summary>Everything has to be counted again, because what is counted has changed.</summary>
    public void ForgetCounts()
    {
        foreach (var deal in _deals.Values)
        {
            (deal.CountedAs, deal.CountedBefore) = (null, null);
            _changed.Add(deal);
        }
    }

    /// <summary>A deal has to be counted again, because what is counted of it beside its record has changed.</summary>
    internal void CountAgain(BookedDeal deal)
    {
        Recall(deal);
        _changed.Add(deal);
    }

    /// <summary>Brings the counts up to date with the deals that changed.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="describe">Adds to a history what its record does not say: amount, region, team, whether it needed a review.</param>
    /// <returns>How many deals were counted, anew or again.</returns>
    internal int Count(HazardCounts counts, Func<BookedDeal, DealHistory, DealHistory> describe)
    {
        var counted = 0;
        foreach (var deal in _changed)
        {
            if (HistoryOf(deal) is not { } bare)
                continue;
            var history = describe(deal, bare);
            if (deal.CountedBefore is { } before)
                counts.Remove(before);
            counts.Add(history);
            deal.CountedBefore = null;
            (deal.CountedAs, deal.CountedAmount) = (Shared(new CountedAs(history.Region, history.Team, history.NeededReview)), history.Amount);
            counted++;
        }

        _changed.Clear();
        _changed.TrimExcess();
        return counted;
    }

    /// <summary>What is known of changes of stages until the end of a day; null when there is none.</summary>
    internal StageReading? MovesUntil(DateOnly today)
    {
        var (first, last, moves, future) = (long.MaxValue, long.MinValue, 0L, 0L);
        foreach (var deal in _deals.Values)
        {
            foreach (var move in deal.Moves)
            {
                if (DayOf(move.Ticks) > today)
                {
                    future++;
                    continue;
                }

                moves++;
                (first, last) = (Math.Min(first, move.Ticks), Math.Max(last, move.Ticks));
            }
        }

        return moves + future == 0 ? null : moves == 0 ? new StageReading(today, today, 0, future) : new StageReading(DayOf(first), DayOf(last), moves, future);
    }

    /// <summary>A deal as it is counted; null for one that is not.</summary>
    internal DealHistory? CountedHistoryOf(BookedDeal deal) => deal.CountedAs is { } counted && HistoryOf(deal) is { } bare
        ? bare with { Amount = deal.CountedAmount, Region = counted.Region, Team = counted.Team, NeededReview = counted.NeededReview }
        : null;

    /// <summary>The book's own text for the key of a deal, so that it is not kept twice; the given one for a deal that is not in the book.</summary>
    internal string KeyOf(string key) => _deals.TryGetValue(key, out var deal) ? deal.Key : key;

    // Before a deal changes: as it is now it was counted, and so it has to be taken out again.
    private void Recall(BookedDeal deal) => (deal.CountedBefore, deal.CountedAs) = (CountedHistoryOf(deal) ?? deal.CountedBefore, null);

    /// <summary>The deal over time; null for one that has no record of its own, or no day on which it began.</summary>
    internal DealHistory? HistoryOf(BookedDeal deal)
    {
        if (!deal.IsKnown)
            return null;
        var moves = _path;
        moves.Clear();
        foreach (var move in deal.Moves)
        {
            if (moves.Count == 0 || moves[^1].Stage != _stages[move.Stage])
                moves.Add(new StageMove(DayOf(move.Ticks), _stages[move.Stage]));
        }

        var opened = deal.Created is { } created && (moves.Count == 0 || created <= moves[0].Day) ? created : moves.Count > 0 ? moves[0].Day : (DateOnly?)null;
        if (opened is not { } first)
            return null;
        if (moves.Count == 0)
            moves.Add(new StageMove(first, _stages[deal.Stage]));
        else if (moves[0].Day > first)
            moves[0] = moves[0] with { Day = first };
        // The record says the present stage also where history does not, because it was not kept or not read.
        var lacksLast = moves[^1].Stage != _stages[deal.Stage];
        var closed = deal.IsClosed ? ClosedOn(deal, moves, lacksLast) : (DateOnly?)null;
        if (lacksLast && closed is { } day)
            moves.Add(new StageMove(Later(day, moves[^1].Day), _stages[deal.Stage]));
        else if (lacksLast)
            moves.Add(new StageMove(moves[^1].Day, _stages[deal.Stage]));
        // As an array, no longer than it has to be: there are as many as there are deals.
        return new DealHistory(deal.Key, first, moves.ToArray())
        {
            Closed = closed, IsWon = deal.IsWon, Name = deal.Name, AccountKey = deal.AccountKey, ExpectedClose = deal.IsClosed ? null : deal.Close,
        };
    }

    // The day of the last change of stage; the close date where history does not know the closing.
    private static DateOnly ClosedOn(BookedDeal deal, List<StageMove> moves, bool lacksLast) => lacksLast || moves.Count == 1 ? Later(deal.Close, moves[^1].Day) : moves[^1].Day;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private DateOnly DayOf(long ticks) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), zone));

    private BookedDeal Booked(string key)
    {
        if (!_deals.TryGetValue(key, out var deal))
            _deals.Add(key, deal = new BookedDeal(key));
        return deal;
    }

    private string Shared(string account)
    {
        if (_accounts.TryGetValue(account, out var known))
            return known;
        _accounts.Add(account);
        return account;
    }

    private CountedAs Shared(CountedAs counted)
    {
        if (_countedAs.TryGetValue(counted, out var known))
            return known;
        _countedAs.Add(counted);
        return counted;
    }

    private int Number(string stage)
    {
        if (!_stageNumbers.TryGetValue(stage, out var number))
        {
            _stageNumbers.Add(stage, number = _stages.Count);
            _stages.Add(stage);
        }

        return number;
    }

    // FNV-1a: two changes of one deal at the same moment are told apart.
    private static uint HashOf(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key)
            hash = unchecked((hash ^ c) * 1099511628211UL);
        return unchecked((uint)(hash ^ (hash >> 32)));
    }
}

/// <summary>A deal as the book keeps it.</summary>
internal sealed class BookedDeal(string key)
{
    private BookedMove[] _moves = [];
    private int _count;

    public string Key { get; } = key;

    public bool IsKnown { get; set; }

    public string? AccountKey { get; set; }

    public string? Name { get; set; }

    public int Stage { get; set; }

    public DateOnly? Created { get; set; }

    public DateOnly Close { get; set; }

    public Money? Money { get; set; }

    public bool IsClosed { get; set; }

    public bool IsWon { get; set; }

    /// <summary>As what it is counted, with its history as it is; null when it is not counted, or has changed since.</summary>
    public CountedAs? CountedAs { get; set; }

    /// <summary>The amount with which it is counted; of no meaning without <see cref="CountedAs"/>.</summary>
    public decimal? CountedAmount { get; set; }

    /// <summary>The history with which it was counted before it changed; null when it has not changed since, or was not counted.</summary>
    public DealHistory? CountedBefore { get; set; }

    /// <summary>Changes of its stage, the earliest first.</summary>
    public ReadOnlySpan<BookedMove> Moves => _moves.AsSpan(0, _count);

    public bool SaysTheSame(OpportunityRecord deal, int stage) => Stage == stage && AccountKey == deal.AccountKey && Created == deal.CreatedOn && Close == deal.CloseDate && Money == deal.Amount
        && IsClosed == deal.IsClosed && IsWon == deal.IsWon && Name == (deal.IsClosed ? null : deal.Name);

    /// <summary>Whether a change is known.</summary>
    public bool Has(BookedMove move)
    {
        for (var i = _count - 1; i >= 0 && _moves[i].Ticks >= move.Ticks; i--)
        {
            if (_moves[i].Ticks == move.Ticks && _moves[i].Key == move.Key)
                return true;
        }

        return false;
    }

    /// <summary>Puts a change in its place.</summary>
    public void Add(BookedMove move)
    {
        var at = _count;
        while (at > 0 && _moves[at - 1].Ticks > move.Ticks)
            at--;
        // Most deals have a few changes and there are very many deals: no room to spare for those, for a long one a quarter of what it has.
        if (_count == _moves.Length)
            Array.Resize(ref _moves, _count + Math.Max(1, _count / 4));
        Array.Copy(_moves, at, _moves, at + 1, _count - at);
        _moves[at] = move;
        _count++;
    }
}

/// <summary>What was counted of a deal beside its days, stages and amount; the same for very many deals.</summary>
internal sealed record CountedAs(string Region, string Team, bool? NeededReview);

/// <summary>A change of a stage: the moment in UTC ticks, a hash of its key, the number of the stage. 16 bytes.</summary>
internal readonly record struct BookedMove(long Ticks, uint Key, int Stage);
