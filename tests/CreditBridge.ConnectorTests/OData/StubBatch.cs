using System.Text;
using System.Text.Json;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Answers a batch in JSON or in parts.</summary>
internal static class StubBatch
{
    public static StubAnswer Answer(ODataStub stub, IReadOnlyDictionary<string, string> headers, string body) =>
        headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal) ? Json(stub, headers, body) : Parts(stub, headers, body);

    private static StubAnswer Json(ODataStub stub, IReadOnlyDictionary<string, string> headers, string body)
    {
        using var document = JsonDocument.Parse(body);
        var answers = document.RootElement.GetProperty("requests").EnumerateArray().Select(r =>
        {
            var own = headers.Where(h => h.Key is "Authorization").Concat(r.GetProperty("headers").EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.GetString()!)));
            var answer = stub.Answer(r.GetProperty("method").GetString()!, "/odata/" + r.GetProperty("url").GetString(), own.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase),
                "");
            return $$"""{"id":"{{r.GetProperty("id").GetString()}}","status":{{answer.Status}},"headers":{"content-type":"application/json"},"body":{{answer.Body}}}""";
        });
        // In another order than asked, as the specification allows.
        return new StubAnswer(200, $$"""{"responses":[{{string.Join(',', answers.Reverse())}}]}""");
    }

    private static StubAnswer Parts(ODataStub stub, IReadOnlyDictionary<string, string> headers, string body)
    {
        var boundary = "--" + headers["Content-Type"].Split("boundary=")[1];
        var text = new StringBuilder();
        foreach (var part in body.Split(boundary).Skip(1).Where(p => !p.StartsWith("--", StringComparison.Ordinal)))
        {
            var lines = part.Split("\r\n\r\n")[1].Split("\r\n");
            var own = lines.Skip(1).Where(l => l.Length > 0).Select(l => KeyValuePair.Create(l.Split(": ", 2)[0], l.Split(": ", 2)[1])).Concat(headers.Where(h => h.Key is "Authorization"));
            var answer = stub.Answer("GET", "/odata/" + lines[0].Split(' ')[1], own.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase), "");
            text.Append($"--answers_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {answer.Status} OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n\r\n{answer.Body}\r\n");
        }

        text.Append("--answers_1--\r\n");
        return new StubAnswer(202, text.ToString(), "multipart/mixed; boundary=answers_1");
    }
}
