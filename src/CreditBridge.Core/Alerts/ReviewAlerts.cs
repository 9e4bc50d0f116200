using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Alerts;

/// <summary>The conditions of an open review: not begun in time, at risk, late, each step of the escalation once, and handed to somebody else. Pure; but for the last, nothing but the time has to change for them.</summary>
/// <param name="policy">The active policy.</param>
/// <param name="now">The moment.</param>
/// <param name="zone">The company's time zone.</param>
/// <param name="users">Users of the CRM by key.</param>
public sealed class ReviewAlerts(CreditPolicy policy, DateTimeOffset now, TimeZoneInfo zone, IReadOnlyDictionary<string, UserRecord> users)
{
    private const int High = 1;

    private readonly BusinessHours _hours = BusinessHours.Of(policy, zone);
    private readonly Dictionary<string, AlertPerson> _people = new(StringComparer.Ordinal);
    private readonly HashSet<AlertPerson> _gone = [];

    /// <summary>The kinds that come from here.</summary>
    public static IReadOnlyList<AlertKind> Kinds { get; } = [AlertKind.ReviewAtRisk, AlertKind.ReviewBreached, AlertKind.ReviewEscalated, AlertKind.ReviewHandedOver];

    /// <summary>The conditions of a review.</summary>
    /// <param name="review">The review.</param>
    /// <param name="account">Name of its account.</param>
    /// <param name="deal">Name of its deal; null when it is about the account.</param>
    public IEnumerable<Alert> Of(CreditReview review, string account, string? deal)
    {
        if (review.State != ReviewState.Open)
            yield break;
        var what = $"The credit review of {(deal is null ? $"the account '{account}'" : $"the deal '{deal}'")} ({Record(review)})";
        var stands = review.DueAt is not { } end ? "It waits for sales." : now >= end ? $"It was due on {Local(end)}." : $"It is due on {Local(end)}.";
        Alert? moment = null;
        if (review.DueAt is { } due)
        {
            // A due time that has moved is another promise.
            var until = Moment(due);
            if (now >= due)
            {
                yield return moment = About($"review-breached/{review.Key}/{until}", AlertKind.ReviewBreached, review.Priority <= High ? AlertSeverity.Critical : AlertSeverity.Warning,
                    $"{account}: credit review is late", $"{what} was due on {Local(due)}. {WhoseWords(review)} Decide, or say what is missing.", Whose(review));
            }
            else if (now >= review.AtRiskAt)
            {
                yield return moment = About($"review-at-risk/{review.Key}/{until}", AlertKind.ReviewAtRisk, AlertSeverity.Warning,
                    $"{account}: credit review is due soon", $"{what} is due on {Local(due)}. {WhoseWords(review)} Decide, or say what is missing.", Whose(review));
            }
            else if (review.FirstResponseDueAt is { } respond && now >= respond && SlaClock.FirstResponseOf(review, now) == FirstResponse.Missed && review.StartedAt is null)
            {
                yield return About($"review-not-begun/{review.Key}/{Moment(respond)}", AlertKind.ReviewAtRisk, AlertSeverity.Warning,
                    $"{account}: nobody has begun with a credit review", $"A first response to {Lower(what)} was promised by {Local(respond)}, and nobody has begun. {stands} {WhoseWords(review)} Begin, or hand it to somebody who can.", Whose(review));
            }
        }

        var reached = EscalationPath.Of(review, policy.Reviews, _hours).Where(s => now >= s.At).Select(s => s.Step.Name).ToList();
        // A step that was taken stays taken, also while the clock stands still. One that goes to whoever works on it, and at once, is the alert above.
        var taken = reached.Concat(review.Escalated).ToHashSet(StringComparer.Ordinal);
        var names = new List<string>();
        // What is told last together with the moment says all steps of it: that is the least severe one.
        foreach (var step in policy.Reviews.Escalation.Where(s => taken.Contains(s.Name) && !IsToldAlready(s)).OrderByDescending(s => s.At))
        {
            var to = To(step, review);
            // Whoever works on it hears of the moment itself by the alert above, and of steps that come later.
            var people = step.AfterMinutes > 0 ? to : to.Except(Whose(review)).ToList();
            if (moment is not null && step.AfterMinutes == 0 && reached.Contains(step.Name))
            {
                names.Add(step.Name);
                moment = moment with { Words = $"{moment.Words} It is escalated to {Names(to)}: {step.Name}.{Unreachable(people)}" };
            }

            yield return About($"review-escalated/{review.Key}/{step.Name}{(review.ReopenedAt is { } again ? $"/{Moment(again)}" : "")}", AlertKind.ReviewEscalated, step.At == EscalationMoment.Breached ? AlertSeverity.Critical : AlertSeverity.Warning,
                $"{account}: credit review escalated ({step.Name})", $"{what} is escalated to {Names(to)}: {step.Name}. {stands} {WhoseWords(review)}", people) with
            {
                // One moment is one message.
                With = moment is not null && step.AfterMinutes == 0 && reached.Contains(step.Name)
                    ? new ToldTogether(moment.Key, $"{moment.Title}, escalated ({string.Join(", ", names)})", moment.Words) : null,
            };
        }

        if (review.HandedOver is { } handed && review.Analyst == handed.To)
        {
            var key = $"review-handed-over/{review.Key}/{Moment(handed.At)}";
            yield return handed.To is { } analyst
                ? About(key, AlertKind.ReviewHandedOver, AlertSeverity.Warning,
                    $"{account}: credit review handed to {Person(analyst).Name}", $"{what} was handed from {Person(handed.From).Name} to {Person(analyst).Name}. {stands}", [Person(analyst)])
                : About(key, AlertKind.ReviewHandedOver, AlertSeverity.Warning, $"{account}: nobody has a credit review any more",
                    $"{what} was given to {Person(handed.From).Name}, who is no longer an active user of the CRM, and nobody{(review.Team is { } team ? $" in team {team}" : "")} could take it. {stands} Make somebody its owner in the CRM.", Leads(review));
        }

        Alert About(string key, AlertKind kind, AlertSeverity severity, string title, string words, List<AlertPerson> people)
        {
            return new Alert(key, kind, severity, title, words + Unreachable(people))
            {
                AccountKey = review.AccountKey,
                AccountName = account,
                OpportunityKey = review.OpportunityKey,
                DecisionId = review.DecisionId,
                ReviewKey = review.Key,
                Team = review.Team,
                People = people.Count == 0 ? null : people,
            };
        }
    }

    private static bool IsToldAlready(EscalationStep step) => step.AfterMinutes == 0 && step.To.All(t => t == EscalationStep.Owner);

    private string Unreachable(List<AlertPerson> people)
    {
        var (gone, unknown) = (people.Where(_gone.Contains).ToList(), people.Where(p => p.Address is null && !_gone.Contains(p)).ToList());
        var left = gone.Count == 1 ? "is no longer an active user of the CRM and gets no mail" : "are no longer active users of the CRM and get no mail";
        return (gone.Count == 0 ? "" : $" {Names(gone)} {left}.") + (unknown.Count == 0 ? "" : $" There is no mail address of {Names(unknown)}.");
    }

    // Who works on it; when it is given to nobody, everybody in its team who is there.
    private List<AlertPerson> Whose(CreditReview review)
    {
        if (review.Analyst is { } analyst)
            return [Person(analyst)];
        var today = _hours.DayOf(now);
        var team = policy.Reviews.Teams.FirstOrDefault(t => t.Name == review.Team);
        return [.. (team?.Analysts ?? []).Where(a => !a.IsAway(today)).Select(a => Person(a.User)).Where(p => !_gone.Contains(p))];
    }

    // Those who are there in its team, and those to whom the policy escalates.
    private List<AlertPerson> Leads(CreditReview review)
    {
        var named = policy.Reviews.Escalation.SelectMany(s => s.To).Where(t => t != EscalationStep.Owner).Select(Person);
        return [.. Whose(review).Concat(named).DistinctBy(p => p.Address ?? p.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private string WhoseWords(CreditReview review) => (review.Analyst, review.Team) switch
    {
        ({ } analyst, { } team) => Has(Person(analyst), $" (team {team})"),
        ({ } analyst, null) => Has(Person(analyst), ""),
        (null, { } team) => $"It is given to nobody in team {team} yet.",
        _ => "It is given to nobody yet.",
    };

    private string Has(AlertPerson person, string inTeam) => _gone.Contains(person) ? $"It is still given to {person.Name}{inTeam}." : $"{person.Name}{inTeam} works on it.";

    private List<AlertPerson> To(EscalationStep step, CreditReview review) =>
        [.. step.To.SelectMany(t => t == EscalationStep.Owner ? Whose(review) : [Person(t)]).DistinctBy(p => p.Address ?? p.Name, StringComparer.OrdinalIgnoreCase)];

    // A key, a name or an address; an address need not be a user's.
    private AlertPerson Person(string text)
    {
        if (_people.TryGetValue(text, out var known))
            return known;
        var user = users.Named(text).FirstOrDefault();
        var person = user is not null ? new AlertPerson(user.Name, user.IsActive && !string.IsNullOrWhiteSpace(user.Email) ? user.Email.Trim() : null)
            : new AlertPerson(text, text.Contains('@', StringComparison.Ordinal) ? text : null);
        if (user is { IsActive: false })
            _gone.Add(person);
        return _people[text] = person;
    }

    private static string Names(List<AlertPerson> people) => people.Count == 0 ? "nobody" : string.Join(", ", people.Select(p => p.Name));

    // What people see in the CRM, and what commands take. The key of a review that a person created says its record's id already.
    private static string Record(CreditReview review) => review switch
    {
        { CrmKey: not null, CrmNumber: { Length: > 0 } number } => $"{number}, {review.Key}",
        { CrmKey: { } record } when PersonsReview.RecordOf(review.Key) is null => $"{review.Key}, record {record}",
        _ => review.Key,
    };

    private static string Lower(string what) => "t" + what[1..];

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);

    private string Local(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm} {zone.Id}");
}
