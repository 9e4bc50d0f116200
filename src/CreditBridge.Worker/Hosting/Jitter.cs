namespace CreditBridge.Worker.Hosting;

/// <summary>The process's one source of randomness: spreads retries. Everything else takes it as an argument.</summary>
internal static class Jitter
{
    private static readonly Lock Gate = new();
    private static readonly Random Random = new();

    /// <summary>A number from 0 to below 1.</summary>
    public static double Next()
    {
        lock (Gate)
            return Random.NextDouble();
    }
}
