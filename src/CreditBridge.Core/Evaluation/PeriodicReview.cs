using CreditBridge.Core.Evaluation.Facts;

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
        var anchor = situation.Facts.CustomerSince ?? Bounded.AddDays(new DateOnly(2000, 1, 1), Spread(situation.Facts.File.Account.Key, interval));
        return situation.Policy.Calendar.OnOrAfter(situation.Facts.Time.NextInSeries(anchor, interval));
    }

    // FNV-1a: any number that is the same on every machine will do.
    private static int Spread(string key, int interval)
    {
        var hash = 2166136261u;
        foreach (var c in key)
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)(hash % (uint)interval);
    }
}
