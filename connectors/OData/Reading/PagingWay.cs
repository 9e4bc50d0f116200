namespace CreditBridge.Connectors.OData.Reading;

/// <summary><c>paging:</c> how the next page is asked for when the service gives no link to it. A link is always followed.</summary>
public enum PagingWay
{
    /// <summary>An answer without a link is the last one. Default for OData 4.</summary>
    Server = 0,

    /// <summary><c>$top</c>, and <c>$filter</c> with the key of the last row; rows that come and go in between disturb nothing. Default for OData 2.</summary>
    Keyset,

    /// <summary><c>$top</c> and <c>$skip</c>, for services that cannot compare keys.</summary>
    Skip,
}
