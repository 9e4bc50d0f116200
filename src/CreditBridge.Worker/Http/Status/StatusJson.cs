namespace CreditBridge.Worker.Http.Status;

/// <summary>The status for machines.</summary>
internal static class StatusJson
{
    public static object Of(ServiceStatus status)
    {
        var cycle = status.Cycle;
        return new
        {
            at = status.CycleAt,
            message = cycle is null ? "No cycle has ended yet." : null,
            ready = status.Health.Ready,
            checks = status.Health.Checks,
            startedAt = status.StartedAt,
            policy = status.Policy,
            policyMistakes = status.PolicyMistakes,
            read = cycle?.Sync.Total,
            sources = cycle?.Sync.Sources.Select(s => new { s.Connection, kind = s.Kind.ToString(), s.Result, failure = s.Failure?.Message, nextStep = s.Failure?.NextStep }),
            evaluated = cycle?.Evaluation.Accounts ?? 0,
            newDecisions = cycle?.Evaluation.NewDecisions ?? 0,
            onHold = cycle?.Evaluation.OnHold ?? 0,
            reviews = cycle is null ? null : new
            {
                open = cycle.Reviews.Open, waiting = cycle.Reviews.Waiting, atRisk = cycle.Reviews.AtRisk, breached = cycle.Reviews.Breached,
                opened = cycle.Evaluation.Reviews.Opened, merged = cycle.Evaluation.Reviews.Merged, decided = cycle.Evaluation.Reviews.Decided, refused = cycle.Evaluation.Reviews.Refused,
                withdrawn = cycle.Evaluation.Reviews.Withdrawn,
            },
            written = cycle?.Dispatch?.Delivered ?? 0,
            refused = cycle?.Dispatch?.ParkedCount ?? 0,
            gone = cycle?.Dispatch?.Gone ?? 0,
            conflicts = cycle?.Dispatch?.Conflicts ?? 0,
            heldBack = cycle?.Dispatch?.HeldBack?.Message,
            calls = cycle?.Calls ?? 0,
            callsPerThousand = cycle?.CallsPerThousand,
            milliseconds = (long)(cycle?.Duration.TotalMilliseconds ?? 0),
            outbox = status.Outbox is { } outbox ? new { waiting = outbox.Pending, retrying = outbox.Retrying, refused = outbox.Parked } : null,
            refusedRecords = status.Refused.Select(e => new
            {
                connection = e.Connection, kind = e.Target.Kind.ToString(), key = e.Target.Key, attempts = e.Attempts, code = e.LastFailure?.Code, message = e.LastFailure?.Message,
                nextStep = e.LastFailure?.NextStep,
            }),
            connections = status.Connections.Select(c => new
            {
                name = c.Name, usage = c.Usage,
                feed = c.Feed is { } feed ? new { state = feed.State.ToString(), since = feed.Since, heardAt = feed.HeardAt, signals = feed.Signals, problem = feed.Problem?.Message } : null,
            }),
            sinceStart = status.Totals,
            bureaus = status.Bureaus is { } bureaus
                ? new
                {
                    month = bureaus.Month, currency = bureaus.Budget.Currency.Code, budget = bureaus.Budget.Amount, spent = bureaus.Spent,
                    reports = bureaus.Reports, underWay = bureaus.UnderWay, providers = bureaus.Providers,
                }
                : null,
            drift = status.Drift,
            unclaimedCustomers = status.UnclaimedCount is { } unclaimed ? new { count = unclaimed, first = status.Unclaimed } : null,
            findings = status.Findings.Lines.Select(f => new { subject = f.Subject, what = f.What, nextStep = f.NextStep }),
            lostCustomers = status.Lost.Select(l => new { customer = l.CustomerKey, account = l.AccountKey, since = l.Since, nextStep = l.NextStep }),
            keptCustomers = status.Kept.Select(k => new { customer = k.CustomerKey, account = k.AccountKey, since = k.Since, nextStep = k.NextStep }),
            undeliveredKeys = status.Undelivered is { } undelivered
                ? new
                {
                    accounts = undelivered.Accounts,
                    first = undelivered.First.Select(c => new { customer = c.CustomerKey, account = c.AccountKey }),
                    nextStep = Core.Accounts.UndeliveredKeys.NextStep,
                }
                : null,
            attention = cycle?.Attention,
            verification = status.Verification,
        };
    }
}
