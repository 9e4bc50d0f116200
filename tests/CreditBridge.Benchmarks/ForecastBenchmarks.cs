using System.Diagnostics;
using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;

namespace CreditBridge.Benchmarks;

/// <summary>
/// A workload forecast from many deals, and again after one of a hundred has changed: <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- forecast [open deals]</c>.
/// Three years of history with five rows per deal, of which two thirds are closed. Histories are made one by one, as a store would hand them over.
/// </summary>
internal static class ForecastBenchmarks
{
    private const int Years = 3;
    private const int Days = Years * 365;
    private static readonly string[] Stages = ["Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Decision Makers", "Perception Analysis", "Proposal"];
    private static readonly DateOnly FirstDay = new(2023, 1, 2);
    private static readonly ForecastEvent What = ForecastEvent.Reaches(["Proposal"]);

    public static void Run(int open)
    {
        var total = 3 * open;
        var counts = new HazardCounts(What, FirstDay, Days + 60);
        var deals = new List<OpenDeal>();
        var rows = 0L;
        Time($"count the histories of {total:N0} deals", () =>
        {
            for (var i = 0; i < total; i++)
            {
                var deal = Make(i, 0, i < open);
                rows += deal.Moves.Count;
                counts.Add(deal);
                if (OpenDeal.From(deal, What) is { } waiting)
                    deals.Add(waiting);
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rows:N0} rows, {deals.Count:N0} open deals"));
        WorkloadForecast? forecast = null;
        Time("forecast of 13 weeks, replay included", () => forecast = Forecast(counts, deals));
        Console.WriteLine($"  {forecast!.ModelReason}");
        Time("refresh after 1 % has changed", () =>
        {
            var (places, changed) = (deals.Select((d, at) => (d.Key, at)).ToDictionary(d => d.Key, d => d.at), 0);
            for (var i = 0; i < total; i += 100)
            {
                var (old, now) = (Make(i, 0, i < open), Make(i, 1, i < open));
                counts.Remove(old);
                counts.Add(now);
                changed++;
                if (OpenDeal.From(now, What) is { } waiting && places.TryGetValue(waiting.Key, out var at))
                    deals[at] = waiting;
            }

            forecast = Forecast(counts, deals);
        });
    }

    private static WorkloadForecast Forecast(HazardCounts counts, List<OpenDeal> deals)
    {
        var today = FirstDay.AddDays(Days);
        return WorkloadForecaster.Make(new WorkloadQuestion
        {
            MadeAt = new DateTimeOffset(today, TimeOnly.MinValue, TimeSpan.Zero),
            AsOfDate = today,
            PolicyVersion = "benchmark",
            Currency = CurrencyCode.Parse("EUR"),
            Counts = counts,
            Open = deals,
            Review = d => new ReviewChance(d.Amount > 100_000m ? 1 : 0.2, 2, "by amount"),
            Weeks = 13,
        }).Forecast!;
    }

    // Five rows: a move forward, or a change of the amount that writes a row in the same stage.
    private static DealHistory Make(int number, int version, bool isOpen)
    {
        var random = new Random((number * 2) + version);
        var day = isOpen ? FirstDay.AddDays(Days - 1 - (int)(-Math.Log(1 - random.NextDouble()) * 60)) : FirstDay.AddDays(random.Next(Days - 120));
        var (opened, stage) = (day, 0);
        var moves = new List<StageMove>(5);
        for (var row = 0; row < 5; row++)
        {
            moves.Add(new StageMove(day, Stages[stage]));
            stage = Math.Min(stage + random.Next(isOpen ? 2 : 3), isOpen ? Stages.Length - 2 : Stages.Length - 1);
            day = day.AddDays(isOpen ? 0 : random.Next(1, 30));
        }

        return new DealHistory(number.ToString("D8", CultureInfo.InvariantCulture), opened, moves)
        {
            Closed = isOpen ? null : day,
            Amount = 1_000m * random.Next(1, 200),
            Region = number % 3 == 0 ? "EMEA" : "Americas",
            Team = $"T{number % 5}",
            NeededReview = isOpen ? null : random.Next(3) == 0,
        };
    }

    private static void Time(string what, Action work)
    {
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        work();
        var megabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-45} {watch.Elapsed.TotalSeconds,7:0.0} s  processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds,6:0.0} s  peak memory {megabytes:0} MB"));
    }
}
