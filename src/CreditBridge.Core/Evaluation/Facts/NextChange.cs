namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>In how many days a figure will be different by time alone: gathered while it is added up, told to the <see cref="Horizon"/> when somebody reads it.</summary>
internal struct NextChange
{
    private int _days;

    /// <summary>The figure changes in this many days; what lies behind is passed over.</summary>
    public void In(int days)
    {
        if (days > 0 && (_days == 0 || days < _days))
            _days = days;
    }

    /// <summary>The day of this age enters and leaves a window of ages.</summary>
    public void Window(int age, int from, int to)
    {
        In(from - age);
        In(to - age);
    }

    /// <summary>Somebody reads the figure.</summary>
    public readonly void Tell(Horizon time)
    {
        if (_days > 0)
            time.AnswerChangesIn(_days);
    }
}
