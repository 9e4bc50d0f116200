using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Picks events about the account that still say something.</summary>
/// <param name="WithinDays">Older ones do not count; events also end on the last day that the source gives them.</param>
public sealed record SignalPick(int WithinDays)
{
    /// <summary>Types of events; empty for any.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events of this severity and above.</summary>
    public SignalSeverity AtLeast { get; init; }

    /// <summary>Only events of just this severity; null for any.</summary>
    public SignalSeverity? Exactly { get; init; }

    /// <summary>How many there are.</summary>
    internal int Count(Situation situation)
    {
        var count = 0;
        var time = situation.Facts.Time;
        foreach (var signal in situation.Facts.File.Signals)
        {
            if (signal.Severity < AtLeast || (Exactly is { } exactly && signal.Severity != exactly) || !HasType(signal.Type))
                continue;
            if (time.IsWithin(signal.ObservedOn, 0, WithinDays + 1) && !(signal.ExpiresOn is { } last && time.IsOver(last)))
                count++;
        }

        return count;
    }

    private bool HasType(string type)
    {
        foreach (var wanted in Types)
        {
            if (string.Equals(wanted, type, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return Types.Count == 0;
    }
}
