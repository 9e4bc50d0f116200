namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>Which OData a service speaks. The two differ in what answers look like, in how values are written into queries, and in what they know.</summary>
public enum ODataVersion
{
    /// <summary>OData 2.0, as SAP Gateway speaks it: <c>d.results</c>, <c>__next</c>, <c>/Date(…)/</c>.</summary>
    V2 = 2,

    /// <summary>OData 4.0 and 4.01: <c>value</c>, <c>@odata.nextLink</c>, delta links.</summary>
    V4 = 4,
}
