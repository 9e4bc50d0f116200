namespace CreditBridge.Connectors.OData.Service;

/// <summary><c>batch:</c> in which form several questions go in one request, so that a cycle without news costs one call instead of one per kind.</summary>
public enum BatchForm
{
    /// <summary>Each question is a request of its own.</summary>
    None = 0,

    /// <summary>A batch in JSON (OData 4.01; Business Central, Dataverse).</summary>
    Json,

    /// <summary>A batch in parts (<c>multipart/mixed</c>): OData 2, and services of OData 4 without JSON batches.</summary>
    Multipart,
}
