using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Engine;
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
    public Task<LeaseHolder?> TryLeaseAsync(string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var taken = await session.ExecuteAsync(
                    "INSERT INTO leases (name, holder, until) VALUES (@name, @holder, @until) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until " +
                    "WHERE leases.holder = excluded.holder OR leases.until <= @now",
                    cancellationToken,
                    ("name", name),
                    ("holder", holder),
                    ("until", until),
                    ("now", now));
                return taken > 0
                    ? null
                    : await session.Context.Leases.Where(l => l.Name == name).Select(l => new LeaseHolder(l.Holder, l.Until)).FirstOrDefaultAsync(cancellationToken)
                        ?? new LeaseHolder("another process", now);
            },
            cancellationToken);

    /// <inheritdoc />
    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) => database.WriteAsync(
        s => s.ExecuteAsync("DELETE FROM leases WHERE name = @name AND holder = @holder", cancellationToken, ("name", name), ("holder", holder)), cancellationToken);

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
                await session.Context.Rejections.LongCountAsync(cancellationToken));
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<UnclaimedCustomer>> ListUnclaimedAsync(int max, CancellationToken cancellationToken)
    {
        var customers = await database.ReadAsync(
            s => Unclaimed(s).OrderBy(r => r.Key).Take(max).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken), cancellationToken);
        return [.. customers.Select(c => new UnclaimedCustomer(c.Key, PayloadName.Read(c.Payload)))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Rejection>> ListRejectionsAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.Rejections.AsNoTracking().OrderByDescending(r => r.SeenAt).ThenBy(r => r.Connection).ThenBy(r => r.Kind).ThenBy(r => r.Place)
                .Take(max).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(r => new Rejection(r.Connection, r.Kind, r.Place, r.Reason, r.Raw, r.SeenAt))];
    }

    private static IQueryable<RecordRow> Unclaimed(Session session)
    {
        var claims = session.Context.Claims;
        return session.Context.Records.AsNoTracking().Where(r => r.Kind == RecordKind.ErpCustomer && !claims.Any(c => c.CustomerKey == r.Key));
    }
}
