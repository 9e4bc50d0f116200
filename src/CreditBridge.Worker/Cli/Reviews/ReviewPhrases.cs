using System.Globalization;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Cli.Reviews;

/// <summary>Reviews in the words of a credit manager. Hours are business hours.</summary>
internal static class ReviewPhrases
{
    /// <summary>How a review stands, in two or three words.</summary>
    public static string Clock(ListedReview listed) => listed.Clock.State switch
    {
        SlaState.NotStarted => "not complete",
        SlaState.Paused => "waits for sales",
        SlaState.Running => $"{Hours(listed.Clock.MinutesLeft)} left",
        SlaState.AtRisk => $"at risk: {Hours(listed.Clock.MinutesLeft)}",
        SlaState.Breached => $"LATE {Hours(-listed.Clock.MinutesLeft)}",
        SlaState.Met => "in time",
        SlaState.NoClock => "no clock ran",
        _ => $"{Hours(-listed.Clock.MinutesLeft)} late",
    };

    /// <summary>Business minutes in words.</summary>
    public static string Hours(int minutes) => Math.Abs(minutes) switch
    {
        < 60 => $"{minutes} min",
        < 600 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {Math.Abs(minutes % 60):00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h"),
    };

    /// <summary>Hours with a fraction in words; a dash when nothing is known.</summary>
    public static string Hours(decimal? hours) => hours is { } h ? Hours((int)Math.Round(h * 60m, MidpointRounding.AwayFromZero)) : "–";

    /// <summary>A share in percent; a dash when nothing is known.</summary>
    public static string Percent(decimal? share) => share is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s * 100m:0} %") : "–";

    /// <summary>The weightiest reason in a word, and how many more there are.</summary>
    public static string Why(CreditReview review) => review.Reasons.Count == 0 ? "" : Cause(review.Reasons[0].Cause) + (review.Reasons.Count > 1 ? $" +{review.Reasons.Count - 1}" : "") + (review.Priority == 0 ? ", urgent" : "");

    /// <summary>A kind of reason in a word.</summary>
    public static string Cause(ReviewCause cause) => cause switch
    {
        ReviewCause.Deal => "deal",
        ReviewCause.LimitChange => "limit",
        ReviewCause.Deterioration => "pays later",
        ReviewCause.BureauChange => "bureau",
        ReviewCause.News => "news",
        ReviewCause.WarnNotice => "dismissals",
        ReviewCause.CoverChange => "cover",
        ReviewCause.Expiry => "expiry",
        ReviewCause.Periodic => "periodic",
        ReviewCause.Hold => "hold",
        ReviewCause.MissingInformation => "figures",
        _ => "asked",
    };

    /// <summary>A moment in the company's time zone, for a narrow column: without the year where that is the present one.</summary>
    public static string Short(DateTimeOffset? moment, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (moment is not { } m)
            return "–";
        var local = TimeZoneInfo.ConvertTime(m, zone);
        return local.ToString(local.Year == TimeZoneInfo.ConvertTime(now, zone).Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A moment in the company's time zone.</summary>
    public static string Moment(DateTimeOffset? moment, TimeZoneInfo zone) =>
        moment is { } m ? TimeZoneInfo.ConvertTime(m, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "–";
}
