using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Bureaus;

/// <summary>An account as the run over bureaus sees it.</summary>
/// <param name="File">Its credit file.</param>
/// <param name="DecisionId">Its latest decision; null when there is none.</param>
/// <param name="Keys">Its key and those of accounts that were merged into it: orders about any of them are orders about it.</param>
internal sealed record BureauAccount(CreditFile File, string? DecisionId, IReadOnlyList<string> Keys)
{
    private static readonly CreditInput Pipeline = InputCatalogue.Named("pipeline_amount");

    /// <summary>Reads accounts; those that are gone are absent.</summary>
    public static async Task<IReadOnlyList<BureauAccount>> ReadAsync(
        ISnapshotReader reader, IDecisionStore decisions, IReadOnlyCollection<string> keys, ReferenceData reference, AsOf asOf, CancellationToken cancellationToken)
    {
        var rows = await reader.ReadAccountsAsync(keys, cancellationToken);
        var groups = await GroupReader.ReadAsync(reader, keys, cancellationToken);
        var latest = await decisions.GetLatestAsync([.. rows.Select(r => r.AccountKey)], cancellationToken);
        return
        [
            .. rows.Select(row =>
            {
                var stored = latest.GetValueOrDefault(row.AccountKey);
                var file = CreditFileAssembler.Assemble(row, reference, asOf, groups.GetValueOrDefault(row.AccountKey));
                var prior = PriorStanding.Of(stored is null ? null : DecisionCodec.Decode(stored));
                return new BureauAccount((file with { Prior = prior }).InOrder(), stored?.Id, [row.AccountKey, .. row.Merged.Select(m => m.Key)]);
            }),
        ];
    }

    /// <summary>What a better founded decision about it is worth, in the policy's currency: its open deals and what it owes. Null when the policy wants no report about it.</summary>
    public decimal? Worth(CreditPolicy policy)
    {
        var situation = new Situation(new FactSheet(File, policy), policy) { IsTrial = true };
        CreditEvaluator.Decide(situation);
        if (policy.Bureaus?.When.Evaluate(situation).Flag != true)
            return null;
        var amount = Math.Max(0m, situation.ExposureTotal) + Math.Max(0m, situation.Peek(Pipeline).Number ?? 0m);
        return situation.ToPolicy(amount) ?? 0m;
    }

    /// <summary>Whom to ask about.</summary>
    public ReportRequest Request(string provider)
    {
        var account = File.Account;
        var today = File.AsOf.BusinessDate;
        return new ReportRequest(ReportOrder.KeyOf(account.Key, provider, today), CreditParty.Account(account.Key), today)
        {
            Name = account.Name,
            Country = account.Country ?? Agreed(File.Customers.Select(c => c.Country)),
            Identifiers = Identifiers(),
        };
    }

    // What the CRM says counts; what the ERP's customers say counts where they agree.
    private Dictionary<string, string> Identifiers()
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var names = File.Customers.SelectMany(c => c.Attributes?.Keys ?? []).Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (Agreed(File.Customers.Select(c => c.Attributes?.FirstOrDefault(a => string.Equals(a.Key, name, StringComparison.OrdinalIgnoreCase)).Value)) is { } text)
                found[name] = text;
        }

        foreach (var (name, text) in File.Account.Attributes ?? new Dictionary<string, string>())
        {
            if (!string.IsNullOrWhiteSpace(text))
                found[name] = text.Trim();
        }

        return found;
    }

    private static string? Agreed(IEnumerable<string?> texts) =>
        texts.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var only] ? only : null;
}
