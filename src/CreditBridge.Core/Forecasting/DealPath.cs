namespace CreditBridge.Core.Forecasting;

/// <summary>How a stay in a stage ended.</summary>
internal enum Ending
{
    /// <summary>What is waited for came.</summary>
    Event = 0,

    /// <summary>The deal went on, or back, to another stage.</summary>
    Moved = 1,

    /// <summary>The deal closed before what is waited for came.</summary>
    Lost = 2,

    /// <summary>It has not ended.</summary>
    None = 3,
}

/// <summary>A stay in a stage: the stage at the end of the first day until the day on which it ended.</summary>
internal readonly record struct StageStay(string Stage, DateOnly Entered, DateOnly Left, Ending Ending);

/// <summary>
/// A deal as the stays it was waited for in. Days are taken at their end: what is passed within a day does not count as a stay, unless it is what is waited for.
/// </summary>
internal sealed class DealPath
{
    private readonly List<StageStay> _stays = [];

    /// <summary>The stays in order. Empty when the event came on the first day, or the dates make no sense.</summary>
    public IReadOnlyList<StageStay> Stays => _stays;

    /// <summary>Whether the event came on the day the deal was opened.</summary>
    public bool IsBornWithEvent { get; private set; }

    /// <summary>Whether the dates make sense: nothing ends before it began.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Reads a deal; what was read before is forgotten.</summary>
    public void Read(DealHistory deal, ForecastEvent what)
    {
        _stays.Clear();
        IsBornWithEvent = false;
        IsSound = deal.Closed is not { } closed || closed >= deal.Opened;
        if (!IsSound)
            return;
        var (stage, since) = (deal.Moves.Count > 0 ? what.NameOf(deal.Moves[0].Stage) : "", deal.Opened);
        for (var i = 0; i < deal.Moves.Count; i++)
        {
            var next = what.NameOf(deal.Moves[i].Stage);
            var day = i == 0 || deal.Moves[i].Day < since ? since : deal.Moves[i].Day;
            if (deal.Closed < day)
                break;
            if (what.IsReachedBy(next))
            {
                End(stage, since, day, Ending.Event);
                return;
            }

            if (next == stage)
                continue;
            if (day > since)
                _stays.Add(new StageStay(stage, since, day, Ending.Moved));
            (stage, since) = (next, day);
        }

        if (deal.Closed is { } end)
            End(stage, since, end, what.IsClosing ? Ending.Event : Ending.Lost);
        else
            _stays.Add(new StageStay(stage, since, DateOnly.MaxValue, Ending.None));
    }

    private void End(string stage, DateOnly since, DateOnly day, Ending ending)
    {
        if (day > since)
            _stays.Add(new StageStay(stage, since, day, ending));
        else if (_stays is [.., var last])
            _stays[^1] = last with { Ending = ending };
        else
            IsBornWithEvent = ending == Ending.Event;
    }
}
