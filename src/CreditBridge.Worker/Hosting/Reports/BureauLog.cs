using CreditBridge.Core.Bureaus;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>Writes into the log what was ordered from credit bureaus: a line for each order, and a warning for one that came to nothing. What a report says stays out of the log.</summary>
internal sealed partial class BureauLog(ILogger log)
{
    /// <summary>Logs what a cycle did.</summary>
    /// <param name="report">What it did.</param>
    /// <param name="said">Which troubles were said already.</param>
    public void Write(BureauReport report, Recurrence said)
    {
        foreach (var order in report.Orders)
        {
            if (order.HasReport)
                Bought(log, order.Provider, order.AccountKey, order.Cost.ToDisplay(), order.State == OrderState.NoOpinion ? "without an opinion" : "with an opinion", order.Key);
            else if (order.State == OrderState.NotFound)
                NotFound(log, order.Provider, order.AccountKey, order.Cost.IsZero ? "nothing was charged" : $"it charged {order.Cost.ToDisplay()}", order.Key);
            else if (order.State == OrderState.NotKept)
                NotKept(log, order.Provider, order.AccountKey, order.Cost.ToDisplay(), order.Result ?? "", order.Key);
            else if (order.State == OrderState.Failed)
                Failed(log, order.Provider, order.AccountKey, order.Result ?? "", order.Key);
            else
                Unknown(log, order.Provider, order.AccountKey, order.Cost.ToDisplay(), order.Result ?? "", order.Key);
        }

        foreach (var obstacle in report.Obstacles.Where(said.IsNews))
            NotBought(log, obstacle);
        foreach (var trouble in report.Troubles.Where(said.IsNews))
            Trouble(log, trouble);
    }

    [LoggerMessage(1020, LogLevel.Information, "Bought a report of {Provider} about account {Account} for {Cost}, {Opinion} (order {Order})")]
    private static partial void Bought(ILogger log, string provider, string account, string cost, string opinion, string order);

    [LoggerMessage(1021, LogLevel.Information, "{Provider} does not know account {Account}; {Cost} (order {Order})")]
    private static partial void NotFound(ILogger log, string provider, string account, string cost, string order);

    [LoggerMessage(1022, LogLevel.Warning, "A report of {Provider} about account {Account} cost {Cost} and is not kept: {Reason} (order {Order})")]
    private static partial void NotKept(ILogger log, string provider, string account, string cost, string reason, string order);

    [LoggerMessage(1023, LogLevel.Warning, "{Provider} gave no report about account {Account}; nothing was charged: {Reason} (order {Order})")]
    private static partial void Failed(ILogger log, string provider, string account, string reason, string order);

    [LoggerMessage(1024, LogLevel.Warning, "Nobody knows what became of an order from {Provider} about account {Account}; its {Cost} count as paid: {Reason} (order {Order})")]
    private static partial void Unknown(ILogger log, string provider, string account, string cost, string reason, string order);

    [LoggerMessage(1025, LogLevel.Information, "Reports are not bought: {Reason}")]
    private static partial void NotBought(ILogger log, string reason);

    [LoggerMessage(1026, LogLevel.Warning, "Bureaus: {Trouble}")]
    private static partial void Trouble(ILogger log, string trouble);
}
