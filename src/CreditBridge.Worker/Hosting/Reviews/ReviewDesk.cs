using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting.Reviews;

/// <summary>Looks reviews up for people: in the order of the queue, with names and clocks.</summary>
internal sealed class ReviewDesk(Bridge bridge)
{
    private Dictionary<string, UserRecord>? _users;

    /// <summary>A page of reviews.</summary>
    public async Task<(IReadOnlyList<ListedReview> Reviews, string? Next)> ListAsync(ReviewFilter filter, string? after, int max, CancellationToken cancellationToken)
    {
        var page = await bridge.Database.Reviews.ListAsync(filter, after, max, cancellationToken);
        return (await NamedAsync(page.Reviews, cancellationToken), page.Next);
    }

    /// <summary>The review of a key; null when there is none.</summary>
    public async Task<ListedReview?> FindAsync(string key, CancellationToken cancellationToken) =>
        await bridge.Database.Reviews.FindAsync(key, cancellationToken) is { } review ? (await NamedAsync([review], cancellationToken))[0] : null;

    /// <summary>How both sides kept their word over the reviews that were closed from a moment on, and over refused decisions on those that are open.</summary>
    public Task<ReviewReport> ReportAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ReviewFacts.ReadAsync(bridge.Database.Reviews, since, bridge.ActivePolicy, bridge.Zone, cancellationToken);

    /// <summary>A decision with its deals as their reviews stand, and what sales owes, by key of the deal.</summary>
    public async Task<(CreditDecision Decision, IReadOnlyDictionary<string, IReadOnlyList<string>> Owed)> WithClocksAsync(CreditDecision decision, CreditFile file, CancellationToken cancellationToken)
    {
        var reviews = await bridge.Database.Reviews.GetAsync([decision.AccountKey], cancellationToken);
        return DealClocks.Of(decision, file, bridge.ActivePolicy, reviews, bridge.Zone);
    }

    /// <summary>Names of the teams, those of the policy first; others have got reviews under an earlier policy.</summary>
    public async Task<IReadOnlyList<string>> TeamsAsync(CancellationToken cancellationToken)
    {
        var named = bridge.ActivePolicy.Reviews.Teams.Select(t => t.Name).ToList();
        return [.. named, .. (await bridge.Database.Reviews.ListTeamsAsync(cancellationToken)).Where(t => !named.Contains(t, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Keys of the users that a text names by key, e-mail address or name.</summary>
    public async Task<IReadOnlyList<string>> FindUsersAsync(string text, CancellationToken cancellationToken) =>
        [.. (await UsersAsync(cancellationToken)).Named(text).Select(u => u.Key).Order(StringComparer.Ordinal)];

    /// <summary>Name of a user; the key of an unknown one.</summary>
    public async Task<string> NameOfAsync(string key, CancellationToken cancellationToken) => (await UsersAsync(cancellationToken)).GetValueOrDefault(key)?.Name ?? key;

    /// <summary>Reviews with names and clocks, in the same order.</summary>
    public async Task<IReadOnlyList<ListedReview>> NamedAsync(IReadOnlyList<CreditReview> reviews, CancellationToken cancellationToken)
    {
        var users = await UsersAsync(cancellationToken);
        var names = new Dictionary<(RecordKind Kind, string Key), string>();
        var accounts = reviews.Select(r => r.AccountKey).Distinct(StringComparer.Ordinal).ToList();
        foreach (var rows in await bridge.Database.SnapshotReader.ReadAccountsAsync(accounts, [RecordKind.Opportunity], cancellationToken))
        {
            names[(RecordKind.Account, rows.AccountKey)] = ((AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account)).Name;
            foreach (var deal in rows.Related.Where(r => r.Kind == RecordKind.Opportunity).Select(r => (OpportunityRecord)RecordCodec.Decode(r.Kind, r.Payload)))
                names[(RecordKind.Opportunity, deal.Key)] = deal.Name;
        }

        var now = bridge.Clock.GetUtcNow();
        return
        [
            .. reviews.Select(r => new ListedReview(r, SlaClock.StandingOf(r, bridge.ActivePolicy, now, bridge.Zone))
            {
                FirstResponse = SlaClock.FirstResponseOf(r, now),
                AccountName = names.GetValueOrDefault((RecordKind.Account, r.AccountKey), r.AccountKey),
                DealName = r.OpportunityKey is { } deal ? names.GetValueOrDefault((RecordKind.Opportunity, deal), deal) : null,
                AnalystName = r.Analyst is { } analyst ? users.GetValueOrDefault(analyst)?.Name ?? analyst : null,
            }),
        ];
    }

    /// <summary>The users of the CRM by key.</summary>
    public async Task<IReadOnlyDictionary<string, UserRecord>> UsersAsync(CancellationToken cancellationToken) =>
        _users ??= await CrmUsers.ReadAsync(bridge.Database.SnapshotReader, cancellationToken);
}
