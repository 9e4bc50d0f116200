using System.Collections;
using System.Globalization;
using System.Reflection;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks.Rows;

/// <summary>What a record holds for a field of a mapping, as a text. Fields and properties have the same names but for a few.</summary>
internal static class CanonicalText
{
    private static readonly Dictionary<(Type, string), PropertyInfo?> Properties = [];
    private static readonly Lock Gate = new();

    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["hold"] = nameof(ErpCustomerRecord.OnHold),
        ["date"] = nameof(ExchangeRateRecord.ValidFrom),
        ["founded"] = nameof(BureauReportRecord.FoundedIn),
        ["account"] = nameof(OverrideRecord.AccountKey),
    };

    /// <summary>The text; null when the record holds nothing, or has no property for the field.</summary>
    public static string? Of(SourceRecord record, string field)
    {
        if (field is "company" or "number" or "customer" or "account" && PartyOf(record, field) is { } part)
            return part;
        return (record, field) switch
        {
            (ReceivableRecord item, "amount") => Of(item.OriginalAmount),
            (OpenOrderRecord order, "amount" or "open_amount") => Of(order.OpenAmount),
            (OpenOrderRecord order, "currency") => order.OpenAmount.Currency.Code,
            (ReceivableRecord item, "currency") => item.OpenAmount.Currency.Code,
            (PaymentRecord, "type") => "counts", // Credit notes and cash are left out, so that a payment needs no type.
            (PaymentRecord payment, "currency") => payment.Amount.Currency.Code,
            (SecurityRecord security, "currency") => security.Amount.Currency.Code,
            (ErpCustomerRecord customer, "parent_number") => customer.Parent?.Number,
            (ErpCustomerRecord customer, "parent_company") => customer.Parent?.Company,
            _ when PropertyOf(record.GetType(), field) is { } property => Of(property.GetValue(record)),
            (ErpCustomerRecord customer, _) => customer.Attributes?.GetValueOrDefault(field),
            _ => null,
        };
    }

    /// <summary>A value as a text.</summary>
    private static string? Of(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "yes" : "no",
        Money money => Plain(money.Amount),
        CreditLimit limit => limit.TryGetAmount(out var amount) ? Plain(amount.Amount) : limit.ToDisplay(),
        decimal number => Plain(number),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text,
        Enum word => Words(word.ToString()),
        IDictionary => null,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Of)),
        _ => value.ToString(),
    };

    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static string? PartyOf(SourceRecord record, string field)
    {
        var customer = record switch
        {
            ErpCustomerRecord own => own.Customer,
            ReceivableRecord item => item.Customer,
            PaymentRecord payment => payment.Customer,
            OpenOrderRecord order => order.Customer,
            BureauReportRecord report => report.Party.Customer,
            FinancialStatementRecord statement => statement.Party.Customer,
            SecurityRecord security => security.Party.Customer,
            SignalRecord signal => signal.Party.Customer,
            _ => (CustomerKey?)null,
        };
        if (customer is { } key)
            return field == "company" ? key.Company : key.Number;
        return field != "account" ? null : record switch
        {
            BureauReportRecord report => report.Party.AccountKey,
            FinancialStatementRecord statement => statement.Party.AccountKey,
            SecurityRecord security => security.Party.AccountKey,
            SignalRecord signal => signal.Party.AccountKey,
            _ => null,
        };
    }

    private static PropertyInfo? PropertyOf(Type type, string field)
    {
        lock (Gate)
        {
            if (Properties.TryGetValue((type, field), out var known))
                return known;
            var name = OtherNames.GetValueOrDefault(field) ?? string.Concat(field.Split('_').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
            return Properties[(type, field)] = type.GetProperty(name) ?? type.GetProperty(name + "On") ?? type.GetProperty("Is" + name);
        }
    }

    // DeliveredNotInvoiced -> delivered not invoiced
    private static string Words(string name) => string.Concat(name.Select((c, at) => char.IsUpper(c) ? (at > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
