using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>
/// What can be said about a day before history was kept, from the dates that records carry themselves. Reconstructed are: open items (a document that was issued by
/// then and paid later was open then, with its whole amount; one that was issued by then and was open when history began was open then, with the amount it had when
/// history began), paid items (paid by then), deals (created by then and open when history began), orders (ordered by then and open when history began), bureau
/// reports, signals, securities and exceptions (of their own day on), and financial statements (half a year after their period ended: the day on which one arrived is
/// not known, and it must not be known too early). Not known, and taken as they were when history began: limits, terms and holds in the ERP, claims, groups, attributes, stages
/// and amounts of deals, disputes. Not known at all: promises, part payments, documents that were cancelled, records that were gone before history began.
/// </summary>
internal static class Reconstruction
{
    /// <summary>How long after the end of its period a statement is taken to have arrived.</summary>
    public const int StatementDelayDays = 180;

    /// <summary>The record as it may have been on a day; null when it was not there yet.</summary>
    public static SourceRecord? On(DateOnly day, SourceRecord earliest) => earliest switch
    {
        AccountRecord account => account.CreatedOn > day ? null : account,
        ReceivableRecord item => item.IssuedOn > day ? null : item.PromisedOn is null ? item : item with { PromisedOn = null },
        PaymentRecord payment => payment.PaidOn > day ? null : payment,
        OpportunityRecord deal => deal.CreatedOn > day || deal.IsClosed ? null : deal,
        OpenOrderRecord order => order.OrderedOn > day ? null : order,
        BureauReportRecord report => report.ReportedOn > day ? null : report,
        FinancialStatementRecord statement => day.DayNumber - statement.PeriodEnd.DayNumber < StatementDelayDays ? null : statement,
        SecurityRecord security => security.ValidFrom > day ? null : security,
        SignalRecord signal => signal.ObservedOn > day ? null : signal,
        OverrideRecord granted => granted.ValidFrom > day ? null : granted,
        _ => earliest,
    };

    /// <summary>The open item that a paid one was on a day; null when it was not issued yet, or paid already.</summary>
    public static ReceivableRecord? OpenOn(DateOnly day, PaymentRecord paid) => paid.IssuedOn <= day && paid.PaidOn > day
        ? new ReceivableRecord(paid.Key, paid.Customer, paid.Document, paid.IssuedOn, paid.DueOn, paid.Amount) { OriginalAmount = paid.Amount }
        : null;
}
