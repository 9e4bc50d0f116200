using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditBridge.Connectors.Rest.Templates;

/// <summary>How a value is written into a text that has a meaning of its own, such as a query.</summary>
public enum Quoting
{
    /// <summary>As it is; only letters, digits and <c>_ . : + @ = / -</c> are let through, because nothing else is certain to stay a value.</summary>
    Plain,

    /// <summary><c>| sql</c>: between single quotes, with quotes in it doubled.</summary>
    Sql,

    /// <summary><c>| escaped</c>: between single quotes, with quotes and backslashes in it behind a backslash.</summary>
    Escaped,

    /// <summary><c>| number</c>: a number with a decimal point, and nothing else.</summary>
    Number,

    /// <summary><c>| text</c>: a text, even where the value alone would be a number in JSON.</summary>
    Text,

    /// <summary><c>| base64</c>: the value's UTF-8 in base64, as some headers want it.</summary>
    Base64,
}

/// <summary>A place in a text that a value takes: <c>{{page.offset}}</c>, or <c>{{page.cursor | sql}}</c> where it says how the value is quoted.</summary>
/// <param name="Name">Name of the value.</param>
/// <param name="Quoting">How it is written.</param>
internal sealed partial record Placeholder(string Name, Quoting Quoting)
{
    private static readonly Dictionary<string, Quoting> Words = new() { ["sql"] = Quoting.Sql, ["escaped"] = Quoting.Escaped, ["number"] = Quoting.Number, ["text"] = Quoting.Text, ["base64"] = Quoting.Base64 };

    /// <summary>Reads what stands between the braces; null and a reason when it is not understood.</summary>
    public static Placeholder? Parse(string inner, out string reason)
    {
        var parts = inner.Split('|', 2, StringSplitOptions.TrimEntries);
        reason = parts[0].Length == 0 ? "A name is missing between the braces." : "";
        var quoting = Quoting.Plain;
        if (parts.Length == 2 && !Words.TryGetValue(parts[1], out quoting))
            reason = $"'{parts[1]}' is not a way to write a value; there are: {string.Join(", ", Words.Keys)}.";
        return reason.Length == 0 ? new Placeholder(parts[0], quoting) : null;
    }

    /// <summary>The value within a longer text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="asItIs">Whether the text is no language, so that nothing in a value can change its meaning.</param>
    /// <exception cref="ConnectorException">The value cannot stand there.</exception>
    public string Write(object? value, bool asItIs = false)
    {
        var text = SourceValue.ToText(value) ?? throw Refused("has no value");
        return Quoting switch
        {
            Quoting.Sql => $"'{Printable(text).Replace("'", "''", StringComparison.Ordinal)}'",
            Quoting.Escaped => $"'{Printable(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
            Quoting.Number when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                => number.ToString(CultureInfo.InvariantCulture),
            Quoting.Number => throw Refused("is not a number"),
            Quoting.Base64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            _ when asItIs => text,
            _ when value is decimal or int or Stamp || IsTrusted || (Harmless().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal)) => Printable(text),
            _ => throw Refused("holds characters that could change the request's meaning; declare how it is quoted, such as {{" + Name + " | sql}}"),
        };
    }

    private string Printable(string text) => text.Any(char.IsControl) ? throw Refused("holds a control character") : text;

    // What an admin entered, and what the connector itself made up, cannot be somebody's trick.
    private bool IsTrusted => Name.StartsWith("secret.", StringComparison.Ordinal);

    private ConnectorException Refused(string why) => new(new Failure(FailureKind.Configuration, $"The value for {{{{{Name}}}}} {why}.", "Correct the request in the mapping.") { Where = $"{{{{{Name}}}}}" });

    [GeneratedRegex(@"\A[A-Za-z0-9_.:+@=/-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}

/// <summary>A moment in the form in which a request wants it; made by the connector, so it needs no quoting.</summary>
/// <param name="Text">The moment as text.</param>
internal sealed record Stamp(string Text) : IFormattable
{
    public string ToString(string? format, IFormatProvider? formatProvider) => Text;

    public override string ToString() => Text;
}
