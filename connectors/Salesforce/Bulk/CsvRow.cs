using System.Globalization;
using CreditBridge.Connectors.Salesforce.Reading;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>A record of a bulk result: every value is text, and an empty one is null.</summary>
/// <param name="columns">The columns, and what type those have whose value may be read as any.</param>
/// <param name="values">The values.</param>
internal sealed class CsvRow(CsvColumns columns, string[] values) : Row
{
    /// <inheritdoc />
    protected override string Content => string.Join(", ", columns.Names.Zip(values, (name, value) => $"{name}={value}"));

    /// <inheritdoc />
    public override bool Has(string field) => columns.Find(field) is not null;

    /// <inheritdoc />
    public override string? Text(string field)
    {
        var value = values[columns.Find(field) ?? throw Missing(field)];
        return value.Length > 0 ? value : null;
    }

    /// <inheritdoc />
    public override bool Flag(string field) => Text(field) switch
    {
        { } text when bool.TryParse(text, out var flag) => flag,
        var other => throw Unreadable(field, other ?? "empty", "true or false is expected"),
    };

    /// <inheritdoc />
    public override decimal? Number(string field)
    {
        if (Text(field) is not { } text)
            return null;
        return TryNumber(text, out var number) ? number : throw Unreadable(field, text, "a number is expected");
    }

    /// <inheritdoc />
    public override string? AnyText(string field)
    {
        if (columns.Find(field) is not { } index || values[index] is not { Length: > 0 } text)
            return null;
        return columns.TypeOf(field) switch
        {
            "double" or "currency" or "percent" or "int" or "long" when TryNumber(text, out var number) => Plain(number),
            // As the other way writes it, so that a record is the same record whichever way it came.
            "datetime" when Instant(field) is { } moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
            _ => Cut(text),
        };
    }

    private static bool TryNumber(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
