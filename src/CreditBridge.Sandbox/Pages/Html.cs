using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CreditBridge.Sandbox.Pages;

/// <summary>
/// A piece of markup. It is made from an interpolated string in which every value is encoded, unless the value is markup itself: forgetting
/// to encode is not possible, only asking for the opposite is.
/// </summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html Nothing = new("");

    public static Html Of(HtmlWriter writer) => new(writer.Finish());

    public static Html When(bool condition, HtmlWriter writer) => condition ? new(writer.Finish()) : Nothing;

    public override string ToString() => Markup;
}

/// <summary>Writes the interpolated string of <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter
{
    // Letters of any alphabet may stay as they are: the pages are UTF-8. Characters with a meaning in HTML are always encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text;

    public HtmlWriter(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + 16 * formattedCount);

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(string? text) => _text.Append(text is null ? "" : Encoder.Encode(text));

    public void AppendFormatted(int number) => _text.Append(number);

    public void AppendFormatted(Html markup) => _text.Append(markup.Markup);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            _text.Append(piece.Markup);
    }

    public string Finish() => _text.ToString();
}
