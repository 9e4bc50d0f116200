using System.Globalization;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>
/// A value by which rows are ordered: of a key column, or of the column that says when a row changed. It is kept in checkpoints as a text with a letter for its type in
/// front (<c>i4711</c>), and given back to the database as a parameter of that type.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Text">The value, written in one way whatever the machine's habits.</param>
internal readonly record struct KeyValue(KeyType Type, string Text)
{
    private const string LocalFormat = "yyyy-MM-dd HH:mm:ss.fffffff";
    private const string InstantFormat = "yyyy-MM-dd HH:mm:ss.fffffff'Z'";

    /// <summary>A value as a driver gives it; null when there is none.</summary>
    /// <exception cref="ConnectorException">Values of this type have no order that could be relied on.</exception>
    public static KeyValue? From(object value, string column) => value switch
    {
        DBNull => null,
        string text => new KeyValue(KeyType.Text, text),
        long or int or short or byte or sbyte or uint or ulong or ushort => new KeyValue(KeyType.Integer, Convert.ToString(value, CultureInfo.InvariantCulture)!),
        decimal number => new KeyValue(KeyType.Decimal, number.ToString(CultureInfo.InvariantCulture)),
        double number => new KeyValue(KeyType.Double, number.ToString("R", CultureInfo.InvariantCulture)),
        float number => new KeyValue(KeyType.Double, ((double)number).ToString("R", CultureInfo.InvariantCulture)),
        DateTime { Kind: DateTimeKind.Utc } moment => OfInstant(moment),
        DateTime moment => OfLocal(moment),
        DateTimeOffset moment => OfInstant(moment.UtcDateTime),
        DateOnly day => new KeyValue(KeyType.Day, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Guid id => new KeyValue(KeyType.Guid, id.ToString()),
        bool flag => new KeyValue(KeyType.Flag, flag ? "true" : "false"),
        byte[] bytes => new KeyValue(KeyType.Bytes, Convert.ToHexString(bytes)),
        _ => throw new ConnectorException(new Failure(
            FailureKind.Configuration, $"The column {column} is of a type ({value.GetType().Name}) by which rows cannot be ordered and found again.",
            "Cast it in the query to a number, a text, a date or a time stamp.")),
    };

    public static KeyValue OfInstant(DateTime utc) => new(KeyType.Instant, utc.ToString(InstantFormat, CultureInfo.InvariantCulture));

    public static KeyValue OfLocal(DateTime local) => new(KeyType.LocalTime, local.ToString(LocalFormat, CultureInfo.InvariantCulture));

    /// <summary>The value as a driver expects it.</summary>
    public object ToObject() => Type switch
    {
        KeyType.Text => Text,
        KeyType.Integer => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : decimal.Parse(Text, CultureInfo.InvariantCulture),
        KeyType.Decimal => decimal.Parse(Text, NumberStyles.Number, CultureInfo.InvariantCulture),
        KeyType.Double => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture),
        KeyType.LocalTime => DateTime.ParseExact(Text, LocalFormat, CultureInfo.InvariantCulture, DateTimeStyles.None),
        KeyType.Instant => DateTime.ParseExact(Text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        KeyType.Day => DateOnly.ParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        KeyType.Guid => Guid.Parse(Text),
        KeyType.Flag => Text == "true",
        _ => Convert.FromHexString(Text),
    };

    public string Encode() => (char)Type + Text;

    /// <summary>Reads what <see cref="Encode"/> wrote; false when it is something else.</summary>
    public static bool TryDecode(string? text, out KeyValue value)
    {
        value = default;
        if (text is not { Length: > 0 } || !Enum.IsDefined((KeyType)text[0]))
            return false;
        value = new KeyValue((KeyType)text[0], text[1..]);
        try
        {
            value.ToObject();
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}

/// <summary>Types of <see cref="KeyValue"/>; the letters are stored.</summary>
internal enum KeyType
{
    Text = 't',
    Integer = 'i',
    Decimal = 'n',
    Double = 'r',
    LocalTime = 'l',
    Instant = 'z',
    Day = 'd',
    Guid = 'g',
    Flag = 'b',
    Bytes = 'x',
}
