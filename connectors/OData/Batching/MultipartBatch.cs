using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Batching;

/// <summary>A batch in parts: each part of <c>multipart/mixed</c> holds one request, or one answer, as HTTP writes it. Answers come in the order of the questions.</summary>
internal static class MultipartBatch
{
    public const string Boundary = "batch_creditbridge";
    private static readonly byte[] BlankLine = "\r\n\r\n"u8.ToArray();

    public static byte[] Write(IReadOnlyList<Asked> asked, Uri service)
    {
        var text = new StringBuilder();
        foreach (var question in asked)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"--{Boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET {Batch.Relative(question.Address, service)} HTTP/1.1\r\nAccept: application/json\r\n");
            foreach (var (name, value) in question.Headers.Where(h => h.Key != "If-None-Match"))
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            text.Append("\r\n\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"--{Boundary}--\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The answers in the order of the questions; null where one is missing.</summary>
    /// <exception cref="ConnectorException">The answer is no batch.</exception>
    public static BatchedAnswer?[] Read(ReadOnlyMemory<byte> body, string? contentType, int count)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value is not { } boundary)
            throw Batch.Wrong($"The answer to a batch in parts is '{contentType}', not multipart/mixed.");
        var answers = new BatchedAnswer?[count];
        var at = 0;
        foreach (var part in Parts(body, Encoding.ASCII.GetBytes($"--{boundary.Trim('"')}")))
        {
            if (at < count)
                answers[at++] = AnswerIn(part);
        }

        return answers;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> body, byte[] delimiter)
    {
        var from = body.Span.IndexOf(delimiter);
        while (from >= 0)
        {
            from += delimiter.Length;
            var length = body.Span[from..].IndexOf(delimiter);
            if (length < 0)
                yield break;
            yield return body.Slice(from, length);
            from += length;
        }
    }

    private static BatchedAnswer? AnswerIn(ReadOnlyMemory<byte> part)
    {
        // First the headers of the part, then those of the answer in it, then its body.
        var inner = After(part);
        var content = After(inner);
        if (content.IsEmpty)
            return null;
        var lines = Encoding.ASCII.GetString(inner.Span[..(inner.Length - content.Length)]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0].Split(' ') is not [_, var code, ..] || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
                headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new BatchedAnswer(status, headers, content.Span.EndsWith("\r\n"u8) ? content[..^2] : content);
    }

    private static ReadOnlyMemory<byte> After(ReadOnlyMemory<byte> text) => text.Span.IndexOf(BlankLine) is var at and >= 0 ? text[(at + BlankLine.Length)..] : default;
}
