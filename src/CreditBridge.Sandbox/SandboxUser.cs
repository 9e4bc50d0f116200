namespace CreditBridge.Sandbox;

/// <summary>A person or integration that can log in.</summary>
/// <param name="Username">Unique, in the form of an e-mail address.</param>
public sealed record SandboxUser(string Username)
{
    /// <summary>For the password grant and SOAP login; null refuses both.</summary>
    public string? Password { get; init; }

    /// <summary>Appended to the password by clients that are not on a trusted network; with or without it the login succeeds.</summary>
    public string SecurityToken { get; init; } = "";

    /// <summary>First name shown in the org; may be empty.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name shown in the org. Default: the part of the username before the at sign.</summary>
    public string? LastName { get; init; }

    /// <summary>Access before permission sets. Default: <see cref="SandboxProfile.StandardUser"/>.</summary>
    public SandboxProfile Profile { get; init; } = SandboxProfile.StandardUser;

    /// <summary>API names of the permission sets assigned at start. A name that no metadata declares fails the start.</summary>
    public IReadOnlyList<string> PermissionSets { get; init; } = [];

    /// <summary>Job title shown in the org.</summary>
    public string? Title { get; init; }
}
