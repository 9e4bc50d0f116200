namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>When to look at a job: every look is a counted call, so the first comes when the job may be done, and each further one after twice the time.</summary>
internal static class JobPauses
{
    private const int RecordsPerSecond = 20_000;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan AllTogether = TimeSpan.FromMinutes(30);

    /// <summary>The pauses before the looks at a job, until it is given up.</summary>
    /// <param name="records">About how many records it works on.</param>
    public static IEnumerable<TimeSpan> For(long records)
    {
        var pause = Shortest + TimeSpan.FromSeconds((double)records / RecordsPerSecond);
        for (var waited = TimeSpan.Zero; waited < AllTogether; waited += pause, pause *= 2)
        {
            pause = pause < Longest ? pause : Longest;
            yield return pause;
        }
    }
}
