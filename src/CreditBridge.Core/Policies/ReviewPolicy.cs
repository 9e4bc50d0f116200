using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Policies;

/// <summary>When people have to look at something, who does, by when, and what they may decide.</summary>
/// <param name="DealDueInBusinessDays">Business days within which credit looks at a deal that needs a review; the window of reviews for which none is named.</param>
public sealed record ReviewPolicy(int DealDueInBusinessDays)
{
    /// <summary>What makes a review. Of the rules for one cause, the first that applies gives the reason.</summary>
    public IReadOnlyList<ReviewRule> Causes { get; init; } = [new("deal", ReviewCause.Deal), new("limit change", ReviewCause.LimitChange)];

    /// <summary>Classes of effort; the first that fits counts. Without one that fits: <see cref="StandardEffort"/>.</summary>
    public IReadOnlyList<EffortClass> Effort { get; init; } = [];

    /// <summary>Promised times; the first that fits counts. Without one that fits: <see cref="DealDueInBusinessDays"/>.</summary>
    public IReadOnlyList<ReviewWindow> Windows { get; init; } = [];

    /// <summary>From which share of the window on a review is at risk (percent).</summary>
    public decimal AtRiskPercent { get; init; } = 75m;

    /// <summary>For how many days after a decision the same reasons make no new review, unless something has changed.</summary>
    public int QuietDays { get; init; } = 30;

    /// <summary>Whether the clock stands still until sales has named payment terms; terms that cannot be read always stop it.</summary>
    public bool TermsMustBeNamed { get; init; }

    /// <summary>Documents that are asked for.</summary>
    public IReadOnlyList<DocumentRule> Documents { get; init; } = [];

    /// <summary>Teams; the first that fits gets the review.</summary>
    public IReadOnlyList<ReviewTeam> Teams { get; init; } = [];

    /// <summary>What happens when time runs short, in order.</summary>
    public IReadOnlyList<EscalationStep> Escalation { get; init; } = [];

    /// <summary>Who may decide what; empty for anybody within the bounds of exceptions.</summary>
    public IReadOnlyList<AuthorityRule> Authority { get; init; } = [];

    /// <summary>Attribute of the account that names its region; null for its country.</summary>
    public string? RegionAttribute { get; init; }

    /// <summary>Stands in when no class of effort fits.</summary>
    public static EffortClass StandardEffort { get; } = new("standard", 2m, new ReviewSelection());
}

/// <summary>Which reviews a rule is about; what is not named does not matter.</summary>
public sealed record ReviewSelection
{
    /// <summary>Reviews with at least one reason of these kinds; empty for any.</summary>
    public IReadOnlyList<ReviewCause> Causes { get; init; } = [];

    /// <summary>Only up to this amount at stake, in the policy's currency; an unknown amount is not small.</summary>
    public decimal? AmountUpTo { get; init; }

    /// <summary>Only above this amount at stake, in the policy's currency; an unknown amount may be large and counts.</summary>
    public decimal? AmountAbove { get; init; }

    /// <summary>Only accounts of these regions; letter case does not count. Empty for any.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Only reviews of these classes of effort; empty for any.</summary>
    public IReadOnlyList<string> Effort { get; init; } = [];

    /// <summary>Only when this is so of the account; null for any.</summary>
    public Expression? When { get; init; }
}

/// <summary>What makes a review.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Cause">The kind of reason that it gives.</param>
public sealed record ReviewRule(string Name, ReviewCause Cause)
{
    /// <summary>It applies only when this is so; when that cannot be told because figures are unknown, it applies. Null for always.</summary>
    public Expression? When { get; init; }

    /// <summary>0 urgent, 1 high, 2 normal, 3 low.</summary>
    public int Priority { get; init; } = 2;

    /// <summary>For deals: results of the check that ask for a person.</summary>
    public IReadOnlyList<DealStatus> Statuses { get; init; } = [DealStatus.ReviewNeeded];

    /// <summary>For events: their types; empty for any.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>For events: only those that matter at least so much.</summary>
    public SignalSeverity Severity { get; init; } = SignalSeverity.Warning;

    /// <summary>For events, bureaus and cover: for how many days they count.</summary>
    public int WithinDays { get; init; } = 30;

    /// <summary>For bureaus: by how many classes of risk it has become worse; null when classes do not matter.</summary>
    public int? WorseByClasses { get; init; }

    /// <summary>For bureaus: by how many points it has become worse, on the bureau's own scale; null when points do not matter.</summary>
    public decimal? WorseByPoints { get; init; }

    /// <summary>For what ends: which of it.</summary>
    public IReadOnlyList<ExpiringThing> Of { get; init; } = [ExpiringThing.Exceptions, ExpiringThing.Securities];

    /// <summary>For what ends and for periodic reviews: how many days before.</summary>
    public int LeadDays { get; init; } = 30;

    /// <summary>For holds: after how many days on hold.</summary>
    public int AfterDays { get; init; }

    /// <summary>For holds: names of the rules; empty for any.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];
}

/// <summary>What can end.</summary>
public enum ExpiringThing
{
    /// <summary>The limit, where an exception raises it.</summary>
    Limit = 0,

    /// <summary>Every other exception.</summary>
    Exceptions = 1,

    /// <summary>Insurance, guarantees and other securities.</summary>
    Securities = 2,
}

/// <summary>A class of effort.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hours">Expected work in hours.</param>
/// <param name="For">The reviews that it is about.</param>
public sealed record EffortClass(string Name, decimal Hours, ReviewSelection For);

/// <summary>A promised time.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="DecideMinutes">Business minutes to the decision.</param>
/// <param name="For">The reviews that it is about.</param>
public sealed record ReviewWindow(string Name, int DecideMinutes, ReviewSelection For)
{
    /// <summary>Business minutes until somebody has begun; null when nothing is promised.</summary>
    public int? FirstResponseMinutes { get; init; }

    /// <summary>Only reviews that are at least so urgent: 0 urgent, 1 high, 2 normal, 3 low; null for any.</summary>
    public int? Priority { get; init; }
}

/// <summary>A document that is asked for.</summary>
/// <param name="Type">Its kind, as the CRM names it.</param>
/// <param name="Why">Why it is needed, in words for sales.</param>
/// <param name="For">The reviews that need it.</param>
public sealed record DocumentRule(string Type, string Why, ReviewSelection For)
{
    /// <summary>How many months it counts from the day that it speaks of, else from its arrival, when the CRM names no last day; null for ever.</summary>
    public int? ValidMonths { get; init; }

    /// <summary>Whether the clock stands still while it is missing.</summary>
    public bool PausesClock { get; init; } = true;
}

/// <summary>A team and its people.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Analysts">Who works in it; empty when the CRM gives the work out.</param>
/// <param name="For">The reviews that it gets.</param>
public sealed record ReviewTeam(string Name, IReadOnlyList<ReviewAnalyst> Analysts, ReviewSelection For)
{
    /// <summary>
    /// Hours that the team can work on reviews from one day to another, both included: each person's week, at most as long as that of the calendar, spread over its worked hours, without
    /// absences.
    /// </summary>
    public decimal CapacityHours(BusinessCalendar calendar, DateOnly first, DateOnly last)
    {
        var minutesPerWeek = calendar.MinutesPerWeek;
        if (minutesPerWeek == 0)
            return 0m;
        var hours = 0m;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var minutes = calendar.On(day).Sum(h => h.Minutes);
            foreach (var analyst in Analysts)
            {
                if (!analyst.IsAway(day))
                    hours += Math.Min(analyst.HoursPerWeek, minutesPerWeek / 60m) * minutes / minutesPerWeek;
            }

            if (day == DateOnly.MaxValue)
                break;
        }

        return hours;
    }
}

/// <summary>Somebody who works on reviews.</summary>
/// <param name="User">Key, e-mail address or name of the user in the CRM.</param>
/// <param name="HoursPerWeek">Hours for reviews in an ordinary week.</param>
/// <param name="Away">Times of absence.</param>
public sealed record ReviewAnalyst(string User, decimal HoursPerWeek, IReadOnlyList<Absence> Away)
{
    /// <summary>Whether the person is away on a day.</summary>
    public bool IsAway(DateOnly day) => Away.Any(a => a.From <= day && day <= a.To);
}

/// <summary>A time of absence.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record Absence(DateOnly From, DateOnly To);

/// <summary>When a step of the escalation is taken.</summary>
public enum EscalationMoment
{
    /// <summary>When the review is at risk.</summary>
    AtRisk = 0,

    /// <summary>When it is late.</summary>
    Breached = 1,
}

/// <summary>A step of the escalation.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="At">When it is taken.</param>
/// <param name="To">Whom it goes to: e-mail addresses or names; "owner" for who works on it.</param>
public sealed record EscalationStep(string Name, EscalationMoment At, IReadOnlyList<string> To)
{
    /// <summary>The recipient that stands for whoever works on the review.</summary>
    public const string Owner = "owner";

    /// <summary>Business minutes after that.</summary>
    public int AfterMinutes { get; init; }
}

/// <summary>What some people may decide.</summary>
/// <param name="Users">Keys, e-mail addresses or names of users in the CRM; letter case does not count.</param>
public sealed record AuthorityRule(IReadOnlyList<string> Users)
{
    /// <summary>Up to what amount, in the policy's currency; null for the bounds of exceptions only.</summary>
    public decimal? UpTo { get; init; }

    /// <summary>For accounts of these bands; empty for all.</summary>
    public IReadOnlyList<string> Bands { get; init; } = [];

    /// <summary>Which decisions; empty for all.</summary>
    public IReadOnlyList<ReviewVerdict> Verdicts { get; init; } = [];
}
