using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Says which option or permission stands behind a query that the org refuses.</summary>
internal static partial class QueryFailures
{
    /// <summary>The failure of a query on an object, in terms of the options.</summary>
    public static Failure Explain(Failure failure, ObjectMapping mapping, SalesforceOptions options)
    {
        failure = failure with { Where = mapping.ObjectName };
        if (failure.Code == "INVALID_TYPE")
        {
            return failure with
            {
                Kind = FailureKind.Configuration,
                Message = $"The object {mapping.ObjectName} does not exist for the integration user.",
                NextStep = $"Give read access to it: assign permission set CreditBridge_Integration to {UserOf(options)}.",
            };
        }

        if (failure.Code != "INVALID_FIELD" || FieldOf(failure.Message) is not { } field)
            return failure;

        if (failure.Message.Contains("can not be filtered", StringComparison.OrdinalIgnoreCase))
        {
            return failure with
            {
                Kind = FailureKind.Configuration,
                Fields = [field],
                Message = $"The org does not let {mapping.ObjectName} be filtered by {field}, so changes of it cannot be asked for.",
                NextStep = "Ask Salesforce support to make the field filterable; until then this object cannot be read.",
            };
        }

        return Missing(field, mapping, options) with { Code = failure.Code };
    }

    /// <summary>A field that is to be read is not there, or not for this user: the org does not tell the two apart.</summary>
    public static Failure Missing(string field, ObjectMapping mapping, SalesforceOptions options)
    {
        var option = field.Equals(options.CustomerKeys.Field, StringComparison.OrdinalIgnoreCase) ? "CustomerKeys:Field"
            : field.Equals(options.TermsField, StringComparison.OrdinalIgnoreCase) ? "TermsField" : null;
        var nextStep = field.Equals("CurrencyIsoCode", StringComparison.OrdinalIgnoreCase)
            ? "The org has one currency only: set option OrgCurrency to it, such as EUR."
            : option is not null
                ? $"Deploy deploy/salesforce and assign permission set CreditBridge_Integration to {UserOf(options)}; or set option {option} to the field that is used instead."
                : $"Give {UserOf(options)} read access to the field, for instance through permission set CreditBridge_Integration.";
        return new Failure(FailureKind.Configuration, $"Field {field} of {mapping.ObjectName} does not exist or is hidden from {UserOf(options)}.", nextStep)
        {
            Code = "INVALID_FIELD",
            Where = mapping.ObjectName,
            Fields = [field],
        };
    }

    /// <summary>The field that the org's text names; null when it names none.</summary>
    public static string? FieldOf(string text) => NamedField().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The user whose permissions count, for messages.</summary>
    public static string UserOf(SalesforceOptions options) =>
        options is { Flow: LoginFlow.JwtBearer, Username: { } name } ? $"user {name}" : "the app's run-as user";

    [GeneratedRegex(@"(?:No such column|field) '([A-Za-z0-9_.]+)'", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamedField();
}
