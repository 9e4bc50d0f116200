using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Worker.Hosting.Reviews;

/// <summary>Tells of open reviews whose time runs out or has run out, and of steps of the escalation. No account is evaluated for it: the stored reviews and the clock are enough.</summary>
internal sealed class ReviewAlertSource(Bridge bridge) : IAlertSource
{
    private const int AtOnce = 500;

    // The oldest come first. With more than these, those that follow are told of when the first are closed.
    private const int Most = 10_000;

    /// <inheritdoc />
    public IReadOnlyList<AlertKind> Kinds => ReviewAlerts.Kinds;

    /// <inheritdoc />
    public async Task<IReadOnlyList<Alert>> FindAsync(AsOf asOf, CancellationToken cancellationToken)
    {
        var pressing = new List<CreditReview>();
        await foreach (var review in bridge.Database.Reviews.ListPressingAsync(asOf.Instant, cancellationToken))
        {
            pressing.Add(review);
            if (pressing.Count == Most)
                break;
        }

        if (pressing.Count == 0)
            return [];
        var desk = new ReviewDesk(bridge);
        var alerts = new ReviewAlerts(bridge.ActivePolicy, asOf.Instant, bridge.Zone, await desk.UsersAsync(cancellationToken));
        var found = new List<Alert>();
        foreach (var some in pressing.Chunk(AtOnce))
            found.AddRange((await desk.NamedAsync(some, cancellationToken)).SelectMany(r => alerts.Of(r.Review, r.AccountName, r.DealName)));
        return found;
    }
}
