using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation;

/// <summary>
/// The day of the next periodic review: a whole number of the band's intervals after the day on which this became a customer, so that the day stays the same however
/// often it is worked out, and reviews spread over the year by themselves.
/// </summary>
internal static class PeriodicReview
{
    public static DateOnly? Next(Situation situation)
    {
        if (situation.Band?.ReviewIntervalDays is not { } interval)
            return null;
        return situation.Policy.Calendar.OnOrAfter(situation.Facts.Time.NextInSeries(Anchor(situation.Facts, interval), interval));
    }

    /// <summary>The days of periodic reviews from one day on to another, both included; none when the band has no interval. Becoming a customer is no review.</summary>
    public static IEnumerable<DateOnly> Between(FactSheet facts, CreditPolicy policy, Band? band, DateOnly from, DateOnly until)
    {
        if (band?.ReviewIntervalDays is not { } interval)
            yield break;
        // Begins early enough for a day that weekends and holidays have moved into the span.
        var anchor = Anchor(facts, interval);
        var steps = Math.Max(1L, ((long)from.DayNumber - anchor.DayNumber) / interval - 1);
        for (var number = anchor.DayNumber + steps * interval; number <= until.DayNumber; number += interval)
        {
            var day = policy.Calendar.OnOrAfter(DateOnly.FromDayNumber((int)number));
            if (day >= from && day <= until)
                yield return day;
        }
    }

    private static DateOnly Anchor(FactSheet facts, int interval) => facts.CustomerSince ?? Bounded.AddDays(new DateOnly(2000, 1, 1), Spread(facts.File.Account.Key, interval));

    // FNV-1a: any number that is the same on every machine will do.
    private static int Spread(string key, int interval)
    {
        var hash = 2166136261u;
        foreach (var c in key)
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)(hash % (uint)interval);
    }
}
