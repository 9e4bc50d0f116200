using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce.Describe;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Whether a field of the org can hold what a credit field holds: type, length, digits, values of a picklist.</summary>
internal static class FieldFit
{
    private const string Remap = "Map the credit field to a field of the right type, or deploy the shipped one from deploy/salesforce.";

    /// <summary>Digits before the point of the largest amount that is ever written, and of the largest number.</summary>
    private const int AmountDigits = 16, NumberDigits = 5;

    /// <summary>What is wrong with the field, the gravest first; nothing when it fits.</summary>
    public static IEnumerable<CheckFinding> Problems(CreditField credit, ObjectDescription owner, FieldDescription field)
    {
        var subject = $"{owner.Name}.{field.Name}";
        var fitting = DefaultFieldMapping.Of(credit) is { IsReference: true } ? ["reference"] : Fitting(credit.Type);
        if (!fitting.Contains(field.Type))
        {
            yield return new CheckFinding(subject, CheckStatus.Failed,
                $"{subject} is of type {field.Type}, but {credit} needs {string.Join(" or ", fitting)}.", Remap);
            yield break;
        }

        // The id of another record: of whatever kind, and never longer than the field.
        if (field.Type == "reference")
            yield break;

        if (field.Unique)
        {
            yield return new CheckFinding(subject, CheckStatus.Failed, $"{subject} is unique, but many records have the same {credit.Name}.",
                "In Setup, Object Manager, take the mark 'Unique' off the field.");
        }

        if (!field.Nillable && credit.Type != FieldType.Flag)
        {
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} is required, but {credit} can be empty; clearing it will be refused.",
                "In Setup, Object Manager, take the mark 'Required' off the field.");
        }

        foreach (var problem in credit.Type is FieldType.Text or FieldType.LongText ? OfText(credit, subject, field) : OfNumber(credit, subject, field))
            yield return problem;
    }

    private static IEnumerable<CheckFinding> OfText(CreditField credit, string subject, FieldDescription field)
    {
        var shipped = DefaultFieldMapping.Of(credit);
        if (field is { Type: "picklist", RestrictedPicklist: true })
        {
            if (Values(credit, subject, field) is { } problem)
                yield return problem;
        }
        else if (shipped is not null && field.Type is "string" or "textarea" && field.Length < shipped!.Length)
        {
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} takes {field.Length} characters; {credit} can have {shipped.Length}. Longer values will be refused.",
                $"Lengthen the field to {shipped.Length}.");
        }

        if (field.HtmlFormatted)
        {
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} is rich text: line breaks are lost and '<' is read as markup.",
                "Map the credit field to a plain text area.");
        }
    }

    private static CheckFinding? Values(CreditField credit, string subject, FieldDescription field)
    {
        var allowed = field.ActiveValues.ToList();
        var missing = credit.Values.Except(allowed, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return new CheckFinding(subject, CheckStatus.Failed, $"{subject} is a restricted picklist without {Quoted(missing)}, which {credit} can be; such records will be refused.",
                "In Setup, Object Manager, add the missing values to the picklist (or activate them), or make it unrestricted.");
        }

        return credit.Values.Count > 0
            ? null
            : new CheckFinding(subject, CheckStatus.Warning, $"{subject} is a restricted picklist; the policy decides what {credit} says, and what is not among {Quoted(allowed)} will be refused.",
                "Make the picklist unrestricted, or map the credit field to a text field.");
    }

    private static IEnumerable<CheckFinding> OfNumber(CreditField credit, string subject, FieldDescription field)
    {
        var shipped = DefaultFieldMapping.Of(credit);
        if (credit.Type == FieldType.Amount && field.Scale < 2)
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} keeps {field.Scale} decimal places; cents are lost.", "Give the field 2 decimal places.");
        else if (credit.Type == FieldType.Amount && field.Type != "currency")
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} is a plain number; Salesforce does not show its currency.", "Use a field of type Currency.");
        else if (credit.Type == FieldType.Number && shipped is not null && field.Scale < shipped.Scale)
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} keeps {field.Scale} decimal places; {credit} has {shipped.Scale}.", $"Give the field {shipped.Scale} decimal places.");

        var needed = credit.Type switch { FieldType.Amount => AmountDigits, FieldType.Number => NumberDigits, _ => 0 };
        if (field.Type is "currency" or "double" && field.Precision > 0 && field.Precision - field.Scale < needed)
        {
            yield return new CheckFinding(subject, CheckStatus.Warning, $"{subject} takes {field.Precision - field.Scale} digits before the point; {credit} can have {needed}. Larger values will be refused.",
                $"Give the field {needed} digits before the point, as deploy/salesforce does.");
        }
    }

    private static string Quoted(List<string> values) => values.Count == 0 ? "no value at all" : string.Join(", ", values.Take(12).Select(v => $"'{v}'")) + (values.Count > 12 ? "…" : "");

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
