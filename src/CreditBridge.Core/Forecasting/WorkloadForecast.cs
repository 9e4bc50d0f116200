using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>The reviews that the credit team is going to get, week by week, with what is known about how sure that is.</summary>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="AsOfDate">The business day for which it was made; the first week begins on it.</param>
/// <param name="PolicyVersion">The policy under which deals need a review.</param>
/// <param name="Currency">Currency of all amounts.</param>
public sealed record WorkloadForecast(DateTimeOffset MadeAt, DateOnly AsOfDate, string PolicyVersion, CurrencyCode Currency)
{
    /// <summary>All reviews, week by week.</summary>
    public required IReadOnlyList<ForecastWeek> Weeks { get; init; }

    /// <summary>The same weeks by type, region and team. The expected numbers of a dimension add up to the total; the quantiles do not.</summary>
    public IReadOnlyList<ForecastSlice> Slices { get; init; } = [];

    /// <summary>Deals from which most of the expected reviews come, the ones that weigh most first.</summary>
    public IReadOnlyList<ForecastDriver> Drivers { get; init; } = [];

    /// <summary>What makes the numbers less certain than they look. Empty when nothing does.</summary>
    public IReadOnlyList<ForecastWarning> Warnings { get; init; } = [];

    /// <summary>How the reviews of deals were forecast.</summary>
    public required ForecastModel Model { get; init; }

    /// <summary>Why this model, in one sentence for people.</summary>
    public required string ModelReason { get; init; }

    /// <summary>How the model did when it was replayed over the past; null when there was too little past to replay.</summary>
    public BacktestStanding? Standing { get; init; }
}

/// <summary>How the reviews of deals were forecast.</summary>
public enum ForecastModel
{
    /// <summary>Chances by stage and age learned from stage history, with calendar factors, and arrivals of new deals.</summary>
    Hazard = 1,

    /// <summary>The same, its level tempered by the recent rate and by the same period before, each weighing by how well it did.</summary>
    Blend = 5,

    /// <summary>As many as in the days just past.</summary>
    RunRate = 2,

    /// <summary>As many as in the same period a quarter or a year ago.</summary>
    SeasonalNaive = 3,

    /// <summary>The open deals times the probability of their stage, spread over typical durations.</summary>
    StageProbability = 4,
}

/// <summary>One week of a forecast; the shape is the same for all reviews and for a slice of them.</summary>
/// <param name="FirstDay">First day.</param>
/// <param name="LastDay">Last day. The first week may be shorter than seven days: it ends where the calendar week ends.</param>
public sealed record ForecastWeek(DateOnly FirstDay, DateOnly LastDay)
{
    /// <summary>Reviews.</summary>
    public required ForecastRange Reviews { get; init; }

    /// <summary>Sum of the amounts of the deals and limits to be reviewed, in the forecast's currency.</summary>
    public required MoneyRange Amount { get; init; }

    /// <summary>Hours of work of the reviews that come in the week.</summary>
    public required ForecastRange WorkHours { get; init; }

    /// <summary>
    /// Hours of work that are there already when the week begins: of the reviews that are open now in the first week, later what is expected to be left over. Null in later weeks for a
    /// type or a region, which has no hours of its own by which it could be done, and when no capacity is known.
    /// </summary>
    public double? CarriedHours { get; init; }

    /// <summary>Hours the team can work; null for a type or a region, which several teams may work for, for a team without a capacity of its own, and when no capacity is known.</summary>
    public double? CapacityHours { get; init; }

    /// <summary>Chance, 0 to 1, that a review of this week is not done within its time; null without a capacity.</summary>
    public double? BreachProbability { get; init; }

    /// <summary>All work of the week in hours: what is expected to come and what is there already.</summary>
    public double LoadHours => WorkHours.Expected + (CarriedHours ?? 0);

    /// <summary>All work over the hours of the team: above 1 not everything can be done. Null without a capacity, and for one of no hours.</summary>
    public double? Utilisation => CapacityHours is > 0 and var hours ? LoadHours / hours : null;

    /// <summary>Hours of work for which the team has no time; below zero, hours to spare. Null without a capacity.</summary>
    public double? GapHours => LoadHours - CapacityHours;
}

/// <summary>An expected number with the range in which four of five outcomes should lie.</summary>
/// <param name="Expected">Mean.</param>
/// <param name="P10">One of ten outcomes lies below.</param>
/// <param name="P50">Half of the outcomes lie below.</param>
/// <param name="P90">Nine of ten outcomes lie below.</param>
public sealed record ForecastRange(double Expected, double P10, double P50, double P90)
{
    /// <summary>Nothing at all.</summary>
    public static ForecastRange Zero { get; } = new(0, 0, 0, 0);
}

/// <summary>An expected amount with its range; as <see cref="ForecastRange"/>, rounded to the currency's minor unit.</summary>
/// <param name="Expected">Mean.</param>
/// <param name="P10">One of ten outcomes lies below.</param>
/// <param name="P50">Half of the outcomes lie below.</param>
/// <param name="P90">Nine of ten outcomes lie below.</param>
public sealed record MoneyRange(Money Expected, Money P10, Money P50, Money P90);

/// <summary>A part of the forecast.</summary>
/// <param name="Dimension">By what it is a part.</param>
/// <param name="Name">Which part: "new deal", "EMEA"; empty when the deals do not say.</param>
/// <param name="Weeks">The same weeks as the whole forecast's.</param>
public sealed record ForecastSlice(ForecastDimension Dimension, string Name, IReadOnlyList<ForecastWeek> Weeks)
{
    /// <summary>The deals from which most of its expected reviews come, the ones that weigh most first; few, and none for what does not come from deals.</summary>
    public IReadOnlyList<ForecastDriver> Drivers { get; init; } = [];
}

/// <summary>By what the forecast is divided.</summary>
public enum ForecastDimension
{
    /// <summary>Why the review is needed; names in <see cref="ReviewTypes"/>.</summary>
    Type = 1,

    /// <summary>Region of the account.</summary>
    Region = 2,

    /// <summary>Group of analysts that reviews it.</summary>
    Team = 3,
}

/// <summary>Names of the slices by type.</summary>
public static class ReviewTypes
{
    /// <summary>A deal that is in the pipeline now, or comes into it before the review, reaches the step at which credit looks at it.</summary>
    public const string NewDeal = "new deal";

    /// <summary>A customer is looked at again after the interval of its band.</summary>
    public const string Periodic = "periodic";

    /// <summary>A limit, a document or an override expires.</summary>
    public const string Expiry = "expiry";

    /// <summary>Something happens: a customer pays later, a bureau's answer or a cover changes, news. As often as of late.</summary>
    public const string Event = "event";

    /// <summary>The type of a review that is there.</summary>
    public static string Of(CreditReview review) => review.OpportunityKey is not null ? NewDeal : review.Reasons is not [var first, ..] ? Event : first.Cause switch
    {
        ReviewCause.Deal => NewDeal,
        ReviewCause.Periodic => Periodic,
        ReviewCause.Expiry => Expiry,
        _ => Event,
    };
}

/// <summary>A deal that drives the forecast.</summary>
/// <param name="DealKey">The deal.</param>
/// <param name="Why">In one sentence: where it is, for how long, and what its review depends on.</param>
/// <param name="ByWeek">Chance, 0 to 1, of a review in each of the forecast's weeks.</param>
public sealed record ForecastDriver(string DealKey, string Why, IReadOnlyList<double> ByWeek)
{
    /// <summary>Name for people; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Its account; null for none.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Its amount in the forecast's currency; null when unknown.</summary>
    public Money? Amount { get; init; }

    /// <summary>Its stage.</summary>
    public string? Stage { get; init; }

    /// <summary>Region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Group of analysts that would review it; empty when unknown.</summary>
    public string Team { get; init; } = "";

    /// <summary>Hours of work if it is reviewed.</summary>
    public double WorkHours { get; init; }

    /// <summary>Chance, 0 to 1, that it needs a review once credit checks it.</summary>
    public double ReviewProbability { get; init; }

    /// <summary>Reviews it is expected to cause within the forecast: the sum over the weeks.</summary>
    public double Expected => ByWeek.Sum();
}

/// <summary>What makes a forecast less certain than it looks.</summary>
/// <param name="Code">Short name for machines, such as <c>thin-history</c>.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="NextStep">What a person can do about it.</param>
public sealed record ForecastWarning(string Code, string Message, string NextStep);
