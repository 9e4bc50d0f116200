using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Salesforce.Describe;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Whether the account fields that the policy uses under names of its own are there, and good for it.</summary>
internal static class AttributeFit
{
    private static readonly string[] WithoutText = ["address", "location", "base64"];

    public static IEnumerable<CheckFinding> Findings(IReadOnlyDictionary<string, string> attributes, ObjectDescription account, string user)
    {
        var problems = 0;
        foreach (var (name, apiName) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            if (Problem(name, apiName, account, user) is not { } problem)
                continue;
            problems++;
            yield return problem;
        }

        if (attributes.Count > 0 && problems == 0)
            yield return CheckFinding.Ok("Attributes", $"All {attributes.Count} attributes can be read.");
    }

    private static CheckFinding? Problem(string name, string apiName, ObjectDescription account, string user)
    {
        var subject = $"{account.Name}.{apiName}";
        return account.Field(apiName) switch
        {
            null => new CheckFinding(subject, CheckStatus.Warning, $"{subject} does not exist or is hidden from {user}; attribute {name} is empty for every account.",
                $"Correct option Attributes:{name}, or give {user} read access to the field."),
            var field when WithoutText.Contains(field.Type) => new CheckFinding(subject, CheckStatus.Warning, $"{subject} is of type {field.Type}, which is no single value; attribute {name} is empty for every account.",
                $"Name another field in option Attributes:{name}."),
            { Calculated: true } => new CheckFinding(subject, CheckStatus.Warning, $"{subject} is a formula: it can change without the account being changed, and attribute {name} is then out of date.",
                "Use a stored field, or a flow that copies the formula into one."),
            _ => null,
        };
    }
}
