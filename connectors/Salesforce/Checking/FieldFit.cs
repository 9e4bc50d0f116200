using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce.Describe;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Whether a field of the org can hold what a credit field holds.</summary>
internal static class FieldFit
{
    private const string Remap = "Map the credit field to a field of the right type, or deploy the shipped one from deploy/salesforce.";

    /// <summary>What is wrong with the field; null when it fits.</summary>
    public static CheckFinding? Problem(CreditField credit, ObjectDescription owner, FieldDescription field)
    {
        var subject = $"{owner.Name}.{field.Name}";
        if (!Fitting(credit.Type).Contains(field.Type))
        {
            return new CheckFinding(subject, CheckStatus.Failed,
                $"{subject} is of type {field.Type}, but {credit} needs {string.Join(" or ", Fitting(credit.Type))}.", Remap);
        }

        var shipped = DefaultFieldMapping.Of(credit);
        return credit.Type switch
        {
            FieldType.Text or FieldType.LongText when shipped is not null && field.Type is "string" or "textarea" && field.Length < shipped!.Length =>
                new CheckFinding(subject, CheckStatus.Warning, $"{subject} takes {field.Length} characters; {credit} can have {shipped.Length}. Longer values will be refused.",
                    $"Lengthen the field to {shipped.Length}."),
            FieldType.Amount when field.Scale < 2 =>
                new CheckFinding(subject, CheckStatus.Warning, $"{subject} keeps {field.Scale} decimal places; cents are lost.", "Give the field 2 decimal places."),
            FieldType.Amount when field.Type != "currency" =>
                new CheckFinding(subject, CheckStatus.Warning, $"{subject} is a plain number; Salesforce does not show its currency.", "Use a field of type Currency."),
            FieldType.Number when shipped is not null && field.Type == "double" && field.Scale < shipped.Scale =>
                new CheckFinding(subject, CheckStatus.Warning, $"{subject} keeps {field.Scale} decimal places; {credit} has {shipped.Scale}.", $"Give the field {shipped.Scale} decimal places."),
            _ => null,
        };
    }

    private static string[] Fitting(FieldType type) => type switch
    {
        FieldType.Text => ["string", "picklist", "textarea", "combobox"],
        FieldType.LongText => ["textarea", "string"],
        FieldType.Number => ["double", "int"],
        FieldType.Amount => ["currency", "double"],
        FieldType.Flag => ["boolean"],
        FieldType.Date => ["date"],
        FieldType.Instant => ["datetime"],
        _ => [],
    };
}
