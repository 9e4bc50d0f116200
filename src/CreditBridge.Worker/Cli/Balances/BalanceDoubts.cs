using CreditBridge.Abstractions.Records;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>Why balances may not be what the ERP has now: a connection that could not be read lately, records that could not be read at all, or stand more than once.</summary>
internal static class BalanceDoubts
{
    private const int MostRejections = 10_000;

    /// <summary>The doubts in words; none when everything was read and readable.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="connection">Name of the connection that the balances are about; null for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(Bridge bridge, string? connection, CancellationToken cancellationToken)
    {
        var doubts = new List<string>();
        var last = await LastRun.ReadAsync(bridge.Database.Engine, cancellationToken);
        foreach (var standing in last?.Connections.Where(c => c.Troubles.Count > 0 && (connection is null || c.Name == connection)) ?? [])
            doubts.Add($"{standing.Name} could not be read to its end in the last cycle ({last!.At:yyyy-MM-dd HH:mm} UTC), so its figures are older: {string.Join(" ", standing.Troubles)}");
        var rejections = await bridge.Database.Engine.ListRejectionsAsync(MostRejections, cancellationToken);
        var theirs = rejections.Where(r => r.Kind is RecordKind.Receivable or RecordKind.ErpCustomer && (connection is null || r.Connection == connection));
        foreach (var group in theirs.GroupBy(r => (r.Connection, r.Kind, r.IsFile)))
            doubts.Add($"{Texts.Count(group.Count(), group.Key.IsFile ? "file" : group.Key.Kind == RecordKind.Receivable ? "item" : "customer")} of {group.Key.Connection} could not be read; their latest state is not in these figures. 'creditbridge status' lists them.");
        var repetitions = await bridge.Database.Engine.FindRepetitionsAsync(0, cancellationToken);
        foreach (var repeated in repetitions.Where(r => r.Kind == RecordKind.Receivable && (connection is null || r.Connection == connection)))
            doubts.Add($"{Texts.Count(repeated.Count, "item")} of {repeated.Connection} {(repeated.Count == 1 ? "stands" : "stand")} more than once with the same values and {(repeated.Count == 1 ? "counts" : "count")} once in these figures. 'creditbridge status' lists them.");
        return doubts;
    }
}
