using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Hosting.Forecasts;

/// <summary>
/// Sends the weekly mail with the forecast: once to each recipient, whatever process does it. Who has it is noted after each attempt; a mail of which nobody knows whether it arrived is
/// sent again with the same identity, by which mail servers and clients tell that it is the same.
/// </summary>
internal sealed class ForecastMailer(Bridge bridge, ForecastDesk desk, IMailer mailer, IReadOnlyList<string> usualRecipients, RunSettings settings)
{
    /// <summary>The engine's value that says what became of the last mail.</summary>
    public const string LastKey = "forecast/mail";

    private const string LeaseName = "forecast-mail";

    // On the day itself and on the next: a forecast of Monday helps nobody on Thursday.
    private const int MostDaysLate = 1;

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Who receives it.</summary>
    public IReadOnlyList<string> Recipients => desk.Options.Mail.To.Count > 0 ? desk.Options.Mail.To : usualRecipients;

    /// <summary>Sends the mail if it is due and somebody does not have it yet.</summary>
    /// <returns>What became of it; null when nothing was to be done.</returns>
    public async Task<MailStanding?> SendIfDueAsync(CancellationToken cancellationToken)
    {
        var now = bridge.Clock.GetUtcNow();
        if (!desk.Options.Mail.Send || !mailer.IsSet || Recipients.Count == 0 || DueDay(desk.Options.Mail, TimeZoneInfo.ConvertTime(now, bridge.Zone).DateTime) is not { } day)
            return null;
        if (await ReadAsync(day, cancellationToken) is { } known && (known.IsSettled || now - known.TriedAt < Pause))
            return null;
        if (await bridge.Database.Engine.TryLeaseAsync(LeaseName, now, new Lease(settings.Holder, now + LeaseTime), cancellationToken) is not null)
            return null;
        try
        {
            // Read again: another process may have sent it before the lease was ours.
            var before = await ReadAsync(day, cancellationToken);
            if (before is not null && (before.IsSettled || now - before.TriedAt < Pause))
                return null;
            var view = await desk.ViewAsync(cancellationToken);
            if (view.Forecast is not { } forecast || forecast.AsOfDate < day)
            {
                // The forecast of the day is still to come; only when it cannot be made is that noted.
                return view.Refusal is { Kind: not FailureKind.Transient } refusal
                    ? await NoteAsync(new MailStanding(day, [], [], $"There is no forecast to send: {refusal.Message}", now), cancellationToken) : null;
            }

            var waiting = Recipients.Except([.. before?.Delivered ?? [], .. before?.Refused ?? []], StringComparer.OrdinalIgnoreCase).ToList();
            var outcome = await mailer.SendAsync(ForecastMail.Of(view, forecast, waiting, $"creditbridge-forecast-{day:yyyy-MM-dd}"), cancellationToken);
            return await NoteAsync(After(day, before, outcome, now), cancellationToken);
        }
        finally
        {
            await bridge.Database.Engine.ReleaseAsync(LeaseName, settings.Holder, CancellationToken.None);
        }
    }

    /// <summary>Sends it now, whatever was sent before; nothing is noted.</summary>
    public Task<MailOutcome> SendAsync(ForecastView view, WorkloadForecast forecast, IReadOnlyList<string> to, CancellationToken cancellationToken) =>
        mailer.SendAsync(ForecastMail.Of(view, forecast, to, null), cancellationToken);

    /// <summary>The day whose mail is due at a moment of the company's time; null when none is.</summary>
    internal static DateOnly? DueDay(ForecastMailOptions options, DateTime now)
    {
        var today = DateOnly.FromDateTime(now);
        var day = today.AddDays(-(((int)today.DayOfWeek - (int)options.Day + 7) % 7));
        var late = today.DayNumber - day.DayNumber;
        return late > MostDaysLate || (late == 0 && TimeOnly.FromDateTime(now) < options.TimeOfDay) ? null : day;
    }

    /// <summary>How the mail stands after an attempt.</summary>
    internal static MailStanding After(DateOnly day, MailStanding? before, MailOutcome outcome, DateTimeOffset now)
    {
        var refused = outcome.Recipients.Where(r => r.Failure is { Kind: FailureKind.RecordRejected }).ToList();
        var waiting = outcome.Recipients.Where(r => r.Failure is { Kind: not FailureKind.RecordRejected }).ToList();
        return new MailStanding(
            day,
            [.. before?.Delivered ?? [], .. outcome.Recipients.Where(r => r.Failure is null).Select(r => r.Address)],
            [.. before?.Refused ?? [], .. refused.Select(r => r.Address)],
            waiting.Count == 0 ? null : $"{waiting[0].Failure!.Message} {waiting[0].Failure!.NextStep}",
            now);
    }

    private async Task<MailStanding?> ReadAsync(DateOnly day, CancellationToken cancellationToken) =>
        MailStanding.Parse(await bridge.Database.Engine.GetValueAsync(LastKey, cancellationToken)) is { } last && last.Day == day ? last : null;

    private async Task<MailStanding> NoteAsync(MailStanding standing, CancellationToken cancellationToken)
    {
        await bridge.Database.Engine.SetValueAsync(LastKey, standing.ToText(), cancellationToken);
        return standing;
    }
}
