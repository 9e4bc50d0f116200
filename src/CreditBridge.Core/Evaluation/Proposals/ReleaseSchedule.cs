using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// When the rest of a deal can follow its first order: on the days on which receipts are expected, as much as fits then, in the policy's steps. What earlier parts
/// have taken counts until the customer is expected to have paid for them. Every part is checked like a deal that closes on its day.
/// </summary>
internal static class ReleaseSchedule
{
    private const int LongestDays = 365;
    private const int MostParts = 12;

    /// <summary>The parts in order of their days; together less than the rest when it does not all fit within a year.</summary>
    public static IReadOnlyList<ScheduledRelease> Of(DealCase deal, decimal amount, decimal first, PaymentTerms terms, decimal stepPercent)
    {
        var step = deal.Money(amount * stepPercent / 100m).Amount;
        var rest = deal.Money(amount - first).Amount;
        var until = Bounded.AddDays(deal.ClosesOn, LongestDays);
        var outstanding = new List<(decimal Amount, DateOnly PaidOn)> { (first, deal.ExpectedPaid(deal.ClosesOn, terms)) };
        var days = new SortedSet<DateOnly>(deal.ReceiptDays(until)) { outstanding[0].PaidOn };
        var releases = new List<ScheduledRelease>();
        while (rest > 0m && step > 0m && days.Count > 0 && releases.Count < MostParts)
        {
            var day = days.Min;
            days.Remove(day);
            if (day <= deal.ClosesOn || day > until)
                continue;
            var open = outstanding.Where(p => p.PaidOn > day).Sum(p => p.Amount);
            var part = Largest(rest, step, p => deal.Check(new CreditRequest(p, terms), day, open).Passes);
            if (part == 0m)
                continue;
            releases.Add(new ScheduledRelease(day, deal.Money(part)));
            rest -= part;
            outstanding.Add((part, deal.ExpectedPaid(day, terms)));
            days.Add(outstanding[^1].PaidOn);
        }

        return releases;
    }

    // The whole rest, or else as many steps of it as pass.
    private static decimal Largest(decimal rest, decimal step, Func<decimal, bool> passes)
    {
        if (passes(rest))
            return rest;
        var steps = (int)Math.Min(rest / step, 200m);
        int most = 0, tooMany = steps + 1;
        while (tooMany - most > 1)
        {
            var middle = most + (tooMany - most) / 2;
            if (passes(middle * step))
                most = middle;
            else
                tooMany = middle;
        }

        return most * step;
    }
}
