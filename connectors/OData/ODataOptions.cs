using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Connectors.Rest;

namespace CreditBridge.Connectors.OData;

/// <summary>Options of a connection to an OData service.</summary>
public sealed class ODataOptions : ApiOptions
{
    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are asked for at once; 'page_size:' in the mapping says otherwise for a kind. The service may give fewer.")]
    public int PageSize { get; set; } = 2000;

    /// <summary>The largest answer.</summary>
    [Range(1, 1024)]
    [Option("The largest answer that is read, in megabytes. A larger one is refused: ask for smaller pages.")]
    public int MaxAnswerMegabytes { get; set; } = 64;
}
