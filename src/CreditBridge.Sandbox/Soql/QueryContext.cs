using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>What a query runs in: the data, the user, the day, and where the rest of a long result is kept.</summary>
internal sealed record QueryContext(RecordStore Store, OrgSchema Schema, UserAccess Access, DateOnly Today, string CorporateCurrency)
{
    /// <summary>Deleted rows take part, as in queryAll.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>The version in the urls of records, such as <c>67.0</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>Child rows given with a parent before the rest is left to a cursor.</summary>
    public int ChildPageSize { get; init; } = int.MaxValue;

    /// <summary>Keeps a result whose first rows were given; gives the url of the rest.</summary>
    public Func<QueryResult, int, string>? KeepRest { get; init; }

    /// <summary>Units of a currency for one of the corporate currency, or null when the org does not have it.</summary>
    public decimal? Rate(string iso) =>
        Schema.MultiCurrency ? (decimal?)Store["CurrencyType"].Rows.FirstOrDefault(row => iso.Equals((string?)row["IsoCode"], StringComparison.OrdinalIgnoreCase))?["ConversionRate"] : null;

    /// <summary>Corporate currency for one unit of the row's currency.</summary>
    public decimal ToCorporate(Row row) => row["CurrencyIsoCode"] is string iso && Rate(iso) is { } rate ? 1 / rate : 1;
}
