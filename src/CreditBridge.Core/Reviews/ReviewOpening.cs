
namespace CreditBridge.Core.Reviews;

/// <summary>Opens a review where reasons ask for one, keeps the reasons of an open one up to date, and withdraws it when they have gone.</summary>
internal sealed class ReviewOpening(ReviewContext context, ReviewBook book)
{
    private readonly SettledReasons _settled = new(context, book);

    /// <summary>Brings every review into line with the reasons that there are now.</summary>
    public void FindReasons()
    {
        var checks = context.Given.Decision.Deals.ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
        var underReview = book.Reviews.Where(r => r.State == ReviewState.Open).Select(r => r.OpportunityKey).OfType<string>();
        var deals = checks.Keys.Concat(underReview).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var deal in deals)
            Open(deal, checks.TryGetValue(deal, out var check) ? ReviewReasons.OfDeal(context, check) : []);
        Open(null, ReviewReasons.OfAccount(context, book.OpenOf(null), book.DecidedOf(null)));
    }

    private void Open(string? deal, IReadOnlyList<FoundReason> found)
    {
        var (open, decided) = (book.OpenOf(deal), book.DecidedOf(deal));
        var amount = book.AmountOf(deal);
        // A person decided about the deal on a record on which we had not asked, or no more: that is the decision that we would ask for, whether another review was open, or that record
        // was joined to it already. About an account it is one about what that record was for.
        if (decided is { State: ReviewState.Decided } && book.Decided.Contains(decided.Key))
        {
            var isAboutAll = deal is not null && book.Unasked.Contains(decided.Key);
            // And what an earlier decision has settled stays settled.
            var earlier = book.DecidedOf(deal, decided.Key);
            var more = found.Select(f => f.Reason).Where(f => decided.Reasons.All(r => r.Key != f.Key) && (isAboutAll || _settled.IsSettled(f, earlier, amount))).ToList();
            // What it granted or declined of a deal is of the amount that the deal has now.
            var isOfNow = isAboutAll || (deal is not null && decided.Outcome?.OverrideKey is not null);
            decided = decided with { Amount = isOfNow ? amount : decided.Amount, Reasons = [.. decided.Reasons, .. more] };
            book.Put(decided);
        }

        var settled = found.Where(f => _settled.IsSettled(f.Reason, decided, amount)).ToList();
        var fresh = found.Except(settled).ToList();
        var events = settled.Where(f => ReviewReasons.IsEvent(f.Reason)).Select(f => f.Reason.Key).Order(StringComparer.Ordinal).ToList();
        if (open is null && fresh.Count == 0)
            return;
        if (deal is not null && !context.Deals.ContainsKey(deal))
        {
            foreach (var review in book.Of(deal).Where(r => r.State == ReviewState.Open).ToList())
                book.Put(book.Closed(review, ReviewState.Withdrawn, WithRefusal(review, context.BelongsElsewhere(review) is { } elsewhere ? $"{elsewhere}: nobody has to decide here."
                    : ReviewBook.IsAsked(review) ? "The deal is not among the open deals of this account: it is closed, or belongs to another account. Nobody has to decide here."
                    : "The deal is no longer open: nobody has to decide.")));
            return;
        }

        if (open is null)
        {
            var last = book.Of(deal).LastOrDefault();
            var key = ReviewKeys.Next(context.Given.File.Account.Key, deal, last?.Key);
            while (book.Find(key) is not null)
                key = ReviewKeys.Next(context.Given.File.Account.Key, deal, key);
            open = book.Begin(key, deal, context.Now);
            book.New.Add(open.Key);
            book.Add(open);
        }

        var asked = open.Reasons.Where(r => r.Cause == ReviewCause.Asked && !book.HasEnded(r));
        var reasons = fresh.Select(f => (Reason: Since(f.Reason, open), f.Priority)).Concat(asked.Select(a => (Reason: a, Priority: open.AskedPriority ?? 2)))
            .OrderBy(r => r.Priority).ThenBy(r => Rank(r.Reason.Cause)).ThenBy(r => r.Reason.Since).ThenBy(r => r.Reason.Key, StringComparer.Ordinal).ToList();
        if (reasons.Count == 0 && book.IsReopened(open))
            return;
        if (reasons.Count == 0)
        {
            book.Put(decided is not null && book.Decided.Contains(decided.Key)
                ? book.Closed(open, ReviewState.Withdrawn, $"Decided on {ReviewBook.NameOf(decided)}: nobody has to decide here any more.") with { JoinedTo = decided.Key }
                : book.Closed(open, ReviewState.Withdrawn, WithRefusal(open, "Every reason has gone: nobody has to decide any more.")));
            return;
        }

        if (ReviewReasons.Missing(context) is { } missing)
            reasons.Add((Since(missing, open), 3));
        book.Put(open with { Reasons = [.. reasons.Select(r => r.Reason)], Priority = reasons.Min(r => r.Priority), Settled = events });
    }

    // Whoever decided learns that nothing follows from it.
    private static string WithRefusal(CreditReview review, string why) => review.Outcome?.Refusal is { } refusal ? $"{why} The decision is not followed: {refusal}" : why;

    private static ReviewReason Since(ReviewReason reason, CreditReview open) =>
        open.Reasons.FirstOrDefault(r => r.Key == reason.Key) is { } known && known.Since < reason.Since ? reason with { Since = known.Since } : reason;

    // Of equally urgent reasons, what costs most when it waits comes first.
    private static int Rank(ReviewCause cause) => cause switch
    {
        ReviewCause.Hold => 0,
        ReviewCause.Deal => 1,
        ReviewCause.WarnNotice => 2,
        ReviewCause.CoverChange => 3,
        ReviewCause.Deterioration => 4,
        ReviewCause.BureauChange => 5,
        ReviewCause.News => 6,
        ReviewCause.LimitChange => 7,
        ReviewCause.Expiry => 8,
        ReviewCause.Asked => 9,
        ReviewCause.Periodic => 10,
        _ => 11,
    };
}
