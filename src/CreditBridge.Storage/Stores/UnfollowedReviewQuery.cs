using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Finds records of reviews that people created and that nobody follows.</summary>
internal static class UnfollowedReviewQuery
{
    private const int MostRead = 1_000;

    private static readonly string Persons = PersonsReview.KeyOf("%");

    /// <summary>Those that name no account, nor a deal whose account is known.</summary>
    /// <param name="session">The database.</param>
    /// <param name="connection">The CRM; null for all.</param>
    /// <param name="max">The most records that are looked at.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<ReviewRecord>> WithoutAccountAsync(Session session, string? connection, int max, CancellationToken cancellationToken)
    {
        var (records, reviews) = (session.Context.Records, session.Context.Reviews);
        var rows = await records.AsNoTracking()
            .Where(r => r.Kind == RecordKind.Review && r.SubjectKind == SubjectKind.Nobody && (connection == null || r.Connection == connection) && !reviews.Any(v => v.CrmKey == r.Key))
            .OrderBy(r => r.Key).Take(max).Select(r => r.Payload).ToListAsync(cancellationToken);
        var found = rows.Select(Record).Where(r => r.Status != ReviewStatus.Withdrawn && (r.ReviewKey is null || r.Status != ReviewStatus.Decided)).ToList();
        var keys = found.Select(r => r.ReviewKey).OfType<string>().ToArray();
        var ours = keys.Length == 0 ? [] : await reviews.Where(r => keys.Contains(r.Key)).Select(r => r.Key).ToListAsync(cancellationToken);
        return found.FindAll(r => r.ReviewKey is not { } key || !ours.Contains(key));
    }

    /// <summary>Our keys of records that were told so, and never followed since.</summary>
    public static IQueryable<string> Answered(Session session)
    {
        var reviews = session.Context.Reviews;
        return session.Context.CrmRecords.Where(c => c.Kind == RecordKind.Review && EF.Functions.Like(c.Key, Persons) && !reviews.Any(r => r.Key == c.Key)).Select(c => c.Key);
    }

    /// <summary>All of them: those without an account, and those that were told so and are not followed for another reason since.</summary>
    public static async Task<UnfollowedReviews> FindAsync(Session session, int max, CancellationToken cancellationToken)
    {
        var records = session.Context.Records;
        var found = (await WithoutAccountAsync(session, null, MostRead, cancellationToken)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var told = await Answered(session).OrderBy(k => k).Take(MostRead).ToListAsync(cancellationToken);
        var keys = told.Select(PersonsReview.RecordOf).OfType<string>().ToArray();
        if (keys.Length > 0)
        {
            var rows = await records.AsNoTracking().Where(r => r.Kind == RecordKind.Review && keys.Contains(r.Key)).Select(r => r.Payload).ToListAsync(cancellationToken);
            found.UnionWith(rows.Select(Record).Where(r => r.Status != ReviewStatus.Withdrawn).Select(r => r.Key));
        }

        return new UnfollowedReviews(found.Count, [.. found.Order(StringComparer.Ordinal).Take(max)]);
    }

    private static ReviewRecord Record(byte[] payload) => (ReviewRecord)RecordCodec.Decode(RecordKind.Review, payload);
}
