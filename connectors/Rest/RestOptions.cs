using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Rest;

/// <summary>Options of a connection to an API.</summary>
public sealed class RestOptions : IChecksItself
{
    /// <summary>Where the API is.</summary>
    [Required]
    [Option("Base address of the API; paths in the mapping stand below it. https, or http on this machine (127.0.0.1). Keys are sent to this host and to that of TokenUrl, to no other.", Example = "https://erp.example.com/api/")]
    public string BaseUrl { get; set; } = "";

    /// <summary>The mapping file.</summary>
    [Required]
    [Option("Mapping file (YAML) that says how the API is asked and what its values mean; relative to the configuration file.", Example = "mappings/erpnext.yaml")]
    public string Mapping { get; set; } = "";

    /// <summary>Where access tokens are given.</summary>
    [Option("OAuth2: full address of the token endpoint, when it is not below BaseUrl.", Example = "https://login.example.com/oauth2/token")]
    public string? TokenUrl { get; set; }

    /// <summary>Whether reports may be bought.</summary>
    [Option("Whether reports of a bureau (a mapping with 'order:') may be bought over this connection, within the budget of the section Bureaus. Without leave it is only shown what would be bought.")]
    public bool OrderReports { get; set; }

    /// <summary>Keys and passwords.</summary>
    [Option("Keys and passwords by the names that the mapping uses ({secret: NAME} or {{secret.NAME}}). They never stand in the mapping.", Secret = true)]
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>How long a request may take.</summary>
    [Range(1, 3600)]
    [Option("Seconds that one request may take, its answer and repetitions included. While rows of a long answer are stored, time does not count.")]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are asked for at once; 'size:' below 'paging:' in the mapping lowers it to what the API allows.")]
    public int PageSize { get; set; } = 1000;

    /// <summary>How much of an answer is held in memory.</summary>
    [Range(1, 1024)]
    [Option("The most of one answer that is held in memory, in megabytes; what needs more is refused. Rows are taken out of an answer while it comes, however long it is: a row, and what stands around the rows, must fit. "
        + "The whole answer must fit where places in arrays lead to the rows ('rows: parts[0].lines'), or 'paging:' or 'errors:' name something within them ('cursor: data[-1].id').")]
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
