using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>One record as the org gave it, by its JSON or its CSV way. Values are read with Salesforce's own notations; one that cannot be read names its field.</summary>
internal abstract class Row
{
    /// <summary>Longest text that <see cref="AnyText"/> gives.</summary>
    protected const int LongestText = 1000;

    private const int LongestRaw = 2000;

    /// <summary>The record's id.</summary>
    public string Id => Key("Id") ?? throw new UnreadableValueException("Id", "is empty");

    /// <summary>When the record last changed, for whatever reason.</summary>
    public DateTimeOffset Stamp => Instant("SystemModstamp") ?? throw new UnreadableValueException("SystemModstamp", "is empty");

    /// <summary>The record as it came, for a person.</summary>
    public string Raw => Content is { Length: > LongestRaw } text ? text[..LongestRaw] : Content;

    /// <summary>The whole record as it came.</summary>
    protected abstract string Content { get; }

    /// <summary>Whether the answer has the field.</summary>
    public abstract bool Has(string field);

    /// <summary>Text; null when empty.</summary>
    public abstract string? Text(string field);

    /// <summary>A checkbox; it is never empty.</summary>
    public abstract bool Flag(string field);

    /// <summary>A number, an amount or a percentage (33.0 is 33 %); null when empty. Never through a floating-point number.</summary>
    public abstract decimal? Number(string field);

    /// <summary>
    /// Any single value as text: numbers with a point and without trailing zeros, checkboxes as <c>true</c> and <c>false</c>, days and moments as Salesforce writes them in
    /// JSON. Null when it is empty, is no single value, or was not asked for.
    /// </summary>
    public abstract string? AnyText(string field);

    /// <summary>Id of another record in its long form; null when empty.</summary>
    public string? Key(string field) =>
        Text(field) is not { } id ? null : RecordId.IsValid(id) ? RecordId.Long(id) : throw new UnreadableValueException(field, $"is '{id}', which is not a record id");

    /// <summary>A calendar day; null when empty.</summary>
    public DateOnly? Date(string field)
    {
        if (Text(field) is not { } text)
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new UnreadableValueException(field, $"is '{text}'; a day such as 2026-01-31 is expected");
    }

    /// <summary>A moment in UTC; null when empty. In JSON Salesforce writes the offset without a colon: <c>2026-01-31T07:00:00.000+0000</c>.</summary>
    public DateTimeOffset? Instant(string field)
    {
        if (Text(field) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new UnreadableValueException(field, $"is '{text}'; a moment such as 2026-01-31T07:00:00.000+0000 is expected");
    }

    /// <summary>Currency of the record: the org's only one if there is one, else the record's own.</summary>
    public CurrencyCode? Currency(CurrencyCode? orgCurrency)
    {
        if (orgCurrency is not null)
            return orgCurrency;
        if (Text("CurrencyIsoCode") is not { } text)
            return null;
        return CurrencyCode.TryParse(text, out var code) ? code : throw new UnreadableValueException("CurrencyIsoCode", $"is '{text}', which is not a currency code");
    }

    /// <summary>An amount in the record's currency; null when empty.</summary>
    public Money? Amount(string field, CurrencyCode? currency)
    {
        if (Number(field) is not { } number)
            return null;
        return currency is { } code ? new Money(number, code) : throw new UnreadableValueException(field, "has an amount, but the record names no currency");
    }

    /// <summary>A number as text: with a point and without trailing zeros.</summary>
    protected static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The start of a text.</summary>
    protected static string Cut(string text) => text.Length > LongestText ? text[..LongestText] : text;

    /// <summary>A value of another type than expected.</summary>
    protected static UnreadableValueException Unreadable(string field, string raw, string expected) =>
        new(field, $"is {(raw.Length > 60 ? raw[..60] + "…" : raw)}; {expected}");

    /// <summary>A field that the answer lacks.</summary>
    protected static UnreadableValueException Missing(string field) => new(field, "is missing from the answer");
}
