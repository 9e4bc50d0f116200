using System.Diagnostics;
using System.Runtime.CompilerServices;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;

namespace CreditBridge.Benchmarks.Evaluation;

/// <summary>
/// What an evaluation costs against the same policy written by hand, in one run: <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- evaluation</c>.
/// Both have to give the same answers first. Then a million evaluations: memory must not grow.
/// </summary>
internal static class EvaluationBenchmarks
{
    private const int Files = 64;
    private const int Rounds = 9;
    private const int EvaluationsPerRound = 6_400;
    private const double MostTimes = 4.0;
    private const long MostGrowth = 8L * 1024 * 1024;

    public static int Run(int evaluations)
    {
        var policy = CreditPolicyParser.Parse(File.ReadAllText(StarterFile()), "starter.yaml").Policy ?? throw new InvalidOperationException("The starter policy cannot be read.");
        var files = Enumerable.Range(0, Files).Select(i => RealisticFiles.Of(i).InOrder()).ToArray();
        foreach (var file in files.Concat(Enumerable.Range(Files, 2_000).Select(i => RealisticFiles.Of(i).InOrder())))
            Compare(CreditEvaluator.Decide(file, policy), HandWrittenStarter.Decide(file), file);
        Console.WriteLine($"Same answers on {Files + 2_000} files: score, interval, band, limit, exposure, headroom, holds, prequalification, terms, deals and counter-offers.");

        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            // One after the other within each round, so that both meet the same machine.
            theirs.Add(Time(files, f => HandWrittenStarter.Decide(f).Deals.Count));
            ours.Add(Time(files, f => CreditEvaluator.Decide(f, policy).Deals.Count));
        }

        var sealing = Time(files, f => CreditEvaluator.Evaluate(f, policy).Deals.Count);
        var (mine, hand) = (Median(ours), Median(theirs));
        Console.WriteLine($"hand-written {hand,8:0.0} µs");
        Console.WriteLine($"the policy   {mine,8:0.0} µs   {mine / hand:0.00} times (at most {MostTimes:0.0})");
        Console.WriteLine($"with hashes  {sealing,8:0.0} µs");
        var growth = Growth(files, policy, evaluations);
        Console.WriteLine($"{evaluations:N0} evaluations: live memory changed by {growth / 1024.0:0} kB");
        return mine / hand <= MostTimes && growth < MostGrowth ? 0 : 1;
    }

    private static double Time(CreditFile[] files, Func<CreditFile, int> decide)
    {
        var sum = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < EvaluationsPerRound; i++)
            sum += decide(files[i % files.Length]);
        watch.Stop();
        GC.KeepAlive(sum);
        return watch.Elapsed.TotalMicroseconds / EvaluationsPerRound;
    }

    private static long Growth(CreditFile[] files, CreditPolicy policy, int evaluations)
    {
        long before = 0;
        for (var i = 0; i < evaluations; i++)
        {
            CreditEvaluator.Decide(files[i % files.Length], policy);
            // After a tenth of them everything that is made once has been made.
            if (i == evaluations / 10)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Compare(CreditDecision ours, HandWrittenAnswer theirs, CreditFile file)
    {
        void Same(string what, object? a, object? b)
        {
            if (!Equals(a, b))
                throw new InvalidOperationException($"{file.Customers[0].Customer}: {what} is {a} by the policy and {b} by hand.");
        }

        Same("score", ours.Score?.Value, theirs.Score);
        Same("lowest score", ours.Score?.Lowest, theirs.Lowest);
        Same("highest score", ours.Score?.Highest, theirs.Highest);
        Same("band", ours.Band, theirs.Band);
        Same("limit", ours.Limit, theirs.Limit);
        Same("exposure", ours.Exposure.Total!.Value.Amount, theirs.Exposure);
        Same("headroom", ours.Headroom?.Amount, theirs.Headroom);
        Same("holds", string.Join(" ", ours.HoldReasons.Select(h => h.Reason)), string.Join(" ", theirs.Holds));
        Same("unmet", string.Join(" ", ours.Prequalification.Unmet), string.Join(" ", theirs.Unmet));
        Same("terms", ours.RecommendedTerms, theirs.Terms);
        Same("deals", ours.Deals.Count, theirs.Deals.Count);
        foreach (var (mine, other) in ours.Deals.Zip(theirs.Deals))
        {
            Same($"status of {other.Key}", mine.Status, other.Status);
            Same($"terms of {other.Key}", mine.Status == DealStatus.Conditional ? other.Terms : mine.RecommendedTerms, other.Terms);
            Same($"headroom after {other.Key}", mine.HeadroomAfter?.Round().Amount, other.HeadroomAfter is { } left ? Math.Round(left, 2, MidpointRounding.AwayFromZero) : null);
            Same($"offers for {other.Key}", string.Join(", ", mine.Alternatives.Select(a => $"{a.Kind} {a.Credit.Amount}")), string.Join(", ", other.Offers.Select(o => $"{o.Kind} {o.Credit}")));
        }
    }

    private static string StarterFile([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "deploy", "config", "policies", "starter.yaml"));
}
