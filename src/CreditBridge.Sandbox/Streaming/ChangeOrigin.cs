namespace CreditBridge.Sandbox.Streaming;

/// <summary>What a change event says about where its change came from.</summary>
internal static class ChangeOrigin
{
    /// <summary>A person in the browser.</summary>
    public const string Browser = "com/salesforce/api/soap/67.0;client=SfdcInternalAPI/";

    /// <summary>A caller of the REST API, with the client that it names in <c>Sforce-Call-Options</c>.</summary>
    public static string OfRest(string version, string? callOptions)
    {
        var client = callOptions?.Split(',').Select(option => option.Trim()).FirstOrDefault(option => option.StartsWith("client=", StringComparison.OrdinalIgnoreCase));
        return $"com/salesforce/api/rest/{version}{(client is null ? "" : ";" + client)}";
    }
}
