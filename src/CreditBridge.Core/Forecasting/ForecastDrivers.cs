using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting;

/// <summary>Finds the deals from which most of the expected reviews come: of all, and of each region and team.</summary>
internal sealed class ForecastDrivers(WorkloadQuestion question, List<(DateOnly First, DateOnly Last)> weeks)
{
    // A deal that brings a review in one case of twenty drives nothing.
    private const double Least = 0.05;

    private readonly PriorityQueue<ForecastDriver, double> _all = new();
    private readonly Dictionary<(ForecastDimension, string), PriorityQueue<ForecastDriver, double>> _parts = [];

    /// <summary>Takes a deal, if it weighs enough.</summary>
    /// <param name="deal">The deal.</param>
    /// <param name="chances">Chance that it reaches the step, by week.</param>
    /// <param name="review">What it asks for then.</param>
    /// <param name="expected">Reviews that are expected of it.</param>
    public void Offer(OpenDeal deal, ReadOnlySpan<double> chances, ReviewChance review, double expected)
    {
        if (expected < Least)
            return;
        var (region, team) = (Part(ForecastDimension.Region, deal.Region), Part(ForecastDimension.Team, deal.Team));
        var (ofAll, ofRegion, ofTeam) = (Takes(_all, question.Drivers), Takes(region, question.DriversOfPart), Takes(team, question.DriversOfPart));
        if (!ofAll && !ofRegion && !ofTeam)
            return;
        var driver = Driver(deal, chances, review);
        Put(_all, ofAll, question.Drivers);
        Put(region, ofRegion, question.DriversOfPart);
        Put(team, ofTeam, question.DriversOfPart);

        bool Takes(PriorityQueue<ForecastDriver, double> list, int most) => most > 0 && (list.Count < most || (list.TryPeek(out _, out var least) && expected > least));

        void Put(PriorityQueue<ForecastDriver, double> list, bool takes, int most)
        {
            if (!takes)
                return;
            list.Enqueue(driver, expected);
            if (list.Count > most)
                list.Dequeue();
        }
    }

    /// <summary>Those of all, the ones that weigh most first.</summary>
    public IReadOnlyList<ForecastDriver> All() => Ranked(_all);

    /// <summary>Those of a part. Reviews of deals are one type.</summary>
    public IReadOnlyList<ForecastDriver> Of(ForecastDimension dimension, string name) => dimension == ForecastDimension.Type
        ? name == ReviewTypes.NewDeal ? [.. All().Take(question.DriversOfPart)] : []
        : _parts.TryGetValue((dimension, name), out var part) ? Ranked(part) : [];

    private PriorityQueue<ForecastDriver, double> Part(ForecastDimension dimension, string name)
    {
        if (!_parts.TryGetValue((dimension, name), out var part))
            _parts.Add((dimension, name), part = new PriorityQueue<ForecastDriver, double>());
        return part;
    }

    private static IReadOnlyList<ForecastDriver> Ranked(PriorityQueue<ForecastDriver, double> list) =>
        [.. list.UnorderedItems.Select(i => i.Element).OrderByDescending(d => d.Expected).ThenBy(d => d.DealKey, StringComparer.Ordinal)];

    private ForecastDriver Driver(OpenDeal deal, ReadOnlySpan<double> chances, ReviewChance review)
    {
        var needed = Math.Clamp(review.Probability, 0, 1);
        var byWeek = new double[chances.Length];
        for (var w = 0; w < byWeek.Length; w++)
            byWeek[w] = chances[w] * needed;
        var days = Math.Max(0, question.AsOfDate.DayNumber - deal.Since.DayNumber);
        var (place, because) = (deal.Stage.Length == 0 ? "Open" : $"In '{deal.Stage}'", review.Why.Length == 0 ? "" : $" ({review.Why})");
        var reaches = byWeek.Sum() / Math.Max(needed, 1e-9);
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"{place} for {days} {(days == 1 ? "day" : "days")}; {reaches * 100:0} % to reach credit by {weeks[^1].Last:yyyy-MM-dd}, {needed * 100:0} % to need a review{because}.");
        return new ForecastDriver(deal.Key, why, byWeek)
        {
            Name = deal.Name,
            AccountKey = deal.AccountKey,
            Amount = deal.Amount is { } amount ? new Money(amount, question.Currency) : null,
            Stage = deal.Stage,
            Region = deal.Region,
            Team = deal.Team,
            WorkHours = review.Hours,
            ReviewProbability = needed,
        };
    }
}
