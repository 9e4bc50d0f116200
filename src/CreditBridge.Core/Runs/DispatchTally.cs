using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Runs;

/// <summary>Counts while records are written.</summary>
internal sealed class DispatchTally
{
    private const int MaxShown = 100;

    private readonly Dictionary<CreditField, long> _fields = [];
    private readonly List<(TargetRecord, Failure)> _parked = [];
    private long _parkedCount;
    private long _retrying;
    private long _gone;
    private long _conflicts;

    public long Delivered { get; private set; }

    public Failure? Stopped { get; private set; }

    public Failure? HeldBack { get; set; }

    public void Deliver(IEnumerable<CreditField> fields)
    {
        Delivered++;
        foreach (var field in fields)
            _fields[field] = _fields.GetValueOrDefault(field) + 1;
    }

    public void Park(TargetRecord target, Failure failure)
    {
        _parkedCount++;
        if (_parked.Count < MaxShown)
            _parked.Add((target, failure));
    }

    public void Retry(Failure why)
    {
        _retrying++;
        _conflicts += why.Code == "PRECONDITION_FAILED" ? 1 : 0;
    }

    public void MissGone() => _gone++;

    public void Stop(Failure why) => Stopped ??= why;

    public DispatchReport ToReport(long calls, long underWay) => new()
    {
        Delivered = Delivered,
        Fields = _fields,
        Retrying = _retrying,
        Parked = _parked,
        ParkedCount = _parkedCount,
        Gone = _gone,
        Conflicts = _conflicts,
        UnderWay = underWay,
        HeldBack = HeldBack,
        Stopped = Stopped,
        Calls = calls,
    };
}
