using System.Text;

namespace CreditBridge.Mapping.Origins;

/// <summary>
/// <c>text: "{A}-{B}"</c>: a text with columns in it. When a column is empty, so is the whole; <c>{A?}</c> may be empty. <c>{{</c> stands for a brace.
/// </summary>
/// <param name="pieces">What stands one behind the other: texts and columns.</param>
internal sealed class TemplateOrigin(TemplatePiece[] pieces) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            var value = piece.Origin.Of(reading, field);
            if (value is null && !piece.MayBeEmpty)
                return null;
            text.Append(SourceValue.ToText(value));
        }

        return TextCleaning.Usual.Of(text.ToString(), reading, field);
    }
}

/// <summary>A piece of a template.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="MayBeEmpty">Whether the others count without it.</param>
internal readonly record struct TemplatePiece(ValueOrigin Origin, bool MayBeEmpty);

/// <summary>
/// Texts in another shape: <c>upper: true</c> writes them in upper case, <c>strip_leading: "0"</c> drops characters in front (the last one stays), and
/// <c>pad_left: {with: "0", to: 10}</c> puts some there.
/// </summary>
internal sealed class ShapedOrigin(ValueOrigin inner, bool upper, char? stripped, char padding, int width) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field)
    {
        if (SourceValue.ToText(inner.Of(reading, field)) is not { } text)
            return null;
        if (upper)
            text = text.ToUpperInvariant();
        if (stripped is { } zero && text[0] == zero)
            text = text.TrimStart(zero) is { Length: > 0 } rest ? rest : text[^1..];
        return text.Length < width ? text.PadLeft(width, padding) : text;
    }
}

/// <summary><c>lookup: NAME</c>: what a table at the top of the mapping says for the value.</summary>
internal sealed class LookedUpOrigin(ValueOrigin inner, LookupTable table) : ValueOrigin
{
    public override object? Of(RowReading reading, FieldOrigin field) =>
        SourceValue.ToText(inner.Of(reading, field)) is { } text ? table.Of(text, reading, field) : null;
}
