using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation;

/// <summary>Collects what speaks against the customer and puts it in order: first what decides by itself, then what cost most points of the score.</summary>
internal sealed class ReasonList
{
    private readonly List<DecisionReason> _reasons = [];

    /// <summary>Adds a reason.</summary>
    /// <param name="code">Stable code: "factor:payment behaviour".</param>
    /// <param name="words">The policy's words for it.</param>
    /// <param name="otherwise">What to say to credit when the policy has no words.</param>
    /// <param name="weight">Points of the score that it cost; null when it decides by itself.</param>
    /// <param name="situation">The evaluation, for the values in the words.</param>
    public void Add(string code, ReasonWords words, string otherwise, decimal? weight, Situation situation) =>
        Add(new DecisionReason(code, words.Credit?.Render(situation) ?? otherwise, weight) { ForCustomer = words.Customer?.Render(situation), EdifactCode = words.Edifact });

    /// <summary>Adds a reason, once for each code.</summary>
    public void Add(DecisionReason reason)
    {
        if (!_reasons.Exists(r => r.Code == reason.Code))
            _reasons.Add(reason);
    }

    /// <summary>All reasons, the weightiest first; equals in the order in which they were added.</summary>
    public IReadOnlyList<DecisionReason> Ranked => _reasons.Count == 0 ? [] : [.. _reasons.OrderByDescending(r => r.Weight ?? decimal.MaxValue)];
}
