using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Customers that went away from their ERP while an account claimed them. That they are gone does not say that they owe nothing: until they are back, or a person says what became of
/// them, what was last known of them counts. It is read from the history, which keeps it for as long.
/// </summary>
internal static class LostCustomers
{
    /// <summary>A record of a lost customer as it was last known.</summary>
    public sealed record Kept(string Connection, RecordKind Kind, string Key, string SubjectKey, byte[] Payload);

    /// <summary>Those of which nobody has said what became of them.</summary>
    public static IQueryable<LostCustomerRow> Open(Session session) =>
        session.Context.LostCustomers.AsNoTracking().Where(l => l.EndedAt == null && l.SettledAt == null);

    /// <summary>Notes which of the customers that were removed are lost to an account: claimed, and delivered by no other connection.</summary>
    public static Task NoteAsync(Session session, string connection, string[] customers, DateTimeOffset seen, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        "INSERT INTO lost_customers (customer_key, lost_at, seen_at, connection) SELECT DISTINCT c.customer_key, @now, @seen, @connection FROM claims c " +
        $"WHERE {session.In("c.customer_key", "customers")} AND NOT EXISTS (SELECT 1 FROM records r WHERE r.kind = @kind AND r.key = c.customer_key) " +
        "AND NOT EXISTS (SELECT 1 FROM lost_customers l WHERE l.customer_key = c.customer_key AND l.ended_at IS NULL) ON CONFLICT DO NOTHING",
        cancellationToken,
        ("now", now),
        ("seen", seen),
        ("connection", connection),
        ("customers", customers),
        ("kind", (short)RecordKind.ErpCustomer));

    /// <summary>Customers are there (again).</summary>
    public static Task EndAsync(Session session, string[] customers, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"UPDATE lost_customers SET ended_at = @now WHERE ended_at IS NULL AND {session.In("customer_key", "customers")}", cancellationToken, ("now", now), ("customers", customers));

    /// <summary>What was last known of lost customers, without open items that are known to be paid.</summary>
    /// <param name="session">The session.</param>
    /// <param name="lost">The customers.</param>
    /// <param name="kinds">Kinds of records; null for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<Kept>> ReadAsync(Session session, IReadOnlyList<LostCustomerRow> lost, RecordKind[]? kinds, CancellationToken cancellationToken)
    {
        if (lost.Count == 0)
            return [];
        // Its items may have been missed before the customer itself was: what was there when it was seen last is known of it.
        var seenAt = lost.ToDictionary(l => l.CustomerKey, l => l.SeenAt, StringComparer.Ordinal);
        var (keys, earliest) = (seenAt.Keys.ToArray(), lost.Min(l => l.SeenAt));
        var past = await session.Context.RecordHistory.AsNoTracking()
            .Where(h => h.SubjectKind == SubjectKind.Customer && keys.Contains(h.SubjectKey) && h.KnownTo >= earliest).ToListAsync(cancellationToken);
        var paid = (await session.Context.Records.Where(r => r.SubjectKind == SubjectKind.Customer && keys.Contains(r.SubjectKey) && r.Kind == RecordKind.Payment)
            .Select(r => r.Payload).ToListAsync(cancellationToken)).Select(p => (PaymentRecord)RecordCodec.Decode(RecordKind.Payment, p)).Select(p => (p.Customer, p.Document, p.DueOn)).ToHashSet();
        return
        [
            .. past.Where(h => (kinds is null || kinds.Contains(h.Kind)) && h.KnownTo >= seenAt[h.SubjectKey])
                .GroupBy(h => (h.Connection, h.Kind, h.Key)).Select(g => g.MaxBy(h => h.KnownTo)!)
                .Where(h => h.Kind != RecordKind.Receivable || RecordCodec.Decode(h.Kind, h.Payload) is ReceivableRecord i && !paid.Contains((i.Customer, i.Document, i.DueOn)))
                .Select(h => new Kept(h.Connection, h.Kind, h.Key, h.SubjectKey, h.Payload)),
        ];
    }
}
