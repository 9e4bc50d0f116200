using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.CreditFiles.Past;
using CreditBridge.Core.Evaluation;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>
/// One account under both policies, from date to date. Each policy hands its own decision on to its next one, so that holds that last, promised reviews and used
/// exceptions go on under each as they would have.
/// </summary>
internal sealed class AccountReplay(ReplayQuestion question, IReadOnlyList<DayRates> rates)
{
    /// <summary>Evaluates the account on all dates and counts what came of it.</summary>
    /// <param name="files">Its file on each date; null where it was not there.</param>
    /// <param name="invoices">What came of its invoices.</param>
    /// <param name="tally">Where it is counted.</param>
    public void Run(PastFile?[] files, LaterInvoices invoices, ReplayTally tally)
    {
        DecisionDifference? before = null;
        (DecisionDifference Difference, int Date, string Name)? latest = null;
        for (var i = 0; i < files.Length; i++)
        {
            if (files[i] is not { } past)
                continue;
            var difference = new DecisionDifference(
                CreditEvaluator.Decide(past.File with { Prior = PriorStanding.Of(before?.Old) }, question.Active),
                CreditEvaluator.Decide(past.File with { Prior = PriorStanding.Of(before?.New) }, question.Proposed));
            tally[i].Count(difference, before, past.IsKnown, invoices, NextDate(i), rates[i]);
            if (difference.Any)
                latest = (difference, i, past.File.Account.Name);
            before = difference;
        }

        if (before is not null)
            tally.Count(latest is { } found ? Change(found.Difference, found.Date, found.Name) : null);
    }

    private DateOnly NextDate(int date) => date + 1 < question.Dates.Count
        ? question.Dates[date + 1].BusinessDate
        : date > 0
            ? question.Dates[date].BusinessDate.AddDays(question.Dates[date].BusinessDate.DayNumber - question.Dates[date - 1].BusinessDate.DayNumber)
            : question.Dates[date].BusinessDate.AddMonths(1);

    private ReplayedChange Change(DecisionDifference difference, int date, string name)
    {
        var limits = Math.Abs(LimitOf(difference.New, date) - LimitOf(difference.Old, date));
        var owed = difference.Hold && difference.New.Exposure.Total is { } total ? rates[date].Convert(total) ?? 0m : 0m;
        return new ReplayedChange(
            difference.New.AccountKey, name, question.Dates[date].BusinessDate, Math.Max(limits, owed), difference.InWords(), difference.Reason());
    }

    // A change to or from unlimited has no size; a change to or from no credit is as large as the other limit.
    private decimal LimitOf(Decisions.CreditDecision decision, int date) => decision.Limit.TryGetAmount(out var amount) ? rates[date].Convert(amount) ?? 0m : 0m;
}
