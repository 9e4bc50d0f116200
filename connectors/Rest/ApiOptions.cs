using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Rest;

/// <summary>Options of every connection that asks over HTTP as a mapping says.</summary>
public abstract class ApiOptions : IChecksItself
{
    /// <summary>Where the other system is.</summary>
    [Required]
    [Option("Address below which all requests go: the base address of the API, or the root of the OData service (to which $metadata can be added). https, or http on this machine (127.0.0.1). "
        + "Keys are sent to this host and to that of TokenUrl, to no other.", Example = "https://erp.example.com/api/")]
    public string BaseUrl { get; set; } = "";

    /// <summary>The mapping file.</summary>
    [Required]
    [Option("Mapping file (YAML) that says what is asked for and what its values mean; relative to the configuration file.", Example = "mappings/erp.yaml")]
    public string Mapping { get; set; } = "";

    /// <summary>Where access tokens are given.</summary>
    [Option("OAuth2: full address of the token endpoint, when it is not below BaseUrl.", Example = "https://login.example.com/oauth2/token")]
    public string? TokenUrl { get; set; }

    /// <summary>Keys and passwords.</summary>
    [Option("Keys and passwords by the names that the mapping uses ({secret: NAME}, or {{secret.NAME}} within a text). They never stand in the mapping.", Secret = true)]
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>How long a request may take.</summary>
    [Range(1, 3600)]
    [Option("Seconds that one request may take, its answer and repetitions included. While rows of a long answer are stored, time does not count.")]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Where the other system is, and how much may be asked of it.</summary>
    /// <param name="heldMegabytes">The most of one answer that is held in memory.</param>
    /// <exception cref="ConnectorException">An address is none, or not safe.</exception>
    public ApiEndpoint Endpoint(int heldMegabytes) => ApiEndpoint.Of(BaseUrl, TokenUrl, Secrets) with
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        HeldInMemory = heldMegabytes * 1024L * 1024,
    };

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (BaseUrl.Length > 0 && ApiEndpoint.Parse(BaseUrl) is null)
            yield return (nameof(BaseUrl), "It must be an https address (http for 127.0.0.1 only) without user name, '?' and '#'.");
        if (!string.IsNullOrEmpty(TokenUrl) && ApiEndpoint.Parse(TokenUrl) is null)
            yield return (nameof(TokenUrl), "It must be an https address (http for 127.0.0.1 only) without user name, '?' and '#'.");
    }
}
