using System.Text.Json;
using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Bureaus;

/// <summary>
/// Orders a report and looks after its money: reserved, sent, settled with the answer, stored, closed. Killed between any two of these steps, nothing is paid twice and no
/// answer that was settled is lost.
/// </summary>
/// <param name="ledger">Keeps the orders.</param>
/// <param name="snapshots">Where reports are stored.</param>
/// <param name="clock">The clock.</param>
internal sealed class ReportDesk(IReportLedger ledger, ISnapshotStore snapshots, TimeProvider clock)
{
    /// <summary>Orders a report for which money is there.</summary>
    /// <param name="connection">The connection to order over.</param>
    /// <param name="request">Whom to ask about.</param>
    /// <param name="order">The order.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="cancellationToken">Stops before the order is sent; from then on the answer is waited for and settled.</param>
    public async Task<(Reservation Reservation, ReportAnswer? Answer, ReportOrder Order)> OrderAsync(
        IConnection connection, ReportRequest request, ReportOrder order, BureauBudget budget, CancellationToken cancellationToken)
    {
        var reservation = await ledger.ReserveAsync(order, budget, cancellationToken);
        if (reservation != Reservation.Made)
            return (reservation, null, order);
        ReportAnswer answer;
        try
        {
            // Not the caller's token: giving up on an order that is under way would leave its outcome unknown.
            answer = await connection.Reports!.OrderAsync(request, CancellationToken.None);
        }
        catch (ConnectorException refused)
        {
            answer = ReportAnswer.Unknown(refused.Failure);
        }
        catch (OperationCanceledException)
        {
            answer = ReportAnswer.Unknown(new Failure(FailureKind.Transient, "The bureau did not answer in time.", "Look up with the bureau whether it charged for the order."));
        }

        var settled = Settled(order, request, answer);
        await ledger.SettleAsync(settled, CancellationToken.None);
        return (reservation, answer, await StoreAsync(settled, CancellationToken.None));
    }

    /// <summary>Stores the report of an order that was answered and closes the order; any other order is left as it is.</summary>
    public async Task<ReportOrder> StoreAsync(ReportOrder order, CancellationToken cancellationToken)
    {
        if (order.State != OrderState.Answered || order.Answer is not { } answer)
            return order;
        var records = JsonSerializer.Deserialize(answer, RecordJson.Default.ListBureauReportRecord) ?? [];
        var checkpoints = await snapshots.GetCheckpointsAsync(order.Connection, cancellationToken);
        var page = new SourcePage<BureauReportRecord>([.. records.Select(r => SourceChange<BureauReportRecord>.Upsert(r))], checkpoints.GetValueOrDefault(RecordKind.BureauReport) ?? new Checkpoint("orders"));
        await snapshots.ApplyAsync(SnapshotIngestor.Prepare(order.Connection, RecordKind.BureauReport, page, clock.GetUtcNow()), cancellationToken);
        var closed = order with { State = records.Any(ReportAnswer.SaysSomething) ? OrderState.Report : OrderState.NoOpinion, Answer = null };
        await ledger.SettleAsync(closed, cancellationToken);
        return closed;
    }

    private ReportOrder Settled(ReportOrder order, ReportRequest request, ReportAnswer answer)
    {
        var free = Money.Zero(order.Cost.Currency);
        var settled = order with { SettledAt = clock.GetUtcNow(), Result = answer.Failure?.ToString() };
        switch (answer.Outcome)
        {
            case ReportOutcome.Report when answer.Records.Any(r => r.Party != request.Party):
                return settled with { State = OrderState.NotKept, Cost = answer.Charged ?? order.Cost, Result = "The report is about another company and was not kept." };
            case ReportOutcome.Report:
                var payload = JsonSerializer.SerializeToUtf8Bytes([.. answer.Records], RecordJson.Default.ListBureauReportRecord);
                return settled with { State = OrderState.Answered, Cost = answer.Charged ?? order.Cost, Answer = payload, Result = Words(answer) };
            case ReportOutcome.NotFound when answer is { Failure: not null, Charged: { IsZero: false } paid }:
                return settled with { State = OrderState.NotKept, Cost = paid };
            case ReportOutcome.NotFound:
                return settled with { State = OrderState.NotFound, Cost = answer.Charged ?? free, Result = settled.Result ?? "The bureau does not know the company." };
            case ReportOutcome.Failed:
                return settled with { State = OrderState.Failed, Cost = answer.Charged ?? free };
            default:
                return settled with { State = OrderState.UnderWay, SettledAt = null };
        }
    }

    private static string Words(ReportAnswer answer) => answer.HasOpinion
        ? string.Join("; ", answer.Records.Where(ReportAnswer.SaysSomething).Select(Words))
        : "A report without an opinion" + (answer.Records.SelectMany(r => r.Codes).ToList() is { Count: > 0 } codes ? $" ({string.Join(", ", codes)})." : ".");

    private static string Words(BureauReportRecord report) => string.Join(", ", new[]
    {
        report.Score is { } score ? $"{report.ScoreName ?? "score"} {score:0.##}" : null,
        report.Rating is { } rating ? $"rating {rating}" : null,
        report.RiskClass is { } risk ? $"class of risk {risk}" : null,
        report.RecommendedLimit is { } limit ? $"limit {limit.ToDisplay()}" : null,
    }.OfType<string>());
}
