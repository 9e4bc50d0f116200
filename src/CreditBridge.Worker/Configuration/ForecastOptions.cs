using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CreditBridge.Abstractions.Options;
using CreditBridge.Worker.Delivery.Mail;

namespace CreditBridge.Worker.Configuration;

/// <summary>The forecast of the credit reviews to come.</summary>
public sealed class ForecastOptions : IChecksItself
{
    /// <summary>Whether the service makes a forecast every day. Default: true.</summary>
    [Option("Whether the service makes a forecast every day, once a cycle has read everything.")]
    public bool Daily { get; init; } = true;

    /// <summary>Time of day from which it is made, in the company's time zone. Default: 04:00.</summary>
    [Option("Time of day from which the forecast is made, in the company's time zone, as hours and minutes.")]
    [Required]
    public string Time { get; init; } = "04:00";

    /// <summary>How many weeks are forecast, 4 to 13. Default: 13.</summary>
    [Option("How many weeks are forecast.")]
    [Range(4, 13)]
    public int Weeks { get; init; } = 13;

    /// <summary>How many days ahead each forecast of the weekly replay over the past looks. Default: 28.</summary>
    [Option("How many days ahead the weekly replay over the past forecasts, by which models are compared.")]
    [Range(7, 91)]
    public int BacktestDays { get; init; } = 28;

    /// <summary>How much past is learned from, in days. Default: 1,096, three years.</summary>
    [Option("Days of the past that are learned from. More than three years seldom helps: sales processes change.")]
    [Range(90, 3_653)]
    public int HistoryDays { get; init; } = 1_096;

    /// <summary>Former names of stages and what they are called now. Default: none.</summary>
    [Option("Former names of the CRM's stages and what they are called now, so that what deals did in them is known of their successors. Needed where the CRM's history keeps the old name.", Example = "{ \"Proposal\": \"Proposal/Price Quote\" }")]
    public Dictionary<string, string> RenamedStages { get; init; } = [];

    /// <summary>The weekly mail.</summary>
    [Option("The weekly mail with the forecast. It is sent when section Mail names a server and somebody receives it.")]
    public ForecastMailOptions Mail { get; init; } = new();

    /// <summary><see cref="Time"/> as a time of day.</summary>
    internal TimeOnly TimeOfDay => ForecastMailOptions.Parse(Time) ?? new TimeOnly(4, 0);

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (ForecastMailOptions.Parse(Time) is null)
            yield return (nameof(Time), ForecastMailOptions.NoTime(Time));
    }
}

/// <summary>The weekly mail with the forecast.</summary>
public sealed class ForecastMailOptions : IChecksItself
{
    /// <summary>Whether it is sent. Default: true.</summary>
    [Option("Whether the mail is sent every week.")]
    public bool Send { get; init; } = true;

    /// <summary>Day of the week. Default: Monday.</summary>
    [Option("Day of the week on which the mail is sent.")]
    public DayOfWeek Day { get; init; } = DayOfWeek.Monday;

    /// <summary>Time of day, in the company's time zone. Default: 06:30.</summary>
    [Option("Time of day from which the mail is sent, in the company's time zone, as hours and minutes.")]
    [Required]
    public string Time { get; init; } = "06:30";

    /// <summary>Who receives it; empty for those of section Mail.</summary>
    [Option("Who receives the mail; those of Mail:To when nobody is named.", Example = "[\"credit@example.com\"]")]
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary><see cref="Time"/> as a time of day.</summary>
    internal TimeOnly TimeOfDay => Parse(Time) ?? new TimeOnly(6, 30);

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Parse(Time) is null)
            yield return (nameof(Time), NoTime(Time));
        foreach (var address in To.Where(a => MailAddress.Parse(a) is null))
            yield return (nameof(To), $"'{MailText.OneLine(address)}' is not a mail address; one such as credit@example.com is expected.");
    }

    internal static TimeOnly? Parse(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    internal static string NoTime(string text) => $"'{MailText.OneLine(text)}' is not a time of day: hours and minutes are expected, such as 06:30.";
}
