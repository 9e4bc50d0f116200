using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Evaluation.Proposals;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>Says when deals will be won.</summary>
public interface IWinForecast
{
    /// <summary>Probability of having been won by a day: steps in order of days, never falling, none before <paramref name="asOf"/>. Empty for a deal that will not be won.</summary>
    IReadOnlyList<WinStep> WinsOf(OpportunityRecord deal, DealSelector stages, DateOnly asOf);
}

/// <summary>What the CRM says: the deal is won on its close date with its own probability, else with that of its stage. A close date that is over counts as today.</summary>
public sealed class CrmWinForecast : IWinForecast
{
    /// <inheritdoc />
    public IReadOnlyList<WinStep> WinsOf(OpportunityRecord deal, DealSelector stages, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(deal);
        ArgumentNullException.ThrowIfNull(stages);
        var probability = stages.Probability(deal);
        return probability <= 0m ? [] : [new WinStep(deal.CloseDate < asOf ? asOf : deal.CloseDate, (double)probability / 100d)];
    }
}
