using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Reviews;

/// <summary>Reads what people did in the CRM: reviews that they created, work that they began, decisions.</summary>
internal sealed class ReviewReading(ReviewContext context, ReviewBook book, Routing routing)
{
    private readonly List<OverrideRecord> _granted = [];
    private readonly StrayRecords _strays = new(context);

    /// <summary>Exceptions that decisions became.</summary>
    public IReadOnlyList<OverrideRecord> Granted => _granted;

    /// <summary>Reads all records of the account, and withdraws what is nothing without its record.</summary>
    public void ReadAll()
    {
        // Its record was deleted and is made anew: a refusal speaks of a decision that the new record does not have.
        foreach (var anew in book.Reviews.Where(r => r is { State: ReviewState.Open, CrmKey: null, Outcome.Refusal: not null } && context.Given.InCrm.All(c => c.ReviewKey != r.Key)).ToList())
            book.Put(anew with { Outcome = null });
        // The newest decision counts: it is judged last.
        var inOrder = context.Given.InCrm.OrderBy(r => r.Status == ReviewStatus.Decided ? r.DecidedAt ?? r.CreatedAt : null).ThenBy(r => r.CreatedAt).ThenBy(r => r.Key, StringComparer.Ordinal);
        foreach (var record in inOrder)
        {
            var review = book.Find(record);
            if (review is null && (review = Adopted(record)) is not null)
            {
                book.Add(review);
                book.New.Add(review.Key);
            }

            if (review is not null)
                book.Put(Read(review, record));
        }

        foreach (var gone in book.Reviews.Where(r => r.State == ReviewState.Open && !book.HasItsRecord(r)).ToList())
            book.Put(book.Closed(gone, ReviewState.Withdrawn, "Its record is gone from the CRM: nobody has to decide any more."));
    }

    // A review that a person created. One that was decided before we ever saw it and before another was closed is history; one that is open and carries its key came from another account.
    private CreditReview? Adopted(ReviewRecord record)
    {
        var key = PersonsReview.KeyOf(record.Key);
        if (record.ReviewKey == key && record.Status != ReviewStatus.Withdrawn && context.Given.CameFrom.TryGetValue(key, out var from))
            return Came(record, from);
        if ((record.ReviewKey is { } given && (given != key || record.Status == ReviewStatus.Decided)) || record.Status == ReviewStatus.Withdrawn
            || (record.Status == ReviewStatus.Decided
                && book.Of(record.OpportunityKey).Any(r => r is { State: ReviewState.Decided, Outcome.Refusal: null } && r.ClosedAt > (record.DecidedAt ?? record.CreatedAt))))
            return null;
        return Begun(record, key);
    }

    private CreditReview Begun(ReviewRecord record, string key)
    {
        var text = record.Reason is { Length: > 0 } reason ? $"Asked for in the CRM: {reason}." : "Asked for in the CRM.";
        var since = record.CreatedAt is { } created ? context.Hours.DayOf(created) : context.Today;
        var amount = book.AmountOf(record.OpportunityKey);
        var effort = ReviewWork.EffortOf(context, [ReviewCause.Asked], amount);
        return book.Begin(key, record.OpportunityKey, record.CreatedAt ?? context.Now) with
        {
            CrmKey = record.Key,
            Priority = record.Priority ?? 2,
            AskedPriority = record.Priority,
            Amount = amount,
            Effort = effort.Name,
            EffortHours = effort.Hours,
            Reasons = [new ReviewReason(ReviewCause.Asked, ReviewBook.Asked + record.Key, text, since)],
        };
    }

    // A person has given the record to this account. What was granted for another one stands there: it is ended there, by somebody who may. One that was decided keeps what was measured of it.
    private CreditReview Came(ReviewRecord record, CameFrom from)
    {
        var stands = from.Granted.Where(g => g.EndedOn is null && !(g.ExpiresOn < context.Today)).Select(g => $"{EarlierGrants.Words(g)} ('creditbridge override revoke {g.Key}')").ToList();
        var begun = Begun(record, from.Review.Key);
        var review = record.Status != ReviewStatus.Decided || from.Review.State != ReviewState.Decided ? begun : from.Review with
        {
            AccountKey = begun.AccountKey, OpportunityKey = begun.OpportunityKey, CrmKey = begun.CrmKey, Amount = begun.Amount, Reasons = begun.Reasons,
            Outcome = null, Message = null, JoinedTo = null, ShowsWithdrawn = null, Standing = null, Notice = null, NoLongerCounts = null, DecidedAbout = null, Settled = [],
        };
        return review with
        {
            Former = from.Granted.Count == 0 ? from.Review.Former
                : new FormerAccounts((from.Review.Former?.Accounts ?? 0) + 1, stands.Count == 0 ? null
                    : $"What was decided on this record for {from.Account} stands there, and not here, until somebody ends it: {string.Join("; ", stands)}."),
        };
    }

    // A decision that was made for another account is none for this one; another that was made since is, unless somebody has decided here after it.
    private JudgedVerdict? NotForThisAccount(CreditReview review, ReviewRecord record, string asRead)
    {
        if (book.WasOf(review) is not null || !context.Given.CameFrom.TryGetValue(review.Key, out var from))
            return null;
        if (from.Review is { State: ReviewState.Decided, Outcome: { } outcome } && (outcome.AsRead is null || outcome.AsRead == asRead))
        {
            var why = $"This was decided for {from.Account}, and the record belongs to another account now: nothing follows from it here by itself. "
                + "If it is to count for this account, too, set the status to 'Decided' again.";
            return new JudgedVerdict(new ReviewOutcome(outcome.Verdict, outcome.By, outcome.At, why) { AsRead = asRead }, why, []);
        }

        return OvertakenBy(review, record) is { } later ? ReviewVerdicts.Overtaken(record, asRead, DecideThere(later)) : null;
    }

    private static string DecideThere(CreditReview later) => $"{ReviewBook.NameOf(later)} was decided later, and that decision counts. To change it, decide there.";

    // What nobody in the team could take is whoever's takes it in the CRM, where it still bears the name of the one who is gone.
    private bool TakesUp(CreditReview review, string owner) => review.Analyst is null && ReviewBook.FellFrom(review) is { } gone && owner != gone && routing.IsThere(owner);

    /// <summary>A review with what its record says.</summary>
    public CreditReview Read(CreditReview review, ReviewRecord record)
    {
        review = review with { CrmKey = record.Key, CrmNumber = record.Number };
        if (IsOpenedAgain(review, record))
            review = OpenedAgain(review, record);
        review = _strays.PutBack(review, record);
        if (review.State == ReviewState.Withdrawn && record.Status == ReviewStatus.Withdrawn)
            review = review with { ShowsWithdrawn = true };
        if (review.State == ReviewState.Decided)
            review = review with { ShowsWithdrawn = record.Status == ReviewStatus.Withdrawn ? true : null };
        if (review.State == ReviewState.Open)
        {
            review = review with { StartedAt = review.StartedAt ?? StampedStart(review, record) ?? (record.Status == ReviewStatus.InReview ? context.Now : null) };
            review = Waiting(review, record.Status == ReviewStatus.WaitingForDocuments);
            if (record.OwnerKey is { } owner && owner != review.Analyst && (routing.IsAnalyst(owner) || TakesUp(review, owner)))
                review = review with { Analyst = owner };
            review = review with { ShowsWithdrawn = review.ShowsWithdrawn == true && record.Status == ReviewStatus.Withdrawn ? true : null };
            if (record.Status == ReviewStatus.Withdrawn && review.ShowsWithdrawn is null)
            {
                // Who withdrew it is not on the record.
                return book.Closed(review, ReviewState.Withdrawn, "Withdrawn in the CRM.") with { ShowsWithdrawn = true, Outcome = new ReviewOutcome(ReviewVerdict.NoChange, "", context.Now, null) };
            }
        }

        // What was refused is back at work: the next decision is judged, also the same one, because what was wrong may lie elsewhere.
        if (review is { State: ReviewState.Open, Outcome: { Refusal: not null, AsRead: not null } refused } && record.Status is not (ReviewStatus.Decided or ReviewStatus.Withdrawn))
            review = review with { Outcome = refused with { AsRead = null } };

        // A person's decision counts on one that is withdrawn, too; and there the same one as before is a new one, when the record has said since that it is withdrawn.
        if (record.Status != ReviewStatus.Decided)
            return review;
        var wasWithdrawn = review.State == ReviewState.Withdrawn;
        // Another deal on the record makes another decision of it.
        var asRead = ReviewVerdicts.AsRead(record) + (context.IsOfAnotherDeal(review, record) ? $"/{record.OpportunityKey}" : "");
        if (review.Outcome?.AsRead == asRead && !(wasWithdrawn && review.ShowsWithdrawn == true))
            return review;
        asRead = _strays.AsRead(record, asRead);
        if (review.Outcome?.AsRead == asRead && !wasWithdrawn)
            return review;
        var judged = _strays.Refusal(review, record, asRead) ?? NotForThisAccount(review, record, asRead)
            ?? (wasWithdrawn && OvertakenBy(review, record) is { } later ? ReviewVerdicts.Overtaken(record, asRead, DecideThere(later)) : book.Verdicts.Judge(review, record, asRead));
        if (wasWithdrawn && judged.IsOvertaken)
            return review with { Outcome = judged.Outcome, Message = judged.Message, RefusedDecisions = review.RefusedDecisions + 1, ShowsWithdrawn = null };
        if (judged.Outcome.Refusal is not null)
        {
            // One that counted before and was changed into one that does not goes back to work; what was granted stands until it is right. Another one that is open joins it.
            return book.Reopened(review) with
            {
                Outcome = judged.Outcome,
                Message = judged.Message,
                RefusedDecisions = review.RefusedDecisions + 1,
                DecidedAbout = review.State == ReviewState.Decided ? DecidedAbout(review) : review.DecidedAbout,
            };
        }

        foreach (var granted in judged.Granted)
        {
            _granted.RemoveAll(g => g.Key == granted.Key);
            _granted.Add(granted);
        }

        book.Decided.Add(review.Key);
        if (wasWithdrawn || PersonsReview.RecordOf(review.Key) is not null)
            book.Unasked.Add(review.Key);
        return book.Closed(review, ReviewState.Decided, review.Former?.Stands is { } stands ? $"{judged.Message} {stands}" : judged.Message) with
        {
            ClosedAt = judged.Outcome.At,
            // To change what was decided in time is not to decide late.
            FirstDecidedAt = review.State == ReviewState.Decided ? review.FirstDecidedAt ?? review.ClosedAt : null,
            Outcome = judged.Outcome,
            Band = context.Band?.Name,
            JoinedTo = null,
        };
    }

    // What was stamped before it was opened again is the start of other work.
    private static DateTimeOffset? StampedStart(CreditReview review, ReviewRecord record) => record.StartedAt < review.ReopenedAt ? null : record.StartedAt;

    // After a review has ended, people alone change its status. That it is withdrawn we have written ourselves: what stood there before is still read for a while.
    private static bool IsOpenedAgain(CreditReview review, ReviewRecord record) =>
        record.Status is ReviewStatus.New or ReviewStatus.InReview or ReviewStatus.WaitingForDocuments
        && review is { State: ReviewState.Decided } or { State: ReviewState.Withdrawn, ShowsWithdrawn: true };

    // A person asks for it; what was decided before is still what the next decision is about.
    private CreditReview OpenedAgain(CreditReview review, ReviewRecord record)
    {
        var key = ReviewBook.Asked + record.Key;
        var waits = record.Status == ReviewStatus.WaitingForDocuments;
        return book.Reopened(review) with
        {
            Outcome = null,
            Message = null,
            Reasons = review.Reasons.Any(r => r.Key == key) ? review.Reasons : [.. review.Reasons, new ReviewReason(ReviewCause.Asked, key, "Opened again in the CRM.", context.Today)],
            DecidedAbout = DecidedAbout(review),
            SeenWaiting = waits ? true : null,
            WaitsByHand = waits ? true : null,
        };
    }

    private static IReadOnlyList<string>? DecidedAbout(CreditReview review) => review.Outcome is { Refusal: null }
        ? [.. review.Reasons.Select(r => r.Key).Union(review.DecidedAbout ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal)] : review.DecidedAbout;

    // Another review of the same deal or account on which a person decided after they had decided on this one, which is read only now.
    private CreditReview? OvertakenBy(CreditReview review, ReviewRecord record) => book.Of(review.OpportunityKey)
        .Where(r => r.Key != review.Key && r is { State: ReviewState.Decided, Outcome.Refusal: null } && r.ClosedAt > record.DecidedAt)
        .MaxBy(r => r.ClosedAt);

    // That it waits for documents is written by us when it does, and by people when they wait for some that no rule knows. What was ours and is still to be read as
    // changed back is none of theirs.
    private CreditReview Waiting(CreditReview review, bool waits)
    {
        var isOurs = !book.New.Contains(review.Key) && (review.CompleteAt is null || review.Pauses is [.., { Until: null }]);
        var byHand = waits && (review.WaitsByHand == true || (review.SeenWaiting != true && !isOurs));
        return review with { SeenWaiting = waits ? true : null, WaitsByHand = byHand ? true : null };
    }
}
