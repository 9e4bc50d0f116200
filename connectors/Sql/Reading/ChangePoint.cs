using System.Globalization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Queries;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>Reckons with values of the column that says when a row changed: a time stamp, a day, a text that looks like one, or a growing number.</summary>
internal static class ChangePoint
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A value that lies an overlap earlier.</summary>
    public static KeyValue Earlier(KeyValue value, Overlap overlap) => overlap.Time is { } time ? EarlierTime(value, time) : EarlierNumber(value, overlap.Number);

    /// <summary>Refuses a value that the overlap cannot be taken from.</summary>
    public static void MustFit(KeyValue value, Overlap overlap) => Earlier(value, overlap);

    /// <summary>Whether it is a stamp that a clock cannot have shown yet. A stamp without a time zone may be ahead of UTC by fourteen hours.</summary>
    public static bool IsFuture(KeyValue value, DateTimeOffset now, Overlap overlap)
    {
        if (overlap.Time is not { } slack || TimeOf(value) is not { } time)
            return false;
        var ahead = value.Type switch { KeyType.Instant => slack, KeyType.Day => Day + Day, _ => slack + TimeSpan.FromHours(14) };
        return time > now.UtcDateTime + ahead;
    }

    /// <summary>How finely a column tells times apart: a day, or what stamps may have been rounded to.</summary>
    public static TimeSpan StepOf(KeyValue value, TimeSpan rounding) => value.Type == KeyType.Day || (value.Type == KeyType.Text && value.Text.Length <= 10) ? Day : rounding;

    private static KeyValue EarlierTime(KeyValue value, TimeSpan overlap)
    {
        if (TimeOf(value) is not { } time)
            throw DoesNotFit(value, "a length of time", "Write 'overlap:' as a number, such as 1000, or let the query give a time stamp.");
        var earlier = time - DateTime.MinValue > overlap ? time - overlap : DateTime.MinValue;
        return value.Type switch
        {
            KeyType.Instant => KeyValue.OfInstant(earlier),
            KeyType.LocalTime => KeyValue.OfLocal(earlier),
            KeyType.Day => new KeyValue(KeyType.Day, earlier.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            _ => new KeyValue(KeyType.Text, TextTime.Write(value.Text, earlier)),
        };
    }

    private static KeyValue EarlierNumber(KeyValue value, decimal overlap) => value.Type switch
    {
        KeyType.Integer => value with { Text = (decimal.Parse(value.Text, CultureInfo.InvariantCulture) - decimal.Floor(overlap)).ToString(CultureInfo.InvariantCulture) },
        KeyType.Decimal => value with { Text = (decimal.Parse(value.Text, CultureInfo.InvariantCulture) - overlap).ToString(CultureInfo.InvariantCulture) },
        KeyType.Double => value with { Text = (double.Parse(value.Text, CultureInfo.InvariantCulture) - (double)overlap).ToString("R", CultureInfo.InvariantCulture) },
        // A row version: eight bytes, the first ones count most.
        KeyType.Bytes when value.Text.Length is > 0 and <= 16 => value with { Text = EarlierBytes(value.Text, overlap) },
        _ => throw DoesNotFit(value, "a number", "Write 'overlap:' as a length of time, such as 10m, or let the query give a number."),
    };

    private static string EarlierBytes(string hex, decimal overlap)
    {
        var number = ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (number > overlap ? number - (ulong)overlap : 0).ToString($"X{hex.Length}", CultureInfo.InvariantCulture);
    }

    private static DateTime? TimeOf(KeyValue value) => value.Type switch
    {
        KeyType.Instant or KeyType.LocalTime => (DateTime)value.ToObject(),
        KeyType.Day => ((DateOnly)value.ToObject()).ToDateTime(TimeOnly.MinValue),
        KeyType.Text => TextTime.Read(value.Text),
        _ => null,
    };

    private static ConnectorException DoesNotFit(KeyValue value, string overlap, string nextStep) => new(new Failure(
        FailureKind.Configuration, $"'overlap:' is {overlap}, but the column of 'changed:' holds values such as '{(value.Text.Length > 40 ? value.Text[..40] : value.Text)}'.", nextStep));
}
