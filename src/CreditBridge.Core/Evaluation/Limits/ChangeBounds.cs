using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Limits;

/// <summary>
/// How far a limit may change by itself. A change beyond the policy's bounds is proposed to a person, and the previous limit stays. The first limit of an account is no
/// change, and neither is one that nobody had set.
/// </summary>
internal static class ChangeBounds
{
    /// <summary>The limit that counts: the new one, or the previous one when the change is too large.</summary>
    public static CreditLimit Apply(Situation situation, CreditLimit found, Func<CreditLimit, string, CreditLimit> keep)
    {
        if (situation.Policy.Limit.AutomaticChange is not { } bounds)
            return found;
        var previous = WithinCap(situation, situation.PriorLimit);
        if (previous.Kind == CreditLimitKind.NotSet || found == previous)
            return found;
        var (from, to) = (Ceiling(previous), Ceiling(found));
        var isRaise = to > from;
        var byPercent = isRaise ? bounds.RaiseUpToPercent : bounds.LowerUpToPercent;
        var byAmount = (isRaise ? bounds.RaiseUpToAmount : bounds.LowerUpToAmount) is { } amount ? situation.FromPolicy(amount) ?? 0m : (decimal?)null;
        var isWithin = to == from
            || (byPercent is null && byAmount is null)
            || ((byPercent is not { } percent || IsWithin(from, to, Bounded.Multiply(from, percent / 100m))) && (byAmount is not { } most || IsWithin(from, to, most)));
        if (isWithin)
            return found;

        var why = $"{(isRaise ? "a raise" : "a reduction")} from {previous.ToDisplay()} to {found.ToDisplay()} is larger than the policy makes by itself; a person decides";
        situation.ProposedLimit = new ProposedLimit(previous, found, why);
        situation.ReviewRequests.Add($"Limit change from {previous.ToDisplay()} to {found.ToDisplay()}: {why}.");
        situation.Raised = 0m;
        return keep(previous, why);
    }

    // The previous limit may be above a cap that was lowered since; a cap holds without a person, and the change is measured from there. Measured from the limit before the
    // cap, the next evaluation would find the change small enough and make it after all.
    private static CreditLimit WithinCap(Situation situation, CreditLimit previous) =>
        previous.Kind != CreditLimitKind.NotSet && situation.Policy.Limit.Highest is { } highest && situation.FromPolicy(highest) is { } cap && Ceiling(previous) > cap
            ? LimitMethods.Of(cap, situation, "highest limit")
            : previous;

    private static bool IsWithin(decimal from, decimal to, decimal? most) => from < decimal.MaxValue && to < decimal.MaxValue && (most is not { } m || Math.Abs(to - from) <= m);

    private static decimal Ceiling(CreditLimit limit) => limit.Kind switch
    {
        CreditLimitKind.None => 0m,
        CreditLimitKind.Amount when limit.TryGetAmount(out var amount) => amount.Amount,
        _ => decimal.MaxValue,
    };
}
