using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class ReviewStore(BridgeDatabase database) : IReviewStore
{
    private const int ReadAtOnce = 500;
    private const decimal MinutesPerHour = 60m;

    // The end of the queue.
    private static readonly DateTimeOffset NotDue = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CreditReview>> GetAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Reviews.AsNoTracking().Where(r => keys.Contains(r.AccountKey)).OrderBy(r => r.OpenedAt).ThenBy(r => r.Key).Select(r => r.Content).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(Review)];
    }

    /// <inheritdoc />
    public async Task<CreditReview?> FindAsync(string key, CancellationToken cancellationToken) =>
        await database.ReadAsync(s => s.Context.Reviews.Where(r => r.Key == key).Select(r => r.Content).FirstOrDefaultAsync(cancellationToken), cancellationToken) is { } content
            ? Review(content)
            : null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<CreditReview>> ListDecidedOfDealsAsync(IReadOnlyCollection<string> deals, CancellationToken cancellationToken)
    {
        var keys = deals.ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Reviews.AsNoTracking().Where(r => r.State == ReviewState.Decided && r.OpportunityKey != null && keys.Contains(r.OpportunityKey))
                .OrderBy(r => r.QueueAt).ThenBy(r => r.Key).Select(r => r.Content).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(Review)];
    }

    /// <inheritdoc />
    public async Task<ReviewPage> ListAsync(ReviewFilter filter, string? after, int max, CancellationToken cancellationToken)
    {
        var (at, key) = after is null ? (DateTimeOffset.UnixEpoch, "") : Position(after);
        var rows = await database.ReadAsync(
            s =>
            {
                var reviews = s.Context.Reviews.AsNoTracking().Where(r => r.State == filter.State && r.QueueAt >= at && (r.QueueAt > at || string.Compare(r.Key, key) > 0));
                if (filter.AccountKey is { } account)
                    reviews = reviews.Where(r => r.AccountKey == account);
                if (filter.Team?.ToLowerInvariant() is { } team)
                    reviews = reviews.Where(r => r.Team == team);
                if (filter.Analyst is { } analyst)
                    reviews = reviews.Where(r => r.Analyst == analyst);
                return reviews.OrderBy(r => r.QueueAt).ThenBy(r => r.Key).Take(max + 1).Select(r => new { r.Key, r.QueueAt, r.Content }).ToListAsync(cancellationToken);
            },
            cancellationToken);
        var page = rows.Take(max).ToList();
        return new ReviewPage([.. page.Select(r => Review(r.Content))], rows.Count > max && page.Count > 0 ? $"{Instants.ToText(page[^1].QueueAt)}/{page[^1].Key}" : null);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CreditReview> ListClosedAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, key) = (since, "");
        while (true)
        {
            var (from, after) = (at, key);
            var rows = await database.ReadAsync(
                s => s.Context.Reviews.AsNoTracking()
                    .Where(r => (r.State == ReviewState.Decided || r.State == ReviewState.Withdrawn) && r.QueueAt >= from && (r.QueueAt > from || string.Compare(r.Key, after) > 0))
                    .OrderBy(r => r.QueueAt).ThenBy(r => r.Key).Take(ReadAtOnce).Select(r => new { r.Key, r.QueueAt, r.Content }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in rows)
            {
                (at, key) = (row.QueueAt, row.Key);
                yield return Review(row.Content);
            }

            if (rows.Count < ReadAtOnce)
                yield break;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CreditReview> ListPressingAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, key) = (DateTimeOffset.UnixEpoch, "");
        while (true)
        {
            var (from, after) = (at, key);
            var rows = await database.ReadAsync(
                s => s.Context.Reviews.AsNoTracking()
                    .Where(r => r.State == ReviewState.Open && r.PressingAt <= now && r.PressingAt >= from && (r.PressingAt > from || string.Compare(r.Key, after) > 0))
                    .OrderBy(r => r.PressingAt).ThenBy(r => r.Key).Take(ReadAtOnce).Select(r => new { r.Key, r.PressingAt, r.Content }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in rows)
            {
                (at, key) = (row.PressingAt!.Value, row.Key);
                yield return Review(row.Content);
            }

            if (rows.Count < ReadAtOnce)
                yield break;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListTeamsAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        s => s.Context.Reviews.Where(r => r.Team != null).Select(r => r.Team!).Distinct().OrderBy(t => t).ToListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, decimal>> SumOpenHoursAsync(CancellationToken cancellationToken)
    {
        var minutes = await database.ReadAsync(
            s => s.Context.Reviews.Where(r => r.State == ReviewState.Open && r.Analyst != null).GroupBy(r => r.Analyst!)
                .Select(g => new { Analyst = g.Key, Minutes = g.Sum(r => (long)r.EffortMinutes) }).ToListAsync(cancellationToken),
            cancellationToken);
        return minutes.ToDictionary(m => m.Analyst, m => m.Minutes / MinutesPerHour, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CreditReview> ListGivenToNobodyAsync(IReadOnlyCollection<string> teams, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = teams.Select(t => t.ToLowerInvariant()).ToArray();
        var after = "";
        while (names.Length > 0)
        {
            var last = after;
            var rows = await database.ReadAsync(
                s => s.Context.Reviews.AsNoTracking()
                    .Where(r => r.State == ReviewState.Open && r.Analyst == null && r.Team != null && names.Contains(r.Team) && string.Compare(r.Key, last) > 0)
                    .OrderBy(r => r.Key).Take(ReadAtOnce).Select(r => new { r.Key, r.Content }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in rows)
            {
                after = row.Key;
                yield return Review(row.Content);
            }

            if (rows.Count < ReadAtOnce)
                yield break;
        }
    }

    /// <inheritdoc />
    public Task<ReviewCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        async s =>
        {
            var open = s.Context.Reviews.Where(r => r.State == ReviewState.Open);
            return new ReviewCounts(
                await open.LongCountAsync(cancellationToken), await open.LongCountAsync(r => r.QueueAt >= NotDue, cancellationToken),
                await open.LongCountAsync(r => r.QueueAt < now, cancellationToken));
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<OrphanedReview>> ListOrphansAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s =>
            {
                var (accounts, merges, records) = (s.Context.AccountStates, s.Context.AccountMerges, s.Context.Records);
                return s.Context.Reviews.Where(r => r.State == ReviewState.Open && !accounts.Any(a => a.AccountKey == r.AccountKey)
                        && !merges.Any(m => m.LoserKey == r.AccountKey && accounts.Any(a => a.AccountKey == m.WinnerKey)))
                    .OrderBy(r => r.Key).Take(max)
                    .Select(r => new { r.Content, IsInCrm = r.CrmKey != null && records.Any(c => c.Kind == RecordKind.Review && c.Key == r.CrmKey) }).ToListAsync(cancellationToken);
            },
            cancellationToken);
        return [.. rows.Select(r => new OrphanedReview(Review(r.Content), r.IsInCrm))];
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ReviewRecord>> ListWithoutAccountAsync(string connection, int max, CancellationToken cancellationToken) =>
        database.ReadAsync(s => UnfollowedReviewQuery.WithoutAccountAsync(s, connection, max, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlySet<string>> FindAnsweredAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToArray();
        return (await database.ReadAsync(s => UnfollowedReviewQuery.Answered(s).Where(k => wanted.Contains(k)).ToListAsync(cancellationToken), cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public Task AnswerAsync(IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken) =>
        database.WriteAsync(session => CrmRecords.ChangeAsync(session, outbox, database.Clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task CloseAsync(IReadOnlyList<CreditReview> closed, IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var open = await session.RowsAsync<ReviewRow>(
                $"SELECT * FROM reviews WHERE state = 0 AND {session.In("key", "keys")} ORDER BY key{session.ForUpdate}", cancellationToken, ("keys", closed.Select(r => r.Key).ToArray()));
            var keys = open.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
            await StoreAsync(session, [.. closed.Where(r => keys.Contains(r.Key))], cancellationToken);
            return await CrmRecords.ChangeAsync(session, [.. outbox.Where(c => keys.Contains(c.Target.Key))], database.Clock.GetUtcNow(), cancellationToken);
        },
        cancellationToken);

    /// <summary>Stores reviews in place of what was stored under their keys.</summary>
    public static Task StoreAsync(Session session, IReadOnlyList<CreditReview> reviews, CancellationToken cancellationToken) =>
        session.InsertAsync([.. reviews.OrderBy(r => r.Key, StringComparer.Ordinal).Select(Row)], OnConflict.Replace, cancellationToken);

    private static (DateTimeOffset At, string Key) Position(string after) =>
        after.IndexOf('/', StringComparison.Ordinal) is var end and > 0
            && DateTimeOffset.TryParse(after[..end], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at, after[(end + 1)..])
            : throw new FormatException($"'{after}' is no position in a list of reviews.");

    private static CreditReview Review(byte[] content) => ReviewCodec.Decode(Compressed.Unpack(content));

    private static ReviewRow Row(CreditReview review) => new()
    {
        Key = review.Key,
        AccountKey = review.AccountKey,
        OpportunityKey = review.OpportunityKey,
        State = review.State,
        OpenedAt = review.OpenedAt,
        QueueAt = (review.State == ReviewState.Open ? review.DueAt : review.ClosedAt) ?? NotDue,
        PressingAt = review.State != ReviewState.Open ? null : review.Escalated.Count > 0 || review.HandedOver is not null ? review.OpenedAt
            : review is { StartedAt: null, FirstResponseDueAt: { } respond } && !(respond > (review.AtRiskAt ?? review.DueAt)) ? respond : review.AtRiskAt ?? review.DueAt,
        Analyst = review.Analyst,
        Team = review.Team?.ToLowerInvariant(),
        CrmKey = review.CrmKey,
        EffortMinutes = (int)Math.Round(Math.Clamp(review.EffortHours, 0m, 100_000m) * MinutesPerHour, MidpointRounding.AwayFromZero),
        Content = Compressed.Pack(ReviewCodec.Encode(review)),
    };
}
