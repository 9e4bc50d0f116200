using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.TestKit.Simulation;

/// <summary>
/// A CRM with a life of its own, as far as reading and writing notice it: stamps in whole seconds, changes that are committed and seen only some time after their stamp and
/// lock their record until then, merges, deletes and undeletes, people who type over credit fields, and a slow way of writing that goes on when its caller has died.
/// </summary>
public sealed class SimulatedOrg(TimeProvider clock, Random random, SimulatedFaults faults)
{
    private const string Us = "005US";
    private readonly Dictionary<TargetRecord, Row> _rows = [];
    private readonly Lock _gate = new();
    private readonly List<string> _deleted = [];
    private int _processes;

    /// <summary>A record.</summary>
    public sealed class Row
    {
        public required SourceRecord Record { get; set; }

        public Dictionary<CreditField, FieldValue> Fields { get; } = [];

        public DateTimeOffset Stamp { get; set; }

        public string ChangedBy { get; set; } = "";

        public bool IsDeleted { get; set; }

        public string? MergedInto { get; set; }

        /// <summary>A change that nobody sees yet, and when it is committed; null when there is none.</summary>
        internal (DateTimeOffset Stamp, DateTimeOffset CommitAt, Action<Row> Change)? Open { get; set; }
    }

    /// <summary>Where the present process writes to.</summary>
    public SimulatedOrgSink Sink { get; private set; } = null!;

    /// <summary>Writes that put values of an older decision over those of a newer one.</summary>
    public int StaleWrites { get; private set; }

    /// <summary>Writes that arrived, repeated ones included.</summary>
    public int Arrived { get; private set; }

    /// <summary>Calls that wrote something or tried to.</summary>
    public int WriteCalls { get; internal set; }

    /// <summary>The slow write that runs now; null when none does.</summary>
    internal SimulatedJob? Job { get; set; }

    /// <summary>The time of the CRM, whose clock is ahead of ours, in whole seconds.</summary>
    public DateTimeOffset Now => Cut(clock.GetUtcNow().AddSeconds(7));

    /// <summary>Key of the account that was deleted last, and not merged; null when there is none.</summary>
    public string? LastDeleted => _deleted.Count == 0 ? null : _deleted[^1];

    /// <summary>Whether nothing happens here any more without somebody doing something: no change waits to be committed, and no slow write runs.</summary>
    public bool IsAtRest => Locked(() => Job is null && _rows.Values.All(r => r.Open is null));

    /// <summary>Whether a slow write of the present process runs, rather than one that a dead process left behind.</summary>
    public bool IsWritingSlowly => Locked(() => Job is { } job && Sink.Owns(job));

    /// <summary>What should have happened by now happens, as if somebody looked.</summary>
    public void CatchUp() => Locked(() =>
    {
        Tick();
        return true;
    });

    /// <summary>A new process begins to write; a slow write of an earlier one is left behind.</summary>
    public void StartProcess() => Locked(() => Sink = new SimulatedOrgSink(this, faults, $"process {_processes++}"));

    /// <summary>What every record that is there shows.</summary>
    public IReadOnlyDictionary<TargetRecord, IReadOnlyDictionary<CreditField, FieldValue>> Shown => Locked(() =>
        _rows.Where(r => !r.Value.IsDeleted).ToDictionary(r => r.Key, r => (IReadOnlyDictionary<CreditField, FieldValue>)r.Value.Fields));

    /// <summary>Somebody creates or changes a record. Sometimes nobody sees it before minutes have passed.</summary>
    public void Put(SourceRecord record) => Locked(() =>
    {
        var target = new TargetRecord(record.Kind, record.Key);
        if (!_rows.TryGetValue(target, out var row))
            _rows.Add(target, row = new Row { Record = record, Stamp = Now, ChangedBy = "005KIM" });
        else
            Change(row, "005KIM", r => r.Record = record, mayBeLate: true);
        return true;
    });

    /// <summary>Somebody types over a credit field, with a value that depends on the one it shows.</summary>
    public void TypeOver(TargetRecord target, CreditField field, Func<FieldValue, FieldValue> type) => Locked(() =>
    {
        if (_rows.TryGetValue(target, out var row) && row.Fields.TryGetValue(field, out var shown))
        {
            var typed = type(shown);
            Change(row, "005KIM", r => r.Fields[field] = typed, mayBeLate: false);
        }

        return true;
    });

    /// <summary>An account is merged into another.</summary>
    public void Merge(string loser, string kept) => Locked(() =>
    {
        Change(Account(loser), "005KIM", r => (r.IsDeleted, r.MergedInto) = (true, kept), mayBeLate: false);
        Change(Account(kept), "005KIM", _ => { }, mayBeLate: false);
        return true;
    });

    /// <summary>A record is deleted.</summary>
    public void Delete(TargetRecord target) => Locked(() =>
    {
        Change(_rows[target], "005KIM", r => r.IsDeleted = true, mayBeLate: false);
        if (target.Kind == RecordKind.Account)
            _deleted.Add(target.Key);
        return true;
    });

    /// <summary>A deleted account comes back with what it showed.</summary>
    public void Undelete(string key) => Locked(() =>
    {
        Change(Account(key), "005KIM", r => r.IsDeleted = false, mayBeLate: false);
        _deleted.Remove(key);
        return true;
    });

    /// <summary>Records of a kind that are there, as whoever changes them sees them.</summary>
    internal IReadOnlyDictionary<string, T> Current<T>(RecordKind kind)
        where T : SourceRecord => Locked(() =>
    {
        var there = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (target, row) in _rows.Where(r => r.Key.Kind == kind))
        {
            var latest = new Row { Record = row.Record, IsDeleted = row.IsDeleted };
            row.Open?.Change(latest);
            if (!latest.IsDeleted)
                there[target.Key] = (T)latest.Record;
        }

        return there;
    });

    /// <summary>What a query sees of a kind: committed rows with a stamp from a moment on, by stamp and key.</summary>
    internal IReadOnlyList<T> Query<T>(RecordKind kind, DateTimeOffset from, Func<string, Row, T> read) => Locked(() =>
    {
        Tick();
        return _rows.Where(r => r.Key.Kind == kind && r.Value.Stamp >= from).OrderBy(r => r.Value.Stamp).ThenBy(r => r.Key.Key, StringComparer.Ordinal)
            .Select(r => read(r.Key.Key, r.Value)).ToList();
    });

    /// <summary>Writes one record, as the CRM does it: rounded, cut and trimmed.</summary>
    /// <returns>Why not; null when it was written.</returns>
    internal WriteProblem? Write(FieldWrite write, bool conditional)
    {
        Tick();
        if (!_rows.TryGetValue(write.Target, out var row))
            return new WriteProblem(true, null);
        if (row.IsDeleted)
            return new WriteProblem(true, row.MergedInto);
        if (row.Open is not null)
            return new WriteProblem(false, null) { IsLocked = true };
        if (conditional && write.Basis is { } basis && row.Stamp > basis)
            return new WriteProblem(false, null);

        var decidedAt = write.Target.Kind == RecordKind.Account ? CreditFields.Account.CheckedAt : CreditFields.Opportunity.CheckedAt;
        if (row.Fields.GetValueOrDefault(decidedAt).Content is DateTimeOffset before && write.Values.GetValueOrDefault(decidedAt).Content is DateTimeOffset after && after < before)
            StaleWrites++;
        foreach (var (field, value) in write.Values)
            row.Fields[field] = Kept(value);
        (row.Stamp, row.ChangedBy) = (Now, Us);
        Arrived++;
        return null;
    }

    internal T Locked<T>(Func<T> work)
    {
        lock (_gate)
            return work();
    }

    /// <summary>Time has passed: what was open is committed, and the slow write has come further.</summary>
    internal void Tick()
    {
        foreach (var row in _rows.Values.Where(r => r.Open is { } open && open.CommitAt <= Now))
        {
            var open = row.Open!.Value;
            row.Open = null;
            open.Change(row);
            row.Stamp = open.Stamp;
        }

        Job?.Advance(Now);
    }

    private Row Account(string key) => _rows[new TargetRecord(RecordKind.Account, key)];

    private void Change(Row row, string who, Action<Row> change, bool mayBeLate)
    {
        Tick();
        // One who finds the record locked waits, and changes it after the other.
        if (row.Open is { } open)
        {
            row.Open = open with { Change = r => Chain(r, open.Change, change) };
            return;
        }

        if (mayBeLate && faults.Happens("late commit"))
        {
            row.Open = (Now, Now.AddSeconds(random.Next(5, 120)), r => Chain(r, change, x => x.ChangedBy = who));
            return;
        }

        change(row);
        (row.Stamp, row.ChangedBy) = (Now, who);
    }

    private static void Chain(Row row, Action<Row> first, Action<Row> second)
    {
        first(row);
        second(row);
    }

    private static FieldValue Kept(FieldValue value) => value.Content switch
    {
        decimal number => FieldValue.Number(Math.Round(number, 2, MidpointRounding.ToEven)),
        string text => FieldValue.Text(text.ReplaceLineEndings("\r\n").Trim()),
        _ => value,
    };

    private static DateTimeOffset Cut(DateTimeOffset moment) => moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerSecond));
}

/// <summary>Why a record was not written.</summary>
/// <param name="IsGone">Whether it is gone.</param>
/// <param name="MergedInto">The account that took its place.</param>
internal sealed record WriteProblem(bool IsGone, string? MergedInto)
{
    /// <summary>Whether somebody else has it locked; otherwise it was changed since it was read.</summary>
    public bool IsLocked { get; init; }
}
