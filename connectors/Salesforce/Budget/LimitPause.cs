namespace CreditBridge.Connectors.Salesforce.Budget;

/// <summary>
/// How long to leave an org alone whose calls of the last 24 hours are used up. Calls become free little by little, because it is a rolling 24 hours; nobody says when.
/// So the pause grows with each refusal from one minute to half an hour; a hold is tried every minute.
/// </summary>
internal sealed class LimitPause
{
    /// <summary>The first pause, and the only one for holds.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private int _refusals;
    private DateTimeOffset _refusedAt;
    private DateTimeOffset _until;

    /// <summary>The org refused a call. Refusals within one pause do not lengthen it.</summary>
    public void Refused(DateTimeOffset now)
    {
        lock (_gate)
        {
            _refusedAt = now;
            if (_refusals > 0 && now < _until)
                return;
            var pause = Shortest * Math.Pow(2, Math.Min(_refusals, 10));
            _refusals++;
            _until = now + (pause < Longest ? pause : Longest);
        }
    }

    /// <summary>The org served a call: the pause is over.</summary>
    public void Served()
    {
        lock (_gate)
            _refusals = 0;
    }

    /// <summary>What is left of the pause; null when there is none.</summary>
    public TimeSpan? Left(DateTimeOffset now)
    {
        lock (_gate)
            return _refusals > 0 && now < _until ? _until - now : null;
    }

    /// <summary>What is left of the pause for holds; null when one may be tried.</summary>
    public TimeSpan? LeftForHolds(DateTimeOffset now)
    {
        lock (_gate)
            return _refusals > 0 && now < _refusedAt + Shortest ? _refusedAt + Shortest - now : null;
    }
}
