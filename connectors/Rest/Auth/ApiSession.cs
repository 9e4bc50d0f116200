namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>What a login gave.</summary>
/// <param name="Values">Values that requests may name as <c>{{login.NAME}}</c>.</param>
public sealed record ApiSession(IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>Nothing: no login is needed.</summary>
    public static ApiSession None { get; } = new(new Dictionary<string, object?>());

    /// <summary>The access token; null when there is none.</summary>
    public string? Token { get; init; }

    /// <summary>Cookies to send, as one header; null when there are none.</summary>
    public string? Cookies { get; init; }

    /// <summary>When it ends; null when that is not known.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    // A token that is about to end may end under way.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>Whether it is about to end.</summary>
    /// <param name="now">The time.</param>
    public bool EndsSoon(DateTimeOffset now) => EndsAt - Margin <= now;
}

/// <summary>What a login has around it.</summary>
/// <param name="Wire">Sends its requests.</param>
/// <param name="State">Keeps what is needed again after a restart.</param>
/// <param name="Clock">The clock.</param>
internal sealed record LoginSurroundings(ApiWire Wire, IConnectionState State, TimeProvider Clock)
{
    public SecretTexts Secrets => Wire.Endpoint.Secrets;
}
