namespace CreditBridge.Sandbox;

/// <summary>How a sandbox org is set up. The defaults give a single-currency org with an integration user and an administrator.</summary>
public sealed record SandboxServerOptions
{
    /// <summary>Username of the integration user of the default options.</summary>
    public const string IntegrationUsername = "integration@creditbridge.example";

    /// <summary>Username of the administrator of the default options; the password is <c>sandbox</c>.</summary>
    public const string AdministratorUsername = "admin@creditbridge.example";

    /// <summary>Client id of the app of the default options; its secret is <c>sandbox-secret</c>.</summary>
    public const string DefaultClientId = "creditbridge-sandbox";

    /// <summary>The port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Serves HTTPS with a certificate made at start, for clients that speak nothing else.</summary>
    public bool Https { get; init; }

    /// <summary>The org's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The name of the organisation.</summary>
    public string OrganizationName { get; init; } = "CreditBridge Sandbox";

    /// <summary>The apps that may log in.</summary>
    public IReadOnlyList<ConnectedApp> Apps { get; init; } =
        [new(DefaultClientId) { ClientSecret = "sandbox-secret", RunAs = IntegrationUsername }];

    /// <summary>The users that exist at start. The first administrator owns what the platform itself creates.</summary>
    public IReadOnlyList<SandboxUser> Users { get; init; } =
    [
        new(AdministratorUsername) { Password = "sandbox", FirstName = "Ada", LastName = "Admin", Profile = SandboxProfile.SystemAdministrator },
        new(IntegrationUsername) { Password = "sandbox", FirstName = "Credit", LastName = "Integration", Profile = SandboxProfile.MinimumAccess, PermissionSets = ["CreditBridge_Integration"] },
    ];

    /// <summary>First API version offered, 58 by default.</summary>
    public int OldestVersion { get; init; } = 58;

    /// <summary>Last API version offered, 67 by default.</summary>
    public int NewestVersion { get; init; } = 67;

    /// <summary>API calls allowed in a rolling day.</summary>
    public int DailyApiRequests { get; init; } = 100_000;

    /// <summary>Whether rows carry a CurrencyIsoCode.</summary>
    public bool MultiCurrency { get; init; }

    /// <summary>The org's own currency.</summary>
    public string CorporateCurrency { get; init; } = "USD";

    /// <summary>Other currencies of a multi-currency org: units of it for one unit of the corporate currency.</summary>
    public IReadOnlyDictionary<string, decimal> ConversionRates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>How long a session lives without use.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a streaming client's connect is held when there are no events, 110 seconds by default.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(110);

    /// <summary>How long a query cursor lives.</summary>
    public TimeSpan CursorLifetime { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Rows of a query page when the client does not ask, 2000 by default and at most.</summary>
    public int PageSize { get; init; } = 2000;

    /// <summary>Child rows that a subquery gives with its parent before it pages.</summary>
    public int ChildPageSize { get; init; } = 200;

    /// <summary>A directory of more metadata in source format; null takes only what is shipped.</summary>
    public string? MetadataDirectory { get; init; }

    /// <summary>Whether the metadata shipped in deploy/salesforce is deployed to the org.</summary>
    public bool DeployShippedMetadata { get; init; } = true;
}
