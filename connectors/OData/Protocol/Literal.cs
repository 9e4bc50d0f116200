using System.Globalization;

namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>Values as they are written into a query. Whatever a text holds, it stays one text: quotes in it are doubled; the whole query is percent-encoded later.</summary>
internal static class Literal
{
    public static string Of(EdmValue value, ODataVersion version) => value switch
    {
        { Value: null } => "null",
        { Value: bool flag } => flag ? "true" : "false",
        { Value: decimal number } => number.ToString(CultureInfo.InvariantCulture) + (version == ODataVersion.V2 ? Suffix(value.Kind) : ""),
        { Value: EdmMoment moment } => OfMoment(moment, value.Kind, version),
        { Kind: EdmKind.Guid, Value: string text } when Guid.TryParseExact(text, "D", out var id) => version == ODataVersion.V2 ? $"guid'{id:D}'" : $"{id:D}",
        _ => OfText((string)value.Value),
    };

    public static string OfText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // OData 2 knows a day as a DateTime only.
    private static string OfMoment(EdmMoment moment, EdmKind kind, ODataVersion version) => (version, kind) switch
    {
        (ODataVersion.V2, EdmKind.DateTimeOffset) => $"datetimeoffset'{Utc(moment)}'",
        (ODataVersion.V2, _) => $"datetime'{Text(moment.Shown, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF")}'",
        (_, EdmKind.Date) => Text(moment.Shown, "yyyy-MM-dd"),
        _ => Utc(moment),
    };

    private static string Utc(EdmMoment moment) => Text(moment.Instant.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    private static string Text(DateTime moment, string format) => moment.ToString(format, CultureInfo.InvariantCulture);

    private static string Suffix(EdmKind kind) => kind switch
    {
        EdmKind.Int64 => "L",
        EdmKind.Decimal => "M",
        EdmKind.Double => "d",
        _ => "",
    };
}
