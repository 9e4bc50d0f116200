using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Checks.Rows;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Open items: what customers owe by currency, and whether signs, days and amounts are what the mapping takes them for.</summary>
internal sealed class OpenItemWatch(OpenItemMapping mapping, CheckedLedger ledger, DateOnly today) : RecordWatch<ReceivableRecord>
{
    private readonly Tallies _open = new();
    private readonly Tallies _pastDue = new();
    private readonly ItemDays _days = new("open_items", today);
    private readonly Names _aboveOriginal = new(3);
    private readonly Names _zero = new(3);
    private readonly Names _negativeInvoices = new(3);
    private long _invoices;
    private long _credits;
    private long _disputed;

    public override IReadOnlyList<Teller<ReceivableRecord>> Tellers { get; } =
    [
        new("credit note", i => i.Type == DocumentType.CreditNote ? 0 : null),
        new("longest past due", i => i.DueOn < today && i.OpenAmount.Amount > 0 ? today.DayNumber - i.DueOn.DayNumber : null),
        new("unapplied cash", i => i.Type == DocumentType.UnappliedCash ? 0 : null),
        new("largest", i => i.OpenAmount.Amount),
        new("debit note", i => i.Type == DocumentType.DebitNote ? 0 : null),
        new("disputed", i => i.Disputed ? 0 : null),
    ];

    public override void See(ReceivableRecord record, SourceRow row)
    {
        ledger.SeeItem(record.Customer, record.OpenAmount);
        _open.Add(record.OpenAmount);
        if (record.DueOn < today && record.OpenAmount.Amount > 0)
            _pastDue.Add(record.OpenAmount);
        _days.See(record.IssuedOn, record.DueOn, record.Document);
        _disputed += record.Disputed ? 1 : 0;
        if (record.OpenAmount.IsZero)
            _zero.Add(record.Document);
        if (record.OriginalAmount is { } original && Math.Abs(record.OpenAmount.Amount) > Math.Abs(original.Amount))
            _aboveOriginal.Add(record.Document);
        if (record.Type is DocumentType.CreditNote or DocumentType.UnappliedCash)
        {
            _credits++;
            return;
        }

        _invoices++;
        if (record.OpenAmount.Amount < 0)
            _negativeInvoices.Add(record.Document);
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count) =>
        [Totals(count), .. OfSigns(), .. OfAmounts(count.Read), .. AmountScale.Findings("open_items", _open), .. _days.Findings(count.Read)];

    private CheckFinding Totals(KindCount count) => new("open_items.totals", CheckStatus.Ok, $"{Figures.Count(count.Read, "item")}, open in all: {_open.Net()}. {Figures.Of(_disputed)} are disputed.")
    {
        Table = new CheckTable(
            ["Currency", "Items", "Customers owe", "Credits", "Open", "Past due"],
            [.. _open.All.Select(c => Row(c.Currency.Code, c.Tally, _pastDue.Of(c.Currency)?.Plus ?? 0))]),
    };

    private static string[] Row(string currency, Tally open, decimal pastDue) =>
        [currency, Figures.Of(open.Count), Figures.Of(open.Plus), Figures.Of(open.Minus), Figures.Of(open.Net), Figures.Of(pastDue)];

    private IEnumerable<CheckFinding> OfSigns()
    {
        if (_negativeInvoices.Count * 2 > _invoices)
        {
            yield return new CheckFinding("open_items.sign", CheckStatus.Warning, $"{Figures.Of(_negativeInvoices.Count)} of {Figures.Count(_invoices, "invoice")} say that we owe the customer.", "Probably 'sign:' in the mapping must be the other one.");
        }
        else
        {
            yield return CheckFinding.Question("open_items.sign",
                $"Invoices are written {(mapping.Signs.InvoicesNegative ? "with a minus sign" : "without a sign")}: {Figures.Of(_invoices - _negativeInvoices.Count)} of {Figures.Count(_invoices, "invoice")} are owed by customers; is that so?");
        }

        if (mapping.Origins.Any(o => o is { Name: "type", Constant: not null }) && _negativeInvoices.Count > 0)
        {
            yield return new CheckFinding("open_items.type", CheckStatus.Warning, $"The mapping says that every item is the same, and {Figures.Count(_negativeInvoices.Count, "item")} {Figures.Verb(_negativeInvoices.Count, "is", "are")} below zero: {_negativeInvoices}. They count as invoices that were overpaid.",
                "Map 'type' to the column that tells credit notes and payments from invoices, or declare that the sign decides.");
        }
        else if (_credits > 0)
        {
            var written = mapping.Signs.CreditsNegative switch { true => "are written with a minus sign", false => "are written without a sign", null => "are told from invoices by the sign of the amount" };
            yield return CheckFinding.Question("open_items.credit_notes", $"Credit notes and unapplied cash {written}: {Figures.Of(_credits)} of them lower what customers owe; is that so?");
        }
        else if (_invoices >= 50)
        {
            yield return CheckFinding.Question("open_items.credit_notes", $"There is not one credit note or payment on account among {Figures.Count(_invoices, "item")}; is that so?", "If the ERP has some, they stand elsewhere, or a filter drops them.");
        }
    }

    private IEnumerable<CheckFinding> OfAmounts(int all)
    {
        if (_aboveOriginal.Count > 0)
        {
            yield return new CheckFinding("open_items.open_amount", CheckStatus.Warning, $"{Figures.Count(_aboveOriginal.Count, "item")} {Figures.Verb(_aboveOriginal.Count, "is", "are")} open with more than the document's own amount: {_aboveOriginal}.",
                "Look whether 'amount' and 'open_amount' name the right columns, both in the document's currency.");
        }

        if (_zero.Count * 10 > all)
        {
            yield return new CheckFinding("open_items.open_amount", CheckStatus.Warning, $"{Figures.Of(_zero.Count)} of {Figures.Count(all, "item")} have nothing open: {_zero}.",
                "Paid items belong under 'paid_items'; let the query or the filter leave them out here.");
        }
    }
}
