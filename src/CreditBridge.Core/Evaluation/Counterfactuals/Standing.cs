using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Counterfactuals;

/// <summary>A side of the answer that a question "what if" looks at.</summary>
internal enum Aspect
{
    /// <summary>Whether the account is on hold.</summary>
    Hold = 0,

    /// <summary>Whether its deals need no review.</summary>
    Prequalification,

    /// <summary>Whether there is a limit.</summary>
    Limit,

    /// <summary>The risk band.</summary>
    Band,
}

/// <summary>Where an account stands, as far as questions "what if" look at it.</summary>
/// <param name="OnHold">Whether it is on hold.</param>
/// <param name="IsPrequalified">Whether its deals need no review.</param>
/// <param name="HasLimit">Whether a limit is set; none and unlimited count as set.</param>
/// <param name="Band">Place of the risk band, the worst is 0; -1 without one.</param>
/// <param name="BandName">Its name; null without one.</param>
internal readonly record struct Standing(bool OnHold, bool IsPrequalified, bool HasLimit, int Band, string? BandName)
{
    public static readonly IReadOnlyList<Aspect> Aspects = Enum.GetValues<Aspect>();

    public static Standing Of(CreditDecision decision, CreditPolicy policy)
    {
        var place = -1;
        for (var i = 0; i < policy.Bands.Count; i++)
        {
            if (policy.Bands[i].Name == decision.Band)
                place = policy.Score.Better == BetterScore.Higher ? i : policy.Bands.Count - 1 - i;
        }

        return new Standing(decision.OnHold, decision.Prequalification.IsPrequalified, decision.Limit.Kind != CreditLimitKind.NotSet, place, decision.Band);
    }

    /// <summary>How good it is in one aspect; higher is better.</summary>
    public int Rank(Aspect aspect) => aspect switch
    {
        Aspect.Hold => OnHold ? 0 : 1,
        Aspect.Prequalification => IsPrequalified ? 1 : 0,
        Aspect.Limit => HasLimit ? 1 : 0,
        _ => Band,
    };

    /// <summary>What one aspect has become, in words.</summary>
    public string Words(Aspect aspect) => aspect switch
    {
        Aspect.Hold => OnHold ? "the account goes on hold" : "the hold ends",
        Aspect.Prequalification => IsPrequalified ? "the account is prequalified" : "the account is no longer prequalified",
        Aspect.Limit => HasLimit ? "a limit is set" : "no limit is set any more",
        _ => BandName is { } name ? $"risk band {name}" : "no risk band can be told",
    };
}
