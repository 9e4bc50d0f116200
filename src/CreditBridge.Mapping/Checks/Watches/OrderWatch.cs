using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Checks.Rows;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Orders: what is still to come, by currency and progress.</summary>
internal sealed class OrderWatch(OrderMapping mapping, CheckedLedger ledger, DateOnly today) : RecordWatch<OpenOrderRecord>
{
    private readonly Tallies _open = new();
    private readonly Names _old = new(3);
    private long _toDeliver;
    private long _delivered;
    private long _prepaid;

    public override IReadOnlyList<Teller<OpenOrderRecord>> Tellers { get; } =
    [
        new("delivered", o => o.Progress == OrderProgress.DeliveredNotInvoiced ? 0 : null),
        new("prepaid", o => o.IsPrepaid ? 0 : null),
        new("oldest", o => -o.OrderedOn.DayNumber),
        new("largest", o => o.OpenAmount.Amount),
    ];

    public override void See(OpenOrderRecord record, SourceRow row)
    {
        ledger.SeeOrder(record.Customer, record.OpenAmount);
        _open.Add(record.OpenAmount);
        _toDeliver += record.Progress == OrderProgress.Open ? 1 : 0;
        _delivered += record.Progress == OrderProgress.DeliveredNotInvoiced ? 1 : 0;
        _prepaid += record.IsPrepaid ? 1 : 0;
        if (record.OrderedOn < today.AddYears(-3))
            _old.Add(() => $"{record.Order} of {record.OrderedOn:yyyy-MM-dd}");
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        yield return new CheckFinding("orders.progress", CheckStatus.Ok,
            $"{Figures.Of(_toDeliver)} of {count.Read} orders are still to be delivered, {Figures.Of(_delivered)} are delivered and not invoiced. Paid in advance: {Figures.Of(_prepaid)}. Left out, or nothing left of them: {Figures.Of(count.LeftOut)}.")
        {
            Table = _open.Table("Orders"),
        };
        yield return CheckFinding.Question("orders.amounts", mapping.IncludesDone
            ? "Amounts still include what is delivered or invoiced, and 'done_amount' is taken off; is that so?"
            : "Amounts are what is left to be invoiced; is that so? An amount that still includes what was invoiced would count twice, here and among the open items.");
        if (_old.Count > 0)
            yield return new CheckFinding("orders.ordered", CheckStatus.Warning, $"{Figures.Count(_old.Count, "order")} {Figures.Verb(_old.Count, "is", "are")} older than three years: {_old}.", "Orders that nobody closed use up credit: close them in the ERP, or leave them out.");
        foreach (var finding in AmountScale.Findings("orders", _open))
            yield return finding;
    }
}
