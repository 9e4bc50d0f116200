using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Reading;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Whether everything that is read is there, and whether changes can be found by their stamp.</summary>
internal static class ReadFit
{
    private static readonly string[] Texts = ["string", "textarea", "picklist", "multipicklist", "combobox"];

    public static IEnumerable<CheckFinding> Findings(ObjectMapping mapping, ObjectDescription description, SalesforceOptions options)
    {
        foreach (var name in mapping.Fields)
        {
            if (description.Field(name) is null)
                yield return CheckFinding.Failed($"{mapping.ObjectName}.{name}", QueryFailures.Missing(name, mapping, options));
        }

        if (description.Field("SystemModstamp") is { Filterable: false } or { Sortable: false })
        {
            yield return new CheckFinding($"{mapping.ObjectName}.SystemModstamp", CheckStatus.Failed,
                $"{mapping.ObjectName} cannot be filtered and sorted by SystemModstamp, so that its changes cannot be found.", "Ask Salesforce support; every other way would read everything each time.");
        }

        if (mapping.ObjectName == "Account" && Input(description, options.CustomerKeys.Field, "CustomerKeys:Field") is { } keys)
            yield return keys;
        if (mapping.ObjectName == "Opportunity" && Input(description, options.TermsField, "TermsField") is { } terms)
            yield return terms;
    }

    private static CheckFinding? Input(ObjectDescription owner, string name, string option)
    {
        var subject = $"{owner.Name}.{name}";
        return owner.Field(name) switch
        {
            null => null,
            var field when !Texts.Contains(field.Type) => new CheckFinding(subject, CheckStatus.Failed, $"{subject} is of type {field.Type}; a text is expected.", $"Name a text field or picklist in option {option}."),
            { Calculated: true } => new CheckFinding(subject, CheckStatus.Warning, $"{subject} is a formula: it can change without the record being changed, and CreditBridge then does not notice.",
                "Use a stored field, or a flow that copies the formula into one."),
            _ => null,
        };
    }
}
