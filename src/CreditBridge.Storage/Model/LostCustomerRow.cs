namespace CreditBridge.Storage.Model;

/// <summary>A customer that an account claimed when it went away from its ERP.</summary>
internal sealed class LostCustomerRow
{
    public required string CustomerKey { get; init; }

    /// <summary>When it was found to be gone.</summary>
    public required DateTimeOffset LostAt { get; init; }

    /// <summary>When it was there last, as far as is known: what was known of it then, and has ended since, is in the history.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The connection that no longer lists it.</summary>
    public required string Connection { get; init; }

    /// <summary>When an ERP listed it again; null while none does.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Since when the link file says what became of it; null while it does not.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}
