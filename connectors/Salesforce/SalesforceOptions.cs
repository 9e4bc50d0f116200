using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>Options of a Salesforce connection.</summary>
public sealed class SalesforceOptions : IChecksItself
{
    /// <summary>Where to log in.</summary>
    [Required]
    [Option("Where to log in: https://login.salesforce.com, https://test.salesforce.com for a Salesforce sandbox, or the org's My Domain URL (required for ClientCredentials).")]
    public string LoginUrl { get; init; } = "https://login.salesforce.com";

    /// <summary>How to log in.</summary>
    [Option("How to log in: JwtBearer (recommended; a certificate, no secret at rest in Salesforce) or ClientCredentials.")]
    public LoginFlow Flow { get; init; } = LoginFlow.JwtBearer;

    /// <summary>Consumer key of the app.</summary>
    [Required]
    [Option("Consumer key of the External Client App in the org.", Example = "3MVG9...")]
    public string ConsumerKey { get; init; } = "";

    /// <summary>User on whose behalf CreditBridge works.</summary>
    [Option("JwtBearer: user name of the integration user. ClientCredentials: not sent; the app's settings name the user.", Example = "creditbridge@example.com")]
    public string? Username { get; init; }

    /// <summary>Audience of the assertion.</summary>
    [Option("JwtBearer: audience of the assertion. Left out, it follows from LoginUrl: https://test.salesforce.com for a Salesforce sandbox, https://login.salesforce.com otherwise, the URL itself on loopback.")]
    public string? Audience { get; init; }

    /// <summary>File with the private key.</summary>
    [Option("JwtBearer: file with the private key whose certificate the app holds: PEM, or PKCS#12 when its name ends in .p12 or .pfx. A relative path starts at the configuration file. Read again at every login, so a key can be exchanged while running.", Example = "salesforce.key")]
    public string? PrivateKeyFile { get; init; }

    /// <summary>Password of the private key.</summary>
    [Option("JwtBearer: password of a PKCS#12 file or passphrase of a PEM key. None when the key is not protected.", Secret = true)]
    public string? PrivateKeyPassword { get; init; }

    /// <summary>The private key itself.</summary>
    [Option("JwtBearer: the private key as PEM text instead of a file, for instance from an environment variable.", Secret = true)]
    public string? PrivateKeyPem { get; init; }

    /// <summary>Consumer secret of the app.</summary>
    [Option("ClientCredentials: consumer secret of the External Client App.", Secret = true)]
    public string? ClientSecret { get; init; }

    /// <summary>Version of the REST API.</summary>
    [Required]
    [Option("Version of the REST API; 50.0 or later. Salesforce retires versions after some years: raise it when 'check' says so.")]
    public string ApiVersion { get; init; } = "67.0";

    /// <summary>How far back records that became visible late are looked for.</summary>
    [Range(1, 1440)]
    [Option("Minutes by which reading overlaps. A record becomes visible only when its transaction ends, up to 10 minutes after its time stamp; without an overlap such a record is missed.")]
    public int OverlapMinutes { get; init; } = 10;

    /// <summary>Records per page.</summary>
    [Range(200, 2000)]
    [Option("Records that Salesforce is asked to return per page, 200 to 2000. Every page after the first of a poll is a counted call; lower it only when rows are unusually large.")]
    public int PageSize { get; init; } = 2000;

    /// <summary>From how many matching records on a query is read by a bulk job; 0 for never.</summary>
    [Range(0, 10_000_000)]
    [Option("Records from which on a query is read by one Bulk API 2.0 job (some ten counted calls) instead of page by page: first loads, and what a mass change left. 0 reads page by page always.")]
    public int BulkReadRecords { get; init; } = 10_000;

    /// <summary>Calls that CreditBridge may use per day; 0: no budget of its own.</summary>
    [Range(0, int.MaxValue)]
    [Option("Counted calls that CreditBridge may use per day (UTC), all its processes together. 0: no budget of its own; then only the org's allocation counts.")]
    public int DailyCalls { get; init; }

    /// <summary>Share of <see cref="DailyCalls"/> that only holds may use, in percent.</summary>
    [Range(0, 90)]
    [Option("Share of DailyCalls, in percent, that is kept for setting and releasing holds. Polls and all other writes stop before it.")]
    public int HoldReservePercent { get; init; } = 20;

    /// <summary>Share of the org's allocation that is left to others, in percent.</summary>
    [Range(0, 50)]
    [Option("Share of the org's calls of 24 hours, in percent, that CreditBridge leaves to others: when all integrations together have used the rest, it writes holds only and does not poll.")]
    public int KeepFreePercent { get; init; } = 5;

    /// <summary>From how many waiting records on a mass write goes by Bulk API 2.0; 0: never.</summary>
    [Range(0, 10_000_000)]
    [Option("Waiting records from which on they are written by Bulk API 2.0, which costs some ten calls per 50,000 records instead of one per 1,000 and takes minutes. Holds never wait for it. 0: never.")]
    public int BulkWriteRecords { get; init; } = 10_000;

    /// <summary>Whether holds that are set or released are announced by platform events.</summary>
    [Option("Publishes a platform event Credit_Alert__e for every hold that is set or released, for flows and other subscribers in the org; one counted call per batch with holds.")]
    public bool PublishAlerts { get; init; }

    /// <summary>The org's only currency; null for a multi-currency org.</summary>
    [Option("Currency of an org that has only one, such as EUR. Leave it out for a multi-currency org: the currency is then read from each record (CurrencyIsoCode).", Example = "EUR")]
    public string? OrgCurrency { get; init; }

    /// <summary>Further instance hosts that may be given the session.</summary>
    [Option("Hosts besides Salesforce's own domains that the session may be sent to, such as 'crm.example.com' or '*.example.com'. Always https; plain http is accepted on loopback only.")]
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether change events are listened to.</summary>
    [Option("Listen to Change Data Capture, so that a change is acted on within seconds instead of at the next poll. It costs no calls, and polling goes on as the base; accounts and opportunities have to be selected in Setup, Change Data Capture (deploy/salesforce does it).")]
    public bool ChangeDataCapture { get; init; } = true;

    /// <summary>How an account names its ERP customers.</summary>
    [Option("How an account says which ERP customers it is.")]
    public CustomerKeyOptions CustomerKeys { get; init; } = new();

    /// <summary>Opportunity field with the payment terms that sales means to promise.</summary>
    [Option("API name of the Opportunity field in which sales enters the payment terms it means to promise. Empty when there is none.")]
    public string TermsField { get; init; } = "Requested_Payment_Terms__c";

    /// <summary>Account fields that the policy uses under names of its own.</summary>
    [Option("Account fields that the policy may use, by the name that it gives them: letters, digits and underscores. A field that is missing or hidden is left out, and 'check' says so.")]
    public Dictionary<string, string> Attributes { get; init; } = [];

    /// <summary>API name of each credit field; entries override the shipped names.</summary>
    [Option("API name of each credit field, by canonical name such as 'Account.CreditScore'. What is not named keeps its shipped name; an empty name switches the field off.")]
    public Dictionary<string, string> Fields { get; init; } = DefaultFieldMapping.ToDictionary();

    /// <summary>Where reviews are kept.</summary>
    [Option("Where reviews, their documents and the rows of the forecast are kept.")]
    public ReviewOptions Reviews { get; init; } = new();

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems() => Checking.OptionsCheck.Problems(this);
}
