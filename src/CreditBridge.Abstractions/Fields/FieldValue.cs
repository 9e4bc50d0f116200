using System.Globalization;

namespace CreditBridge.Abstractions.Fields;

/// <summary>
/// A value for a credit field: text, number, flag, day, moment, or deliberately empty. "Not mentioned" is not a value: the field is then simply absent from the write.
/// Numbers compare by value (5.0 = 5.00); moments are cut to whole seconds, because not every system keeps more.
/// </summary>
public readonly record struct FieldValue
{
    private FieldValue(object? content) => Content = content;

    /// <summary>The content: string, decimal, bool, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> or null.</summary>
    public object? Content { get; }

    /// <summary>Clears the field.</summary>
    public static FieldValue Empty => default;

    /// <summary>Whether the field is to be cleared.</summary>
    public bool IsEmpty => Content is null;

    /// <summary>Text; empty or null text clears the field, because the systems at the other end do not tell the two apart.</summary>
    public static FieldValue Text(string? text) => new(string.IsNullOrEmpty(text) ? null : text);

    /// <summary>A number; null clears the field.</summary>
    public static FieldValue Number(decimal? number) => new(number is null ? null : number / 1.0000000000000000000000000000m);

    /// <summary>Yes or no.</summary>
    public static FieldValue Flag(bool flag) => new(flag);

    /// <summary>A calendar day; null clears the field.</summary>
    public static FieldValue Date(DateOnly? day) => new(day);

    /// <summary>A moment, cut to whole seconds; null clears the field.</summary>
    public static FieldValue Instant(DateTimeOffset? moment) =>
        new(moment is { } m ? m.ToUniversalTime().AddTicks(-(m.UtcTicks % TimeSpan.TicksPerSecond)) : null);

    /// <summary>The value for logs and tables; an empty value gives an empty text.</summary>
    public override string ToString() => Content switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
