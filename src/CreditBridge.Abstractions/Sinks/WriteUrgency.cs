namespace CreditBridge.Abstractions.Sinks;

/// <summary>How urgent a write is; smaller is sent first. The numbers are stored: append, never renumber.</summary>
public enum WriteUrgency
{
    /// <summary>A hold is set or released: must overtake everything.</summary>
    Hold = 0,

    /// <summary>A deal's check: a rep may be waiting for it.</summary>
    Deal = 1,

    /// <summary>Everything else.</summary>
    Normal = 2,
}
