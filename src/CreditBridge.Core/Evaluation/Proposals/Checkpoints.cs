using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// Remembers which deals passed, and for how long that holds: what sales was told on one day is not taken back on the next because an invoice was written in between.
/// A higher amount, longer terms or another close date is another question and is checked at once; so is a deal whose days of grace are over.
/// </summary>
internal sealed class Checkpoints(Situation situation, DealSelector selector)
{
    /// <summary>The earlier check that still holds for the deal as it is now; null when there is none.</summary>
    public PassedCheckpoint? Kept(DealCase deal)
    {
        if (!situation.Facts.File.Prior.Passed.TryGetValue(deal.Deal.Key, out var passed) || Find(passed.Checkpoint) is not { } checkpoint || !IsUnchanged(deal, passed))
            return null;
        var until = Bounded.AddDays(passed.On, checkpoint.GraceDays + 1);
        if (passed.CheckedAgainFrom < until)
            until = passed.CheckedAgainFrom;
        return situation.Facts.Time.HasCome(passed.On) && !situation.Facts.Time.HasCome(until) ? passed : null;
    }

    /// <summary>
    /// Whether a hold stands against an earlier check: one that a person ordered, a rule that the policy marks "always", and a rule whose own days of grace at the
    /// checkpoint are over.
    /// </summary>
    public bool HoldsNevertheless(PassedCheckpoint passed)
    {
        foreach (var reason in situation.HoldReasons)
        {
            if (reason.IsManual)
                return true;
            foreach (var rule in situation.Policy.Hold.Rules)
            {
                if (rule.Name != reason.Rule)
                    continue;
                if (rule.Always || (rule.CheckpointGraceDays.TryGetValue(passed.Checkpoint, out var days) && situation.Facts.Time.HasCome(Bounded.AddDays(passed.On, days + 1))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The check that the deal has just passed; null when it is at no checkpoint, or asks nothing of credit that could be remembered.</summary>
    public PassedCheckpoint? Passed(DealCase deal)
    {
        if (deal.Amount is not { } amount || deal.Terms.IsPrepaid || At(deal.Deal) is not { } checkpoint)
            return null;
        // The next evaluation takes the day over as it is; the day on which it is checked again is one on which the answer can change.
        var today = situation.Facts.Time.TodayForPromise;
        var again = Bounded.AddDays(today, checkpoint.GraceDays + 1);
        situation.Facts.Time.HasCome(again);
        return new PassedCheckpoint(checkpoint.Name, today, new Money(amount, deal.Currency), deal.Terms, again) { ClosesOn = deal.Deal.CloseDate };
    }

    private DealCheckpoint? At(OpportunityRecord deal)
    {
        foreach (var checkpoint in situation.Policy.Proposals.Checkpoints)
        {
            if (checkpoint.Deals.IsEmpty || selector.IsIn(checkpoint.Deals, deal))
                return checkpoint;
        }

        return null;
    }

    private DealCheckpoint? Find(string name)
    {
        foreach (var checkpoint in situation.Policy.Proposals.Checkpoints)
        {
            if (checkpoint.Name == name)
                return checkpoint;
        }

        return null;
    }

    private static bool IsUnchanged(DealCase deal, PassedCheckpoint passed) =>
        deal.Amount is { } amount && passed.Credit is { } credit && credit.Currency == deal.Currency && amount <= credit.Amount
        && deal.Terms <= passed.Terms && (passed.ClosesOn is null || passed.ClosesOn == deal.Deal.CloseDate);
}
