using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Plans;

/// <summary>
/// Puts the plan together from the outbox, account by account: what would be written, what the CRM shows instead, and why. Some hundred accounts are in memory at a time.
/// </summary>
public sealed class PlanReader(IOutboxStore outbox, IDecisionStore decisions, IDriftStore drift)
{
    private const int AccountsAtOnce = 100;

    /// <summary>Reads the plan, accounts in the order of their keys.</summary>
    public async IAsyncEnumerable<PlannedAccount> ReadAsync(string connection, CreditPolicy policy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var accounts = new List<(string Key, List<OutboxEntry> Entries)>();
        await foreach (var entry in outbox.ListByAccountAsync(connection, cancellationToken))
        {
            if (accounts.Count == 0 || accounts[^1].Key != entry.ParentKey)
            {
                if (accounts.Count == AccountsAtOnce)
                {
                    foreach (var account in await PlanAsync(connection, policy, accounts, cancellationToken))
                        yield return account;
                    accounts.Clear();
                }

                accounts.Add((entry.ParentKey, []));
            }

            accounts[^1].Entries.Add(entry);
        }

        foreach (var account in await PlanAsync(connection, policy, accounts, cancellationToken))
            yield return account;
    }

    private async Task<IReadOnlyList<PlannedAccount>> PlanAsync(
        string connection, CreditPolicy policy, List<(string Key, List<OutboxEntry> Entries)> accounts, CancellationToken cancellationToken)
    {
        if (accounts.Count == 0)
            return [];
        // The account itself too, when only its deals are written: what it shows tells what was decided when the CRM was last written to.
        var targets = accounts.SelectMany(a => a.Entries.Select(e => e.Target).Append(new TargetRecord(RecordKind.Account, a.Key))).ToHashSet();
        var shown = await ShownValues.ReadAsync(outbox, drift, connection, targets, cancellationToken);
        var latest = await decisions.GetLatestAsync([.. accounts.Select(a => a.Key)], cancellationToken);
        var earlier = await decisions.FindAsync([.. targets.Select(shown.DecisionOf).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. accounts.Select(a => new AccountPlanner(shown, latest.GetValueOrDefault(a.Key), earlier, policy).Plan(a.Key, a.Entries))];
    }
}
