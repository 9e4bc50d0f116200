namespace CreditBridge.Worker.Http.Api;

/// <summary>
/// The OpenAPI 3.0 description of the API, as External Services of Salesforce take it: every operation named, every body a named schema, no unions.
/// </summary>
internal static class OpenApiDocument
{
    /// <summary>The document.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
