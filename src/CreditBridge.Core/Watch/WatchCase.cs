using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Watch;

/// <summary>All that the watch list needs to know of one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Decision">Its newest decision.</param>
/// <param name="Policy">The active policy.</param>
/// <param name="Today">The business date.</param>
public sealed record WatchCase(AccountRecord Account, CreditDecision Decision, CreditPolicy Policy, DateOnly Today)
{
    /// <summary>Where it stood some time ago; null when nothing earlier is known.</summary>
    public CreditStanding? Before { get; init; }

    /// <summary>Its open deals.</summary>
    public required OpenPipeline Pipeline { get; init; }

    /// <summary>Events about it from outside.</summary>
    public IReadOnlyList<SignalRecord> Signals { get; init; } = [];

    /// <summary>Where it stands now.</summary>
    public CreditStanding Now { get; } = CreditStanding.Of(Decision);

    /// <summary>The critical events that still say something.</summary>
    /// <param name="days">Days for which an event without an end of its own counts.</param>
    internal IEnumerable<SignalRecord> RedSignals(int days) => Signals.Where(s =>
        s.Severity == SignalSeverity.Critical && s.ObservedOn <= Today && (s.ExpiresOn is { } end ? Today <= end : Today.DayNumber - s.ObservedOn.DayNumber <= days));
}
