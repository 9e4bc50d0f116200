using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>
/// Reviews within a cycle. They are worked out together with the decision of their account, from the same rows, and stored in the same transaction: an account is looked at again when
/// something about it, its deals or its reviews has changed, and when the next moment of a review has passed.
/// </summary>
/// <param name="store">Where reviews are kept.</param>
/// <param name="snapshots">Where exceptions are kept that decisions become.</param>
/// <param name="reader">Reads users.</param>
/// <param name="clock">The clock.</param>
/// <param name="planner">Works out reviews; pure. Null: <see cref="ReviewPlanner.Plan"/>.</param>
public sealed class ReviewRun(IReviewStore store, ISnapshotStore snapshots, ISnapshotReader reader, TimeProvider clock, Func<ReviewSituation, ReviewPlan>? planner = null)
{
    private const int OrphansAtOnce = 500;
    private const int AnswersAtOnce = 1_000;
    private const string AccountIsGone = "The account is gone from the CRM: nobody has to decide any more.";

    internal IReviewStore Store => store;

    internal ISnapshotStore Snapshots => snapshots;

    internal ISnapshotReader Reader => reader;

    internal TimeProvider Clock => clock;

    internal Func<ReviewSituation, ReviewPlan> Plan { get; } = planner ?? ReviewPlanner.Plan;

    internal ReviewPass Begin() => new(this);

    /// <summary>Business hours of the pauses that have ended.</summary>
    internal static decimal PausedHours(CreditReview review, CreditPolicy policy, AsOf asOf) =>
        SlaClock.PausedMinutes(review, BusinessHours.Of(policy, TimeZoneInfo.FindSystemTimeZoneById(asOf.TimeZone))) / 60m;

    /// <summary>Withdraws the open reviews of accounts that are gone.</summary>
    /// <returns>How many.</returns>
    public async Task<long> CloseOrphansAsync(CrmTarget crm, CancellationToken cancellationToken)
    {
        var closed = 0L;
        while (true)
        {
            var orphans = await store.ListOrphansAsync(OrphansAtOnce, cancellationToken);
            if (orphans.Count == 0)
                return closed;
            var withdrawn = orphans.Select(o => o.Review with
            {
                State = ReviewState.Withdrawn, ClosedAt = clock.GetUtcNow(), DueAt = null, AtRiskAt = null, FirstResponseDueAt = null, NextMoment = null, Message = AccountIsGone,
            }).ToList();
            await store.CloseAsync(withdrawn, [.. orphans.Zip(withdrawn).Where(o => o.First.IsInCrm).Select(o => Told(o.Second, crm))], cancellationToken);
            closed += orphans.Count;
        }
    }

    /// <summary>Tells people, on the record, why nobody follows reviews that they created without an account.</summary>
    public async Task AnswerAsync(CrmTarget crm, CancellationToken cancellationToken)
    {
        if (await store.ListWithoutAccountAsync(crm.Connection, AnswersAtOnce, cancellationToken) is { Count: > 0 } mute)
            await store.AnswerAsync([.. mute.Select(r => ReviewWrites.Unfollowed(crm.Connection, r, crm.Accepts))], cancellationToken);
    }

    /// <summary>Where the open reviews stand.</summary>
    public async Task<ReviewStanding> ReadStandingAsync(CreditPolicy policy, AsOf asOf, CancellationToken cancellationToken) =>
        await ReviewStanding.ReadAsync(store, policy, asOf, cancellationToken);

    /// <summary>Open reviews that nobody could take.</summary>
    public async Task<IReadOnlyList<ReviewsOfNobody>> ReadOfNobodyAsync(CreditPolicy policy, CancellationToken cancellationToken) =>
        await ReviewsOfNobody.ReadAsync(store, policy.Reviews, cancellationToken);

    // The record may have lost its account: nothing of it is written but that it is over.
    private static OutboxChange Told(CreditReview review, CrmTarget crm)
    {
        var write = new FieldWrite(new TargetRecord(RecordKind.Review, review.Key), new Dictionary<CreditField, FieldValue>
        {
            [CreditFields.Review.Status] = FieldValue.Text(ReviewWrites.StatusOf(review)),
            [CreditFields.Review.Message] = FieldValue.Text(review.Message),
            [CreditFields.Review.DueAt] = FieldValue.Empty,
            [CreditFields.Review.AtRiskAt] = FieldValue.Empty,
            [CreditFields.Review.FirstResponseDueAt] = FieldValue.Empty,
        }) { ParentKey = review.AccountKey };
        return new OutboxChange(crm.Connection, write.Target, standing => OutboxPlanner.Plan(crm.Connection, write, standing, crm.Accepts));
    }
}
