using System.Text.Json;
using System.Text.Unicode;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Reads JSON strictly: nothing is repaired, and a name that stands twice in one object is refused, because nobody can say which value counts.</summary>
public static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="name">What was asked, for people.</param>
    /// <param name="length">How many bytes came, when the text is only a part of them.</param>
    /// <exception cref="ConnectorException">The text broke off, or is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string name, long? length = null)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, "The answer says that it is UTF-8, and is not: it holds an invalid byte.",
                "Ask the vendor of the API to declare its encoding (Content-Type: application/json; charset=…).")
            { Where = name });
        }

        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException e)
        {
            throw IsWhole(utf8.Span) ? Unsound(e, name) : BrokenOff(length ?? utf8.Length, name, e);
        }
    }

    /// <summary>Says that a text is not JSON.</summary>
    internal static ConnectorException Unsound(JsonException e, string name) =>
        new(new Failure(FailureKind.Fatal, $"The answer is not sound JSON: {e.Message}", "Ask the vendor of the API; if a proxy stands in between, look at what it does to answers.") { Where = name }, e);

    /// <summary>Says that a text broke off.</summary>
    internal static ConnectorException BrokenOff(long length, string name, Exception? inner = null) =>
        new((length == 0
            ? new Failure(FailureKind.Transient, "The answer is empty, where JSON was expected.", "It is asked again by itself. If it lasts, look whether the mapping asks the right address, and what a proxy in between makes of answers.")
            : new Failure(FailureKind.Transient, $"The answer broke off after {length:N0} bytes.", "Nothing to do; it is repeated. If it lasts, ask for smaller pages (option PageSize).")) with { Where = name }, inner);

    // A text that broke off is worth another try; one that is wrong from within is not. A reader that may expect more tells the two apart.
    private static bool IsWhole(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 64 }));
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth == 0 && reader.BytesConsumed > 0 && reader.TokenType is not JsonTokenType.None;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
