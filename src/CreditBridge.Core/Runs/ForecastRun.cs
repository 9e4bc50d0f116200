using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>Makes the forecast of reviews from what is stored, keeps it, and puts its rows for the CRM into the outbox. One process at a time.</summary>
public sealed class ForecastRun(
    IForecastStore forecasts, ISnapshotReader snapshots, IDecisionStore decisions, IReviewStore reviews, IEngineStore engine, RunSettings settings,
    TimeProvider clock, TimeZoneInfo zone, int historyDays, IReadOnlyDictionary<string, string>? renamedStages = null) : IDisposable
{
    /// <summary>Name of the lease under which forecasts are made.</summary>
    public const string LeaseName = "forecast";

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(15);

    private readonly WorkloadFeed _feed = new(forecasts, snapshots, decisions, reviews, zone, historyDays, renamedStages);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes a forecast as of now, without keeping it.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="neverRead">What has never been read to its end.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<WorkloadResult> MakeAsync(CreditPolicy policy, IReadOnlyList<NeverRead> neverRead, int weeks, CancellationToken cancellationToken)
    {
        if (Refusal(policy, neverRead) is { } refusal)
            return new WorkloadResult(null, null, refusal);
        await _one.WaitAsync(cancellationToken);
        try
        {
            return Warned(WorkloadForecaster.Make(await _feed.ReadAsync(policy, AsOf.At(clock.GetUtcNow(), zone), weeks, cancellationToken)));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Replays forecasts over the past of what is stored.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="neverRead">What has never been read to its end.</param>
    /// <param name="horizonDays">How many days ahead each forecast looks.</param>
    /// <param name="origins">The days from which is forecast, of those from the first to the last of the past; null for the Sundays of the last year.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<BacktestResult> BacktestAsync(
        CreditPolicy policy, IReadOnlyList<NeverRead> neverRead, int horizonDays, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>>? origins, CancellationToken cancellationToken)
    {
        if (Refusal(policy, neverRead) is { } refusal)
            return new BacktestResult(null, refusal);
        await _one.WaitAsync(cancellationToken);
        try
        {
            var question = await _feed.ReadAsync(policy, AsOf.At(clock.GetUtcNow(), zone), 1, cancellationToken);
            var known = question.AsOfDate.AddDays(-1);
            var result = Backtest.Run(question.Counts, new BacktestQuestion
            {
                Origins = origins is null ? BacktestQuestion.Sundays(known.AddDays(-364 - horizonDays), known) : origins(question.Counts.FirstDay, known),
                KnownUntil = known,
                HorizonDays = horizonDays,
                Calendar = question.Calendar,
                StageProbability = new StageChances(question.Stages, question.Counts.What).Of,
            });
            var last = Math.Min(question.Counts.DayOf(known), question.Counts.Days - 1);
            return result.Report is { Winner: not ForecastModel.StageProbability } report && WorkloadForecaster.IsCold(HazardModel.Fit(question.Counts, last, question.Calendar))
                ? result with { Report = report with { IsUsed = false, Warnings = [ForecastWarnings.NotUsed, .. report.Warnings] } }
                : result;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Makes the forecast of today, keeps it and queues its rows.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="neverRead">What has never been read to its end.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="crm">Where rows are to be written; null for nowhere.</param>
    /// <param name="backtestDays">How many days ahead the replay over the past looks that is kept as well; null to keep none.</param>
    /// <param name="cancellationToken">Stops before anything is kept.</param>
    /// <returns>What was made; null when another process makes one.</returns>
    public async Task<KeptForecast?> RunAsync(CreditPolicy policy, IReadOnlyList<NeverRead> neverRead, int weeks, CrmTarget? crm, int? backtestDays, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await engine.TryLeaseAsync(LeaseName, now, new Lease(settings.Holder, now + LeaseTime), cancellationToken) is not null)
            return null;
        try
        {
            var made = await MakeAsync(policy, neverRead, weeks, cancellationToken);
            if (made.Forecast is not { } forecast)
                return new KeptForecast(made, 0);
            var rows = crm is null ? [] : await RowsAsync(forecast, policy, crm, cancellationToken);
            var queued = await forecasts.AddAsync(ForecastCodec.Encode(forecast), rows, cancellationToken);
            if (backtestDays is { } days && (made.Backtest?.HorizonDays == days ? made.Backtest : (await BacktestAsync(policy, neverRead, days, null, cancellationToken)).Report) is { } report)
                await forecasts.AddAsync(ForecastCodec.Encode(report, forecast.AsOfDate, forecast.MadeAt), [], cancellationToken);
            return new KeptForecast(made, queued);
        }
        finally
        {
            await engine.ReleaseAsync(LeaseName, settings.Holder, CancellationToken.None);
        }
    }

    // Rows of weeks to come that are no longer forecast would stay as if they were.
    private async Task<IReadOnlyList<OutboxChange>> RowsAsync(WorkloadForecast forecast, CreditPolicy policy, CrmTarget crm, CancellationToken cancellationToken)
    {
        // Once people have begun to work, the week of today holds only the hours that are left of it.
        var hours = BusinessHours.Of(policy, zone);
        var next = hours.HasBegun(forecast.MadeAt) ? hours.DayOf(forecast.MadeAt).AddDays(1) : forecast.AsOfDate;
        var first = next > forecast.AsOfDate ? next : forecast.AsOfDate;
        var rows = ForecastRows.Changes(forecast, crm.Connection, crm.Accepts, first);
        return await forecasts.GetLatestAsync(ForecastKind.Workload, cancellationToken) is { } before
            ? [.. rows, .. ForecastRows.Withdrawals(ForecastCodec.DecodeForecast(before), forecast, crm.Connection, crm.Accepts, first)]
            : rows;
    }

    private WorkloadResult Warned(WorkloadResult made) => made.Forecast is not { } forecast || _feed.Unjudged.Count == 0 ? made : made with
    {
        Forecast = forecast with
        {
            Warnings =
            [
                .. forecast.Warnings,
                new ForecastWarning("unjudged-accounts", $"Of {_feed.Unjudged.Count} accounts nobody could tell whether their deals would need a review, {_feed.Unjudged.First()} among them; they count as if they did.",
                    "Look at them by 'creditbridge explain', and report the defect."),
            ],
        },
    };

    // What would be wrong for want of data is not forecast at all.
    private static Failure? Refusal(CreditPolicy policy, IReadOnlyList<NeverRead> neverRead)
    {
        if (neverRead.Count > 0)
        {
            return new Failure(FailureKind.Configuration, $"Nothing is forecast before all of this was read to its end once: {string.Join(", ", neverRead.GroupBy(n => n.Connection).SelectMany(InWords))}.",
                "Let a cycle end: 'creditbridge sync', or the service.");
        }

        if (policy.Proposals.Checked.IsEmpty)
            return new Failure(FailureKind.Configuration, "The policy checks no deals, so no step of the sales process asks for a review.", "Name the deals in 'proposals.check_deals' of the policy.");
        return policy.Calendar.MinutesPerWeek == 0
            ? new Failure(FailureKind.Configuration, "The policy's calendar has no working time.", "Repair 'calendar' in the policy: at least one day of the week has to have hours.")
            : null;
    }

    // Of a connection of which much was never read, the number says enough.
    private static IEnumerable<string> InWords(IGrouping<string, NeverRead> connection) =>
        connection.Count() > 2 ? [$"{connection.Key} ({connection.Count()} kinds of records)"] : connection.Select(n => n.InWords);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();
}

/// <summary>A forecast that was made and kept.</summary>
/// <param name="Result">What was made, or why nothing was.</param>
/// <param name="QueuedRows">Rows of the CRM that are to be written.</param>
public sealed record KeptForecast(WorkloadResult Result, long QueuedRows);
