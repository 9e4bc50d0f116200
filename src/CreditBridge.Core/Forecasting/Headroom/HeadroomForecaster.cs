using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Payments;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>Says when headroom is used up: what is owed today, less what will be paid, plus orders and deals to come, against the limit of each day. Pure and deterministic.</summary>
public static class HeadroomForecaster
{
    /// <summary>How often the weeks are played.</summary>
    public const int Draws = 500;

    // What happens less often than once in a hundred cases is not worth a line.
    private const double SmallestRisk = 0.01d;

    /// <summary>The most weeks that can be forecast.</summary>
    public const int MostWeeks = 26;

    /// <summary>Forecasts one account or group.</summary>
    /// <param name="headroomCase">What is known of it.</param>
    /// <param name="weeks">How many weeks; 1 to <see cref="MostWeeks"/>.</param>
    public static HeadroomForecast Forecast(HeadroomCase headroomCase, int weeks)
    {
        ArgumentNullException.ThrowIfNull(headroomCase);
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, MostWeeks);
        var result = new HeadroomForecast(headroomCase.Key, headroomCase.Name, headroomCase.IsGroup, headroomCase.AsOf, HeadroomOutlook.Unknown, "")
        {
            Currency = headroomCase.Currency,
            Limit = headroomCase.Limit,
            Exposure = headroomCase.Exposure,
            LimitChanges = headroomCase.LimitChanges,
            Warnings = headroomCase.Warnings,
            DealsLeftOut = headroomCase.DealsLeftOut,
        };
        if (headroomCase.Exposure is null || headroomCase.Unknown.Count > 0)
            return result with { Why = headroomCase.Unknown.Count > 0 ? string.Join(" ", headroomCase.Unknown) : "What is owed today cannot be told: 'creditbridge explain' says why." };
        var paths = new HeadroomPaths(headroomCase, weeks * ReceiptForecast.WeekDays);
        if (Array.TrueForAll(paths.Limits, l => l is null))
        {
            var why = headroomCase.Limit.Kind == CreditLimitKind.Unlimited ? "The limit is unlimited: it cannot be used up." : "No limit is set: there is nothing to use up.";
            return result with { Outlook = HeadroomOutlook.NoCeiling, Why = why, Deals = [.. DealsOf(headroomCase, paths, null)] };
        }

        var (expected, worst) = (paths.FirstBreak(worst: false), paths.FirstBreak(worst: true));
        var simulation = new HeadroomSimulation(headroomCase, paths, IsCertain(headroomCase) ? 1 : Draws);
        var outlook = expected is { Cause: BreakCause.Already } && expected.On == headroomCase.AsOf ? HeadroomOutlook.Over
            : expected is not null ? HeadroomOutlook.Breaks
            : worst is not null || simulation.BreakProbability >= SmallestRisk ? HeadroomOutlook.MayBreak : HeadroomOutlook.Holds;
        result = result with
        {
            Outlook = outlook,
            Headroom = paths.Limits[0] - headroomCase.Exposure,
            Expected = expected,
            Worst = worst,
            BreakProbability = simulation.BreakProbability,
            Weeks = [.. Enumerable.Range(0, weeks).Select(week => WeekOf(headroomCase, paths, simulation, week))],
            Deals = [.. DealsOf(headroomCase, paths, simulation)],
            Competing = CompetitionFinder.Find(headroomCase, paths),
        };
        return result with { Why = HeadroomWords.Of(result) };
    }

    /// <summary>Whether the headroom could be used up at all: if everything that can come is added and nothing is paid. Quick to tell; most accounts need no more.</summary>
    public static bool CanBreak(HeadroomCase headroomCase)
    {
        ArgumentNullException.ThrowIfNull(headroomCase);
        if (headroomCase.Exposure is not { } owed)
            return true;
        var most = owed + headroomCase.Orders.Sum(o => o.Amount) + headroomCase.Deals.Sum(d => d.Amount);
        return headroomCase.LimitChanges.Select(c => c.Limit).Append(headroomCase.Limit)
            .Any(limit => limit.Match(notSet: () => false, none: () => most > 0m, unlimited: () => false, amount: a => most > a.Amount));
    }

    private static HeadroomWeek WeekOf(HeadroomCase headroomCase, HeadroomPaths paths, HeadroomSimulation simulation, int week)
    {
        var (before, last) = (week * ReceiptForecast.WeekDays, (week + 1) * ReceiptForecast.WeekDays);
        var received = paths.Received[last] - paths.Received[before];
        return new HeadroomWeek(paths.DayAt(before + 1), paths.DayAt(last), paths.Limits[last], Rounded(paths.Expected[last]), simulation.Low(week), simulation.High(week), Rounded(paths.Worst[last]))
        {
            Receipts = Rounded(received),
            // What is won today already counts with the first week.
            Added = Rounded(paths.Expected[last] - (week == 0 ? headroomCase.Exposure ?? 0m : paths.Expected[before]) + received),
            BreakProbability = simulation.BrokenBy(week),
        };
    }

    private static IEnumerable<HeadroomDeal> DealsOf(HeadroomCase headroomCase, HeadroomPaths paths, HeadroomSimulation? simulation) =>
        headroomCase.Deals.Select((deal, at) => (Deal: deal, Free: CompetitionFinder.FreeFor(deal, paths), BreaksIn: simulation?.DealBreaks(at) ?? 0d))
            .OrderBy(d => d.Deal.ClosesOn).ThenBy(d => d.Deal.Key, StringComparer.Ordinal)
            .Select(d => new HeadroomDeal(d.Deal, d.Free is { } free ? Rounded(free) : null, d.Free is { } room ? d.Deal.Amount <= room : null, d.BreaksIn));

    private static bool IsCertain(HeadroomCase headroomCase) => headroomCase.Receipts.Count + headroomCase.Orders.Count + headroomCase.Deals.Count == 0;

    private static decimal Rounded(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
