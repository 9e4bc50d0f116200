using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>How an invoice went.</summary>
internal enum InvoiceOutcome
{
    /// <summary>Nobody can tell yet.</summary>
    NotYetKnown = 0,

    /// <summary>Paid less than 90 days late.</summary>
    Good,

    /// <summary>Paid 90 days late or later, or open 90 days past due.</summary>
    Bad,
}

/// <summary>What is known today of an account's invoices. Used only to judge what a decision of the past led to, never to take one.</summary>
internal sealed class LaterInvoices
{
    /// <summary>From how many days past due on an invoice counts as bad.</summary>
    public const int BadFromDays = 90;

    private readonly List<(DateOnly IssuedOn, Money Amount, InvoiceOutcome Outcome)> _invoices = [];

    public LaterInvoices(IEnumerable<SourceRecord> today, DateOnly businessDate)
    {
        foreach (var record in today)
        {
            switch (record)
            {
                case PaymentRecord paid:
                    var late = paid.PaidOn.DayNumber - paid.DueOn.DayNumber;
                    _invoices.Add((paid.IssuedOn, paid.Amount, late < BadFromDays ? InvoiceOutcome.Good : paid.WasDisputed ? InvoiceOutcome.NotYetKnown : InvoiceOutcome.Bad));
                    break;
                case ReceivableRecord { Type: DocumentType.Invoice or DocumentType.DebitNote } open:
                    var past = businessDate.DayNumber - open.DueOn.DayNumber;
                    _invoices.Add((open.IssuedOn, open.OpenAmount, past >= BadFromDays && !open.Disputed ? InvoiceOutcome.Bad : InvoiceOutcome.NotYetKnown));
                    break;
            }
        }
    }

    /// <summary>What became of the invoices that were issued after one day and up to another.</summary>
    public StoppedSales Between(DateOnly after, DateOnly to, Func<Money, decimal?> convert, out long notConverted)
    {
        var sum = StoppedSales.None;
        notConverted = 0;
        foreach (var (issuedOn, amount, outcome) in _invoices)
        {
            if (issuedOn <= after || issuedOn > to)
                continue;
            if (convert(amount) is not { } value)
            {
                notConverted++;
                continue;
            }

            sum += outcome switch
            {
                InvoiceOutcome.Good => StoppedSales.None with { Good = value, GoodInvoices = 1 },
                InvoiceOutcome.Bad => StoppedSales.None with { Bad = value, BadInvoices = 1 },
                _ => StoppedSales.None with { NotYetKnown = value, NotYetKnownInvoices = 1 },
            };
        }

        return sum;
    }
}
