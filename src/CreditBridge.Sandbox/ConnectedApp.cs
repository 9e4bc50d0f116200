namespace CreditBridge.Sandbox;

/// <summary>A client application that may ask for tokens.</summary>
/// <param name="ClientId">The consumer key.</param>
public sealed record ConnectedApp(string ClientId)
{
    /// <summary>The consumer secret; null refuses the grants that need one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The public key or certificate (PEM) that JWT assertions are verified with; null refuses the JWT bearer flow.</summary>
    public string? PublicKeyPem { get; init; }

    /// <summary>The user that client credentials run as; null refuses that flow.</summary>
    public string? RunAs { get; init; }

    /// <summary>The users approved for the JWT bearer flow; null approves every user.</summary>
    public IReadOnlyList<string>? ApprovedUsers { get; init; }
}
