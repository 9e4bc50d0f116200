using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>Everything that a workload forecast is made from.</summary>
public sealed record WorkloadQuestion
{
    /// <summary>When it is made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The business day it is made for: everything until the day before is known.</summary>
    public required DateOnly AsOfDate { get; init; }

    /// <summary>Version of the policy that <see cref="Review"/> follows.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>Currency of all amounts.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>The past, counted; also that of deals that are still open.</summary>
    public required HazardCounts Counts { get; init; }

    /// <summary>Deals that wait for credit's step.</summary>
    public required IReadOnlyCollection<OpenDeal> Open { get; init; }

    /// <summary>What a deal asks of credit under the active policy once it reaches the step.</summary>
    public required Func<OpenDeal, ReviewChance> Review { get; init; }

    /// <summary>Share, 0 to 1, of the deals that are at the step now and needed a review: what is believed of deals to come while little else is known. Null when nothing is known.</summary>
    public double? ShareNow { get; init; }

    /// <summary>Of the open deals, those that the policy sends to credit while an amount that counts for them cannot be converted; with the rate some of them might pass.</summary>
    public int AskedWithoutRate { get; init; }

    /// <summary>Reviews whose day is known already.</summary>
    public IReadOnlyCollection<DatedWork> Known { get; init; } = [];

    /// <summary>Reviews that are open now: work that is there before anything comes.</summary>
    public IReadOnlyCollection<WaitingReview> Waiting { get; init; } = [];

    /// <summary>What keeps happening, such as reviews because of news: as often as of late.</summary>
    public IReadOnlyCollection<RecurringReview> Recurring { get; init; } = [];

    /// <summary>Business days over which <see cref="Recurring"/> was counted; null when it could not be, and then such reviews are missing in the forecast.</summary>
    public int? RecurringDays { get; init; }

    /// <summary>Whether a day is a business day. Monday to Friday unless said otherwise.</summary>
    public Func<DateOnly, bool> IsBusinessDay { get; init; } = static day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The CRM's stages; used where history is thin.</summary>
    public IReadOnlyCollection<StageRecord> Stages { get; init; } = [];

    /// <summary>How many calendar weeks, the one that has begun included: 1 to 14. Default 8.</summary>
    public int Weeks { get; init; } = 8;

    /// <summary>The first day of a week; Monday unless said otherwise.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>The rhythm of sales.</summary>
    public SalesCalendar Calendar { get; init; } = new();

    /// <summary>Hours of work of a review of which nothing is known. Default 2.</summary>
    public double DefaultReviewHours { get; init; } = 2;

    /// <summary>Day of the last change of a stage until <see cref="AsOfDate"/>, and how many there were; null when that is not known.</summary>
    public StageReading? Read { get; init; }

    /// <summary>The team's time; null when it is not known, and then nothing is said about reviews that are late.</summary>
    public TeamCapacity? Capacity { get; init; }

    /// <summary>How many deals are named as drivers. Default 20.</summary>
    public int Drivers { get; init; } = 20;

    /// <summary>How many deals are named as drivers of each type, region and team. Default 3.</summary>
    public int DriversOfPart { get; init; } = 3;
}

/// <summary>What was read of changes of stages.</summary>
/// <param name="First">Day of the first.</param>
/// <param name="Last">Day of the last until the day of the forecast.</param>
/// <param name="Moves">How many lie between them.</param>
/// <param name="Future">How many lie after the day of the forecast.</param>
public sealed record StageReading(DateOnly First, DateOnly Last, long Moves, long Future);

/// <summary>The time of those who review.</summary>
public sealed record TeamCapacity
{
    /// <summary>Hours of review work that all together can do on a day; 0 on days that are not worked on. Of the day of the forecast, those that are left.</summary>
    public required Func<DateOnly, double> HoursOn { get; init; }

    /// <summary>Business hours of a day: the clock of the reviews runs in them. Of the day of the forecast, those that are left.</summary>
    public required Func<DateOnly, double> OpenHoursOn { get; init; }

    /// <summary>Business hours within which a review is to be done, where its type has none of its own.</summary>
    public required double AllowedHours { get; init; }

    /// <summary>Business hours within which reviews of a type are to be done, by <see cref="ReviewTypes"/>.</summary>
    public IReadOnlyDictionary<string, double> AllowedByType { get; init; } = new Dictionary<string, double>();

    /// <summary>Hours of single groups of analysts, by name of the group; those that are not named have no capacity of their own.</summary>
    public IReadOnlyDictionary<string, Func<DateOnly, double>> ByTeam { get; init; } = new Dictionary<string, Func<DateOnly, double>>();

    /// <summary>People who were declared and whose hours are not counted, because they are no active users of the CRM, each with the team: "'Kim' (Credit)".</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    /// <summary>Teams of which nobody is counted.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}

/// <summary>What a deal asks of credit.</summary>
/// <param name="Probability">Chance, 0 to 1, that it needs a review at the step.</param>
/// <param name="Hours">Hours of work if it does; by its effort class.</param>
/// <param name="Why">Why, in a few words; "above EUR 250,000", "outside prequalification".</param>
public readonly record struct ReviewChance(double Probability, double Hours, string Why);

/// <summary>The work of a review whose day is known already.</summary>
/// <param name="Day">Its day. A day before the forecast's counts as its first: the review is owed.</param>
/// <param name="Type">One of <see cref="ReviewTypes"/>, or another name.</param>
/// <param name="Hours">Hours of work.</param>
public sealed record DatedWork(DateOnly Day, string Type, double Hours)
{
    /// <summary>What it is about: the limit, in the forecast's currency; null when unknown.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of its amount when no rate leads from it, and the amount is unknown for that reason; else null.</summary>
    public CurrencyCode? WithoutRate { get; init; }

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts; empty when unknown.</summary>
    public string Team { get; init; } = "";

    /// <summary>Chance, 0 to 1, that it is needed.</summary>
    public double Probability { get; init; } = 1;
}

/// <summary>A review that is open.</summary>
/// <param name="Type">One of <see cref="ReviewTypes"/>, or another name.</param>
/// <param name="Hours">Hours of work.</param>
/// <param name="HoursLeft">Business hours until it is due; below zero when it is late. While its clock stands still, what is left of its time once sales has sent what is missing.</param>
public sealed record WaitingReview(string Type, double Hours, double HoursLeft)
{
    /// <summary>Whether its clock runs. While sales has not completed the application, or owes something, it cannot become late; its work is there all the same.</summary>
    public bool IsClockRunning { get; init; } = true;

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts; empty when unknown.</summary>
    public string Team { get; init; } = "";

    /// <summary>An open review as it waits.</summary>
    /// <param name="review">The review.</param>
    /// <param name="clock">How it stands against its promised time.</param>
    internal static WaitingReview Of(CreditReview review, SlaStanding clock) => new(ReviewTypes.Of(review), (double)review.EffortHours, clock.MinutesLeft / 60.0)
    {
        IsClockRunning = clock.State is SlaState.Running or SlaState.AtRisk or SlaState.Breached,
        Region = review.Region ?? "",
        Team = review.Team ?? "",
    };
}

/// <summary>Reviews of one kind that nobody knows the days of, but that keep coming.</summary>
/// <param name="Type">One of <see cref="ReviewTypes"/>, or another name.</param>
/// <param name="Seen">How many came within <see cref="WorkloadQuestion.RecurringDays"/>.</param>
/// <param name="Hours">Mean hours of work.</param>
public sealed record RecurringReview(string Type, int Seen, double Hours)
{
    /// <summary>Mean amount at stake in the forecast's currency.</summary>
    public double Amount { get; init; }

    /// <summary>Mean square of the amounts.</summary>
    public double AmountSquared { get; init; }

    /// <summary>Currencies of the amounts that no rate leads from and that count as nothing, one for each review that was seen.</summary>
    public IReadOnlyList<CurrencyCode> WithoutRate { get; init; } = [];

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts; empty when unknown.</summary>
    public string Team { get; init; } = "";
}

/// <summary>A deal that waits for what is forecast.</summary>
/// <param name="Key">The deal.</param>
/// <param name="Stage">Its stage now.</param>
/// <param name="Since">Since when it is in that stage.</param>
public sealed record OpenDeal(string Key, string Stage, DateOnly Since)
{
    /// <summary>Name for people; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Its account; null for none.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Amount in the currency of the forecast; null when unknown.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of its amount when no rate leads from it, and the amount is unknown for that reason; else null.</summary>
    public CurrencyCode? WithoutRate { get; init; }

    /// <summary>Day on which sales expects it to close; null when unknown.</summary>
    public DateOnly? ExpectedClose { get; init; }

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts; empty when unknown.</summary>
    public string Team { get; init; } = "";

    /// <summary>The deal as it waits now; null when it is closed, has reached what is forecast, or its dates make no sense.</summary>
    public static OpenDeal? From(DealHistory deal, ForecastEvent what)
    {
        var path = new DealPath();
        path.Read(deal, what);
        return path.Stays is [.., { Ending: Ending.None } now]
            ? new OpenDeal(deal.Key, now.Stage, now.Entered)
            {
                Name = deal.Name,
                AccountKey = deal.AccountKey,
                Amount = deal.Amount,
                ExpectedClose = deal.ExpectedClose,
                Region = deal.Region,
                Team = deal.Team,
            }
            : null;
    }
}
