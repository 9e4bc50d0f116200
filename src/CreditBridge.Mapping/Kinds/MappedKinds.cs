using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Kinds;

/// <summary>The kinds of record that a mapping can declare, in the order in which they are shown.</summary>
public static class MappedKinds
{
    /// <summary><c>customers</c></summary>
    public static MappedKind<ErpCustomerRecord> Customers { get; } = new(RecordKind.ErpCustomer, "customers", CustomerMapping.Read);

    /// <summary><c>open_items</c></summary>
    public static MappedKind<ReceivableRecord> OpenItems { get; } = new(RecordKind.Receivable, "open_items", OpenItemMapping.Read);

    /// <summary><c>paid_items</c></summary>
    public static MappedKind<PaymentRecord> PaidItems { get; } = new(RecordKind.Payment, "paid_items", PaidItemMapping.Read);

    /// <summary><c>rates</c></summary>
    public static MappedKind<ExchangeRateRecord> Rates { get; } = new(RecordKind.ExchangeRate, "rates", RateMapping.Read);

    /// <summary><c>orders</c></summary>
    public static MappedKind<OpenOrderRecord> Orders { get; } = new(RecordKind.OpenOrder, "orders", OrderMapping.Read);

    /// <summary><c>bureau_reports</c></summary>
    public static MappedKind<BureauReportRecord> BureauReports { get; } = new(RecordKind.BureauReport, "bureau_reports", BureauReportMapping.Read);

    /// <summary><c>statements</c></summary>
    public static MappedKind<FinancialStatementRecord> Statements { get; } = new(RecordKind.FinancialStatement, "statements", StatementMapping.Read);

    /// <summary><c>securities</c></summary>
    public static MappedKind<SecurityRecord> Securities { get; } = new(RecordKind.Security, "securities", SecurityMapping.Read);

    /// <summary><c>signals</c></summary>
    public static MappedKind<SignalRecord> Signals { get; } = new(RecordKind.Signal, "signals", SignalMapping.Read);

    /// <summary><c>overrides</c></summary>
    public static MappedKind<OverrideRecord> Overrides { get; } = new(RecordKind.Override, "overrides", OverrideMapping.Read);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MappedKind> All { get; } = [Customers, OpenItems, PaidItems, Rates, Orders, BureauReports, Statements, Securities, Signals, Overrides];

    /// <summary>Their names, for people.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(k => k.Name));
}
