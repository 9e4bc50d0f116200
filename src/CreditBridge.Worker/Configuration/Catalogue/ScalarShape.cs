using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>A single value.</summary>
/// <param name="ClrType">Its type, without <see cref="Nullable{T}"/>.</param>
public sealed record ScalarShape(Type ClrType) : OptionShape
{
    private static readonly Type[] s_types = [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(decimal), typeof(TimeSpan), typeof(Uri)];

    /// <summary>Whether the JSON value is true or false.</summary>
    public bool IsTruth => ClrType == typeof(bool);

    /// <summary>Whether the JSON value is a number.</summary>
    public bool IsNumber => IsWhole || ClrType == typeof(decimal);

    /// <summary>Whether the JSON value is a whole number.</summary>
    public bool IsWhole => ClrType == typeof(int) || ClrType == typeof(long);

    /// <summary>The names that are allowed; empty when the value is not one of a list.</summary>
    public IReadOnlyList<string> AllowedNames => ClrType.IsEnum ? Enum.GetNames(ClrType) : [];

    /// <summary>What is expected, for a sentence: "a whole number, such as 60".</summary>
    public string Expected => this switch
    {
        { IsTruth: true } => "true or false",
        { IsWhole: true } => "a whole number, such as 60",
        { IsNumber: true } => "a number with a decimal point, such as 0.25",
        _ when ClrType == typeof(TimeSpan) => "a duration as hours, minutes and seconds, such as \"00:05:00\"",
        _ when ClrType == typeof(Uri) => "a whole address, such as \"https://example.com\"",
        _ when ClrType.IsEnum => "one of " + string.Join(", ", AllowedNames),
        _ => "text in quotation marks",
    };

    /// <summary>Whether a type is held in a single value.</summary>
    public static bool Holds(Type type) => type.IsEnum || s_types.Contains(type);

    /// <summary>Reads a value; false when the text is not one.</summary>
    public bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (ClrType == typeof(string))
            value = text;
        else if (IsTruth && bool.TryParse(text, out var truth))
            value = truth;
        else if (ClrType == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            value = small;
        else if (ClrType == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            value = large;
        else if (ClrType == typeof(decimal) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            value = exact;
        else if (ClrType == typeof(TimeSpan) && text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
            value = span;
        else if (ClrType == typeof(Uri) && text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri))
            value = uri;
        else if (AllowedNames.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } allowed)
            value = Enum.Parse(ClrType, allowed);
        return value is not null;
    }

    /// <summary>A value as it is written in the file.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool truth => JsonValue.Create(truth),
        int whole => JsonValue.Create(whole),
        long whole => JsonValue.Create(whole),
        decimal exact => JsonValue.Create(exact),
        TimeSpan span => JsonValue.Create(span.ToString("c", CultureInfo.InvariantCulture)),
        Uri uri => JsonValue.Create(uri.OriginalString),
        _ => JsonValue.Create(value.ToString()),
    };
}
