using System.Globalization;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Cli.Reviews;

/// <summary>Reviews as CSV, one line each. Moments are UTC.</summary>
internal static class ReviewCsv
{
    /// <summary>The heading.</summary>
    public const string Heading = "review,state,account,account_name,deal,deal_name,amount,currency,reasons,priority,effort,hours,team,analyst,analyst_name,opened,complete,due,closed,clock,minutes_left,share_used\r\n";

    /// <summary>One line with its end.</summary>
    public static string Line(ListedReview listed)
    {
        var review = listed.Review;
        return CsvCells.Line(
            review.Key, $"{review.State}".ToLowerInvariant(), review.AccountKey, listed.AccountName, review.OpportunityKey ?? "", listed.DealName ?? "",
            review.Amount is { } amount ? amount.Amount.ToString(CultureInfo.InvariantCulture) : "", review.Amount?.Currency.Code ?? "", string.Join(" | ", review.Reasons.Select(r => r.Text)),
            ReviewFields.PriorityText(review.Priority).ToLowerInvariant(), review.Effort, review.EffortHours.ToString(CultureInfo.InvariantCulture),
            review.Team ?? "", review.Analyst ?? "", listed.AnalystName ?? "",
            Moment(review.OpenedAt), Moment(review.CompleteAt), Moment(review.DueAt), Moment(review.ClosedAt), $"{listed.Clock.State}", listed.Clock.MinutesLeft.ToString(CultureInfo.InvariantCulture),
            listed.Clock.ShareUsed.ToString("0.###", CultureInfo.InvariantCulture));
    }

    private static string Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
