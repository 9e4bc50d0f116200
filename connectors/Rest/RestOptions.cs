using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Rest;

/// <summary>Options of a connection to an API.</summary>
public sealed class RestOptions : ApiOptions
{
    /// <summary>Whether reports may be bought.</summary>
    [Option("Whether reports of a bureau (a mapping with 'order:') may be bought over this connection, within the budget of the section Bureaus. Without leave it is only shown what would be bought.")]
    public bool OrderReports { get; set; }

    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are asked for at once; 'size:' below 'paging:' in the mapping lowers it to what the API allows.")]
    public int PageSize { get; set; } = 1000;

    /// <summary>How much of an answer is held in memory.</summary>
    [Range(1, 1024)]
    [Option("The most of one answer that is held in memory, in megabytes; what needs more is refused. Rows are taken out of an answer while it comes, however long it is: a row, and what stands around the rows, must fit. "
        + "The whole answer must fit where places in arrays lead to the rows ('rows: parts[0].lines'), or 'paging:' or 'errors:' name something within them ('cursor: data[-1].id').")]
    public int MaxAnswerMegabytes { get; set; } = 64;
}
