using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Worker.Hosting;

/// <summary>Whether the stages that the policy names exist in the CRM as it is now, and can be chosen there.</summary>
internal static class PolicyStages
{
    private const string Subject = "Stages";

    /// <summary>Reads the CRM's stages and compares; nothing is stored.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> FindingsAsync(CreditPolicy policy, IConnection crm, CancellationToken cancellationToken)
    {
        if (crm.Sources.OfType<ISource<StageRecord>>().FirstOrDefault() is not { } source)
            return [];
        var stages = new List<StageRecord>();
        try
        {
            await foreach (var page in source.ReadPagesAsync(null, cancellationToken))
                stages.AddRange(page.Changes.Select(c => c.Current).OfType<StageRecord>());
        }
        catch (ConnectorException refused)
        {
            return [CheckFinding.Failed(Subject, refused.Failure)];
        }

        return Of(policy.Proposals.Checked, stages);
    }

    /// <summary>The comparison.</summary>
    public static IReadOnlyList<CheckFinding> Of(DealSelection selection, IReadOnlyList<StageRecord> stages)
    {
        if (stages.Count == 0)
            return [];
        var known = string.Join(", ", stages.OrderBy(s => s.SortOrder).Where(s => s.IsActive).Select(s => $"'{s.Key}'"));
        var unknown = new DealSelector(selection, stages).UnknownStages;
        var inactive = selection.Stages.Append(selection.FromStage).OfType<string>().Distinct(StringComparer.Ordinal)
            .Where(name => stages.FirstOrDefault(s => s.Key == name) is { IsActive: false }).ToList();
        CheckFinding[] findings =
        [
            .. unknown.Select(s => new CheckFinding(Subject, CheckStatus.Failed, $"The policy names stage '{s}', which the CRM does not have.", $"Correct proposals.check_deals. The CRM has: {known}.")),
            .. inactive.Select(s => new CheckFinding(Subject, CheckStatus.Warning, $"The policy names stage '{s}', which is not active any more in the CRM: only old deals can be in it.",
                $"Correct proposals.check_deals, or activate the stage in Setup. Active are: {known}.")),
        ];
        return findings.Length > 0 ? findings : [CheckFinding.Ok(Subject, "Every stage that the policy names exists in the CRM and is active.")];
    }
}
