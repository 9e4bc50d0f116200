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
        return new(RecordKind.Account, "Account",
        [
            "Id", "Name", "ParentId", "OwnerId", "Industry", "BillingCountry", "CreatedDate", .. OrgCurrency.Fields(options),
            .. keys.Field.Length > 0 ? new[] { keys.Field } : [], "IsDeleted", "MasterRecordId", "SystemModstamp",
        ])
        {
            WithDeleted = true,
            Settings = $"{currency}|{keys.Separator}|{keys.DefaultSystem}|{keys.DefaultCompany}",
            Read = row => row.Flag("IsDeleted")
                ? SourceChange<AccountRecord>.Deleted(row.Id, row.Stamp, row.Key("MasterRecordId"))
                : SourceChange<AccountRecord>.Upsert(ReadRecord(row, keys, currency), row.Stamp),
        };
    }

    private static AccountRecord ReadRecord(Row row, CustomerKeyOptions keys, CurrencyCode? orgCurrency) => new(row.Id, row.Text("Name") ?? "")
    {
        ParentKey = row.Key("ParentId"),
        OwnerKey = row.Key("OwnerId"),
        Industry = row.Text("Industry"),
        Country = row.Text("BillingCountry"),
        CreatedOn = row.Instant("CreatedDate") is { } created ? DateOnly.FromDateTime(created.UtcDateTime) : null,
        Currency = row.Currency(orgCurrency),
        CustomerKeys = keys.Field.Length > 0 ? ReadKeys(row, keys) : [],
    };

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
