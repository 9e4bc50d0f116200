namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>One error as Salesforce states it.</summary>
/// <param name="Code">Its code, such as <c>INVALID_FIELD</c>; codes are an open list.</param>
/// <param name="Message">Its text, cleaned for display.</param>
internal sealed record ApiError(string Code, string Message)
{
    /// <summary>Fields it names, in API spelling.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];
}
