namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Everything that a forecast has to know of the past, counted: how many deals came into each stage on each day, and when and how they left it. Deals are added one by one
/// and can be taken out again, so that after a change only the changed deals are read. The size depends on days and stages, not on deals. Not safe for several threads.
/// </summary>
public sealed class HazardCounts
{
    /// <summary>The longest stay in one stage that is learned from, in days; deals that stay longer count as seen until then.</summary>
    public const int LongestStay = 400;

    private const int Row = LongestStay + 1;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<StageCounts> _stages = [];
    private readonly Dictionary<(string Region, string Team), SegmentCounts> _segments = [];
    private readonly DealPath _path = new();
    private readonly int _first;

    /// <summary>Counts of nothing yet.</summary>
    /// <param name="what">What is forecast.</param>
    /// <param name="firstDay">First day that is learned from. What happened before is left out; deals that were there already count from this day on.</param>
    /// <param name="days">For how many days there is room; what happens after them is left out.</param>
    public HazardCounts(ForecastEvent what, DateOnly firstDay, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        (What, FirstDay, Days, _first) = (what, firstDay, days, firstDay.DayNumber);
        BornEvents = new int[days];
        Events = new int[days];
        DecidedEvents = new int[days];
        ReviewedEvents = new int[days];
    }

    /// <summary>What is forecast.</summary>
    public ForecastEvent What { get; }

    /// <summary>First day that is learned from.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>For how many days there is room.</summary>
    public int Days { get; }

    /// <summary>Deals that are counted.</summary>
    public long Deals { get; private set; }

    /// <summary>Deals that are not counted because they close before they open.</summary>
    public long UnsoundDeals { get; private set; }

    /// <summary>Names of the stages in which deals waited, in order of their first appearance.</summary>
    public IReadOnlyCollection<string> Stages => _index.Keys;

    internal IReadOnlyList<StageCounts> ByStage => _stages;

    internal IReadOnlyDictionary<(string Region, string Team), SegmentCounts> BySegment => _segments;

    /// <summary>Events on the day on which the deal was opened, by day.</summary>
    internal int[] BornEvents { get; }

    /// <summary>All events by day.</summary>
    internal int[] Events { get; }

    /// <summary>Events of which is known whether a review was needed, by day.</summary>
    internal int[] DecidedEvents { get; }

    /// <summary>Events that needed a review, by day.</summary>
    internal int[] ReviewedEvents { get; }

    /// <summary>Counts a deal.</summary>
    public void Add(DealHistory deal) => Count(deal, 1);

    /// <summary>Takes a deal out again: the same history that was added.</summary>
    public void Remove(DealHistory deal) => Count(deal, -1);

    /// <summary>A stage's number, or -1 when no deal was ever counted in it.</summary>
    internal int IndexOf(string stage) => _index.GetValueOrDefault(stage, -1);

    /// <summary>A day's number, counted from the first; may lie outside.</summary>
    internal int DayOf(DateOnly day) => day.DayNumber - _first;

    /// <summary>The first day on which any stay ended; the number of days when none did. Before it nothing was recorded: deals that ended earlier are missing.</summary>
    internal int FirstEnding()
    {
        var first = Days;
        foreach (var stage in _stages)
        {
            for (var day = 0; day < first; day++)
            {
                if (stage.Ended[day] != 0)
                    first = day;
            }
        }

        return first;
    }

    /// <summary>Deals in a stage at the end of a day, by how many days they had been there.</summary>
    internal int[] OpenAt(int stage, int day)
    {
        var open = new int[Row];
        var counts = _stages[stage];
        for (var entered = Math.Max(0, day - LongestStay); entered <= day; entered++)
        {
            var left = counts.Entered[entered];
            for (var ending = 0; ending < 3 && left > 0; ending++)
            {
                foreach (var ended in counts.Row((Ending)ending, entered, day - entered))
                    left -= ended;
            }

            open[day - entered] = left;
        }

        return open;
    }

    private void Count(DealHistory deal, int sign)
    {
        _path.Read(deal, What);
        if (!_path.IsSound)
        {
            UnsoundDeals += sign;
            return;
        }

        Deals += sign;
        var opened = DayOf(deal.Opened);
        if (_path.IsBornWithEvent)
        {
            if (opened >= 0 && opened < Days)
            {
                BornEvents[opened] += sign;
                CountEvent(deal, opened, sign);
            }

            CountArrival(deal, opened, sign);
            return;
        }

        for (var i = 0; i < _path.Stays.Count; i++)
            CountStay(deal, _path.Stays[i], isFirst: i == 0, next: i + 1 < _path.Stays.Count ? _path.Stays[i + 1].Stage : null, sign);
        CountArrival(deal, opened, sign);
    }

    private void CountStay(DealHistory deal, StageStay stay, bool isFirst, string? next, int sign)
    {
        var (entered, left) = (DayOf(stay.Entered), stay.Ending == Ending.None ? int.MaxValue : DayOf(stay.Left));
        if (left <= 0 || entered >= Days)
            return;
        var counts = _stages[Register(stay.Stage)];
        if (isFirst && entered >= 0)
            counts.Arrived[entered] += sign;
        entered = Math.Max(entered, 0);
        counts.Entered[entered] += sign;
        if (left >= Days)
            return;
        counts.Ended[left] += sign;
        if (left - entered <= LongestStay)
            counts.CountEnding(stay.Ending, entered, left - entered, sign);
        if (stay.Ending == Ending.Event)
            CountEvent(deal, left, sign);
        else if (stay.Ending == Ending.Moved && next is not null)
            counts.MovedTo(Register(next), Days)[left] += sign;
    }

    private void CountEvent(DealHistory deal, int day, int sign)
    {
        Events[day] += sign;
        var segment = Segment(deal);
        segment.Events[day / 7] += sign;
        if (deal.NeededReview is not { } needed)
            return;
        DecidedEvents[day] += sign;
        segment.Decided[day / 7] += sign;
        if (!needed)
            return;
        ReviewedEvents[day] += sign;
        segment.Reviewed[day / 7] += sign;
        segment.Amounts.Count(deal.Amount, sign);
    }

    private void CountArrival(DealHistory deal, int opened, int sign)
    {
        if (opened < 0 || opened >= Days)
            return;
        var segment = Segment(deal);
        segment.Arrived[opened / 7] += sign;
        segment.AllAmounts.Count(deal.Amount, sign);
    }

    private SegmentCounts Segment(DealHistory deal)
    {
        if (!_segments.TryGetValue((deal.Region, deal.Team), out var segment))
            _segments.Add((deal.Region, deal.Team), segment = new SegmentCounts((Days / 7) + 1));
        return segment;
    }

    private int Register(string stage)
    {
        if (!_index.TryGetValue(stage, out var index))
        {
            _index.Add(stage, index = _stages.Count);
            _stages.Add(new StageCounts(Days));
        }

        return index;
    }
}

/// <summary>What is counted of one stage. A table of endings has a row for every day on which deals came in, and in it a cell for every length of the stay, up to the longest there was.</summary>
internal sealed class StageCounts(int days)
{
    // Rows grow by so many cells; a row for each day and stage up to the longest stay of all would take many times the room, and most of it would be empty.
    private const int Growth = 8;

    private readonly int[]?[]?[] _endings = new int[]?[]?[3];
    private readonly Dictionary<int, int[]> _moved = [];

    /// <summary>Deals that came in, by day.</summary>
    public int[] Entered { get; } = new int[days];

    /// <summary>Deals that were opened in this stage, by day.</summary>
    public int[] Arrived { get; } = new int[days];

    /// <summary>Stays that ended, by day.</summary>
    public int[] Ended { get; } = new int[days];

    /// <summary>By stage: how many went there, by day.</summary>
    public IReadOnlyDictionary<int, int[]> Moved => _moved;

    /// <summary>How many of those that came in on a day ended so, by the length of their stay; as long as the longest stay of that day, or as is asked for.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="entered">The day on which they came in.</param>
    /// <param name="longest">The longest stay of interest.</param>
    public ReadOnlySpan<int> Row(Ending ending, int entered, int longest) =>
        _endings[(int)ending]?[entered] is { } row ? row.AsSpan(0, Math.Min(row.Length, longest + 1)) : [];

    /// <summary>Counts a stay that ended.</summary>
    public void CountEnding(Ending ending, int entered, int stay, int sign)
    {
        ref var row = ref (_endings[(int)ending] ??= new int[days][])[entered];
        if (row is null || row.Length <= stay)
            Array.Resize(ref row, Math.Min(HazardCounts.LongestStay + 1, (stay / Growth * Growth) + Growth));
        row[stay] += sign;
    }

    public int[] MovedTo(int stage, int room) => _moved.TryGetValue(stage, out var counts) ? counts : _moved[stage] = new int[room];
}

/// <summary>What is counted of the deals of one region and team, by weeks from the first day.</summary>
internal sealed class SegmentCounts(int weeks)
{
    public int[] Arrived { get; } = new int[weeks];

    public int[] Events { get; } = new int[weeks];

    public int[] Decided { get; } = new int[weeks];

    public int[] Reviewed { get; } = new int[weeks];

    /// <summary>Amounts of deals that needed a review.</summary>
    public AmountCounts Amounts { get; } = new();

    /// <summary>Amounts of all deals.</summary>
    public AmountCounts AllAmounts { get; } = new();
}

/// <summary>Number, sum and sum of squares of amounts; decimals, so that what is taken out again leaves nothing behind. Amounts count in thousands, and at most a million of them.</summary>
internal sealed class AmountCounts
{
    private const decimal Unit = 1_000m;
    private const decimal Largest = 1_000_000m;

    private decimal _sum;
    private decimal _squares;

    public long Known { get; private set; }

    public double Mean => Known == 0 ? 0 : (double)(_sum * Unit) / Known;

    public double MeanSquare => Known == 0 ? 0 : (double)_squares * (double)(Unit * Unit) / Known;

    public void Count(decimal? amount, int sign)
    {
        if (amount is not { } known)
            return;
        var thousands = Math.Round(Math.Clamp(known / Unit, 0m, Largest), 6);
        Known += sign;
        _sum += sign * thousands;
        _squares += sign * thousands * thousands;
    }
}
