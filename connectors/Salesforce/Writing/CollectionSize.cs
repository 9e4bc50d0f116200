namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// How many records go into one Collections request. Each is one transaction of the org: the larger it is, the fewer calls, and the longer it holds locks and the more
/// the org's own triggers have to do in it. So the size is halved when the org complains, and doubled again after it has not for a while.
/// </summary>
internal sealed class CollectionSize
{
    /// <summary>The most that the API takes.</summary>
    public const int Most = 200;

    /// <summary>The least worth a request.</summary>
    public const int Least = 25;

    /// <summary>A record or two that somebody happens to edit are no reason to go smaller.</summary>
    private const int FewLocks = 5;

    private const int CleanCallsToGrow = 3;

    private readonly Lock _gate = new();
    private int _clean;

    /// <summary>The size for the next call.</summary>
    public int Current { get; private set; } = Most;

    /// <summary>Takes note of how a call went.</summary>
    /// <param name="locked">Records that somebody else held.</param>
    /// <param name="exhausted">Records on which the org's own automation ran out of time.</param>
    public void Note(int locked, int exhausted)
    {
        lock (_gate)
        {
            if (exhausted > 0 || locked >= FewLocks)
            {
                Current = Math.Max(Least, Current / 2);
                _clean = 0;
            }
            else if (locked == 0 && ++_clean >= CleanCallsToGrow)
            {
                Current = Math.Min(Most, Current * 2);
                _clean = 0;
            }
        }
    }
}
