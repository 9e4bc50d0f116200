namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>A value that cannot be read. It never leaves the connector: the source turns it into a rejected record.</summary>
/// <param name="field">API name of the field.</param>
/// <param name="reason">What is wrong, as the rest of a sentence that begins with the field.</param>
internal sealed class UnreadableValueException(string field, string reason) : Exception($"{field} {reason}.")
{
    /// <summary>API name of the field.</summary>
    public string Field { get; } = field;
}
