using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Reviews;

/// <summary>What people did with the record of a review as such.</summary>
internal enum Whereabouts
{
    /// <summary>Nothing: it is where it was, or never was.</summary>
    Known,

    /// <summary>It was deleted, and is created anew.</summary>
    Deleted,

    /// <summary>Another account, or none, was put on it, and its own is put back.</summary>
    Astray,
}

/// <summary>
/// What is asked of the outbox for a review. Its status is written with care, because people change it too: when the review is created, when it begins or ceases to wait for
/// documents, when a decision could not be followed, and when nobody has to decide any more; otherwise what people chose stays. Pure.
/// </summary>
internal static class ReviewWrites
{
    private static readonly CreditField[] Amounts = [CreditFields.Review.Amount, CreditFields.Review.ProposedLimit];

    /// <summary>What a review asks for.</summary>
    /// <param name="connection">The CRM.</param>
    /// <param name="before">The review as it was kept; null for a new one.</param>
    /// <param name="review">The review as it is now.</param>
    /// <param name="inCrm">Its record as it was read last; null when there is none.</param>
    /// <param name="pausedHours">Business hours of the pauses that have ended.</param>
    /// <param name="ofDeal">What the deal asks a person for; null when that is not known any more.</param>
    /// <param name="whereabouts">What people did with the record as such.</param>
    /// <param name="accepts">Whether a field is mapped and writable.</param>
    public static OutboxChange Of(
        string connection, CreditReview? before, CreditReview review, ReviewRecord? inCrm, decimal pausedHours, string? ofDeal, Whereabouts whereabouts, Func<CreditField, bool> accepts)
    {
        var write = ReviewFields.Project(review, pausedHours, ofDeal);
        var news = before is not null ? StatusNews(before, review, inCrm) : inCrm is not null ? FirstStatusNews(review, inCrm) : null;
        if (inCrm is not null)
            write = write with { Values = Careful(write.Values, review, inCrm) };
        var persons = inCrm is not null ? PersonsCurrency(review, inCrm) : null;
        return new OutboxChange(connection, write.Target, standing =>
        {
            var known = whereabouts switch { Whereabouts.Deleted => null, Whereabouts.Astray => Without(CreditFields.Review.Account, standing), _ => standing };
            return Plan(connection, Fitting(write, known, persons), review, Whole(write, known), news, inCrm is not null, accepts);
        });
    }

    /// <summary>
    /// Requests for the documents that are missing, of kinds of which the account has no record that is good or being worked on. One that a person deleted is made anew; one that is not
    /// needed any more, and of which the CRM has no record, is taken back: its review may never come into being.
    /// </summary>
    /// <param name="connection">The CRM.</param>
    /// <param name="before">The review as it was kept; null for a new one.</param>
    /// <param name="review">The review as it is now.</param>
    /// <param name="inCrm">The account's documents as they were read last.</param>
    /// <param name="isDeleted">Whether the record of an id, which is not among them, is gone; one may have come to another account.</param>
    /// <param name="accepts">Whether a field is mapped and writable.</param>
    public static IEnumerable<OutboxChange> OfDocuments(
        string connection, CreditReview? before, CreditReview review, IReadOnlyList<ReviewDocumentRecord> inCrm, Func<string, bool> isDeleted, Func<CreditField, bool> accepts)
    {
        var missing = Missing(review);
        foreach (var (key, document) in missing)
        {
            var write = ReviewFields.Project(review, document);
            var isInCrm = inCrm.Any(d => d.DocumentKey == key);
            // Where it stands is for people to say from then on; and what they entered themselves need not be asked for again.
            if (isInCrm || inCrm.Any(d => string.Equals(d.Type, document.Type, StringComparison.OrdinalIgnoreCase) && d.Status != DocumentStatus.Expired))
                continue;
            var wasDeleted = before?.Documents.FirstOrDefault(d => ReviewFields.DocumentKey(review.Key, d.Type) == key)?.RecordKey is { } was && isDeleted(was);
            yield return new OutboxChange(connection, write.Target, standing => OutboxPlanner.Plan(connection, write, wasDeleted ? null : Anew(standing), accepts));
        }

        foreach (var (key, document) in before is null ? [] : Missing(before))
        {
            if (!missing.ContainsKey(key) && inCrm.All(d => d.DocumentKey != key))
                yield return new OutboxChange(connection, ReviewFields.Project(review, document).Target, standing => standing?.Entry is null ? OutboxPlan.Keep : OutboxPlan.TakeAway);
        }
    }

    // What an open review waits for, by the keys of our requests.
    private static Dictionary<string, NeededDocument> Missing(CreditReview review) => review.State != ReviewState.Open ? []
        : review.Documents.Where(d => !d.IsThere).DistinctBy(d => ReviewFields.DocumentKey(review.Key, d.Type)).ToDictionary(d => ReviewFields.DocumentKey(review.Key, d.Type), StringComparer.Ordinal);

    // A record that is not there and waits to be written comes into being with everything: what was acknowledged may have been of one that a person deleted since.
    private static RecordStanding? Anew(RecordStanding? standing) => standing is { Entry: not null } ? standing with { Acknowledged = new Dictionary<CreditField, FieldValue>() } : standing;

    /// <summary>The answer to a review that a person created without an account, so that nobody can follow it: what is missing.</summary>
    public static OutboxChange Unfollowed(string connection, ReviewRecord record, Func<CreditField, bool> accepts)
    {
        var missing = record.OpportunityKey is not null ? "it names no account, and the deal that it names is none that CreditBridge reads. Choose the account"
            : "it names no account. Choose the account, or the deal";
        var write = new FieldWrite(new TargetRecord(RecordKind.Review, PersonsReview.KeyOf(record.Key)), new Dictionary<CreditField, FieldValue>
        {
            [CreditFields.Review.Message] = DecisionFields.Text($"CreditBridge cannot follow this review: {missing}; then it gets a team, a clock and an answer.", ReviewFields.LongTextLength),
        });
        return new OutboxChange(connection, write.Target, standing => OutboxPlanner.Plan(connection, write, standing, accepts));
    }

    /// <summary>The status that a review has by itself.</summary>
    public static string StatusOf(CreditReview review) =>
        review.State == ReviewState.Withdrawn ? "Withdrawn"
        : review.State == ReviewState.Decided ? "Decided"
        : IsPaused(review) ? "Waiting for documents"
        : review.StartedAt is not null || review.Outcome is { Refusal: not null } ? "In review"
        : "New";

    // What has happened since that people must see in the status; null for nothing.
    private static string? StatusNews(CreditReview before, CreditReview review, ReviewRecord? inCrm)
    {
        if (review.State == ReviewState.Decided || (review.State == before.State && review.State != ReviewState.Open && review.Outcome == before.Outcome && !WasSetBack(before, review)))
            return null;
        if (review.State == ReviewState.Withdrawn)
            return inCrm is { Status: ReviewStatus.Withdrawn } ? null : "Withdrawn";
        // Who opens it again has said so in the status.
        if (before.State != ReviewState.Open)
        {
            var isSaid = IsPaused(review) ? inCrm is { Status: ReviewStatus.WaitingForDocuments } : inCrm is { Status: ReviewStatus.New or ReviewStatus.InReview };
            return isSaid ? null : StatusOf(review);
        }

        if (review.RefusedDecisions > before.RefusedDecisions)
            return "In review";
        // Who has set it to wait, or back to work, has said so in the status.
        if (review.WaitsByHand == true || (before.WaitsByHand == true && inCrm is { Status: not ReviewStatus.WaitingForDocuments }))
            return null;
        return IsPaused(review) == IsPaused(before) || inCrm is { Status: ReviewStatus.Decided } ? null : StatusOf(review);
    }

    // A person has opened it again, and it was withdrawn at once.
    private static bool WasSetBack(CreditReview before, CreditReview review) => before.ShowsWithdrawn == true && review is { State: ReviewState.Withdrawn, ShowsWithdrawn: null };

    // The same for a record that a person created and that we have never written to.
    private static string? FirstStatusNews(CreditReview review, ReviewRecord inCrm) =>
        review.State == ReviewState.Withdrawn ? (inCrm.Status == ReviewStatus.Withdrawn ? null : "Withdrawn")
        : review.State == ReviewState.Decided ? null
        : review.Outcome is { Refusal: not null } ? "In review"
        : inCrm.Status == ReviewStatus.New && IsPaused(review) ? StatusOf(review)
        : null;

    // What a person wrote stays: why they asked, and the currency in which they granted a limit.
    private static Dictionary<CreditField, FieldValue> Careful(IReadOnlyDictionary<CreditField, FieldValue> values, CreditReview review, ReviewRecord inCrm)
    {
        var careful = new Dictionary<CreditField, FieldValue>(values);
        if (PersonsReview.RecordOf(review.Key) is not null && inCrm.Reason is not null)
            careful.Remove(CreditFields.Review.Reason);
        // Neither is a currency written beside a limit whose own cannot be read: it would give the limit another meaning.
        if (PersonsCurrency(review, inCrm) is not null || inCrm.Unreadable is not null)
        {
            careful.Remove(CreditFields.Review.Amount);
            careful.Remove(CreditFields.Review.ProposedLimit);
            careful.Remove(CreditFields.Review.Currency);
            if (review.Amount is { } atStake)
                careful[CreditFields.Review.Reasons] = DecisionFields.Text($"At stake: {atStake.ToDisplay()}.\n{values[CreditFields.Review.Reasons].Content}", ReviewFields.LongTextLength);
        }

        return careful;
    }

    // The currency in which a person granted a limit, when our amounts are in another one.
    private static CurrencyCode? PersonsCurrency(CreditReview review, ReviewRecord inCrm) =>
        inCrm.ApprovedLimit is { } granted && (review.Amount ?? review.ProposedLimit)?.Currency != granted.Currency ? granted.Currency : null;

    // Amounts of ours that stand on the record, or are on their way there, would be read in the person's currency: they are taken back.
    private static FieldWrite Fitting(FieldWrite write, RecordStanding? standing, CurrencyCode? persons)
    {
        if (standing is null || persons is not { } currency)
            return write;
        var values = new Dictionary<CreditField, FieldValue>(write.Values);
        foreach (var field in Amounts.Where(f => Shows(standing.Acknowledged, f) || Shows(standing.Entry?.Values, f) || (standing.Entry is { Attempts: > 0 } entry && entry.Values.ContainsKey(f))))
            values[field] = FieldValue.Empty;
        if (standing.Entry is { Attempts: > 0 } underWay && underWay.Values.ContainsKey(CreditFields.Review.Currency))
            values[CreditFields.Review.Currency] = FieldValue.Text(currency.Code);
        return write with { Values = values };
    }

    // An amount never goes without its currency: a person may have chosen another one since ours was acknowledged.
    private static RecordStanding? Whole(FieldWrite write, RecordStanding? standing) =>
        standing is not null && Amounts.Any(f => write.Values.TryGetValue(f, out var value) && !value.IsEmpty && !(standing.Acknowledged.TryGetValue(f, out var was) && was == value))
            ? Without(CreditFields.Review.Currency, standing)
            : standing;

    // What was acknowledged once tells nothing about what people have chosen since.
    private static RecordStanding? Without(CreditField field, RecordStanding? standing) =>
        standing?.Acknowledged.ContainsKey(field) == true ? standing with { Acknowledged = standing.Acknowledged.Where(a => !a.Key.Equals(field)).ToDictionary() } : standing;

    private static bool Shows(IReadOnlyDictionary<CreditField, FieldValue>? values, CreditField field) => values is not null && values.TryGetValue(field, out var value) && !value.IsEmpty;

    private static OutboxPlan Plan(
        string connection, FieldWrite write, CreditReview review, RecordStanding? standing, string? news, bool isInCrm, Func<CreditField, bool> accepts)
    {
        var isKnown = isInCrm || standing is { Acknowledged.Count: > 0 } or { Entry.Attempts: > 0 };
        // What has ended before the CRM ever heard of it need not be told.
        if (!isKnown && review.State != ReviewState.Open)
            return standing?.Entry is null ? OutboxPlan.Keep : OutboxPlan.TakeAway;

        if (!isInCrm)
            standing = Anew(standing);
        var values = new Dictionary<CreditField, FieldValue>(write.Values);
        // A team's queue in the CRM may own what nobody is given to.
        if (review.Analyst is null)
            values.Remove(CreditFields.Review.Owner);
        var status = CreditFields.Review.Status;
        var waiting = standing?.Entry?.Values.TryGetValue(status, out var unsent) == true ? unsent : (FieldValue?)null;
        var wanted = news is not null ? FieldValue.Text(news)
            : waiting is { } kept && review.State != ReviewState.Decided ? kept
            : !isInCrm && standing?.Acknowledged.ContainsKey(status) != true ? FieldValue.Text(StatusOf(review))
            : (FieldValue?)null;
        if (wanted is { } value)
        {
            values[status] = value;
            standing = Without(status, standing);
        }

        return OutboxPlanner.Plan(connection, write with { Values = values }, standing, accepts);
    }

    private static bool IsPaused(CreditReview review) => review.CompleteAt is null || (review.Pauses.Count > 0 && review.Pauses[^1].Until is null);
}
