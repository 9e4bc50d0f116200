using CreditBridge.Abstractions.Values;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Where the currency of a record comes from: from the options in an org with one currency, from the record in one with several.</summary>
internal static class OrgCurrency
{
    /// <summary>The org's only currency; null when records name theirs.</summary>
    public static CurrencyCode? Of(SalesforceOptions options) => options.OrgCurrency is null ? null : CurrencyCode.Parse(options.OrgCurrency);

    /// <summary>The field to read in addition; none in an org with one currency, where it does not exist.</summary>
    public static string[] Fields(SalesforceOptions options) => options.OrgCurrency is null ? ["CurrencyIsoCode"] : [];
}
