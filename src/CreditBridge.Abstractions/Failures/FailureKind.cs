namespace CreditBridge.Abstractions.Failures;

/// <summary>What went wrong, sorted by what the caller has to do next. The numbers are stored: append, never renumber.</summary>
public enum FailureKind
{
    /// <summary>Something is set up wrongly: a mapping, a missing field, a missing permission. Repeating does not help; a person must change something.</summary>
    Configuration = 1,

    /// <summary>The other side does not accept who we say we are. Repeating does not help; a person must renew or repair the login.</summary>
    Authentication = 2,

    /// <summary>The other side asks for less. Repeat after <see cref="Failure.RetryAfter"/>.</summary>
    Throttled = 3,

    /// <summary>A fault that may pass by itself: network, maintenance, a lock. Repeat with growing pauses.</summary>
    Transient = 4,

    /// <summary>This one record was refused and will be refused again as it is; the other records are not affected.</summary>
    RecordRejected = 5,

    /// <summary>An answer that makes no sense, or a broken invariant. Stop this run; nothing can be trusted until it is understood.</summary>
    Fatal = 6,

    /// <summary>The record is not there any more: deleted, or merged into another. Nothing is left to do for it.</summary>
    Gone = 7,
}
