using System.Globalization;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Forecasting;

/// <summary>A forecast, or the reason why there is none.</summary>
/// <param name="Forecast">The forecast; null when there is none.</param>
/// <param name="Backtest">The replay by which its model was chosen; null when there was too little past.</param>
/// <param name="Failure">Why there is no forecast; null when there is one.</param>
public sealed record WorkloadResult(WorkloadForecast? Forecast, BacktestReport? Backtest, Failure? Failure);

/// <summary>Makes the forecast of the reviews to come.</summary>
public static class WorkloadForecaster
{
    // Fewer events tell less than the CRM's own probabilities.
    private const int FewestEvents = 20;
    private const int ReplayHorizon = 28;
    private const int ReplayDays = 26 * 7;

    // Without history the level may be wrong by a third; nothing better is known.
    private const double ColdSpread = 0.35 * 0.35;
    private const int MostWeeks = 14;
    private const string WhatWasReplayed = "It was replayed how many deals come to credit's step; reviews whose day is known are no part of it.";

    /// <summary>Makes it.</summary>
    public static WorkloadResult Make(WorkloadQuestion question)
    {
        if (Refusal(question) is { } failure)
            return new WorkloadResult(null, null, failure);
        var origin = question.AsOfDate.AddDays(-1);
        var weeks = Weeks(question);
        var ends = weeks.Select(w => w.Last.DayNumber - origin.DayNumber).ToList();
        var counts = question.Counts;
        var last = counts.DayOf(origin);
        var stageChances = new StageChances(question.Stages, counts.What);
        var model = HazardModel.Fit(counts, Math.Min(last, counts.Days - 1), question.Calendar);
        var isCold = IsCold(model);
        var warnings = ForecastWarnings.Of(question, weeks[^1].Last, model, stageChances, isCold);
        return isCold
            ? Cold(question, weeks, ends, stageChances, warnings)
            : Learned(question, weeks, ends, model, stageChances, warnings);
    }

    /// <summary>Whether too little history is known to learn from, so that the probabilities of the stages are taken.</summary>
    internal static bool IsCold(HazardModel model) => model.LearnedEvents < FewestEvents || model.LearnedDays < Backtest.FewestDays;

    private static WorkloadResult Cold(WorkloadQuestion question, List<(DateOnly First, DateOnly Last)> weeks, List<int> ends, StageChances stages, List<ForecastWarning> warnings)
    {
        var tally = new WorkloadTally(question, weeks);
        var chances = new double[weeks.Count];
        foreach (var deal in question.Open)
        {
            stages.ByBucket(deal, question.AsOfDate.AddDays(-1), ends, chances);
            tally.AddDeal(deal, chances);
        }

        var forecast = tally.ToForecast(
            ForecastModel.StageProbability,
            "Too little history to learn from: the open deals times the probability of their stage, spread evenly until their close dates. Deals still to come are left out.",
            _ => ColdSpread, warnings, null);
        return new WorkloadResult(forecast, null, null);
    }

    private static WorkloadResult Learned(
        WorkloadQuestion question, List<(DateOnly First, DateOnly Last)> weeks, List<int> ends, HazardModel model, StageChances stages, List<ForecastWarning> warnings)
    {
        var (counts, origin) = (question.Counts, question.AsOfDate.AddDays(-1));
        var last = Math.Min(counts.DayOf(origin), counts.Days - 1);
        var replay = new BacktestQuestion
        {
            Origins = BacktestQuestion.Sundays(origin.AddDays(-ReplayDays - ReplayHorizon), origin),
            KnownUntil = origin,
            HorizonDays = ReplayHorizon,
            Calendar = question.Calendar,
            StageProbability = stages.Of,
        };
        var (backtest, track) = Backtest.RunTo(counts, replay, last);
        var winner = backtest.Report?.Winner ?? ForecastModel.Blend;
        var scale = track.ScaleAt(last, winner);
        var times = EventTimes.Compute(model, ArrivalModel.Fit(counts, last, question.Calendar), origin, ends, question.Calendar);
        var tally = new WorkloadTally(question, weeks);
        var chances = new double[weeks.Count];
        foreach (var deal in question.Open)
        {
            var stage = counts.IndexOf(deal.Stage);
            times.Open(stage < 0 ? model.Stages : stage, origin.DayNumber - deal.Since.DayNumber).CopyTo(chances);
            for (var w = 0; w < chances.Length; w++)
                chances[w] = Math.Min(1, chances[w] * scale(w));
            tally.AddDeal(deal, chances);
        }

        tally.AddArrivals(times.Arrivals, scale);
        if (backtest.Report is null)
            warnings.Add(new ForecastWarning("no-backtest", backtest.Failure!.Message, "The ranges rest on assumptions until some more weeks have passed."));
        var forecast = tally.ToForecast(winner, Reason(backtest, winner), w => track.SpreadFor(last, winner, w), warnings, backtest.Report?.Standing());
        return new WorkloadResult(forecast, backtest.Report, null);
    }

    private static string Reason(BacktestResult backtest, ForecastModel winner) => backtest.Report is not { } report
        ? "Learned from stage history; it cannot be replayed yet, so nothing says how good it is."
        : winner is ForecastModel.Blend or ForecastModel.Hazard
            ? $"{report.Summary} {WhatWasReplayed}"
            : string.Create(CultureInfo.InvariantCulture, $"A simpler way did better than the model, so its level is used. {report.Summary} {WhatWasReplayed}");

    private static Failure? Refusal(WorkloadQuestion question)
    {
        if (question.Weeks is < 1 or > MostWeeks)
        {
            return new Failure(FailureKind.Configuration, string.Create(CultureInfo.InvariantCulture, $"A forecast of {question.Weeks} weeks cannot be made."),
                string.Create(CultureInfo.InvariantCulture, $"Ask for 1 to {MostWeeks} weeks."));
        }

        return question.Open.Count == 0 && question.Known.Count == 0 && question.Counts.Deals == 0
            ? new Failure(FailureKind.Configuration, "There is no deal, open or closed, and no review whose day is known: nothing can be forecast from nothing.",
                "Read deals and their stage history from the CRM first, and evaluate the accounts.")
            : null;
    }

    private static List<(DateOnly First, DateOnly Last)> Weeks(WorkloadQuestion question)
    {
        var weeks = new List<(DateOnly, DateOnly)>();
        var first = question.AsOfDate;
        for (var i = 0; i < question.Weeks; i++)
        {
            var last = first.AddDays(6 - (((int)first.DayOfWeek - (int)question.WeekStart + 7) % 7));
            weeks.Add((first, last));
            first = last.AddDays(1);
        }

        return weeks;
    }
}
