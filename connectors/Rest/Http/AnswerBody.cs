using System.Text;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Reads the body of an answer, up to a size, and makes UTF-8 of it.</summary>
internal static class AnswerBody
{
    /// <summary>The body; text in another encoding that the answer declares is converted.</summary>
    /// <exception cref="ConnectorException">It is too large, or not in the encoding that it declares.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, long largest, string name, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > largest)
            throw TooLarge(largest, name);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream((int)Math.Min(response.Content.Headers.ContentLength ?? 16_384, largest));
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > largest)
                throw TooLarge(largest, name);
            body.Write(buffer, 0, read);
        }

        return ToUtf8(body.GetBuffer().AsMemory(0, (int)body.Length), response.Content.Headers.ContentType?.CharSet, name);
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes, string? charset, string name)
    {
        var declared = charset?.Trim('"', ' ');
        if (string.IsNullOrEmpty(declared) || declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || declared.Equals("utf8", StringComparison.OrdinalIgnoreCase)
            || declared.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        try
        {
            var encoding = (CodePagesEncodingProvider.Instance.GetEncoding(declared) ?? Encoding.GetEncoding(declared)).CodePage;
            var strict = CodePagesEncodingProvider.Instance.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.UTF8.GetBytes(strict.GetString(bytes.Span).TrimStart('\uFEFF'));
        }
        catch (Exception e) when (e is ArgumentException or DecoderFallbackException)
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, $"The answer declares the encoding '{declared}' and cannot be read as such.", "Ask the vendor of the API which encoding it uses.") { Where = name }, e);
        }
    }

    private static ConnectorException TooLarge(long largest, string name) => new(new Failure(FailureKind.Configuration, $"The answer is larger than {largest / (1024 * 1024)} MB, so it was not read.",
        "Ask for smaller pages (paging in the mapping, option PageSize) and for the needed fields only, or raise the option MaxAnswerMegabytes.")
    { Where = name });
}
