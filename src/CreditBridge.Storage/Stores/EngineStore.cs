using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Findings;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class EngineStore(BridgeDatabase database) : IEngineStore
{
    /// <inheritdoc />
    public Task<string?> GetValueAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        s => s.Context.EngineValues.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefaultAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task SetValueAsync(string name, string value, CancellationToken cancellationToken) => database.WriteAsync(
        s => s.InsertAsync([new EngineValueRow { Name = name, Value = value }], OnConflict.Replace, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task RemoveValueAsync(string name, CancellationToken cancellationToken) => database.WriteAsync(
        s => s.ExecuteAsync("DELETE FROM engine_values WHERE name = @name", cancellationToken, ("name", name)), cancellationToken);

    /// <inheritdoc />
    public async Task<long> AddToValueAsync(string name, long amount, CancellationToken cancellationToken)
    {
        var rows = await database.WriteAsync(
            s => s.RowsAsync<EngineValueRow>(
                "INSERT INTO engine_values (name, value) VALUES (@name, CAST(CAST(@amount AS bigint) AS text)) " +
                "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(engine_values.value AS bigint) + CAST(@amount AS bigint) AS text) RETURNING *",
                cancellationToken,
                ("name", name),
                ("amount", amount)),
            cancellationToken);
        return long.Parse(rows[0].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public Task ReplaceFindingsAsync(IReadOnlyCollection<string> accountKeys, IReadOnlyCollection<OpenFinding> found, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            foreach (var account in accountKeys.Order(StringComparer.Ordinal))
            {
                foreach (var kind in Enum.GetValues<FindingKind>())
                {
                    await session.ExecuteAsync("DELETE FROM engine_values WHERE name >= @first AND name < @end", cancellationToken,
                        ("first", FindingNames.First(kind, account)), ("end", FindingNames.End(kind, account)));
                }
            }

            await session.InsertAsync(
                [.. found.Select(f => new EngineValueRow { Name = FindingNames.Of(f), Value = f.Detail })], OnConflict.Replace, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<OpenFinding>> ListFindingsAsync(FindingKind kind, int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(s => Findings(s, kind).OrderBy(v => v.Name).Take(max).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(r => FindingNames.Read(kind, r.Name, r.Value))];
    }

    /// <inheritdoc />
    public Task<long> CountFindingsAsync(FindingKind kind, CancellationToken cancellationToken) =>
        database.ReadAsync(s => Findings(s, kind).LongCountAsync(cancellationToken), cancellationToken);

    private static IQueryable<EngineValueRow> Findings(Session session, FindingKind kind)
    {
        var (first, end) = (FindingNames.First(kind), FindingNames.End(kind));
        return session.Context.EngineValues.AsNoTracking().Where(v => string.Compare(v.Name, first) >= 0 && string.Compare(v.Name, end) < 0);
    }

    /// <inheritdoc />
    public Task<Lease?> TryLeaseAsync(string name, DateTimeOffset now, Lease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var taken = await session.ExecuteAsync(
                    "INSERT INTO leases (name, holder, until) VALUES (@name, @holder, @until) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until " +
                    "WHERE leases.holder = excluded.holder OR leases.until <= @now",
                    cancellationToken,
                    ("name", name),
                    ("holder", lease.Holder),
                    ("until", lease.Until),
                    ("now", now));
                return taken > 0
                    ? null
                    : await session.Context.Leases.Where(l => l.Name == name).Select(l => new Lease(l.Holder, l.Until)).FirstOrDefaultAsync(cancellationToken)
                        ?? new Lease("another process", now);
            },
            cancellationToken);

    /// <inheritdoc />
    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) => database.WriteAsync(
        s => s.ExecuteAsync("DELETE FROM leases WHERE name = @name AND holder = @holder", cancellationToken, ("name", name), ("holder", holder)), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListHoldersAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        async session =>
        [
            .. await session.Context.Leases.Select(l => l.Holder)
                .Union(session.Context.AccountStates.Where(a => a.LeaseUntil != null && a.LeaseHolder != null).Select(a => a.LeaseHolder!))
                .Union(session.Context.CrmRecords.Where(c => c.LeaseUntil != null && c.LeaseHolder != null).Select(c => c.LeaseHolder!))
                .OrderBy(h => h).ToListAsync(cancellationToken),
        ],
        cancellationToken);

    /// <inheritdoc />
    public Task ReleaseAllAsync(string holder, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var of = ("holder", (object?)holder);
            await session.ExecuteAsync("DELETE FROM leases WHERE holder = @holder", cancellationToken, of);
            await session.ExecuteAsync("UPDATE account_states SET lease_until = NULL WHERE lease_until IS NOT NULL AND lease_holder = @holder", cancellationToken, of);
            return await session.ExecuteAsync("UPDATE crm_records SET lease_until = NULL WHERE lease_until IS NOT NULL AND lease_holder = @holder", cancellationToken, of);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<EngineFigures> GetFiguresAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var records = await session.Context.Records.GroupBy(r => new { r.Connection, r.Kind })
                .Select(g => new { g.Key.Connection, g.Key.Kind, Count = g.LongCount() }).ToListAsync(cancellationToken);
            return new EngineFigures(
                [.. records.OrderBy(r => r.Connection, StringComparer.Ordinal).ThenBy(r => r.Kind).Select(r => new RecordCount(r.Connection, r.Kind, r.Count))],
                await session.Context.Decisions.LongCountAsync(cancellationToken),
                await Unclaimed(session).LongCountAsync(cancellationToken),
                await session.Context.Rejections.LongCountAsync(r => !r.Repetition, cancellationToken));
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<long> CountUnclaimedAsync(CancellationToken cancellationToken) => database.ReadAsync(s => Unclaimed(s).LongCountAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<UnclaimedCustomer>> ListUnclaimedAsync(int max, CancellationToken cancellationToken)
    {
        var customers = await database.ReadAsync(
            s => Unclaimed(s).OrderBy(r => r.Key).Take(max).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken), cancellationToken);
        return [.. customers.Select(c => new UnclaimedCustomer(c.Key, PayloadName.Read(c.Payload)))];
    }

    /// <inheritdoc />
    public Task<UnlistedCustomers> FindUnlistedCustomersAsync(int max, CancellationToken cancellationToken) => database.ReadAsync(
        async s =>
        {
            var (records, lost) = (s.Context.Records, s.Context.LostCustomers);
            // While customers are listed for the first time, those that are not listed yet are no news. The pages of a listing that has ended stay until the next one.
            var listed = await s.Context.ListedPages.Where(p => p.Kind == RecordKind.ErpCustomer).Select(p => p.Connection).Distinct().ToListAsync(cancellationToken);
            var ends = listed.ConvertAll(c => CompleteListing.EndNameOf(c, RecordKind.ErpCustomer));
            if (await s.Context.EngineValues.CountAsync(v => ends.Contains(v.Name), cancellationToken) < listed.Count)
                return new UnlistedCustomers(0, []);
            var unlisted = records.Where(r => r.Kind == RecordKind.Receivable && r.SubjectKind == SubjectKind.Customer)
                .Where(r => !records.Any(c => c.Kind == RecordKind.ErpCustomer && c.Key == r.SubjectKey) && !lost.Any(l => l.CustomerKey == r.SubjectKey && l.EndedAt == null))
                .GroupBy(r => r.SubjectKey).Select(g => new { Customer = g.Key, Items = g.Count() });
            var first = await unlisted.OrderBy(u => u.Customer).Take(max).ToListAsync(cancellationToken);
            return new UnlistedCustomers(first.Count < max ? first.Count : await unlisted.LongCountAsync(cancellationToken), [.. first.Select(u => (u.Customer, u.Items))]);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<UnfollowedReviews> FindUnfollowedReviewsAsync(int max, CancellationToken cancellationToken) =>
        database.ReadAsync(s => UnfollowedReviewQuery.FindAsync(s, max, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<SourceYield> CountYieldAsync(string connection, RecordKind kind, CancellationToken cancellationToken) => database.ReadAsync(
        async s =>
        {
            var rejections = s.Context.Rejections.Where(r => r.Connection == connection && r.Kind == kind && !r.Repetition);
            return new SourceYield(
                await s.Context.Records.LongCountAsync(r => r.Connection == connection && r.Kind == kind, cancellationToken),
                await rejections.LongCountAsync(cancellationToken),
                await rejections.LongCountAsync(r => r.CustomerKey == null, cancellationToken));
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<Rejection>> ListRejectionsAsync(int max, CancellationToken cancellationToken)
    {
        var (rows, files) = await database.ReadAsync(
            async s =>
            {
                var latest = await s.Context.Rejections.AsNoTracking().Where(r => !r.Repetition).OrderByDescending(r => r.SeenAt).ThenBy(r => r.Connection).ThenBy(r => r.Kind).ThenBy(r => r.Place)
                    .Take(max).ToListAsync(cancellationToken);
                // What stands at the name of a file alone, and not at one of its lines, concerns all of it.
                var places = latest.Where(r => r.RecordKey is null && r.Raw is null).Select(r => r.Place).Distinct().ToList();
                var names = places.Count == 0 ? [] : await s.Context.Receipts.AsNoTracking().Where(r => places.Contains(r.Name)).Select(r => r.Name).Distinct().ToListAsync(cancellationToken);
                return (latest, names.ToHashSet(StringComparer.Ordinal));
            },
            cancellationToken);
        return [.. rows.Select(r => new Rejection(r.Connection, r.Kind, r.Place, r.Reason, r.Raw, r.SeenAt) { IsFile = r.RecordKey is null && r.Raw is null && files.Contains(r.Place) })];
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RepeatedRecords>> FindRepetitionsAsync(int max, CancellationToken cancellationToken) => database.ReadAsync(
        async s =>
        {
            var repeated = s.Context.Rejections.AsNoTracking().Where(r => r.Repetition);
            var found = new List<RepeatedRecords>();
            var sources = repeated.GroupBy(r => new { r.Connection, r.Kind }).Select(g => new { g.Key.Connection, g.Key.Kind, Count = g.LongCount() });
            foreach (var source in await sources.ToListAsync(cancellationToken))
            {
                // Line 9 comes before line 10.
                var first = await repeated.Where(r => r.Connection == source.Connection && r.Kind == source.Kind)
                    .OrderBy(r => r.Place.Length).ThenBy(r => r.Place).Take(max).ToListAsync(cancellationToken);
                found.Add(new RepeatedRecords(source.Connection, source.Kind, source.Count, [.. first.Select(r => new Rejection(r.Connection, r.Kind, r.Place, r.Reason, r.Raw, r.SeenAt))]));
            }

            return (IReadOnlyList<RepeatedRecords>)[.. found.OrderBy(r => r.Connection, StringComparer.Ordinal).ThenBy(r => r.Kind)];
        },
        cancellationToken);

    /// <summary>The claims that count. One that was carried to an account that is gone helps nobody.</summary>
    public static IQueryable<ClaimRow> Claims(Session session)
    {
        var accounts = session.Context.AccountStates;
        return session.Context.Claims.AsNoTracking().Where(c => c.CarriedFrom == null || accounts.Any(a => a.AccountKey == c.AccountKey));
    }

    /// <summary>ERP customers that no account claims.</summary>
    public static IQueryable<RecordRow> Unclaimed(Session session)
    {
        var claims = Claims(session);
        return session.Context.Records.AsNoTracking().Where(r => r.Kind == RecordKind.ErpCustomer && !claims.Any(c => c.CustomerKey == r.Key));
    }
}
