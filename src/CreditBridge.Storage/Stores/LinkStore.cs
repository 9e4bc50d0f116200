using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class LinkStore(BridgeDatabase database) : ILinkStore
{
    private const int ReadAtOnce = 500;

    /// <inheritdoc />
    public async Task<LinkResult> ApplyAsync(LinkList list, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Nearly always there is nothing to do, and that needs no lock.
        var before = await database.ReadAsync(s => CompareAsync(s, list, cancellationToken), cancellationToken);
        if (before.Changes)
            before = await database.WriteAsync(s => ApplyAsync(s, list, now, cancellationToken), cancellationToken);
        return await database.ReadAsync(s => before.ToResultAsync(s, list.Links, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlySet<CustomerKey>?> FindClaimedAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken cancellationToken)
    {
        var keys = customers.Select(c => c.ToString()).ToArray();
        return database.ReadAsync<IReadOnlySet<CustomerKey>?>(
            async session => !await session.Context.AccountStates.AnyAsync(cancellationToken)
                ? null
                : (await EngineStore.Claims(session).Where(c => keys.Contains(c.CustomerKey)).Select(c => c.CustomerKey).Distinct().ToListAsync(cancellationToken))
                    .Select(CustomerKey.Parse).ToHashSet(),
            cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<byte[]> ReadUnclaimedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (key, connection) = ("", "");
        while (true)
        {
            var page = await database.ReadAsync(
                s => EngineStore.Unclaimed(s).Where(r => string.Compare(r.Key, key) > 0 || (r.Key == key && string.Compare(r.Connection, connection) > 0))
                    .OrderBy(r => r.Key).ThenBy(r => r.Connection).Take(ReadAtOnce).Select(r => new { r.Key, r.Connection, r.Payload }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in page)
                yield return row.Payload;
            if (page.Count < ReadAtOnce)
                yield break;
            (key, connection) = (page[^1].Key, page[^1].Connection);
        }
    }

    private static async Task<Comparison> ApplyAsync(Session session, LinkList list, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.LockSourceAsync("links", (short)RecordKind.Account, changesClaims: true, cancellationToken);
        var comparison = await CompareAsync(session, list, cancellationToken);
        var marks = new AccountMarks(RecordKind.Account);
        var kept = new KeptClaims(session, marks, now);
        foreach (var ended in comparison.Ended.GroupBy(c => c.AccountKey, StringComparer.Ordinal))
            await kept.EndLinkedAsync(ended.Key, [.. ended.Select(c => c.CustomerKey)], cancellationToken);
        foreach (var claim in comparison.Ended)
        {
            marks.AddAccount(claim.AccountKey);
            marks.AddCustomer(claim.CustomerKey);
            marks.AddGroupOf(claim.AccountKey);
        }

        var begun = comparison.Begun.Select(b => b.Account).ToArray();
        var customers = comparison.Begun.Select(b => b.Customer).Distinct(StringComparer.Ordinal).ToArray();
        var others = (await session.Context.Claims.AsNoTracking().Where(c => begun.Contains(c.AccountKey) && c.CarriedFrom == null).ToListAsync(cancellationToken))
            .ToDictionary(c => (c.AccountKey, c.CustomerKey));
        await new AccountRegister(session, marks, now).EndCarriedAsync(customers, cancellationToken);
        await session.InsertAsync(
            [
                .. comparison.Begun.Select(b => others.TryGetValue(b, out var other)
                    ? new ClaimRow { AccountKey = b.Account, CustomerKey = b.Customer, Linked = true, Named = other.Named, BegunAt = other.Kept ? now : other.BegunAt }
                    : new ClaimRow { AccountKey = b.Account, CustomerKey = b.Customer, Linked = true, BegunAt = now }),
            ],
            OnConflict.Replace,
            cancellationToken);
        foreach (var (account, customer) in comparison.Begun)
        {
            marks.AddCustomer(customer);
            marks.AddGroupOf(account);
        }

        foreach (var refused in comparison.LetGo.GroupBy(c => c.AccountKey, StringComparer.Ordinal))
            await kept.LetGoAsync(refused.Key, [.. refused.Select(c => c.CustomerKey)], cancellationToken);
        foreach (var customer in await comparison.Losses.ApplyAsync(session, now, cancellationToken))
            marks.AddCustomer(customer);
        await kept.SettleAsync(cancellationToken);
        await marks.SetAsync(session, now, cancellationToken);
        return comparison;
    }

    private static async Task<Comparison> CompareAsync(Session session, LinkList list, CancellationToken cancellationToken)
    {
        var links = list.Links;
        var accounts = links.Select(l => l.AccountKey).Concat(list.Refused.Select(r => r.Account)).Distinct(StringComparer.Ordinal).ToArray();
        var winners = await AccountMerges.WinnersAsync(session, accounts, cancellationToken);
        var keys = accounts.Concat(winners.Values).Distinct(StringComparer.Ordinal).ToArray();
        var known = keys.Length == 0 ? [] : (await session.Context.AccountStates.Where(a => keys.Contains(a.AccountKey)).Select(a => a.AccountKey).ToListAsync(cancellationToken))
            .ToHashSet(StringComparer.Ordinal);
        var stored = await session.Context.Claims.AsNoTracking().Where(c => c.Linked).ToListAsync(cancellationToken);
        var wanted = links.Select(l => (Account: winners.GetValueOrDefault(l.AccountKey, l.AccountKey), Customer: l.Customer.ToString())).Where(l => known.Contains(l.Account)).ToHashSet();
        wanted.UnionWith(await RenumberedAsync(session, list.Changes, wanted, cancellationToken));
        return new Comparison(
            [.. wanted.Except(stored.Select(c => (Account: c.AccountKey, Customer: c.CustomerKey))).OrderBy(w => w.Account, StringComparer.Ordinal).ThenBy(w => w.Customer, StringComparer.Ordinal)],
            [.. stored.Where(c => !wanted.Contains((c.AccountKey, c.CustomerKey)))],
            [.. links.Where(l => !known.Contains(winners.GetValueOrDefault(l.AccountKey, l.AccountKey)))],
            await LossSettlement.CompareAsync(session, list.Changes, cancellationToken))
        {
            LetGo = await LetGoAsync(session, list, winners, cancellationToken),
        };
    }

    // What stays with an account only because nobody took it over ends with a line that says that the account is not that customer.
    private static async Task<IReadOnlyList<ClaimRow>> LetGoAsync(Session session, LinkList list, IReadOnlyDictionary<string, string> winners, CancellationToken cancellationToken)
    {
        if (list.Refused.Count == 0)
            return [];
        var refused = list.Refused.Select(r => (winners.GetValueOrDefault(r.Account, r.Account), r.Customer.ToString())).ToHashSet();
        return (await session.Context.Claims.AsNoTracking().Where(c => c.Kept).ToListAsync(cancellationToken)).FindAll(c => refused.Contains((c.AccountKey, c.CustomerKey)));
    }

    // Whoever claims a renumbered customer claims it under its new key too, which may itself have been renumbered.
    private static async Task<HashSet<(string Account, string Customer)>> RenumberedAsync(
        Session session, IReadOnlyList<CustomerChange> changes, HashSet<(string Account, string Customer)> linked, CancellationToken cancellationToken)
    {
        var found = new HashSet<(string Account, string Customer)>();
        var successors = changes.Where(c => c.Successor is not null).ToDictionary(c => c.Customer.ToString(), c => c.Successor!.Value.ToString(), StringComparer.Ordinal);
        if (successors.Count == 0)
            return found;
        var old = successors.Keys.ToArray();
        // A lost customer's line may have taken the place of its link. One that is still there was not renumbered.
        var lost = LostCustomers.Open(session);
        var missing = session.Context.LostCustomers.Where(l => l.EndedAt == null);
        var claims = await session.Context.Claims.AsNoTracking()
            .Where(c => old.Contains(c.CustomerKey))
            .Where(c => c.Named || (c.Kept && missing.Any(l => l.CustomerKey == c.CustomerKey)) || c.CarriedFrom != null || lost.Any(l => l.CustomerKey == c.CustomerKey))
            .ToListAsync(cancellationToken);
        var ahead = new Queue<(string Account, string Customer)>(claims.Select(c => (c.AccountKey, c.CustomerKey)).Concat(linked));
        while (ahead.TryDequeue(out var claim))
        {
            if (successors.TryGetValue(claim.Customer, out var successor) && found.Add((claim.Account, successor)))
                ahead.Enqueue((claim.Account, successor));
        }

        return found;
    }

    /// <summary>What differs between the links that are wanted and those that are stored.</summary>
    private sealed record Comparison(IReadOnlyList<(string Account, string Customer)> Begun, IReadOnlyList<ClaimRow> Ended, IReadOnlyList<AccountLink> Unknown, LossSettlement Losses)
    {
        /// <summary>Claims that were kept and that the file says are wrong.</summary>
        public IReadOnlyList<ClaimRow> LetGo { get; init; } = [];

        public bool Changes => Begun.Count + Ended.Count + LetGo.Count > 0 || Losses.Changes;

        public async Task<LinkResult> ToResultAsync(Session session, IReadOnlyList<AccountLink> links, CancellationToken cancellationToken)
        {
            var keys = links.Select(l => l.Customer.ToString()).Distinct(StringComparer.Ordinal).ToArray();
            var settled = Losses.ToResult(Begun.Count, Ended.Count);
            if (keys.Length == 0)
                return settled;
            var delivered = (await session.Context.Records.Where(r => r.Kind == RecordKind.ErpCustomer && keys.Contains(r.Key))
                .Select(r => r.Key).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
            var shared = (await session.Context.Claims.Where(c => keys.Contains(c.CustomerKey)).GroupBy(c => c.CustomerKey).Where(g => g.Count() > 1).Select(g => g.Key).ToListAsync(cancellationToken))
                .ToHashSet(StringComparer.Ordinal);
            // Of a lost customer it is said elsewhere that it is gone.
            delivered.UnionWith(await session.Context.LostCustomers.Where(l => l.EndedAt == null && keys.Contains(l.CustomerKey)).Select(l => l.CustomerKey).ToListAsync(cancellationToken));
            return settled with
            {
                UnknownAccounts = Unknown,
                UnknownCustomers = [.. links.Where(l => !delivered.Contains(l.Customer.ToString()))],
                Shared = [.. links.Where(l => shared.Contains(l.Customer.ToString()))],
            };
        }
    }
}
