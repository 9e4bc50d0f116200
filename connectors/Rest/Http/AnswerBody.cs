using System.Text;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>The body of an answer as it was read.</summary>
/// <param name="Bytes">UTF-8 when it is text: all of it, or what came first of a long one.</param>
/// <param name="Rest">What has not been read yet of a long answer; null when all was read.</param>
internal readonly record struct AnswerBody(ReadOnlyMemory<byte> Bytes, Stream? Rest)
{
    // What is shorter is looked through as a whole before anything is taken from it.
    private const int Long = 4 * 1024 * 1024;

    /// <summary>Reads the body; text in another encoding that the answer declares is converted.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="most">The most bytes that are held in memory.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    /// <exception cref="ConnectorException">It is too large, or not in the encoding that it declares.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpResponseMessage response, ApiRequest request, long most, CancellationToken cancellationToken)
    {
        var mayBeLong = request.MayBeLong && response.IsSuccessStatusCode;
        var length = response.Content.Headers.ContentLength;
        if (length > most && !mayBeLong)
            throw TooLarge(most, request.Name);
        var stream = InUtf8(await response.Content.ReadAsStreamAsync(cancellationToken), response.Content.Headers.ContentType?.CharSet, request.Name);
        var enough = mayBeLong ? Math.Min(Long, most) : long.MaxValue;
        using var body = new MemoryStream((int)Math.Min(length ?? 16_384, Math.Min(most, enough)));
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (!mayBeLong && body.Length + read > most)
                throw TooLarge(most, request.Name);
            body.Write(buffer, 0, read);
            if (body.Length >= enough)
                return new AnswerBody(WithoutMark(body), stream);
        }

        return new AnswerBody(WithoutMark(body), null);
    }

    /// <summary>Says that more would have to be held in memory than may be.</summary>
    public static ConnectorException TooLarge(long most, string name) => new(new Failure(FailureKind.Configuration, $"The answer is larger than {most / (1024 * 1024)} MB, so it was not read.",
        "Ask for smaller pages (paging in the mapping, option PageSize) and for the needed fields only, or raise the option MaxAnswerMegabytes.")
    { Where = name });

    private static ReadOnlyMemory<byte> WithoutMark(MemoryStream body)
    {
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
    }

    private static Stream InUtf8(Stream stream, string? charset, string name)
    {
        var declared = charset?.Trim('"', ' ');
        if (string.IsNullOrEmpty(declared) || declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || declared.Equals("utf8", StringComparison.OrdinalIgnoreCase)
            || declared.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return stream;
        try
        {
            var page = (CodePagesEncodingProvider.Instance.GetEncoding(declared) ?? Encoding.GetEncoding(declared)).CodePage;
            var strict = CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.CreateTranscodingStream(stream, strict, Encoding.UTF8);
        }
        catch (ArgumentException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, $"The answer declares the encoding '{declared}', which is not known.", "Ask the vendor of the API which encoding it uses.") { Where = name }, e);
        }
    }
}
