using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Claims to customers that an account, or the link file, no longer names. The customer counts on with the account, and of a lost one what was last known of it: only a key that an
/// ERP delivers takes its place, so that neither an emptied field nor a typing mistake settles anything.
/// </summary>
internal sealed class KeptClaims(Session session, AccountMarks marks, DateTimeOffset now)
{
    private const string IsDelivered = "EXISTS (SELECT 1 FROM records r WHERE r.kind = @kind AND r.key = o.customer_key)";
    private const string IsLost = "EXISTS (SELECT 1 FROM lost_customers l WHERE l.customer_key = o.customer_key AND l.ended_at IS NULL)";

    private const string IsThere = "EXISTS (SELECT 1 FROM records r WHERE r.kind = @kind AND r.key = claims.customer_key)";

    // Of a lost customer counts what came after the loss; of one that is there, what came in its place: a key that stood beside it before is no correction of it.
    private const string TookItsPlace =
        "(o.begun_at >= (SELECT MAX(l.lost_at) FROM lost_customers l WHERE l.customer_key = claims.customer_key AND l.ended_at IS NULL AND l.settled_at IS NULL) "
        + $"OR (o.begun_at >= claims.begun_at AND {IsThere}))";

    // Another key was named since and is delivered, and none is named that no ERP delivers. What a line of the link file settles stays with that line.
    private const string IsReplaced =
        $"EXISTS (SELECT 1 FROM claims o WHERE o.account_key = claims.account_key AND (o.named OR o.linked) AND {TookItsPlace} AND {IsDelivered}) "
        + $"AND NOT EXISTS (SELECT 1 FROM claims o WHERE o.account_key = claims.account_key AND (o.named OR o.linked) AND NOT {IsDelivered} AND NOT {IsLost})";

    /// <summary>Ends what the account itself names. What the link file says holds on, and a claim that nobody takes over is kept.</summary>
    public Task EndNamedAsync(string account, string[] customers, CancellationToken cancellationToken) => EndAsync("named", account, customers, cancellationToken);

    /// <summary>Ends what the link file says. What the account itself names holds on, and a claim that nobody takes over is kept.</summary>
    public Task EndLinkedAsync(string account, string[] customers, CancellationToken cancellationToken) => EndAsync("linked", account, customers, cancellationToken);

    private async Task EndAsync(string by, string account, string[] customers, CancellationToken cancellationToken)
    {
        (string Name, object? Value)[] which = [("account", account), ("customers", customers)];
        var these = $"account_key = @account AND {session.In("customer_key", "customers")}";
        await session.ExecuteAsync($"UPDATE claims SET {by} = FALSE WHERE {by} AND {these}", cancellationToken, which);
        these += " AND NOT named AND NOT linked AND NOT kept AND carried_from IS NULL";
        await session.ExecuteAsync(
            $"UPDATE claims SET kept = TRUE, begun_at = @now WHERE {these} AND "
            + "(EXISTS (SELECT 1 FROM lost_customers l WHERE l.customer_key = claims.customer_key AND l.ended_at IS NULL AND l.settled_at IS NULL) "
            + $"OR ({IsThere} AND NOT EXISTS (SELECT 1 FROM claims o WHERE o.customer_key = claims.customer_key AND o.account_key <> claims.account_key AND (o.named OR o.linked))))",
            cancellationToken,
            [.. which, ("now", now), ("kind", (short)RecordKind.ErpCustomer)]);
        await session.ExecuteAsync($"DELETE FROM claims WHERE {these}", cancellationToken, which);
    }

    /// <summary>Ends the claims that were kept and in whose place a delivered customer stands now.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken) => Mark(await session.RowsAsync<ClaimRow>(
        $"DELETE FROM claims WHERE kept AND {IsReplaced} RETURNING *", cancellationToken, ("kind", (short)RecordKind.ErpCustomer)));

    /// <summary>Ends the claims of an account that were kept, because a person or the evaluation has said that nothing speaks for them.</summary>
    public async Task LetGoAsync(string account, string[] customers, CancellationToken cancellationToken) => Mark(await session.RowsAsync<ClaimRow>(
        $"DELETE FROM claims WHERE kept AND account_key = @account AND {session.In("customer_key", "customers")} RETURNING *", cancellationToken, ("account", account), ("customers", customers)));

    /// <summary>Ends the claims that were kept to customers that an account claims itself now.</summary>
    public async Task EndKeptAsync(string[] customers, CancellationToken cancellationToken)
    {
        if (customers.Length > 0)
            Mark(await session.RowsAsync<ClaimRow>($"DELETE FROM claims WHERE kept AND {session.In("customer_key", "customers")} RETURNING *", cancellationToken, ("customers", customers)));
    }

    private void Mark(List<ClaimRow> ended)
    {
        foreach (var claim in ended)
        {
            marks.AddAccount(claim.AccountKey);
            marks.AddCustomer(claim.CustomerKey);
            marks.AddGroupOf(claim.AccountKey);
        }
    }
}
