using System.Globalization;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Everything that is wrong with the options and can be known without asking the org.</summary>
internal static class OptionsCheck
{
    public static IEnumerable<(string Option, string Problem)> Problems(SalesforceOptions options) =>
        [.. Login(options), .. Hosts(options), .. Inputs(options), .. Attributes(options), .. Reviews(options), .. Mapping(options)];

    private static IEnumerable<(string, string)> Login(SalesforceOptions options)
    {
        var login = TrustedHosts.Parse(options.LoginUrl);
        if (login is null)
            yield return (nameof(SalesforceOptions.LoginUrl), $"'{options.LoginUrl}' is not usable: an https address such as https://login.salesforce.com is expected (http on loopback only).");
        else if (!new TrustedHosts(login, options.AllowedHosts).Accepts(login))
            yield return (nameof(SalesforceOptions.LoginUrl), $"'{login.Host}' is not a Salesforce domain. If it is meant, add it to AllowedHosts.");

        if (options.Flow == LoginFlow.JwtBearer)
        {
            if (string.IsNullOrWhiteSpace(options.Username))
                yield return (nameof(SalesforceOptions.Username), "JwtBearer needs the user name of the integration user.");
            if (string.IsNullOrWhiteSpace(options.PrivateKeyFile) == string.IsNullOrWhiteSpace(options.PrivateKeyPem))
                yield return (nameof(SalesforceOptions.PrivateKeyFile), "JwtBearer needs the private key exactly once: either PrivateKeyFile or PrivateKeyPem.");
            if (options.Audience is not null && !Uri.TryCreate(options.Audience, UriKind.Absolute, out _))
                yield return (nameof(SalesforceOptions.Audience), $"'{options.Audience}' is not a URL: https://login.salesforce.com or https://test.salesforce.com is expected.");
        }
        else
        {
            if (string.IsNullOrWhiteSpace(options.ClientSecret))
                yield return (nameof(SalesforceOptions.ClientSecret), "ClientCredentials needs the app's consumer secret; give it through the environment.");
            if (login?.Host is "login.salesforce.com" or "test.salesforce.com")
                yield return (nameof(SalesforceOptions.LoginUrl), $"ClientCredentials does not work at {login.Host}: use the org's My Domain URL, such as https://example.my.salesforce.com.");
        }

        if (!decimal.TryParse(options.ApiVersion, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version)
            || !options.ApiVersion.EndsWith(".0", StringComparison.Ordinal) || version < 50)
            yield return (nameof(SalesforceOptions.ApiVersion), $"'{options.ApiVersion}' is not an API version that can be used: 50.0 or later is expected, such as 67.0.");
    }

    private static IEnumerable<(string, string)> Hosts(SalesforceOptions options) =>
        options.AllowedHosts.Where(h => !TrustedHosts.IsHostPattern(h))
            .Select(h => (nameof(SalesforceOptions.AllowedHosts), $"'{h}' is not a host name: 'crm.example.com' or '*.example.com' is expected, without scheme, port or path."));

    private static IEnumerable<(string, string)> Inputs(SalesforceOptions options)
    {
        if (options.OrgCurrency is not null && !CurrencyCode.TryParse(options.OrgCurrency, out _))
            yield return (nameof(SalesforceOptions.OrgCurrency), $"'{options.OrgCurrency}' is not a currency code: three letters such as EUR are expected, or nothing for a multi-currency org.");
        if (string.IsNullOrEmpty(options.CustomerKeys.Separator))
            yield return (nameof(SalesforceOptions.CustomerKeys) + ":" + nameof(CustomerKeyOptions.Separator), "The separator may not be empty.");
        if (options.CustomerKeys.Field.Length > 0 && !SoqlName.IsValid(options.CustomerKeys.Field))
            yield return (nameof(SalesforceOptions.CustomerKeys) + ":" + nameof(CustomerKeyOptions.Field), NotAName(options.CustomerKeys.Field));
        if (options.TermsField.Length > 0 && !SoqlName.IsValid(options.TermsField))
            yield return (nameof(SalesforceOptions.TermsField), NotAName(options.TermsField));
    }

    private static IEnumerable<(string, string)> Attributes(SalesforceOptions options)
    {
        foreach (var (name, apiName) in options.Attributes)
        {
            var option = $"{nameof(SalesforceOptions.Attributes)}:{name}";
            if (!SoqlName.IsValid(name) || name.Length > 60)
                yield return (option, $"'{name}' cannot be the name of an attribute: a letter and then letters, digits and underscores are expected, 60 at most, such as YearsInBusiness.");
            if (!SoqlName.IsValid(apiName))
                yield return (option, NotAName(apiName));
        }
    }

    private static IEnumerable<(string, string)> Reviews(SalesforceOptions options)
    {
        const string Option = nameof(SalesforceOptions.Reviews);
        var reviews = options.Reviews;
        (string Name, string ApiName)[] names =
        [
            (nameof(ReviewOptions.ReviewObject), reviews.ReviewObject), (nameof(ReviewOptions.ReviewKey), reviews.ReviewKey), (nameof(ReviewOptions.DocumentObject), reviews.DocumentObject),
            (nameof(ReviewOptions.DocumentKey), reviews.DocumentKey), (nameof(ReviewOptions.ForecastObject), reviews.ForecastObject), (nameof(ReviewOptions.ForecastKey), reviews.ForecastKey),
        ];
        foreach (var (name, apiName) in names.Where(n => !SoqlName.IsValid(n.ApiName)))
            yield return ($"{Option}:{name}", NotAName(apiName));
        string[] objects = ["Account", "Opportunity", reviews.ReviewObject, reviews.DocumentObject, reviews.ForecastObject];
        foreach (var same in objects.GroupBy(o => o, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return (Option, $"{same.Key} is named twice; reviews, documents and forecast rows need an object each.");
        foreach (var (name, apiName) in reviews.Answers)
        {
            if (!AnswerFields.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return ($"{Option}:{nameof(ReviewOptions.Answers)}:{name}", $"There is no field '{name}' that people fill in. Known fields: {string.Join(", ", AnswerFields.Names)}.");
            else if (!SoqlName.IsValid(apiName))
                yield return ($"{Option}:{nameof(ReviewOptions.Answers)}:{name}", NotAName(apiName));
        }
    }

    private static IEnumerable<(string, string)> Mapping(SalesforceOptions options)
    {
        var byName = CreditFields.All.ToDictionary(f => f.FullName, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, apiName) in options.Fields)
        {
            if (!byName.ContainsKey(name))
                yield return ($"{nameof(SalesforceOptions.Fields)}:{name}", $"There is no credit field '{name}'. Known fields: {string.Join(", ", CreditFields.All)}.");
            else if (apiName.Length > 0 && !SoqlName.IsValid(apiName))
                yield return ($"{nameof(SalesforceOptions.Fields)}:{name}", NotAName(apiName));
        }

        var effective = CreditFields.All.Select(f => (Field: f, ApiName: Writing.FieldMapping.NameOf(options, f))).Where(m => m.ApiName.Length > 0).ToList();
        foreach (var same in effective.GroupBy(m => (m.Field.Target, m.ApiName.ToUpperInvariant())).Where(g => g.Count() > 1))
            yield return ($"{nameof(SalesforceOptions.Fields)}:{same.Last().Field}", $"{string.Join(" and ", same.Select(m => m.Field))} are all mapped to {same.First().ApiName}; each needs a field of its own.");

        foreach (var (field, apiName) in effective)
        {
            string[] inputs = field.Target switch
            {
                RecordKind.Account => [options.CustomerKeys.Field, .. options.Attributes.Values],
                RecordKind.Opportunity => [options.TermsField],
                RecordKind.Review => [options.Reviews.ReviewKey, .. Answers(options, field.Target)],
                RecordKind.ReviewDocument => [options.Reviews.DocumentKey, .. Answers(options, field.Target)],
                _ => [options.Reviews.ForecastKey],
            };
            if (inputs.Contains(apiName, StringComparer.OrdinalIgnoreCase))
                yield return ($"{nameof(SalesforceOptions.Fields)}:{field}", $"{apiName} is read as input; CreditBridge must not write it. Choose another field.");
        }
    }

    private static IEnumerable<string> Answers(SalesforceOptions options, RecordKind kind) =>
        AnswerFields.Names.Where(n => n.StartsWith($"{kind}.", StringComparison.Ordinal)).Select(n => AnswerFields.NameOf(options, n));

    private static string NotAName(string name) => $"'{name}' is not an API name: letters, digits and underscores are expected, such as Credit_Score__c.";
}
