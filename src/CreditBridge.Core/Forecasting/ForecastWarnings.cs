using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Forecasting;

/// <summary>Finds what makes a forecast less certain than it looks.</summary>
internal static class ForecastWarnings
{
    // A share of all events on one day from which on that day was no day like others.
    private const double BulkShare = 0.3;
    private const int FewestForBulk = 10;
    private const int FewestToScore = 20;
    private const int MostNamed = 5;

    // So many days without a change of a stage are no chance where so many changes were usual in as many days.
    private const int LongestSilence = 14;
    private const double FewestInSilence = 10;

    // Above it an amount is a slip.
    private const decimal LargestAmount = 1_000_000_000_000m;

    private const string RatesStep = $"{FactSheet.RatesStep} The next forecast counts with it.";

    /// <summary>Code of the warning that reviews because of events are not among the numbers.</summary>
    public const string EventsMissing = "events-missing";

    /// <summary>Says that a replay is not what a forecast goes by.</summary>
    public static ForecastWarning NotUsed { get; } = new(
        "not-used", "A forecast does not go by what did best here: too little stage history is known to learn from, so that it takes the probabilities of the stages.",
        "Read the stage history of the last year or two.");

    public static List<ForecastWarning> Of(WorkloadQuestion question, DateOnly lastDay, HazardModel model, StageChances stages, bool isCold)
    {
        var warnings = new List<ForecastWarning>();
        History(warnings, question, model, isCold);
        if (OneDay(question.Counts, question.Counts.DayOf(question.AsOfDate)) is { } bulk)
            warnings.Add(bulk);
        OpenDeals(warnings, question, isCold);
        Amounts(warnings, question, lastDay);
        Stages(warnings, question, stages, isCold);
        Capacity(warnings, question);
        if (question.RecurringDays is null)
        {
            Add(warnings, EventsMissing, $"Reviews because of events (news, late payers, changes of limits or of cover) are not among these numbers: they have been kept for less than four weeks.",
                "Add what you know from experience until then.");
        }

        return warnings;
    }

    private static void History(List<ForecastWarning> warnings, WorkloadQuestion question, HazardModel model, bool isCold)
    {
        if (isCold)
        {
            Add(
                warnings, "thin-history",
                model.LearnedEvents switch
                {
                    < 1 => $"Of no deal is it known by which stages it came to credit's step, over {model.LearnedDays} days: there is nothing to learn from.",
                    < 2 => $"Of only 1 deal it is known by which stages it came to credit's step, over {model.LearnedDays} days: too few to learn from.",
                    _ => $"Of only {model.LearnedEvents:0} deals it is known by which stages they came to credit's step, over {model.LearnedDays} days: too few to learn from.",
                },
                "Read the stage history of the last year or two. Until then stage probabilities are used, deals that do not exist yet are left out, and P10 to P90 is the range of what is known now.");
        }
        else if (model.LearnedDays < 91)
        {
            Add(
                warnings, "short-history", $"The history covers {model.LearnedDays} days: the rhythm of the quarter is not known yet.",
                "Read more stage history, or trust the ranges rather than the numbers until a quarter has passed.");
        }

        if (question.Counts.UnsoundDeals > 0)
        {
            var one = question.Counts.UnsoundDeals == 1;
            Add(
                warnings, "unsound-dates", $"{Deals(question.Counts.UnsoundDeals)} closed before {(one ? "it was" : "they were")} opened and {(one ? "is" : "are")} left out.",
                "Correct the dates in the CRM.");
        }

        if (question.Read is { Future: > 0 and var future })
        {
            Add(
                warnings, "future-dates", $"{future:N0} {(future == 1 ? "change" : "changes")} of stages {(future == 1 ? "lies" : "lie")} after the day of the forecast; nothing is learned from {(future == 1 ? "it" : "them")}.",
                "Check the clock and the time zone of the history.");
        }

        if (question.Read is { Moves: > 0 } read && question.AsOfDate.DayNumber - read.Last.DayNumber is var silent and > LongestSilence
            && silent * (double)read.Moves / Math.Max(1, read.Last.DayNumber - read.First.DayNumber) >= FewestInSilence)
        {
            Add(
                warnings, "stale-history", $"The last change of a stage that was read is of {read.Last:yyyy-MM-dd}, {silent} days ago: what has happened since is not known, and the numbers are likely to be too low.",
                "Look whether the stage history is still read: 'creditbridge status', and the CRM's permission to read it.");
        }
    }

    /// <summary>Warns of a day on which so many deals came to the event that it was no day like others.</summary>
    /// <param name="counts">The past.</param>
    /// <param name="until">The day, counted from the first, before which is looked.</param>
    public static ForecastWarning? OneDay(HazardCounts counts, int until)
    {
        var (total, most, day) = Busiest(counts, until);
        return total < FewestForBulk || most <= BulkShare * total ? null : Warning(
            "one-day", $"{most:N0} of {total:N0} deals {Happened(counts)} on {day:yyyy-MM-dd}: a bulk change rather than work, and it distorts what is learned.",
            "Leave the bulk change out of the history, or wait until more days are known.");
    }

    /// <summary>How many deals came to the event, how many of them on the day with the most, and that day.</summary>
    /// <param name="counts">The past.</param>
    /// <param name="until">The day, counted from the first, before which is looked.</param>
    public static (int Total, int Most, DateOnly Day) Busiest(HazardCounts counts, int until)
    {
        var (total, most, when) = (0, 0, 0);
        for (var day = 0; day < Math.Min(counts.Days, until); day++)
        {
            total += counts.Events[day];
            if (counts.Events[day] > most)
                (most, when) = (counts.Events[day], day);
        }

        return (total, most, counts.FirstDay.AddDays(when));
    }

    /// <summary>Warns of scores that rest on few deals.</summary>
    public static ForecastWarning? Few(HazardCounts counts, int events) => events >= FewestToScore ? null : Warning(
        "few-deals", $"Only {Deals(events)} {Happened(counts)}: how good a forecast of so few is, is mostly chance.", "Trust the scores when more deals are known; a longer history helps.");

    /// <summary>What is forecast, of several deals.</summary>
    public static string Happened(HazardCounts counts) => counts.What.IsClosing ? "closed" : "reached the step";

    private static void OpenDeals(List<ForecastWarning> warnings, WorkloadQuestion question, bool isCold)
    {
        var (past, future) = (0, 0);
        foreach (var deal in question.Open)
        {
            past += deal.ExpectedClose < question.AsOfDate ? 1 : 0;
            future += deal.Since > question.AsOfDate ? 1 : 0;
        }

        if (question.Open.Count == 0)
            Add(warnings, "no-open-deals", $"No open deal waits for credit's step.", "Check that deals are read from the CRM if sales has any.");
        else if (question.Open.Count == 1)
            Add(warnings, "one-deal", $"Only one open deal waits for credit's step: the weeks are a yes or no, not a number.", "Look at the deal itself rather than at the weeks.");
        if (past > 0)
            Add(
                warnings, "past-close-dates", isCold
                    ? (FormattableString)$"The close date of {Deals(past)} is in the past; {(past == 1 ? "it is" : "they are")} spread over the next {StageChances.TypicalDays} days instead."
                    : $"The close date of {Deals(past)} is in the past; {(past == 1 ? "its" : "their")} stage and age count instead.",
                "Ask sales for new close dates, or to close them.");
        if (future > 0 && question.Read is not { Future: > 0 })
            Add(
                warnings, "future-dates",
                $"{Deals(future)} came into {(future == 1 ? "its" : "their")} stage after the day of the forecast; {(future == 1 ? "it counts" : "they count")} as new.",
                "Check the clock and the time zone of the history.");
    }

    // An amount that sales did not name, one that cannot be right and one that cannot be converted are three things to do.
    private static void Amounts(List<ForecastWarning> warnings, WorkloadQuestion question, DateOnly lastDay)
    {
        var missing = question.Open.Count(d => d.Amount is null && d.WithoutRate is null);
        var (unconverted, reviews) = (question.Open.Where(d => d.WithoutRate is not null).ToList(), ReviewsWithoutRate(question, lastDay));
        var hasMean = question.Open.Any(d => d.Amount is not null) || question.Counts.BySegment.Values.Any(s => s.AllAmounts.Known > 0);
        if (missing > 0)
        {
            Add(
                warnings, "amounts-missing", $"{Deals(missing)} of {question.Open.Count:N0} {(missing == 1 ? "has" : "have")} no amount; {(hasMean ? "the mean of the others is taken" : "the amounts of these weeks lack the deals")}.",
                "Ask sales for amounts. Whether such a deal needs a review cannot be told from its amount: unless the policy asks for one for another reason, it counts as one case in two.");
        }

        if (unconverted.Count > 0 || reviews.Count > 0)
        {
            var from = string.Join(", ", unconverted.Select(d => d.WithoutRate!.Value).Concat(reviews).Select(c => c.ToString()).Distinct().Order(StringComparer.Ordinal));
            var ofDeals = unconverted.Count == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"{Deals(unconverted.Count)} of {question.Open.Count:N0} {(unconverted.Count == 1 ? "counts" : "count")} {(hasMean ? "with the mean amount of the others" : "without an amount")}");
            var ofReviews = reviews.Count == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture, $"the {(reviews.Count == 1 ? "amount of 1 review that is" : $"amounts of {reviews.Count:N0} reviews that are")} known or keep coming {(reviews.Count == 1 ? "is" : "are")} left out");
            Add(
                warnings, "rates-missing",
                $"No exchange rate leads from {from} to {question.Currency}: {ofDeals}{(ofDeals.Length > 0 && ofReviews.Length > 0 ? ", " : "")}{ofReviews}. The amounts of these weeks are {(reviews.Count > 0 || !hasMean ? "too low" : "not right")}.",
                RatesStep);
        }

        if (question.AskedWithoutRate is > 0 and var asked)
        {
            Add(
                warnings, "rates-asked",
                $"Without an exchange rate the policy sends to credit what it cannot compare: {Deals(asked)} of {question.Open.Count:N0} {(asked == 1 ? "counts as if it" : "count as if they")} needed a review and might pass with the rate. More reviews are expected than with it.",
                RatesStep);
        }

        if (question.Open.Count(d => d.Amount is < 0m or > LargestAmount) is > 0 and var odd)
        {
            Add(
                warnings, "unsound-amounts", $"{Deals(odd)} {(odd == 1 ? "has" : "have")} an amount below zero, which counts as nothing, or beyond a trillion, which no week's amount survives.",
                "Correct the amounts in the CRM. The numbers of reviews are affected only where the policy looks at the amount.");
        }
    }

    // Of the weeks of the forecast; those that keep coming as many as were seen.
    private static List<CurrencyCode> ReviewsWithoutRate(WorkloadQuestion question, DateOnly lastDay) =>
    [
        .. question.Known.Where(k => k.Day <= lastDay).Select(k => k.WithoutRate).OfType<CurrencyCode>(),
        .. question.RecurringDays > 0 ? question.Recurring.SelectMany(r => r.WithoutRate) : [],
    ];

    private static void Stages(List<ForecastWarning> warnings, WorkloadQuestion question, StageChances stages, bool isCold)
    {
        var names = question.Open.GroupBy(d => d.Stage).Where(g => g.Key.Length > 0).ToList();
        if (!isCold && Named(names.Where(g => !HasHistory(question, g.Key))) is { Deals: > 0 } unseen)
        {
            Add(warnings, "unknown-stages", $"{Deals(unseen.Deals)} {(unseen.Deals == 1 ? "is" : "are")} in stages that no deal has ever left: {unseen.Names}. What deals of all stages do is taken.",
                "If a stage was renamed, enter its former name in Forecast:RenamedStages. A new stage is learned as deals leave it.");
        }

        if (Named(names.Where(g => !stages.IsInUse(g.Key))) is { Deals: > 0 } retired)
            Add(
                warnings, "retired-stages", $"{Deals(retired.Deals)} {(retired.Deals == 1 ? "is" : "are")} in stages that the CRM has retired or does not list: {retired.Names}.",
                "Move them to a stage in use, or close them.");
    }

    private static bool HasHistory(WorkloadQuestion question, string stage) =>
        question.Counts.IndexOf(stage) is >= 0 and var index && question.Counts.ByStage[index].Ended.Any(e => e != 0);

    private static void Capacity(List<ForecastWarning> warnings, WorkloadQuestion question)
    {
        if (question.Capacity is not { } capacity)
        {
            Add(warnings, "no-hours", $"No analyst has hours in the policy: how busy the weeks are, and whether reviews will be late, cannot be told.", "Enter teams with the hours of their analysts in the policy's section 'reviews'.");
            return;
        }

        if (capacity.NotCounted.Count > 0)
        {
            var (people, empty) = (capacity.NotCounted, capacity.Empty);
            var left = empty.Count == 0 ? "" : $" Nobody is left in {string.Join(", ", empty.Select(t => $"team '{t}'"))}: what is routed there is done by nobody.";
            Add(
                warnings, "inactive-analysts",
                $"{string.Join(", ", people.Take(MostNamed))}{(people.Count > MostNamed ? ", …" : "")} {(people.Count == 1 ? "is no active user" : "are no active users")} of the CRM: {(people.Count == 1 ? "these" : "their")} hours are not counted.{left}",
                "Correct 'reviews.teams' in the policy, or the users in the CRM.");
        }

        var days = Enumerable.Range(0, 7 * question.Weeks).Select(question.AsOfDate.AddDays).ToList();
        if (days.All(d => capacity.OpenHoursOn(d) <= 0))
            Add(warnings, "no-working-days", $"The calendar has no working day in the weeks of the forecast: every review would be late.", "Check the calendar's weekend and holidays.");
        else if (days.All(d => capacity.HoursOn(d) <= 0))
            Add(warnings, "no-capacity", $"Nobody has time for reviews in the weeks of the forecast: every review would be late.", "Enter the analysts' hours.");
        var elsewhere = question.Waiting.Where(r => r.Team.Length > 0 && !capacity.ByTeam.ContainsKey(r.Team)).ToList();
        if (elsewhere.Count > 0)
        {
            var one = elsewhere.Count == 1;
            Add(
                warnings, "open-elsewhere",
                $"{elsewhere.Count:N0} {(one ? "review that is" : "reviews that are")} open now ({elsewhere.Sum(r => Math.Max(0, r.Hours)):0.#} hours) {(one ? "belongs" : "belong")} to {Quoted(elsewhere)}, of which the policy knows nobody's hours: whether {(one ? "it is" : "they are")} done in time cannot be told, and {(one ? "it counts" : "they count")} only in the time that the others have left.",
                "Give them to analysts of the policy's teams, or enter the team with its hours; 'creditbridge reviews list' names them.");
        }

        var late = OpenReviews.Late(question);
        if (late.Count > 0)
        {
            var (all, which) = (late.Sum(t => t.Late), string.Join(", ", late.Select(t => $"{t.Late} of {t.Open} of {t.Team}")));
            Add(
                warnings, "open-late", $"{all:N0} {(all == 1 ? "review that is" : "reviews that are")} open now cannot be done in time by the hours of {(late.Count == 1 ? "the team" : "their teams")}: {which}.",
                "Give some to others, enter more hours, or tell sales; 'creditbridge reviews' lists them by when they are due.");
        }
    }

    private static string Quoted(List<WaitingReview> reviews) =>
        string.Join(", ", reviews.Select(r => r.Team).Distinct().Order(StringComparer.Ordinal).Take(MostNamed).Select(t => $"team '{t}'"));

    private static (int Deals, string Names) Named(IEnumerable<IGrouping<string, OpenDeal>> stages)
    {
        var list = stages.OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        return (list.Sum(g => g.Count()), string.Join(", ", list.Take(MostNamed).Select(g => $"'{g.Key}'")) + (list.Count > MostNamed ? ", …" : ""));
    }

    private static string Deals(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? "deal" : "deals")}");

    private static void Add(List<ForecastWarning> warnings, string code, FormattableString message, string nextStep) =>
        warnings.Add(Warning(code, message, nextStep));

    private static ForecastWarning Warning(string code, FormattableString message, string nextStep) => new(code, message.ToString(CultureInfo.InvariantCulture), nextStep);
}
