using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Checks.Rows;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Watches the records of one kind pass by, keeps figures of them, and says at the end what a person should know or answer.</summary>
/// <typeparam name="T">The canonical record.</typeparam>
internal abstract class RecordWatch<T>
    where T : SourceRecord
{
    /// <summary>Which rows are worth showing, the most telling first.</summary>
    public virtual IReadOnlyList<Teller<T>> Tellers => [];

    /// <summary>A record and the row that it came from.</summary>
    public abstract void See(T record, SourceRow row);

    /// <summary>What there is to say.</summary>
    public abstract IEnumerable<CheckFinding> Findings(KindCount count);
}

/// <summary>Which watch looks at which kind.</summary>
internal static class RecordWatch
{
    /// <summary>A watch for records of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="records">How rows become records; its declared meanings are asked about.</param>
    /// <param name="ledger">What the kinds have in common.</param>
    /// <param name="today">The day of the check.</param>
    public static RecordWatch<T> For<T>(MappedKind<T> kind, RecordMapping<T> records, CheckedLedger ledger, DateOnly today)
        where T : SourceRecord
    {
        object watch = records switch
        {
            CustomerMapping customers => new CustomerWatch(customers, ledger),
            OpenItemMapping items => new OpenItemWatch(items, ledger, today),
            PaidItemMapping => new PaidItemWatch(today),
            RateMapping => new RateWatch(ledger, today),
            OrderMapping orders => new OrderWatch(orders, ledger, today),
            BureauReportMapping reports => new BureauReportWatch(reports),
            StatementMapping statements => new StatementWatch(statements),
            SecurityMapping => new SecurityWatch(today),
            SignalMapping => new SignalWatch(),
            OverrideMapping => new OverrideWatch(),
            _ => throw new InvalidOperationException($"Nobody watches {kind.Name}."),
        };
        return (RecordWatch<T>)watch;
    }
}
