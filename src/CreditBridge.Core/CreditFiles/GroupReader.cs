using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles;

/// <summary>Reads what the groups of some accounts owe. The members' records pass by in pieces; only sums stay in memory.</summary>
internal static class GroupReader
{
    private const int MembersAtOnce = 200;

    private static readonly RecordKind[] Needed = [RecordKind.ErpCustomer, RecordKind.Receivable, RecordKind.OpenOrder, RecordKind.Override];

    /// <summary>The group of each account; accounts in none are absent.</summary>
    public static async Task<IReadOnlyDictionary<string, GroupLedger>> ReadAsync(
        ISnapshotReader reader, IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, GroupLedger>(StringComparer.Ordinal);
        foreach (var group in await reader.ReadGroupsAsync(accountKeys, cancellationToken))
        {
            var ledger = new GroupLedger(group.TopKey);
            foreach (var members in group.Members.Chunk(MembersAtOnce))
            {
                foreach (var rows in await reader.ReadAccountsAsync(members, Needed, cancellationToken))
                    ledger.Add(Sum(rows));
            }

            ledger.Close();
            foreach (var member in group.Members)
                result[member] = ledger;
        }

        return result;
    }

    private static MemberLedger Sum(AccountRows rows)
    {
        var member = new MemberLedger((AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account)) 
        {
            IsUnreadable = rows.Unreadable.Count > 0,
            IsUndelivered = rows.UndeliveredCustomers.Count > 0,
        };
        foreach (var (kind, payload) in rows.Related)
            member.Add(RecordCodec.Decode(kind, payload));
        return member;
    }
}
