using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>The days of documents: what lies in the future, what falls due absurdly late, and what looks like day and month turned round.</summary>
internal sealed class ItemDays(string kind, DateOnly today)
{
    private const int LongestTermDays = 730;
    private const int EnoughToJudge = 30;
    private readonly Names _future = new(3);
    private readonly Names _farDue = new(3);
    private readonly HashSet<int> _months = [];
    private long _all;
    private long _swappable;
    private long _lateInMonth;
    private long _dueAtOnce;
    private long _old;

    public void See(DateOnly issued, DateOnly due, string document)
    {
        _all++;
        if (issued > today.AddDays(1))
        {
            _future.Add(() => $"{document} of {issued:yyyy-MM-dd}");
            if (issued.Day <= 12 && new DateOnly(issued.Year, issued.Day, issued.Month) <= today)
                _swappable++;
        }

        if (due.DayNumber - issued.DayNumber > LongestTermDays)
            _farDue.Add(() => $"{document} of {issued:yyyy-MM-dd}, due {due:yyyy-MM-dd}");
        if (due == issued)
            _dueAtOnce++;
        if (issued.Day > 12)
            _lateInMonth++;
        if (issued < today.AddYears(-10))
            _old++;
        _months.Add(issued.Month);
    }

    public IEnumerable<CheckFinding> Findings(int all)
    {
        if (_future.Count > 0)
        {
            yield return new CheckFinding($"{kind}.issued", CheckStatus.Warning,
                $"{Figures.Count(_future.Count, "document")} {Figures.Verb(_future.Count, "is", "are")} issued in the future: {_future}.{(_swappable * 2 > _future.Count ? $" {Figures.Of(_swappable)} of them {Figures.Verb(_swappable, "lies", "lie")} in the past when day and month are turned round." : "")}",
                _swappable * 2 > _future.Count ? "Look whether 'date_format' has day and month in the right order." : "Look whether 'issued' names the document's day, and whether such documents are drafts that nobody has sent.");
        }

        // Half a year of days of which none is after the 12th: what is read as the day is the month.
        if (_all >= EnoughToJudge && _lateInMonth == 0 && _months.Count > 1)
        {
            yield return new CheckFinding($"{kind}.issued", CheckStatus.Warning, $"Not one of {Figures.Count(_all, "document")} is issued after the 12th of a month: day and month are probably turned round.",
                "Look whether 'date_format' has day and month in the right order.");
        }

        if (_farDue.Count > 0)
            yield return new CheckFinding($"{kind}.due", CheckStatus.Warning, $"{Figures.Count(_farDue.Count, "document")} {Figures.Verb(_farDue.Count, "falls", "fall")} due more than two years after they were issued: {_farDue}.", "Look whether 'due' names the right column, and whether a day such as 2099-12-31 stands for something else; list it under 'empty:' then.");
        if (all >= EnoughToJudge && _dueAtOnce == _all)
            yield return new CheckFinding($"{kind}.due", CheckStatus.Warning, $"Every one of {Figures.Count(_all, "document")} is due on the day of its issue: everything is past due at once.", "Probably 'due' names the document's day; map the due day, or derive it from the terms.");
        if (all >= EnoughToJudge && _old * 2 > _all)
            yield return new CheckFinding($"{kind}.issued", CheckStatus.Warning, $"{Figures.Of(_old)} of {Figures.Count(_all, "document")} are older than ten years.", "Look whether the system lists what is open now, or everything that ever was.");
    }
}
