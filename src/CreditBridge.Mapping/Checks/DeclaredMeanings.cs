using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks;

/// <summary>
/// Says what the meanings that a mapping declares do to real rows ("zero means no credit: 12 of 200 customers"), so that a wrong declaration is seen before it blocks
/// or frees anybody.
/// </summary>
internal static class DeclaredMeanings
{
    /// <summary>What the declared meanings of a kind do to a sample.</summary>
    public static IEnumerable<CheckFinding> Of<T>(RecordMapping<T> mapping, RowSample<T> sample)
        where T : SourceRecord => (mapping, (object)sample) switch
    {
        (CustomerMapping customers, RowSample<ErpCustomerRecord> rows) => OfLimits(customers, rows),
        (OpenItemMapping, RowSample<ReceivableRecord> rows) => OfSigns(rows),
        (OrderMapping, RowSample<OpenOrderRecord> rows) => OfProgress(rows),
        (BureauReportMapping { Score.Origin.IsMapped: true }, RowSample<BureauReportRecord> rows) => OfScores(rows),
        (StatementMapping statements, RowSample<FinancialStatementRecord> rows) => OfUnit(statements, rows),
        (SecurityMapping, RowSample<SecurityRecord> rows) => OfCover(rows),
        (SignalMapping, RowSample<SignalRecord> rows) => OfSeverity(rows),
        (OverrideMapping, RowSample<OverrideRecord> rows) => OfEffects(rows),
        _ => [],
    };

    private static IEnumerable<CheckFinding> OfLimits(CustomerMapping customers, RowSample<ErpCustomerRecord> sample)
    {
        if (customers.Limit is not { Origin.IsMapped: true } limit)
        {
            yield return new CheckFinding("customers.limit", CheckStatus.Warning, "No limit is mapped: every limit counts as not set.", "Map 'limit' if the ERP holds credit limits.");
            yield break;
        }

        var shapes = sample.Records.GroupBy(r => customers.ShapeOfLimit(r.Row)).ToDictionary(g => g.Key, g => g.Count());
        int Count(LimitShape shape) => shapes.GetValueOrDefault(shape);
        var all = sample.Records.Count;
        yield return CheckFinding.Ok("customers.limit", $"Zero limit means {limit.Zero.ToDisplay()}: {Count(LimitShape.Zero)} of {all} customers. Empty limit means {limit.Null.ToDisplay()}: {Count(LimitShape.Null)}. Listed as unlimited: {Count(LimitShape.Unlimited)}. An amount: {Count(LimitShape.Amount)}.");
    }

    private static IEnumerable<CheckFinding> OfSigns(RowSample<ReceivableRecord> sample)
    {
        var invoices = sample.Records.Select(r => r.Record).Where(r => r.Type is DocumentType.Invoice or DocumentType.DebitNote).ToList();
        var negative = invoices.Count(i => i.OpenAmount.Amount < 0);
        if (negative * 2 > invoices.Count)
            yield return new CheckFinding("open_items.sign", CheckStatus.Warning, $"{negative} of {invoices.Count} invoices say that we owe the customer.", "Probably 'sign:' in the mapping must be the other one.");
        else
            yield return CheckFinding.Ok("open_items.sign", $"{invoices.Count - negative} of {invoices.Count} invoices are owed by the customer; {sample.Records.Count - invoices.Count} credit notes and payments count against them.");
    }

    private static IEnumerable<CheckFinding> OfProgress(RowSample<OpenOrderRecord> sample)
    {
        var orders = sample.Records.ConvertAll(r => r.Record);
        yield return CheckFinding.Ok("orders.progress",
            $"{orders.Count(o => o.Progress == OrderProgress.Open)} of {orders.Count} orders are still to be delivered, {orders.Count(o => o.Progress == OrderProgress.DeliveredNotInvoiced)} are delivered and not invoiced. Paid in advance: {orders.Count(o => o.IsPrepaid)}. Left out, or nothing left of them: {sample.Left}.");
    }

    private static IEnumerable<CheckFinding> OfScores(RowSample<BureauReportRecord> sample)
    {
        var bySort = sample.Records.Select(r => r.Record).GroupBy(r => $"{r.Provider} {r.ScoreName}".TrimEnd());
        foreach (var group in bySort.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var scores = group.Select(r => r.Score).OfType<decimal>().ToList();
            var range = scores.Count == 0 ? "no score at all" : $"{scores.Count} with a score from {scores.Min()} to {scores.Max()}";
            yield return CheckFinding.Ok("bureau_reports.score", $"{group.Key}: {range}, {group.Count() - scores.Count} without an opinion.");
        }
    }

    private static IEnumerable<CheckFinding> OfUnit(StatementMapping statements, RowSample<FinancialStatementRecord> sample)
    {
        var largest = sample.Records.Select(r => (Figure: r.Record.TotalAssets ?? r.Record.Turnover, r.Record.Currency)).Where(f => f.Figure is not null).MaxBy(f => f.Figure);
        if (largest.Figure is { } figure)
            yield return CheckFinding.Ok("statements.unit", $"With unit {statements.Unit}, the largest company has {figure:N0} {largest.Currency} of assets or sales. If that is absurd, the unit is wrong.");
    }

    private static IEnumerable<CheckFinding> OfCover(RowSample<SecurityRecord> sample)
    {
        var covers = sample.Records.ConvertAll(r => r.Record.CoverPercent);
        if (covers.Count == 0)
            yield break;
        if (covers.TrueForAll(c => c <= 1))
            yield return new CheckFinding("securities.cover_percent", CheckStatus.Warning, $"All {covers.Count} securities cover {covers.Max()} percent of a loss, or less.", "Probably shares are written as 0.9 instead of 90: let the export write percent.");
        else
            yield return CheckFinding.Ok("securities.cover_percent", $"{covers.Count} securities cover {covers.Min()} to {covers.Max()} percent of a loss. Of zero amount, so without cover: {sample.Records.Count(r => r.Record.Amount.Amount == 0)}.");
    }

    private static IEnumerable<CheckFinding> OfSeverity(RowSample<SignalRecord> sample)
    {
        if (sample.Records.Count == 0)
            yield break;
        var types = sample.Records.GroupBy(r => r.Record.Type).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(10).Select(g => $"{g.Key} {g.Count()}");
        yield return CheckFinding.Ok("signals.type", $"{string.Join(", ", types)}. Critical: {sample.Records.Count(r => r.Record.Severity == SignalSeverity.Critical)}.");
    }

    private static IEnumerable<CheckFinding> OfEffects(RowSample<OverrideRecord> sample)
    {
        if (sample.Records.Count > 0)
            yield return CheckFinding.Ok("overrides.effect", $"{string.Join(", ", sample.Records.GroupBy(r => r.Record.Effect).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}"))}. They count as far as the policy lets them.");
    }
}
