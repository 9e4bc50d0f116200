using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Users who are new or have changed concern the accounts of the open reviews that are theirs, and of those that a team has and nobody in it: their work may have to be given out anew.</summary>
internal static class AnalystAccounts
{
    /// <summary>Marks these accounts.</summary>
    /// <param name="session">A transaction that writes.</param>
    /// <param name="page">The page.</param>
    /// <param name="users">Its users who are new or have changed.</param>
    /// <param name="marks">Gathers the accounts that are concerned.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public static async Task FindAsync(Session session, SnapshotPage page, IEnumerable<SnapshotRow> users, AccountMarks marks, CancellationToken cancellationToken)
    {
        if (page.Kind != RecordKind.User || users.Select(u => u.Key).ToArray() is not { Length: > 0 } keys)
            return;
        var open = session.Context.Reviews.Where(r => r.State == ReviewState.Open);
        var accounts = await open.Where(r => r.Analyst != null && keys.Contains(r.Analyst)).Select(r => r.AccountKey)
            .Union(open.Where(r => r.Analyst == null && r.Team != null).Select(r => r.AccountKey)).ToListAsync(cancellationToken);
        foreach (var account in accounts)
            marks.AddAccount(account);
    }
}
