using CreditBridge.Core.Decisions;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Http.Api;

/// <summary>Answers how a deal stands: as it is now, or as it was last looked at.</summary>
internal sealed class CheckDesk(Bridge bridge, CancellationToken stopping)
{
    /// <summary>How long a caller waits for the cycle. Salesforce waits two minutes at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FreshCycle _cycle = new(bridge);

    /// <summary>Reads the deal, evaluates and writes it, and gives the result.</summary>
    public async Task<CheckAnswer> CheckAsync(string opportunityId, CancellationToken cancellationToken)
    {
        try
        {
            var report = await _cycle.RunAsync(stopping).WaitAsync(Patience, bridge.Clock, cancellationToken);
            var read = report.Sync.Sources.Where(s => s.Connection == bridge.Crm.Name).ToList();
            if (report.NeverRead.Count > 0 || read.Exists(s => s.Failure is not null))
                return CheckAnswer.Unreadable;
            // Another process is reading Salesforce: how far it has come is not known here.
            return read.Exists(s => s.ReadBy is not null) ? CheckAnswer.Busy : await FindAsync(opportunityId, bridge.Clock.GetUtcNow(), cancellationToken);
        }
        catch (TimeoutException)
        {
            return CheckAnswer.Busy;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return CheckAnswer.Busy;
        }
    }

    /// <summary>The result of the last check.</summary>
    public Task<CheckAnswer> LastAsync(string opportunityId, CancellationToken cancellationToken) => FindAsync(opportunityId, null, cancellationToken);

    private async Task<CheckAnswer> FindAsync(string opportunityId, DateTimeOffset? checkedAt, CancellationToken cancellationToken)
    {
        var accounts = await bridge.Database.SnapshotReader.FindAccountsAsync(opportunityId, 1, cancellationToken);
        if (accounts.Count == 0)
            return CheckAnswer.Unknown;
        var key = accounts[0].Key;
        if ((await bridge.Database.Decisions.GetLatestAsync([key], cancellationToken)).GetValueOrDefault(key) is not { } stored)
            return CheckAnswer.Undecided;
        var (decision, _) = await new ReviewDesk(bridge).WithClocksAsync(DecisionCodec.Decode(stored), DecisionCodec.DecodeFile(stored), cancellationToken);
        return decision.Deals.FirstOrDefault(d => d.OpportunityKey == opportunityId) is { } deal
            ? CheckAnswer.Of(CreditCheck.Of(decision, deal, checkedAt ?? decision.AsOf.Instant))
            : CheckAnswer.NotChecked;
    }
}
