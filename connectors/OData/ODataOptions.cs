using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.OData;

/// <summary>Options of a connection to an OData service.</summary>
public sealed class ODataOptions : IChecksItself
{
    /// <summary>Where the service is.</summary>
    [Required]
    [Option("Root of the service: the address to which $metadata can be added. https, or http on this machine (127.0.0.1). Keys are sent to this host and to that of TokenUrl, to no other.", Example = "https://erp.example.com/odata/")]
    public string BaseUrl { get; set; } = "";

    /// <summary>The mapping file.</summary>
    [Required]
    [Option("Mapping file (YAML) that says what is read and what its values mean; relative to the configuration file.", Example = "mappings/business-central.yaml")]
    public string Mapping { get; set; } = "";

    /// <summary>Where access tokens are given.</summary>
    [Option("OAuth2: full address of the token endpoint, when it is not below BaseUrl.", Example = "https://login.example.com/oauth2/token")]
    public string? TokenUrl { get; set; }

    /// <summary>Keys and passwords.</summary>
    [Option("Keys and passwords by the names that the mapping uses ({secret: NAME}). They never stand in the mapping.", Secret = true)]
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>How long a request may take.</summary>
    [Range(1, 3600)]
    [Option("Seconds that one request may take, its answer and repetitions included.")]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are asked for at once; 'page_size:' in the mapping says otherwise for a kind. The service may give fewer.")]
    public int PageSize { get; set; } = 2000;

    /// <summary>The largest answer.</summary>
    [Range(1, 1024)]
    [Option("The largest answer that is read, in megabytes. A larger one is refused: ask for smaller pages.")]
    public int MaxAnswerMegabytes { get; set; } = 64;

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (BaseUrl.Length > 0 && ApiEndpoint.Parse(BaseUrl) is null)
            yield return (nameof(BaseUrl), "It must be an https address (http for 127.0.0.1 only) without user name, '?' and '#'.");
        if (!string.IsNullOrEmpty(TokenUrl) && ApiEndpoint.Parse(TokenUrl) is null)
            yield return (nameof(TokenUrl), "It must be an https address (http for 127.0.0.1 only) without user name, '?' and '#'.");
    }
}
