using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Core.Drift;

/// <summary>What is done about a credit field that somebody typed over in the CRM.</summary>
public enum DriftMode
{
    /// <summary>Our value is written again, and the drift is reported.</summary>
    Reassert = 0,

    /// <summary>Their value stays until ours changes; the drift is reported.</summary>
    Respect,
}

/// <summary>Which fields are written again after somebody typed over them.</summary>
/// <param name="Mode">What holds for all fields without an exception.</param>
/// <param name="Exceptions">Fields for which the other mode holds.</param>
public sealed record DriftPolicy(DriftMode Mode, IReadOnlySet<CreditField> Exceptions)
{
    /// <summary>Everything is written again.</summary>
    public static DriftPolicy Default { get; } = new(DriftMode.Reassert, new HashSet<CreditField>());

    /// <summary>What is done about a field.</summary>
    public DriftMode ModeOf(CreditField field) => Exceptions.Contains(field) == (Mode == DriftMode.Reassert) ? DriftMode.Respect : DriftMode.Reassert;
}

/// <summary>How a page is looked through for drift.</summary>
/// <param name="Policy">What is done about it.</param>
/// <param name="Shows">Whether a field that was written with one value may show the other; see <see cref="Abstractions.Sinks.IFieldSink.IsShownAs"/>.</param>
public sealed record DriftRules(DriftPolicy Policy, Func<CreditField, FieldValue, FieldValue, bool> Shows);
