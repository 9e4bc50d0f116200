using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Which losses of customers the link file settles, compared with what is stored. A loss whose line was taken out is there again.</summary>
internal sealed class LossSettlement
{
    private List<LostCustomerRow> _settle = [];
    private List<LostCustomerRow> _reopen = [];
    private IReadOnlyList<CustomerChange> _unknownSuccessors = [];
    private IReadOnlyList<CustomerChange> _stillThere = [];
    private IReadOnlyList<CustomerChange> _neverKnown = [];

    private LossSettlement()
    {
    }

    public bool Changes => _settle.Count + _reopen.Count > 0;

    public static async Task<LossSettlement> CompareAsync(Session session, IReadOnlyList<CustomerChange> changes, CancellationToken cancellationToken)
    {
        var lost = await session.Context.LostCustomers.AsNoTracking().Where(l => l.EndedAt == null).ToListAsync(cancellationToken);
        if (changes.Count == 0)
            return new LossSettlement { _reopen = lost.FindAll(l => l.SettledAt is not null) };
        var keys = changes.SelectMany(c => c.Successor is { } to ? new[] { c.Customer.ToString(), to.ToString() } : [c.Customer.ToString()]).Distinct(StringComparer.Ordinal).ToArray();
        var delivered = (await session.Context.Records.Where(r => r.Kind == RecordKind.ErpCustomer && keys.Contains(r.Key)).Select(r => r.Key).ToListAsync(cancellationToken))
            .ToHashSet(StringComparer.Ordinal);
        var claimed = (await session.Context.Claims.Where(c => keys.Contains(c.CustomerKey)).Select(c => c.CustomerKey).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var everLost = (await session.Context.LostCustomers.Where(l => keys.Contains(l.CustomerKey)).Select(l => l.CustomerKey).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        // A successor that was lost itself has been delivered once: its own loss stands for both.
        var settling = changes.Where(c => c.Successor is not { } to || delivered.Contains(to.ToString()) || everLost.Contains(to.ToString()))
            .Select(c => c.Customer.ToString()).ToHashSet(StringComparer.Ordinal);
        return new LossSettlement
        {
            _settle = lost.FindAll(l => l.SettledAt is null && settling.Contains(l.CustomerKey)),
            _reopen = lost.FindAll(l => l.SettledAt is not null && !settling.Contains(l.CustomerKey)),
            _unknownSuccessors = [.. changes.Where(c => !settling.Contains(c.Customer.ToString()))],
            _stillThere = [.. changes.Where(c => c.Successor is null && delivered.Contains(c.Customer.ToString()))],
            _neverKnown = [.. changes.Where(c => c.Customer.ToString() is var key && !claimed.Contains(key) && !everLost.Contains(key) && !delivered.Contains(key))],
        };
    }

    /// <summary>Stores the difference.</summary>
    /// <returns>The customers that are concerned.</returns>
    public async Task<IEnumerable<string>> ApplyAsync(Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_settle.Count > 0)
        {
            await session.ExecuteAsync(
                $"UPDATE lost_customers SET settled_at = @now WHERE ended_at IS NULL AND settled_at IS NULL AND {session.In("customer_key", "customers")}",
                cancellationToken,
                ("now", now),
                ("customers", _settle.Select(l => l.CustomerKey).ToArray()));
        }

        if (_reopen.Count > 0)
        {
            await session.ExecuteAsync(
                $"UPDATE lost_customers SET settled_at = NULL WHERE ended_at IS NULL AND {session.In("customer_key", "customers")}",
                cancellationToken,
                ("customers", _reopen.Select(l => l.CustomerKey).ToArray()));
        }

        return _settle.Concat(_reopen).Select(l => l.CustomerKey);
    }

    /// <summary>What it came to, beside the links.</summary>
    public LinkResult ToResult(long added, long removed) => new(added, removed)
    {
        UnknownSuccessors = _unknownSuccessors,
        StillThere = _stillThere,
        NeverKnown = _neverKnown,
    };
}
