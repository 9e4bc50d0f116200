using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Account → <see cref="AccountRecord"/>. A merged account is gone and names the one that was kept.</summary>
internal static class AccountMapping
{
    public static ObjectMapping<AccountRecord> For(SalesforceOptions options)
    {
        var currency = OrgCurrency.Of(options);
        var keys = options.CustomerKeys;
        var attributes = options.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).ToList();
        string[] fields =
        [
            "Id", "Name", "ParentId", "OwnerId", "Industry", "BillingCountry", "CreatedDate", .. OrgCurrency.Fields(options),
            .. keys.Field.Length > 0 ? new[] { keys.Field } : [], "IsDeleted", "MasterRecordId", "SystemModstamp",
        ];
        return new(RecordKind.Account, "Account", fields)
        {
            WithDeleted = true,
            HasAttributes = attributes.Count > 0,
            Owned = OwnedFields.Of(RecordKind.Account, options),
            Optional = new OptionalFields([.. attributes.Select(a => a.Value).Except(fields, StringComparer.OrdinalIgnoreCase)]),
            Settings = $"{currency}|{keys.Separator}|{keys.DefaultSystem}|{keys.DefaultCompany}{string.Concat(attributes.Select(a => $"|{a.Key}={a.Value}"))}",
            Read = row => row.Flag("IsDeleted")
                ? SourceChange<AccountRecord>.Deleted(row.Id, row.Stamp, row.Key("MasterRecordId"))
                : SourceChange<AccountRecord>.Upsert(ReadRecord(row, keys, currency, attributes), row.Stamp),
        };
    }

    private static AccountRecord ReadRecord(Row row, CustomerKeyOptions keys, CurrencyCode? orgCurrency, List<KeyValuePair<string, string>> attributes) => new(row.Id, row.Text("Name") ?? "")
    {
        ParentKey = row.Key("ParentId"),
        OwnerKey = row.Key("OwnerId"),
        Industry = row.Text("Industry"),
        Country = row.Text("BillingCountry"),
        CreatedOn = row.Instant("CreatedDate") is { } created ? DateOnly.FromDateTime(created.UtcDateTime) : null,
        Currency = row.Currency(orgCurrency),
        CustomerKeys = keys.Field.Length > 0 ? ReadKeys(row, keys) : [],
        Attributes = attributes.Count > 0 ? ReadAttributes(row, attributes) : null,
    };

    // In the order of their names: equal content must be equal text.
    private static Dictionary<string, string>? ReadAttributes(Row row, List<KeyValuePair<string, string>> attributes)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, field) in attributes)
        {
            if (row.AnyText(field) is { } text)
                found[name] = text;
        }

        return found.Count > 0 ? found : null;
    }

    private static IReadOnlyList<CustomerKey> ReadKeys(Row row, CustomerKeyOptions options)
    {
        var found = new SortedDictionary<string, CustomerKey>(StringComparer.Ordinal);
        foreach (var text in (row.Text(options.Field) ?? "").Split(options.Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!CustomerKey.TryParse(text, options.DefaultSystem, options.DefaultCompany, out var key))
                throw new UnreadableValueException(options.Field, $"contains '{text}', which is not a customer key: {Expected(options)} is expected");
            found[key.ToString()] = key;
        }

        return [.. found.Values];
    }

    private static string Expected(CustomerKeyOptions options)
    {
        var system = options.DefaultSystem is null ? "system:" : "";
        var company = options.DefaultCompany is null ? "company/" : "";
        return $"'{system}{company}number', several separated by '{options.Separator}',";
    }
}
