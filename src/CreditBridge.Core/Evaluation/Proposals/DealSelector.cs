using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>Decides which deals are checked, by the stages that the CRM itself defines.</summary>
public sealed class DealSelector
{
    private readonly DealSelection _selection;
    private readonly Dictionary<string, StageRecord> _stages;

    /// <summary>Combines what the policy names with the stages that the CRM has.</summary>
    public DealSelector(DealSelection selection, IReadOnlyList<StageRecord> stages)
    {
        _selection = selection;
        _stages = new Dictionary<string, StageRecord>(stages.Count, StringComparer.Ordinal);
        foreach (var stage in stages)
            _stages[stage.Key] = stage;
    }

    /// <summary>Stages that the policy names and the CRM does not have: deals in them can never be found. Empty while no stages have been read.</summary>
    public IReadOnlyList<string> UnknownStages => UnknownIn(_selection);

    /// <summary>Whether the deal is to be checked.</summary>
    public bool IsChecked(OpportunityRecord deal) => IsIn(_selection, deal);

    /// <summary>Whether an open deal meets at least one of the criteria.</summary>
    internal bool IsIn(DealSelection selection, OpportunityRecord deal)
    {
        if (deal.IsClosed)
            return false;
        var stage = _stages.GetValueOrDefault(deal.Stage);
        return stage?.IsClosed != true
            && (selection.Stages.Contains(deal.Stage, StringComparer.Ordinal)
                || (selection.FromStage is { } from && _stages.TryGetValue(from, out var first) && stage?.SortOrder >= first.SortOrder)
                || (selection.FromProbability is { } lowest && (stage?.DefaultProbabilityPercent ?? deal.ProbabilityPercent) >= lowest));
    }

    /// <summary>Stages that the criteria name and the CRM does not have; empty while no stages have been read.</summary>
    internal IReadOnlyList<string> UnknownIn(DealSelection selection) => _stages.Count == 0 || (selection.Stages.Count == 0 && selection.FromStage is null)
        ? []
        : [.. selection.Stages.Append(selection.FromStage).OfType<string>().Where(s => !_stages.ContainsKey(s)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Probability of winning a deal in percent: its own, else its stage's; 100 when neither is known, so that nothing is played down.</summary>
    public decimal Probability(OpportunityRecord deal) =>
        Math.Clamp(deal.ProbabilityPercent ?? _stages.GetValueOrDefault(deal.Stage)?.DefaultProbabilityPercent ?? 100m, 0m, 100m);
}
