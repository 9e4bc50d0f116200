using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CreditBridge.Worker.Http;

/// <summary>Markup. It is made from an interpolated string in which every value is encoded unless it is markup itself, so that encoding cannot be forgotten.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct Html(string Markup)
{
    /// <summary>No markup.</summary>
    public static readonly Html Nothing = new("");

    /// <summary>Markup with encoded values.</summary>
    public static Html Of(HtmlWriter writer) => new(writer.Finish());

    /// <inheritdoc />
    public override string ToString() => Markup;
}

/// <summary>Writes the interpolated string of <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter(int literalLength, int formattedCount)
{
    // Letters of any alphabet may stay as they are: the page is UTF-8. Characters with a meaning in HTML are always encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    /// <summary>The markup between the values.</summary>
    public void AppendLiteral(string markup) => _text.Append(markup);

    /// <summary>A text, encoded.</summary>
    public void AppendFormatted(string? text) => _text.Append(text is null ? "" : Encoder.Encode(text));

    /// <summary>A number, with separators.</summary>
    public void AppendFormatted(long number) => _text.Append(number.ToString("N0"));

    /// <summary>Markup as it is.</summary>
    public void AppendFormatted(Html markup) => _text.Append(markup.Markup);

    /// <summary>Pieces of markup as they are.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            _text.Append(piece.Markup);
    }

    /// <summary>The markup.</summary>
    public string Finish() => _text.ToString();
}
