namespace CreditBridge.Core.Policies.Replay;

/// <summary>Adds up accounts over all dates. One per batch, so that batches can be worked on side by side; they are added together at the end of each.</summary>
internal sealed class ReplayTally(ReplayQuestion question)
{
    private const int MaxDefects = 100;

    private readonly DateTally[] _dates = [.. question.Dates.Select(d => new DateTally(d.BusinessDate))];
    private readonly List<(string AccountKey, string Reason)> _defects = [];
    private List<ReplayedChange> _changes = [];
    private long _changed;

    /// <summary>Accounts that were evaluated on at least one date.</summary>
    public long Accounts { get; private set; }

    /// <summary>What the date came to so far.</summary>
    public DateTally this[int date] => _dates[date];

    /// <summary>Counts an account whose dates were counted.</summary>
    /// <param name="latest">Where the policies differ on the latest date on which they do; null when they never do.</param>
    public void Count(ReplayedChange? latest)
    {
        Accounts++;
        if (latest is null)
            return;
        _changed++;
        _changes.Add(latest);
        if (_changes.Count > 4 * (question.MostNamed + 16))
            Cut();
    }

    public void Defect(string accountKey, string reason)
    {
        if (_defects.Count < MaxDefects)
            _defects.Add((accountKey, reason));
    }

    public void Add(ReplayTally other)
    {
        for (var i = 0; i < _dates.Length; i++)
            _dates[i].Add(other._dates[i]);
        Accounts += other.Accounts;
        _changed += other._changed;
        _changes.AddRange(other._changes);
        foreach (var (account, reason) in other._defects)
            Defect(account, reason);
        Cut();
    }

    public ReplayReport ToReport()
    {
        Cut();
        var (oldOrder, newOrder) = (OrderOf(question.Active), OrderOf(question.Proposed));
        return new ReplayReport(question.Active.VersionText, question.Proposed.VersionText, question.Proposed.Currency, [.. _dates.Select(d => d.ToDate(oldOrder, newOrder))])
        {
            Accounts = Accounts,
            ChangedAccounts = _changed,
            Changes = _changes,
            Defects = [.. _defects.OrderBy(d => d.AccountKey, StringComparer.Ordinal)],
        };
    }

    // Only the largest stay, so that the tally does not grow with the number of accounts.
    private void Cut() => _changes =
        [.. _changes.OrderByDescending(c => c.Money).ThenBy(c => c.AccountKey, StringComparer.Ordinal).Take(question.MostNamed)];

    private static Func<string, int> OrderOf(CreditPolicy policy)
    {
        var order = policy.Bands.Select((b, i) => (b.Name, i)).ToDictionary(b => b.Name, b => b.i, StringComparer.Ordinal);
        return name => order.GetValueOrDefault(name, order.Count);
    }
}
