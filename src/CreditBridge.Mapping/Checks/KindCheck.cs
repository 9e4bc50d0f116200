using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Mapping.Checks.Rows;
using CreditBridge.Mapping.Checks.Watches;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>Looks at the rows of one kind as they pass by, and says what a mapping makes of them.</summary>
/// <param name="kind">The kind.</param>
/// <param name="records">How rows become records.</param>
/// <param name="origin">What the rows come from, for people.</param>
/// <param name="watch">What looks at the records.</param>
/// <param name="keys">The keys that came before; null where a later row of a key takes the place of an earlier one.</param>
internal sealed class KindCheck<T>(MappedKind<T> kind, RecordMapping<T> records, string origin, RecordWatch<T> watch, ListedKeys<T>? keys)
    where T : SourceRecord
{
    private readonly RejectedRows _rejected = new();
    private readonly FieldStatistics _fields = new(records.Origins);
    private readonly Names _repeated = new(3);
    private int _moved;
    private readonly TellingRows<T> _telling = new(watch.Tellers);

    /// <summary>Rows that were seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows that became records.</summary>
    public int Read { get; private set; }

    /// <summary>Rows that cannot be read.</summary>
    public int Rejected => _rejected.Count;

    /// <summary>Whether there are no further rows.</summary>
    public bool IsWhole { get; set; } = true;

    public void See(CheckedRow checkedRow)
    {
        Rows++;
        if (checkedRow.BeginsAnswer)
            keys?.BeginAnswer();
        if (checkedRow.Row is not { } row)
        {
            _rejected.Add(checkedRow.Malformed ?? new RejectedRecord(kind.Name, "The row could not be read."));
            return;
        }

        var mapped = records.Map(row);
        if (mapped.Rejected is { } rejected)
        {
            if (rejected.Key is { } key)
                keys?.SeeUnreadable(key);
            _rejected.Add(rejected);
        }
        else if (mapped.Record is { } record && !IsRepeated(record, row))
        {
            Read++;
            var values = records.ValuesOf(row);
            _fields.See(values, record);
            _telling.See(record, values);
            watch.See(record, row);
        }
    }

    public IReadOnlyList<CheckFinding> Findings()
    {
        var findings = new List<CheckFinding> { Counts() };
        findings.AddRange(_rejected.Findings(kind.Name));
        if (Read == 0)
            return findings;
        findings.Add(new CheckFinding($"{kind.Name}.fields", CheckStatus.Ok, "What rows become, and how often each field is empty. Where the source says it otherwise, both stand there.")
        {
            Table = _telling.Table(records.Origins, _fields),
        });
        if (_fields.ValueTable() is { Rows.Count: > 0 } values)
            findings.Add(new CheckFinding($"{kind.Name}.values", CheckStatus.Ok, "The values that occur, and what they are read as.") { Table = values });
        if (_repeated.Count > 0)
            findings.Add(Repeated());
        findings.AddRange(Questions());
        findings.AddRange(_fields.InstantFindings(kind.Name, records.Formats));
        findings.AddRange(watch.Findings(new KindCount(Rows, Read, LeftOut, IsWhole)));
        return findings;
    }

    // In a listing a key stands once: what repeats it is no further record, and what contradicts it is none at all.
    private bool IsRepeated(T record, SourceRow row)
    {
        switch (keys?.See(record) ?? Repetition.None)
        {
            case Repetition.Other:
                _rejected.Add(new RejectedRecord(row.Where(), ListedKeys<T>.Reason(record.Key)) { Key = record.Key });
                return true;
            case Repetition.Moved:
                _moved++;
                return true;
            case Repetition.None when !row.IsRepetition:
                return false;
            default:
                _repeated.Add(row.Where());
                return true;
        }
    }

    // Of an item or an order, nobody knows whether it is owed once or twice: a run says so too. A customer is who it is, however often it is listed.
    private CheckFinding Repeated()
    {
        var message = $"{Figures.Count(_repeated.Count, "row")} {Figures.Verb(_repeated.Count, "says", "say")} what an earlier row says already, and {Figures.Verb(_repeated.Count, "counts", "count")} once with it: {_repeated}.";
        if (records.ReportsRepetitions)
        {
            return new CheckFinding($"{kind.Name}.repeated", CheckStatus.Failed, $"{message} Whether these are one thing or two, nobody knows, so what their customers owe is not known.",
                "If they are different things, map what tells them apart: 'line', or another column in 'key:'. If they are one, let the other system give it once (a join may multiply rows), or write 'repeated: once' in the mapping.");
        }

        return kind.Kind is RecordKind.ErpCustomer or RecordKind.Receivable or RecordKind.OpenOrder ? CheckFinding.Ok($"{kind.Name}.repeated", message)
            : new CheckFinding($"{kind.Name}.repeated", CheckStatus.Warning, message,
                "Look why the other system gives them twice, such as a join that multiplies rows. If they are different things in truth, a part of their key is not mapped.");
    }

    private int LeftOut => Rows - Read - Rejected - (int)_repeated.Count - _moved;

    private CheckFinding Counts()
    {
        var left = LeftOut;
        if (Rows == 0)
        {
            return new CheckFinding(kind.Name, CheckStatus.Warning, $"{origin}: there is not a single row.",
                "Look whether the system has any; a filter, a wrong company, or a user who may see nothing are the usual causes.");
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"{origin}: {Read:N0} of {(IsWhole ? "" : "the first ")}{Rows:N0} rows are readable{(left > 0 ? string.Create(CultureInfo.InvariantCulture, $", {left:N0} are left out by the mapping") : "")}.");
        if (Read == 0 && Rejected > 0)
            return new CheckFinding(kind.Name, CheckStatus.Failed, message, "Not one row can be read: the reasons below say what the mapping takes for something else.");
        if (Read == 0)
            return new CheckFinding(kind.Name, CheckStatus.Warning, message, "The mapping leaves out every row: look at its filters and 'skip:' lists.");
        return CheckFinding.Ok(kind.Name, message);
    }

    private IEnumerable<CheckFinding> Questions()
    {
        if (records.Origins.FirstOrDefault(o => o is { Name: "company", Constant: not null }) is { } company)
        {
            yield return CheckFinding.Question($"{kind.Name}.company",
                string.Create(CultureInfo.InvariantCulture, $"The mapping puts all {Read:N0} records into company '{company.Constant}'. Is there only this one company in what is read?"));
        }

        if (records.Origins.FirstOrDefault(o => o is { Name: "currency", Constant: not null }) is { } currency)
        {
            yield return CheckFinding.Question($"{kind.Name}.currency",
                string.Create(CultureInfo.InvariantCulture, $"The mapping takes all {Read:N0} records to be in {currency.Constant}. Is none of them in another currency?"));
        }
    }
}

/// <summary>How many rows of a kind were seen, and what became of them.</summary>
/// <param name="Rows">Rows that were seen.</param>
/// <param name="Read">Rows that became records.</param>
/// <param name="LeftOut">Rows that the mapping leaves out.</param>
/// <param name="IsWhole">Whether there are no further rows.</param>
internal readonly record struct KindCount(int Rows, int Read, int LeftOut, bool IsWhole);
