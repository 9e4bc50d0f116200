namespace CreditBridge.Core.Reviews;

/// <summary>
/// Works out what is to become of an account's reviews: opened once, merged when reasons add up, decided, withdrawn when every reason has gone. Pure, and idempotent:
/// planning again on its own result changes nothing.
/// </summary>
public static class ReviewPlanner
{
    /// <summary>What is to become of the reviews.</summary>
    public static ReviewPlan Plan(ReviewSituation situation)
    {
        var context = new ReviewContext(situation);
        var (book, routing) = (new ReviewBook(context), new Routing(context));
        var reading = new ReviewReading(context, book, routing);
        var preparation = new ReviewPreparation(context, book, routing);
        reading.ReadAll();
        new ResumedReviews(context, book, reading).GoOn();
        new DoubleReviews(book).Join();
        new ReviewOpening(context, book).FindReasons();
        preparation.PrepareAll();

        // That the same stands in a newer decision is no change.
        var changed = book.Reviews.Where(r => book.WasOf(r) is not { } before || !ReviewEquality.Same(before, r with { DecisionId = before.DecisionId })).ToList();
        var moments = book.Reviews.Select(r => r.NextMoment).Append(context.NextMoment).OfType<DateTimeOffset>().Where(m => m > context.Now).ToList();
        return new ReviewPlan(changed) { Granted = reading.Granted, Owed = preparation.Owed, NextMoment = moments.Count > 0 ? moments.Min() : null };
    }
}
