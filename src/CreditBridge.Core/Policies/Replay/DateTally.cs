namespace CreditBridge.Core.Policies.Replay;

/// <summary>Adds up what both policies came to on one date.</summary>
internal sealed class DateTally(DateOnly date)
{
    private readonly SideTally _old = new();
    private readonly SideTally _new = new();
    private readonly Dictionary<(string Old, string New), long> _bands = [];
    private long _accounts, _known, _changed, _band, _limit, _holdsAdded, _holdsLifted, _prequalification, _notConverted;
    private StoppedSales _byProposed = StoppedSales.None;
    private StoppedSales _byActive = StoppedSales.None;

    /// <summary>Counts an account.</summary>
    /// <param name="difference">What the two policies say.</param>
    /// <param name="before">What they said on the date before; null for none.</param>
    /// <param name="isKnown">Whether the file stood as it was known.</param>
    /// <param name="invoices">What came of the account's invoices.</param>
    /// <param name="nextDate">The next date.</param>
    /// <param name="rates">The rates of this date.</param>
    public void Count(DecisionDifference difference, DecisionDifference? before, bool isKnown, LaterInvoices invoices, DateOnly nextDate, DayRates rates)
    {
        _accounts++;
        _known += isKnown ? 1 : 0;
        _changed += difference.Any ? 1 : 0;
        _band += difference.Band ? 1 : 0;
        _limit += difference.Limit ? 1 : 0;
        _holdsAdded += difference.Hold && difference.New.OnHold ? 1 : 0;
        _holdsLifted += difference.Hold && difference.Old.OnHold ? 1 : 0;
        _prequalification += difference.Prequalification ? 1 : 0;
        var bands = (difference.Old.Band ?? "", difference.New.Band ?? "");
        _bands[bands] = _bands.GetValueOrDefault(bands) + 1;
        _old.Count(difference.Old, before?.Old, nextDate, rates);
        _new.Count(difference.New, before?.New, nextDate, rates);
        CountStopped(difference, invoices, nextDate, rates);
    }

    public void Add(DateTally other)
    {
        _accounts += other._accounts;
        _known += other._known;
        _changed += other._changed;
        _band += other._band;
        _limit += other._limit;
        _holdsAdded += other._holdsAdded;
        _holdsLifted += other._holdsLifted;
        _prequalification += other._prequalification;
        _notConverted += other._notConverted;
        foreach (var (bands, count) in other._bands)
            _bands[bands] = _bands.GetValueOrDefault(bands) + count;
        _old.Add(other._old);
        _new.Add(other._new);
        _byProposed += other._byProposed;
        _byActive += other._byActive;
    }

    public ReplayedDate ToDate(Func<string, int> oldOrder, Func<string, int> newOrder) => new(date, _accounts, _known, _old.ToSide(), _new.ToSide())
    {
        Changed = _changed,
        BandChanged = _band,
        LimitChanged = _limit,
        HoldsAdded = _holdsAdded,
        HoldsLifted = _holdsLifted,
        PrequalificationChanged = _prequalification,
        Bands = [.. _bands.OrderBy(b => oldOrder(b.Key.Old)).ThenBy(b => newOrder(b.Key.New)).Select(b => new BandMove(b.Key.Old, b.Key.New, b.Value))],
        StoppedOnlyByProposed = _byProposed,
        StoppedOnlyByActive = _byActive,
        NotConverted = _notConverted + _old.NotConverted + _new.NotConverted,
    };

    private void CountStopped(DecisionDifference difference, LaterInvoices invoices, DateOnly nextDate, DayRates rates)
    {
        var (byOld, byNew) = (DecisionDifference.Stops(difference.Old), DecisionDifference.Stops(difference.New));
        if (byOld == byNew)
            return;
        var sales = invoices.Between(date, nextDate, rates.Convert, out var notConverted);
        _notConverted += notConverted;
        if (byNew)
            _byProposed += sales;
        else
            _byActive += sales;
    }
}
