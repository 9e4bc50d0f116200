using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Checks.Rows;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Paid items: how late they were paid, and whether that can be.</summary>
internal sealed class PaidItemWatch(DateOnly today) : RecordWatch<PaymentRecord>
{
    private const int EnoughToJudge = 30;
    private readonly Tallies _paid = new();
    private readonly ItemDays _days = new("paid_items", today);
    private readonly Names _beforeIssue = new(3);
    private readonly Names _future = new(3);
    private long _late;
    private long _lateDays;
    private long _onDueDay;
    private DateOnly _earliest = DateOnly.MaxValue;
    private DateOnly _latest;

    public override IReadOnlyList<Teller<PaymentRecord>> Tellers { get; } =
    [
        new("paid latest after due", p => p.PaidOn > p.DueOn ? p.PaidOn.DayNumber - p.DueOn.DayNumber : null),
        new("paid early", p => p.PaidOn < p.DueOn ? p.DueOn.DayNumber - p.PaidOn.DayNumber : null),
        new("largest", p => p.Amount.Amount),
    ];

    public override void See(PaymentRecord record, SourceRow row)
    {
        _paid.Add(record.Amount);
        _days.See(record.IssuedOn, record.DueOn, record.Document);
        if (record.PaidOn < record.IssuedOn)
            _beforeIssue.Add(record.Document);
        if (record.PaidOn > today.AddDays(1))
            _future.Add(() => $"{record.Document}, paid {record.PaidOn:yyyy-MM-dd}");
        if (record.PaidOn > record.DueOn)
        {
            _late++;
            _lateDays += record.PaidOn.DayNumber - record.DueOn.DayNumber;
        }

        _onDueDay += record.PaidOn == record.DueOn ? 1 : 0;
        _earliest = record.PaidOn < _earliest ? record.PaidOn : _earliest;
        _latest = record.PaidOn > _latest ? record.PaidOn : _latest;
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        yield return new CheckFinding("paid_items.totals", CheckStatus.Ok,
            $"{Figures.Count(count.Read, "item")} paid from {_earliest:yyyy-MM-dd} to {_latest:yyyy-MM-dd}: {Figures.Percent(_late, count.Read)} of them late{(_late > 0 ? $", by {Figures.Of(_lateDays / _late)} days on average" : "")}.")
        {
            Table = _paid.Table("Items"),
        };
        if (_beforeIssue.Count * 20 > count.Read)
            yield return new CheckFinding("paid_items.paid", CheckStatus.Warning, $"{Figures.Count(_beforeIssue.Count, "item")} {Figures.Verb(_beforeIssue.Count, "was", "were")} paid before {Figures.Verb(_beforeIssue.Count, "it was", "they were")} issued: {_beforeIssue}.", "Look whether 'paid' names the day of the payment. Payments in advance say nothing about paying; leave them out.");
        if (_future.Count > 0)
            yield return new CheckFinding("paid_items.paid", CheckStatus.Warning, $"{Figures.Count(_future.Count, "item")} {Figures.Verb(_future.Count, "is", "are")} paid in the future: {_future}.", "Look whether 'paid' names the day of the payment.");
        if (count.Read >= EnoughToJudge && _onDueDay == count.Read)
            yield return new CheckFinding("paid_items.paid", CheckStatus.Warning, $"Every one of {Figures.Count(count.Read, "item")} was paid on the day it was due.", "Probably 'paid' names the due day; every customer would look like a perfect payer.");
        if (count.IsWhole && _latest < today.AddMonths(-6))
            yield return new CheckFinding("paid_items.paid", CheckStatus.Warning, $"The last payment was on {_latest:yyyy-MM-dd}.", "Payment behaviour is learned from the last months: look whether newer payments stand elsewhere.");
        foreach (var finding in AmountScale.Findings("paid_items", _paid).Concat(_days.Findings(count.Read)))
            yield return finding;
    }
}
