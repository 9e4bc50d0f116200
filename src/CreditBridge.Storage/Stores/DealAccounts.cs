using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Reviews on which a person has named a deal and no account are about the account of the deal, whichever of the two is read first.</summary>
internal static class DealAccounts
{
    /// <summary>The page with such reviews given to the accounts of their deals, as far as these are known.</summary>
    public static async Task<SnapshotPage> AddAsync(Session session, SnapshotPage page, CancellationToken cancellationToken)
    {
        if (page.Kind != RecordKind.Review)
            return page;
        var deals = page.Rows.Select(DealOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (deals.Length == 0)
            return page;
        var connection = page.Connection;
        var accounts = await session.Context.Records
            .Where(r => r.Connection == connection && r.Kind == RecordKind.Opportunity && deals.Contains(r.Key) && r.SubjectKind == SubjectKind.Account)
            .ToDictionaryAsync(r => r.Key, r => r.SubjectKey, cancellationToken);
        return page with { Rows = [.. page.Rows.Select(r => DealOf(r) is { } deal && accounts.TryGetValue(deal, out var account) ? r with { Subject = RecordSubject.Account(account) } : r)] };
    }

    /// <summary>Gives reviews that nobody's account was known for to the accounts of deals that are new or have changed.</summary>
    public static async Task FindAsync(Session session, SnapshotPage page, IEnumerable<SnapshotRow> deals, AccountMarks marks, CancellationToken cancellationToken)
    {
        if (page.Kind != RecordKind.Opportunity)
            return;
        var accounts = deals.Where(d => d.Subject.Kind == SubjectKind.Account).ToDictionary(d => d.Key, d => d.Subject.Key, StringComparer.Ordinal);
        if (accounts.Count == 0)
            return;
        var connection = page.Connection;
        var waiting = await session.Context.Records.AsNoTracking().Where(r => r.Connection == connection && r.Kind == RecordKind.Review && r.SubjectKind == SubjectKind.Nobody)
            .Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken);
        foreach (var review in waiting)
        {
            if (DealOf(review.Payload) is not { } deal || !accounts.TryGetValue(deal, out var account))
                continue;
            await session.ExecuteAsync(
                "UPDATE records SET subject_kind = @subject, subject_key = @account WHERE connection = @connection AND kind = @kind AND key = @key", cancellationToken,
                ("subject", (short)SubjectKind.Account), ("account", account), ("connection", connection), ("kind", (short)RecordKind.Review), ("key", review.Key));
            marks.AddAccount(account);
        }
    }

    private static string? DealOf(SnapshotRow row) => row.Subject.Kind == SubjectKind.Nobody ? DealOf(row.Payload) : null;

    private static string? DealOf(byte[] payload) => ((ReviewRecord)RecordCodec.Decode(RecordKind.Review, payload)).OpportunityKey;
}
