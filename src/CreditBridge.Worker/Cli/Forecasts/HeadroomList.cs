using CreditBridge.Core.Forecasting.Headroom;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The accounts and groups whose headroom is, or may be, used up within the weeks, those that break first first. Of the others only counts are kept.</summary>
internal sealed class HeadroomList(DateOnly asOf, int weeks, int most)
{
    private const int MostNamed = 5;

    // Longer than the list, so that sorting it once in a while is enough.
    private const int Slack = 4;

    private readonly List<HeadroomForecast> _breaking = [];
    private readonly List<HeadroomForecast> _unknown = [];

    /// <summary>The day from whose end on is forecast.</summary>
    public DateOnly AsOf { get; } = asOf;

    /// <summary>How many weeks.</summary>
    public int Weeks { get; } = weeks;

    /// <summary>Accounts that are decided about.</summary>
    public int Accounts { get; private set; }

    /// <summary>Accounts that are not decided about yet.</summary>
    public int Undecided { get; private set; }

    /// <summary>Groups with a limit.</summary>
    public int Groups { get; private set; }

    /// <summary>How many accounts and groups there are of each outlook.</summary>
    public SortedDictionary<HeadroomOutlook, int> Outlooks { get; } = [];

    /// <summary>Those that break, the first first.</summary>
    public IReadOnlyList<HeadroomForecast> Breaking => [.. Sorted().Take(most)];

    /// <summary>The first of those that cannot be told.</summary>
    public IReadOnlyList<HeadroomForecast> Unknown => _unknown;

    /// <summary>Adds a group and its accounts.</summary>
    public void Add(GroupOutlook group)
    {
        foreach (var account in group.Accounts)
        {
            if (account.Own is { } own)
                (Accounts, _) = (Accounts + 1, Add(own));
            else
                Undecided++;
        }

        if (group.Whole is { } whole)
            (Groups, _) = (Groups + 1, Add(whole));
    }

    private bool Add(HeadroomCase headroomCase)
    {
        // Where even everything together stays within the limit, there is nothing to work out.
        var canBreak = HeadroomForecaster.CanBreak(headroomCase) || headroomCase.Unknown.Count > 0 || headroomCase.Limit.Kind is not (Abstractions.Values.CreditLimitKind.Amount or Abstractions.Values.CreditLimitKind.None);
        var forecast = canBreak ? HeadroomForecaster.Forecast(headroomCase, Weeks) : null;
        var outlook = forecast?.Outlook ?? HeadroomOutlook.Holds;
        Outlooks[outlook] = Outlooks.GetValueOrDefault(outlook) + 1;
        if (outlook == HeadroomOutlook.Unknown && _unknown.Count < MostNamed)
            _unknown.Add(forecast!);
        if (outlook is not (HeadroomOutlook.MayBreak or HeadroomOutlook.Breaks or HeadroomOutlook.Over))
            return false;
        _breaking.Add(forecast!);
        if (_breaking.Count < most * Slack)
            return true;
        var first = Sorted().Take(most).ToList();
        _breaking.Clear();
        _breaking.AddRange(first);
        return true;
    }

    // What is over today comes last: it is no news, and stands on the account already.
    private IEnumerable<HeadroomForecast> Sorted() => _breaking
        .OrderBy(f => f.Outlook == HeadroomOutlook.Over ? 2 : f.Outlook == HeadroomOutlook.Breaks ? 0 : 1)
        .ThenBy(f => (f.Expected ?? f.Worst)?.On ?? DateOnly.MaxValue).ThenByDescending(f => f.BreakProbability).ThenBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.IsGroup);
}
