namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>When to ask next how far a job is. Every question is a counted call, so it is asked when the job should be done by its own progress. Pure.</summary>
internal static class JobPace
{
    /// <summary>Rows that an org writes in a second without heavy automation.</summary>
    private const double RowsPerSecond = 2_500;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>The pause before the first question.</summary>
    public static TimeSpan First(int rows) => Within(TimeSpan.FromSeconds(rows / RowsPerSecond));

    /// <summary>The pause before a further question.</summary>
    /// <param name="rows">Rows of the job.</param>
    /// <param name="processed">Rows processed so far.</param>
    /// <param name="elapsed">Time since the job began.</param>
    /// <param name="last">The pause before.</param>
    public static TimeSpan Next(int rows, long processed, TimeSpan elapsed, TimeSpan last) => Within(
        processed >= rows ? Shortest
        : processed > 0 ? elapsed * ((double)(rows - processed) / processed)
        : last * 2);

    private static TimeSpan Within(TimeSpan pause) => pause < Shortest ? Shortest : pause > Longest ? Longest : pause;
}
