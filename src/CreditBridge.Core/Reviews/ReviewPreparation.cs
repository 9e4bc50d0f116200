using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Gives an open review what its work needs: effort, documents, a clock, a person, the steps of its escalation.</summary>
internal sealed class ReviewPreparation(ReviewContext context, ReviewBook book, Routing routing)
{
    private const string WasDecided = "\nIt was decided: ";
    private const string StillCounts = " What was decided before still counts: ";

    private readonly Dictionary<string, IReadOnlyList<string>> _owed = new(StringComparer.Ordinal);

    /// <summary>What sales owes, by key of the review.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Owed => _owed;

    /// <summary>Prepares the open reviews.</summary>
    public void PrepareAll()
    {
        for (var i = 0; i < book.Reviews.Count; i++)
        {
            if (book.Reviews[i] is { State: ReviewState.Open } open)
                book.Put(Prepared(open));
            else if (book.Reviews[i] is { State: ReviewState.Decided } decided)
                book.Put(Noted(decided));
            else if (book.Reviews[i] is { State: ReviewState.Withdrawn } withdrawn)
                book.Put(Standing(withdrawn));
        }
    }

    // What the record says was granted must not stand there when it does not count any more; when it counts again, it does.
    private CreditReview Noted(CreditReview review)
    {
        // That another account is put back was noted just now, and is not yet said.
        var before = Notes(review with { PutBack = book.Decided.Contains(review.Key) ? null : book.WasOf(review)?.PutBack });
        var noted = review with { NoLongerCounts = book.Verdicts.NoLongerCounts(review) };
        noted = noted with
        {
            IsRecordDeleted = IsDeleted(review),
            Notice = context.Given.Deleted.Contains(review.Key) ? book.Verdicts.WithoutRecord(noted)
                : noted.ShowsWithdrawn != true ? null
                : context.Given.InCrm.FirstOrDefault(c => c.Key == noted.CrmKey) is { } record ? book.Verdicts.Withdrawn(noted, record) : noted.Notice,
        };
        var now = Notes(noted);
        if (now == before)
            return noted;
        var decided = before is not null && review.Message?.StartsWith(before + WasDecided, StringComparison.Ordinal) == true ? review.Message[(before.Length + WasDecided.Length)..] : review.Message;
        return noted with { Message = now is null ? decided : $"{now}{WasDecided}{decided}" };
    }

    private static string? Notes(CreditReview review) =>
        new[] { review.PutBack, review.Notice, review.NoLongerCounts }.OfType<string>().ToList() is { Count: > 0 } notes ? string.Join('\n', notes) : null;

    private bool? IsDeleted(CreditReview review) => context.Given.Deleted.Contains(review.Key) ? true : null;

    // Neither must it be hidden by a withdrawal that something of it counts; nor be said when it does not any more.
    private CreditReview Standing(CreditReview review)
    {
        review = review with { IsRecordDeleted = IsDeleted(review) };
        var message = review.Message ?? "";
        var own = message.IndexOf(StillCounts, StringComparison.Ordinal) is >= 0 and var at ? message[..at] : message;
        var says = book.Verdicts.Standing(review) is { } standing ? own + StillCounts + standing : own;
        return says == message ? review : review with { Message = says };
    }

    private CreditReview Prepared(CreditReview review)
    {
        var causes = review.Reasons.Select(r => r.Cause).Distinct().ToList();
        var decision = context.Given.Decision;
        var amount = book.AmountOf(review.OpportunityKey);
        var effort = ReviewWork.EffortOf(context, causes, amount);
        review = review with
        {
            Amount = amount,
            ProposedLimit = review.OpportunityKey is null && decision.ProposedLimit is { } proposed && proposed.To.TryGetAmount(out var limit) ? limit : null,
            Effort = effort.Name,
            EffortHours = effort.Hours,
            Region = context.Region,
            DecisionId = decision.Id,
        };
        // What has been promised stays promised, unless a more urgent reason has joined that is promised sooner.
        var window = ReviewWork.WindowOf(context, causes, amount, effort.Name, review.Priority);
        if (review.CompleteAt is null)
            review = review with { WindowMinutes = window.DecideMinutes, FirstResponseMinutes = window.FirstResponseMinutes };
        else if (book.WasOf(review) is { State: ReviewState.Open } was && review.Priority < was.Priority)
            review = review with { WindowMinutes = Math.Min(review.WindowMinutes, SlaClock.Used(review, context.Hours, context.Now) + window.DecideMinutes) };

        var (documents, owed) = Checklist.Of(review, context);
        // What is owed by name ends when it is there; otherwise a person says when.
        if (owed.Count > 0)
            review = review with { WaitsByHand = null };
        else if (review.WaitsByHand == true)
            owed = ["documents that credit has asked for"];
        if (owed.Count > 0)
            _owed[review.Key] = owed;
        review = SlaClock.Run(review with { Documents = documents, Owed = owed.Count > 0 ? owed : null }, owed, book.New.Contains(review.Key), context);
        return Escalated(Handed(Assigned(review, causes, amount, effort)));
    }

    private CreditReview Assigned(CreditReview review, List<ReviewCause> causes, Money? amount, EffortClass effort)
    {
        if (review.Analyst is { } present && !routing.IsGone(present))
            return review;
        var team = routing.TeamOf(causes, amount, effort.Name);
        return review with { Team = team?.Name, Analyst = routing.Pick(team, effort.Hours) };
    }

    // Whoever gets it from somebody else has to hear of it; and somebody has to, when nobody could take it.
    private CreditReview Handed(CreditReview review) => book.WasOf(review) is { } was && (was.Analyst ?? ReviewBook.FellFrom(was)) is { } had && review.Analyst != was.Analyst
        ? review with { HandedOver = had == review.Analyst ? null : new ReviewHandover(had, review.Analyst, context.Now) }
        : review;

    private CreditReview Escalated(CreditReview review)
    {
        var steps = EscalationPath.Of(review, context.Rules, context.Hours);
        List<DateTimeOffset?> moments = [review.AtRiskAt, review.DueAt, .. steps.Select(s => s.At)];
        List<string> escalated = [.. review.Escalated, .. steps.Where(s => context.Now >= s.At).Select(s => s.Step.Name).Except(review.Escalated, StringComparer.Ordinal)];

        var next = moments.OfType<DateTimeOffset>().Where(m => m > context.Now).ToList();
        var taken = context.Rules.Escalation.Where(s => escalated.Contains(s.Name)).Select(s => $"Escalated to {string.Join(", ", s.To.Select(t => Recipient(t, review)).Distinct(StringComparer.Ordinal))}: {s.Name}.");
        var (all, counts, gone) = book.Verdicts.Before(review);
        var decided = review.Outcome?.Refusal is { } refusal ? $"{refusal}{(counts is null ? "" : $" Until then the earlier decision counts: {counts}")}"
            : counts is null ? null : $"Until a new decision, the earlier one counts: {counts}";
        var lines = new[] { review.PutBack, decided, gone is null ? null : $"What was decided before counts no more: {gone}", Otherwise(review), Elsewhere(review), OfNobody(review) }.OfType<string>().Concat(taken).ToList();
        return review with { Standing = all, Escalated = escalated, NextMoment = next.Count > 0 ? next.Min() : null, Message = lines.Count > 0 ? string.Join("\n", lines) : null };
    }

    // Whoever decides anew has to know what other decisions have put into force. What its own have says itself, and so does what a refusal names.
    private string? Otherwise(CreditReview review)
    {
        if (review.DecidedAbout is null)
            return null;
        var named = context.Given.File.Overrides.Where(o => review.Outcome?.Refusal?.Contains($"exception {o.Key},", StringComparison.Ordinal) == true);
        var said = book.Earlier.InForceOf(review).Concat(named).Select(o => $"{EarlierGrants.Words(o)} ({o.Key})");
        var others = book.Earlier.CountingFor(review).Except(said, StringComparer.Ordinal).ToList();
        return others.Count > 0 ? $"In force now, by other decisions: {string.Join("; ", others)}." : null;
    }

    // Whoever looks at a deal that came from another account learns that somebody has decided about it, and that nothing follows from that here.
    private string? Elsewhere(CreditReview review)
    {
        if (review.Former?.Stands is { } stands)
            return stands;
        if (review.OpportunityKey is not { } deal || !context.Given.DecidedElsewhere.TryGetValue(deal, out var elsewhere) || elsewhere.Review.Outcome is not { } outcome
            || book.DecidedOf(deal, review.Key) is { Outcome.Refusal: null } own && own.ClosedAt > elsewhere.Review.ClosedAt)
            return null;
        var who = context.Given.Users.GetValueOrDefault(outcome.By)?.Name ?? (outcome.By.Length > 0 ? outcome.By : "somebody");
        return $"Decided before for another account, {elsewhere.Account}: {VerdictWords.Of(outcome.Verdict)}, by {who} on {context.Hours.DayOf(outcome.At):yyyy-MM-dd} ({ReviewBook.NameOf(elsewhere.Review)}). "
            + "That does not count for this account.";
    }

    // Its record still bears the name of the one who is gone.
    private string? OfNobody(CreditReview review) => review.Analyst is null && ReviewBook.FellFrom(review) is { } gone
        ? $"{context.Given.Users.GetValueOrDefault(gone)?.Name ?? gone} is no longer an active user, and nobody{(review.Team is { } team ? $" in team {team}" : "")} could take it: make somebody its owner."
        : null;

    // By name where there is one; an address need not be a user's.
    private string Recipient(string text, CreditReview review) => text != EscalationStep.Owner ? context.User(text)?.Name ?? text
        : review.Analyst is { } key ? context.Given.Users.GetValueOrDefault(key)?.Name ?? key
        : review.Team is { } team ? $"team {team} (nobody works on it)" : "nobody (nobody works on it)";
}
