using CreditBridge.IntegrationTests.Salesforce;

namespace CreditBridge.Benchmarks;

/// <summary>From a deal's change of stage in the org to the written check: the service as in production and the sandbox org, over real sockets.</summary>
internal static class LatencyBenchmark
{
    private const int PollSeconds = 10;

    /// <summary>Measures with and without listening to changes.</summary>
    /// <param name="changes">How many changes are measured with it; a fifth of them without.</param>
    public static async Task RunAsync(int changes)
    {
        await MeasureAsync("listening", accelerated: true, changes);
        await MeasureAsync($"polling every {PollSeconds} s", accelerated: false, Math.Max(1, changes / 5));
    }

    private static async Task MeasureAsync(string name, bool accelerated, int changes)
    {
        await using var company = await RunningCompany.StartAsync(accelerated ? 3600 : PollSeconds, accelerated);
        var reactions = new List<TimeSpan>();
        for (var i = 0; i < changes; i++)
            reactions.Add(await company.ReactionAsync());
        reactions.Sort();
        Console.WriteLine($"{name,-20} {changes,4} changes: median {At(0.5):0.00} s, p95 {At(0.95):0.00} s, longest {reactions[^1].TotalSeconds:0.00} s, {company.World.Server.Calls.Total} counted calls");

        double At(double share) => reactions[(int)Math.Ceiling(share * reactions.Count) - 1].TotalSeconds;
    }
}
