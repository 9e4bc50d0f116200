using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>
/// Reads what forecasts of receipts and headroom need, group by group; an account in no group is a group of its own. Some hundred accounts are in memory at a time; of
/// how all customers pay, the days of their invoices.
/// </summary>
public sealed class ExposureOutlookReader(IHistoryStore history, ISnapshotReader reader, IDecisionStore decisions)
{
    private const int AccountsAtOnce = 200;

    /// <summary>Learns how customers pay, from all invoices that are stored of accounts.</summary>
    public async Task<PaymentModel> LearnAsync(AsOf asOf, CreditPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        ArgumentNullException.ThrowIfNull(policy);
        var learner = new PaymentModel.Learner(asOf.BusinessDate, new PaymentSettings { GraceDays = policy.Receivables.PastDueAfterDays, TraitNames = PaymentLessons.TraitNames });
        var reference = await ReferenceData.ReadAsync(reader, asOf.BusinessDate, cancellationToken);
        await foreach (var groups in history.ListAccountsAsync(cancellationToken).InBatchesAsync(AccountsAtOnce, cancellationToken))
        {
            foreach (var (_, file) in (await ReadFilesAsync(groups, reference, asOf, cancellationToken)).OrderBy(f => f.Key, StringComparer.Ordinal))
                learner.Add(PaymentLessons.Of(file));
        }

        return learner.Learn();
    }

    /// <summary>The groups, with the accounts of each that are decided about.</summary>
    public async IAsyncEnumerable<GroupOutlook> ReadAsync(PaymentModel model, AsOf asOf, CreditPolicy policy, IWinForecast wins, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(reader, asOf.BusinessDate, cancellationToken);
        await foreach (var groups in history.ListAccountsAsync(cancellationToken).InBatchesAsync(AccountsAtOnce, cancellationToken))
        {
            foreach (var group in await ReadAsync(groups, reference, model, asOf, policy, wins, cancellationToken))
                yield return group;
        }
    }

    /// <summary>The group of one account; null when the account is unknown.</summary>
    public async Task<GroupOutlook?> ReadAsync(string accountKey, PaymentModel model, AsOf asOf, CreditPolicy policy, IWinForecast wins, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        var reference = await ReferenceData.ReadAsync(reader, asOf.BusinessDate, cancellationToken);
        var groups = await reader.ReadGroupsAsync([accountKey], cancellationToken);
        var outlooks = await ReadAsync(groups.Count > 0 ? groups : [new AccountGroup(accountKey, [accountKey])], reference, model, asOf, policy, wins, cancellationToken);
        return outlooks.Count == 0 ? null : outlooks[0];
    }

    private async Task<IReadOnlyList<GroupOutlook>> ReadAsync(
        IReadOnlyList<AccountGroup> groups, ReferenceData reference, PaymentModel model, AsOf asOf, CreditPolicy policy, IWinForecast wins, CancellationToken cancellationToken)
    {
        var files = await ReadFilesAsync(groups, reference, asOf, cancellationToken);
        var latest = new Dictionary<string, StoredDecision>(StringComparer.Ordinal);
        foreach (var keys in files.Keys.Chunk(AccountsAtOnce))
        {
            foreach (var (key, stored) in await decisions.GetLatestAsync(keys, cancellationToken))
                latest[key] = stored;
        }

        var result = new List<GroupOutlook>(groups.Count);
        foreach (var group in groups)
        {
            var accounts = new List<AccountHeadroom>();
            foreach (var key in group.Members)
            {
                if (!files.TryGetValue(key, out var file))
                    continue;
                var decision = latest.TryGetValue(key, out var stored) ? DecisionCodec.Decode(stored) : null;
                accounts.Add(new AccountHeadroom(key, file.Account.Name, decision is null ? null : AccountCase.Of(file, decision, policy, model, wins)) { Decision = decision });
            }

            if (accounts.Count == 0)
                continue;
            var members = accounts.Where(a => a is { Own: not null, Decision: not null }).Select(a => new GroupMemberCase(asOf, a.Decision!, a.Own!)).ToList();
            result.Add(new GroupOutlook(group.TopKey, accounts, group.Members.Count > 1 ? GroupCase.Of(group.TopKey, members, reference.Rates, policy.Currency) : null));
        }

        return result;
    }

    private async Task<Dictionary<string, CreditFile>> ReadFilesAsync(IReadOnlyList<AccountGroup> groups, ReferenceData reference, AsOf asOf, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, CreditFile>(StringComparer.Ordinal);
        foreach (var keys in groups.SelectMany(g => g.Members).Chunk(AccountsAtOnce))
        {
            foreach (var rows in await reader.ReadAccountsAsync(keys, cancellationToken))
                files[rows.AccountKey] = CreditFileAssembler.Assemble(rows, reference, asOf);
        }

        return files;
    }
}

/// <summary>A group and its accounts.</summary>
/// <param name="TopKey">Key of the top account.</param>
/// <param name="Accounts">The accounts that are known, in order of their keys.</param>
/// <param name="Whole">The case of the group as a whole; null when there is no group, or no limit for groups.</param>
public sealed record GroupOutlook(string TopKey, IReadOnlyList<AccountHeadroom> Accounts, HeadroomCase? Whole);

/// <summary>An account with what will be left of its limit.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Own">Its case; null when nothing is decided about it yet.</param>
public sealed record AccountHeadroom(string Key, string Name, HeadroomCase? Own)
{
    internal CreditDecision? Decision { get; init; }
}
