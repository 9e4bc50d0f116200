using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Configuration;

namespace CreditBridge.Worker.Hosting.Forecasts;

/// <summary>The forecast of reviews of this installation: made when it is due, kept, and shown together with how good it was so far.</summary>
internal sealed class ForecastDesk(Bridge bridge, ForecastOptions options, RunSettings settings) : IDisposable
{
    private const string RefusalKey = "forecast/refusal";
    private const int ScoredDays = 182;
    private const int ReplayEveryDays = 7;
    private const int ReviewsAtOnce = 500;

    // What failed may be repaired by the next cycle; trying at every tick would only fill the log.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    private readonly ForecastRun _run = new(
        bridge.Database.Forecasts, bridge.Database.SnapshotReader, bridge.Database.Decisions, bridge.Database.Reviews, bridge.Database.Engine,
        settings, bridge.Clock, bridge.Zone, options.HistoryDays, options.RenamedStages);

    private DateTimeOffset? _triedAt;
    private volatile Dictionary<(DateOnly AsOf, DateTimeOffset MadeAt), PastForecast> _past = [];

    /// <summary>How forecasts are made and delivered.</summary>
    public ForecastOptions Options => options;

    /// <summary>The business day of now.</summary>
    public DateOnly Today => AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate;

    /// <summary>Makes a forecast as of now and keeps nothing.</summary>
    public async Task<WorkloadResult> MakeAsync(int? weeks, CancellationToken cancellationToken) =>
        await _run.MakeAsync(bridge.ActivePolicy, await bridge.FindNeverReadAsync(cancellationToken), weeks ?? options.Weeks, cancellationToken);

    /// <summary>Replays forecasts over the past of what is stored, and keeps nothing.</summary>
    public async Task<BacktestResult> BacktestAsync(int? horizonDays, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>>? origins, CancellationToken cancellationToken) =>
        await _run.BacktestAsync(bridge.ActivePolicy, await bridge.FindNeverReadAsync(cancellationToken), horizonDays ?? options.BacktestDays, origins, cancellationToken);

    /// <summary>Makes the forecast of today if it is due: none was made today, the time has come, a cycle has ended, and no attempt has just failed.</summary>
    /// <returns>What was made; null when nothing was due, or another process makes it.</returns>
    public async Task<KeptForecast?> MakeIfDueAsync(CancellationToken cancellationToken)
    {
        var now = bridge.Clock.GetUtcNow();
        if (!options.Daily || bridge.LastCycleAt is null || now - _triedAt < Pause || TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, bridge.Zone).DateTime) < options.TimeOfDay)
            return null;
        var today = Today;
        if (await bridge.Database.Forecasts.GetLatestAsync(ForecastKind.Workload, cancellationToken) is { } last && last.AsOf >= today)
            return null;
        _triedAt = now;
        var replayed = await bridge.Database.Forecasts.GetLatestAsync(ForecastKind.Backtest, cancellationToken);
        var replays = replayed is null || today.DayNumber - replayed.AsOf.DayNumber >= ReplayEveryDays || (today.DayOfWeek == options.Mail.Day && replayed.AsOf < today);
        var crm = new CrmTarget(bridge.Crm.Name, bridge.Crm.Sink!.Accepts);
        var kept = await _run.RunAsync(bridge.ActivePolicy, await bridge.FindNeverReadAsync(cancellationToken), options.Weeks, crm, replays ? options.BacktestDays : null, cancellationToken);
        if (kept is { Result.Failure: { } refusal })
            await bridge.Database.Engine.SetValueAsync(RefusalKey, JsonSerializer.Serialize(refusal), cancellationToken);
        else if (kept is not null)
            await bridge.Database.Engine.RemoveValueAsync(RefusalKey, cancellationToken);
        return kept;
    }

    /// <summary>The last forecast that was kept, with everything that is shown beside it.</summary>
    public async Task<ForecastView> ViewAsync(CancellationToken cancellationToken)
    {
        var stored = await bridge.Database.Forecasts.GetLatestAsync(ForecastKind.Workload, cancellationToken);
        var forecast = stored is null ? null : ForecastCodec.DecodeForecast(stored);
        var refusal = await bridge.Database.Engine.GetValueAsync(RefusalKey, cancellationToken) is { } text ? JsonSerializer.Deserialize<Failure>(text) : null;
        refusal ??= forecast is null
            ? new Failure(FailureKind.Transient, "None has been made yet.", options.Daily
                ? $"The service makes one every day from {options.Time} on, after a cycle has ended; 'creditbridge forecast' shows in the terminal what it would say now." : "Forecast:Daily is off; 'creditbridge forecast' shows in the terminal what it would say now.")
            : forecast.AsOfDate < Today.AddDays(-1)
                ? new Failure(FailureKind.Transient, $"The last one is of {forecast.AsOfDate:yyyy-MM-dd}.", "Look at the service's status and log.") : null;
        return await AroundAsync(new ForecastView(bridge.Clock.GetUtcNow()) { Forecast = forecast, Refusal = refusal }, cancellationToken);
    }

    /// <summary>A forecast that was made just now, with everything that is shown beside it.</summary>
    public Task<ForecastView> ViewAsync(WorkloadResult made, CancellationToken cancellationToken) => AroundAsync(
        new ForecastView(bridge.Clock.GetUtcNow()) { Forecast = made.Forecast, Refusal = made.Failure, Backtest = made.Backtest, BacktestOf = made.Forecast?.AsOfDate }, cancellationToken);

    private async Task<ForecastView> AroundAsync(ForecastView view, CancellationToken cancellationToken)
    {
        if (view.Backtest is null && await bridge.Database.Forecasts.GetLatestAsync(ForecastKind.Backtest, cancellationToken) is { } replay)
            view = view with { Backtest = ForecastCodec.DecodeBacktest(replay), BacktestOf = replay.AsOf };
        var (opened, first, open) = await ReadOpeningsAsync(cancellationToken);
        return view with
        {
            Open = open,
            Past = first is { } since ? PastForecasts.Score(await ReadPastAsync(cancellationToken), Opened, since, Today.AddDays(-1)) : [],
            Mail = MailStanding.Parse(await bridge.Database.Engine.GetValueAsync(ForecastMailer.LastKey, cancellationToken)),
        };

        int Opened(DateOnly day, bool withEvents) => opened.GetValueOrDefault((day, false)) + (withEvents ? opened.GetValueOrDefault((day, true)) : 0);
    }

    // A forecast that was kept does not change unless it is made again on its day: each is read once, and only its weeks stay.
    private async Task<IReadOnlyList<PastForecast>> ReadPastAsync(CancellationToken cancellationToken)
    {
        var (known, past) = (_past, new List<((DateOnly, DateTimeOffset) Made, PastForecast Weeks)>());
        foreach (var made in await bridge.Database.Forecasts.ListDaysAsync(ForecastKind.Workload, Today.AddDays(-ScoredDays), cancellationToken))
        {
            if (known.TryGetValue(made, out var kept))
                past.Add((made, kept));
            else if (await bridge.Database.Forecasts.FindAsync(ForecastKind.Workload, made.AsOf, cancellationToken) is { } stored)
                past.Add(((stored.AsOf, stored.MadeAt), PastForecast.Of(ForecastCodec.DecodeForecast(stored))));
        }

        // Several views at once may each put theirs here; any of them is right.
        _past = past.ToDictionary(p => p.Made, p => p.Weeks);
        return [.. past.Select(p => p.Weeks)];
    }

    // How many reviews began on each day, those because of events apart, and the first day on which reviews were kept.
    private async Task<(Dictionary<(DateOnly Day, bool IsEvent), int> Opened, DateOnly? First, OpenWork Open)> ReadOpeningsAsync(CancellationToken cancellationToken)
    {
        var opened = new Dictionary<(DateOnly Day, bool IsEvent), int>();
        DateOnly? first = null;
        var now = bridge.Clock.GetUtcNow();
        var hours = 0m;
        string? after = null;
        do
        {
            var page = await bridge.Database.Reviews.ListAsync(new ReviewFilter(), after, ReviewsAtOnce, cancellationToken);
            foreach (var review in page.Reviews)
            {
                hours += review.EffortHours;
                Count(review);
            }

            after = page.Next;
        }
        while (after is not null);

        await foreach (var review in bridge.Database.Reviews.ListClosedAsync(now.AddDays(-ScoredDays), cancellationToken))
            Count(review);
        var counts = await bridge.Database.Reviews.CountAsync(now, cancellationToken);
        // Of the first day only a part may have been counted.
        return (opened, first?.AddDays(1), new OpenWork(counts.Open, hours, counts.Waiting, counts.Breached));

        void Count(CreditReview review)
        {
            var day = AsOf.At(review.OpenedAt, bridge.Zone).BusinessDate;
            var kind = (day, ReviewTypes.Of(review) == ReviewTypes.Event);
            opened[kind] = opened.GetValueOrDefault(kind) + 1;
            first = first is { } earlier && earlier <= day ? earlier : day;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _run.Dispose();
}
