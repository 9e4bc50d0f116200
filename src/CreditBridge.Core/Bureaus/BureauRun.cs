using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Bureaus;

/// <summary>
/// Buys the reports that the policy wants and the budget allows: for the most valuable accounts first, from one bureau after the other, and none that could not change the
/// decision. Accounts that changed are looked at after each evaluation, all of them once a business day.
/// </summary>
public sealed class BureauRun(
    ISnapshotStore snapshots, ISnapshotReader reader, IDecisionStore decisions, IReportLedger ledger, IEngineStore engine, RunSettings settings, TimeProvider clock)
{
    private const string LeaseName = "bureaus";
    private const string SweptKey = "bureaus/swept";
    private const int AtOnce = 200;
    private const int MostCandidates = 10_000;
    private const int MostLines = 1_000;

    /// <summary>Reports that one run orders at most, so that what else a cycle does need not wait for long.</summary>
    public const int MostOrders = 100;

    private readonly ReportDesk _desk = new(ledger, snapshots, clock);

    // Accounts whose bureau could not be asked for a passing reason; lost with the process, found again by the next process's or the next day's look at all accounts.
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    // The look at all accounts that this process has finished.
    private string? _swept;

    private DateTimeOffset _renewAfter;

    /// <summary>Looks at accounts and orders what is worth its price.</summary>
    /// <param name="connections">All connections.</param>
    /// <param name="policy">The active policy.</param>
    /// <param name="budget">What may be spent; null for nothing.</param>
    /// <param name="asOf">The moment of the evaluation before.</param>
    /// <param name="changed">Accounts that were evaluated; null for more than could be listed.</param>
    /// <param name="cancellationToken">Stops before the next order.</param>
    public async Task<BureauReport> RunAsync(
        IReadOnlyList<IConnection> connections, CreditPolicy policy, BureauBudget? budget, AsOf asOf, IReadOnlyCollection<string>? changed, CancellationToken cancellationToken)
    {
        if (policy.Bureaus is null || !connections.Any(c => c.Reports is not null))
            return BureauReport.Nothing;
        var (offers, failures) = await OffersAsync(connections, cancellationToken);
        if (!offers.Any(o => o.Offer.MayOrder))
            return BureauReport.Nothing with { Troubles = failures };
        _renewAfter = default;
        if (await HoldAsync(cancellationToken) is { } other)
            return BureauReport.Nothing with { DoneBy = other.Holder };
        try
        {
            var pass = new BureauPass(offers, policy, budget, asOf, Orders: true);
            failures.ForEach(pass.Trouble);
            foreach (var order in await ledger.ListOpenAsync(cancellationToken))
            {
                // A bureau that leaves orders without an outcome would use up the budget for nothing.
                if ((await _desk.StoreAsync(order, cancellationToken)).State != OrderState.UnderWay)
                    continue;
                if (order.OrderedOn == asOf.BusinessDate)
                    pass.Pause(order.Provider, $"the order about {order.AccountKey} has no known outcome; {order.Provider} is asked again tomorrow, or once the order is cleared.");
                else
                    pass.Trouble($"{order.Provider}: nobody knows what became of order {order.Key}; it counts as paid, and {order.AccountKey} is not asked about until it is cleared.");
            }

            foreach (var order in (await ledger.ListMonthAsync(asOf.BusinessDate, cancellationToken)).Where(o => o.State == OrderState.NotKept && o.OrderedOn == asOf.BusinessDate))
                pass.PauseBecauseNotKept(order);

            // Once a day, and when something has changed that decides about orders.
            var sweep = $"{asOf.BusinessDate:yyyy-MM-dd}/{policy.VersionText}/{budget}/{string.Join(';', offers.Select(o => $"{o.Offer.Provider} {o.Offer.MayOrder} {o.Offer.Price}").Order(StringComparer.Ordinal))}";
            var all = changed is null || (_swept != sweep && await engine.GetValueAsync(SweptKey, cancellationToken) != sweep);
            var keys = all ? AllAccountsAsync(cancellationToken) : changed!.Concat(_left).Distinct(StringComparer.Ordinal).ToAsyncEnumerable();
            var (report, isFinished) = await RunAsync(pass, keys, cancellationToken);
            if (all && isFinished)
            {
                _swept = sweep;
                // A bureau that refused may have been repaired by the time that the next process starts.
                if (pass.Paused.Count == 0)
                    await engine.SetValueAsync(SweptKey, sweep, cancellationToken);
            }

            return report;
        }
        finally
        {
            await engine.ReleaseAsync(LeaseName, settings.Holder, CancellationToken.None);
        }
    }

    /// <summary>Looks at all accounts, or at some, and says what would be ordered and why not. Nothing is ordered.</summary>
    public async Task<BureauReport> PreviewAsync(
        IReadOnlyList<IConnection> connections, CreditPolicy policy, BureauBudget? budget, AsOf asOf, IReadOnlyCollection<string>? accounts, CancellationToken cancellationToken)
    {
        if (policy.Bureaus is null)
            return BureauReport.Nothing with { Obstacles = ["The policy has no section 'bureaus', so that no report is wanted."] };
        var (offers, failures) = await OffersAsync(connections, cancellationToken);
        var pass = new BureauPass(offers, policy, budget, asOf, Orders: false);
        failures.ForEach(pass.Trouble);
        return (await RunAsync(pass, accounts?.ToAsyncEnumerable() ?? AllAccountsAsync(cancellationToken), cancellationToken)).Report;
    }

    /// <summary>What the connections sell, and why some cannot say.</summary>
    public static async Task<(IReadOnlyList<(IConnection Connection, ReportOffer Offer)> Offers, List<string> Failures)> OffersAsync(
        IReadOnlyList<IConnection> connections, CancellationToken cancellationToken)
    {
        var (offers, failures) = (new List<(IConnection, ReportOffer)>(), new List<string>());
        foreach (var connection in connections)
        {
            try
            {
                if (connection.Reports is { } provider && await provider.OfferAsync(cancellationToken) is { } offer)
                    offers.Add((connection, offer));
            }
            catch (ConnectorException wrong)
            {
                failures.Add($"{connection.Name}: {wrong.Failure}");
            }
        }

        return (offers, failures);
    }

    private async Task<(BureauReport Report, bool IsFinished)> RunAsync(BureauPass pass, IAsyncEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(reader, pass.AsOf.BusinessDate, cancellationToken);
        var wanted = new PriorityQueue<string, decimal>();
        long looked = 0;
        await foreach (var some in keys.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            foreach (var account in await BureauAccount.ReadAsync(reader, decisions, some, reference, pass.AsOf, cancellationToken))
            {
                looked++;
                if (account.Worth(pass.Policy) is not { } worth)
                    continue;
                wanted.Enqueue(account.File.Account.Key, worth);
                if (wanted.Count > MostCandidates)
                    wanted.Dequeue();
            }
        }

        _left.Clear();
        var ranked = wanted.UnorderedItems.OrderByDescending(i => i.Priority).ThenBy(i => i.Element, StringComparer.Ordinal).Select(i => i.Element).ToList();
        foreach (var key in ranked)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pass.Orders && pass.Ordered >= MostOrders)
                return (pass.ToReport(looked), false);
            if (pass.Orders && await HoldAsync(cancellationToken) is { } other)
                return (pass.ToReport(looked) with { DoneBy = other.Holder }, false);
            await LookAfterAsync(pass, key, reference, cancellationToken);
        }

        return (pass.ToReport(looked), true);
    }

    // Bureaus answer slowly; whoever lost the right to order, because it slept for longer than the lease, stops.
    private async Task<Lease?> HoldAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now < _renewAfter)
            return null;
        _renewAfter = now + settings.ReadLease / 3;
        return await engine.TryLeaseAsync(LeaseName, now, new Lease(settings.Holder, now + settings.ReadLease), cancellationToken);
    }

    private async Task LookAfterAsync(BureauPass pass, string key, ReferenceData reference, CancellationToken cancellationToken)
    {
        var accounts = await BureauAccount.ReadAsync(reader, decisions, [key], reference, pass.AsOf, cancellationToken);
        if (accounts.Count == 0)
            return;
        var account = accounts[0];
        var today = pass.AsOf.BusinessDate;
        var orders = (await ledger.ListAccountsAsync(account.Keys, today.AddMonths(-pass.Bureaus.MaxAgeMonths), cancellationToken)).ToList();
        // Each bureau is asked at most once, so that the loop ends.
        for (var asked = 0; asked <= pass.Bureaus.Providers.Count; asked++)
        {
            var step = Waterfall.Next(pass.Bureaus, account.File.BureauReports, orders, p => pass.WhyNot(p, account.Request(p)), today);
            if (step.Ask is not { } provider)
            {
                if (!step.IsDone)
                    pass.Add(account, BureauAction.Waiting, null, step.Why);
                else if (asked == 0 && !account.File.BureauReports.Any(r => pass.Bureaus.IsRecent(r.ReportedOn, today)))
                    pass.Add(account, BureauAction.NobodyLeft, null, step.Why);
                return;
            }

            if (pass.Paused.Contains(provider))
            {
                Leave(key);
                pass.Add(account, BureauAction.Waiting, provider, $"{provider} could not be asked a moment ago; it is asked again in the next cycle or tomorrow.");
                return;
            }

            var (connection, offer) = pass.Of(provider);
            var effect = ReportEffect.Of(account.File, pass.Policy, provider, offer!.Shape);
            if (!effect.CanChange)
            {
                pass.Add(account, BureauAction.NotWorth, provider, effect.Why);
                return;
            }

            var why = $"{effect.Why} {step.Why}";
            if (!pass.Orders || !offer.MayOrder)
            {
                await PreviewAsync(pass, account, provider, offer, why, cancellationToken);
                return;
            }

            if (pass.Budget is null)
            {
                pass.Add(account, BureauAction.NoBudget, provider, why);
                pass.Obstacle("No budget is configured (Bureaus:MonthlyBudget), so that nothing is ordered.");
                return;
            }

            var request = account.Request(provider);
            var order = new ReportOrder(request.OrderKey, key, connection!.Name, provider, today, clock.GetUtcNow(), offer.Price) { Why = why, DecisionId = account.DecisionId };
            var (reservation, answer, settled) = await _desk.OrderAsync(connection, request, order, pass.Budget, cancellationToken);
            if (reservation != Reservation.Made)
            {
                NotReserved(pass, account, provider, offer, reservation, why);
                return;
            }

            pass.Count(account, settled, answer!);
            if (answer!.Outcome is ReportOutcome.Failed or ReportOutcome.Unknown)
            {
                // A bureau that refuses one company may answer about the next; one that refuses us will not.
                if (answer.Failure is not { Kind: FailureKind.RecordRejected or FailureKind.Gone })
                {
                    pass.Pause(provider, answer.Failure?.ToString() ?? "the outcome of an order is not known.");
                    if (answer is { Outcome: ReportOutcome.Failed, Failure.MayPass: true })
                        Leave(key);
                }

                return;
            }

            if (settled.State == OrderState.NotKept)
                pass.PauseBecauseNotKept(settled);
            orders.Add(settled);
            account = account with { File = (account.File with { BureauReports = [.. account.File.BureauReports, .. answer.Records] }).InOrder() };
        }
    }

    private static void NotReserved(BureauPass pass, BureauAccount account, string provider, ReportOffer offer, Reservation reservation, string why)
    {
        if (reservation == Reservation.AlreadyOrdered)
        {
            pass.Add(account, BureauAction.Waiting, provider, $"{provider} was asked today already.");
            return;
        }

        pass.Add(account, BureauAction.NoBudget, provider, why, offer.Price);
        pass.NoBudget(provider, offer.Price, reservation);
    }

    private async Task PreviewAsync(BureauPass pass, BureauAccount account, string provider, ReportOffer offer, string why, CancellationToken cancellationToken)
    {
        if (!offer.MayOrder)
            pass.Obstacle($"Connection '{pass.Of(provider).Connection!.Name}' has no leave to order (its option OrderReports is false).");
        if (pass.Budget is not { } budget)
        {
            pass.Obstacle("No budget is configured (Bureaus:MonthlyBudget), so that nothing is ordered.");
            pass.Add(account, BureauAction.NoBudget, provider, why, offer.Price);
            return;
        }

        // What is listed before counts as spent, so that the list ends where the budget does.
        var month = (await ledger.ListMonthAsync(pass.AsOf.BusinessDate, cancellationToken)).Concat(pass.Planned).ToList();
        var reservation = budget.Judge(offer.Price, provider, month);
        if (reservation != Reservation.Made)
        {
            NotReserved(pass, account, provider, offer, reservation, why);
            return;
        }

        pass.Add(account, BureauAction.WouldOrder, provider, why, offer.Price);
        pass.Planned.Add(new ReportOrder(account.Request(provider).OrderKey, account.File.Account.Key, "", provider, pass.AsOf.BusinessDate, clock.GetUtcNow(), offer.Price));
    }

    private void Leave(string key)
    {
        if (_left.Count < MostLines)
            _left.Add(key);
    }

    private async IAsyncEnumerable<string> AllAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in reader.ReadKindAsync(RecordKind.Account, cancellationToken))
            yield return RecordCodec.Decode(RecordKind.Account, stored.Payload).Key;
    }
}
