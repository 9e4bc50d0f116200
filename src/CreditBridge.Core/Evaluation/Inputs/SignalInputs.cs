using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Events from outside. They count for a year, or until the last day that their source gives them.</summary>
internal static class SignalInputs
{
    private const int YearDays = 365;

    private static readonly SignalPick Critical = new(YearDays) { AtLeast = SignalSeverity.Critical };

    private static readonly SignalPick Warning = new(YearDays) { Exactly = SignalSeverity.Warning };

    public static readonly CreditInput[] All =
    [
        new("critical_signals_count", InputUnit.Count, "How many events call for action at once, such as an insolvency.", "Number of critical events of the last 365 days that have not ended.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of((decimal)Critical.Count(s)),
        },
        new("warning_signals_count", InputUnit.Count, "How many events somebody should look at.", "Number of events of severity 'warning' of the last 365 days that have not ended.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of((decimal)Warning.Count(s)),
        },
        new("days_since_last_signal", InputUnit.Days, "How long ago the last event became known.", "Business date less the latest day of an event of any severity.", "no event is known")
        {
            Lowest = 0m, Read = s => Reading.Of(DaysSinceLast(s)),
        },
    ];

    private static decimal? DaysSinceLast(Situation situation)
    {
        DateOnly? last = null;
        foreach (var signal in situation.Facts.File.Signals)
        {
            if (situation.Facts.Time.HasCome(signal.ObservedOn) && (last is null || signal.ObservedOn > last))
                last = signal.ObservedOn;
        }

        return last is { } day ? situation.Facts.Time.DaysPast(day) : null;
    }
}
