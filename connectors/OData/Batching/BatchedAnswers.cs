using System.Collections.Concurrent;
using System.Net;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Batching;

/// <summary>Answers that came in a batch, each given out once to whoever asks the same question in the same cycle.</summary>
internal sealed class BatchedAnswers
{
    private readonly ConcurrentDictionary<string, BatchedAnswer> _answers = new(StringComparer.Ordinal);

    /// <summary>Forgets what nobody asked for.</summary>
    public void Clear() => _answers.Clear();

    public void Keep(Asked asked, BatchedAnswer answer) => _answers[asked.Address.AbsoluteUri] = answer;

    /// <summary>The answer to a question; null when it is not there. A question with a condition (If-None-Match) is always asked anew.</summary>
    public ApiAnswer? Take(Asked asked) => !asked.Headers.Any(h => h.Key == "If-None-Match") && _answers.TryRemove(asked.Address.AbsoluteUri, out var answer)
        ? new ApiAnswer(HttpStatusCode.OK, answer.Body, new ApiRequest(HttpMethod.Get, asked.Address, asked.Name)) { Headers = answer.Headers }
        : null;
}

/// <summary>One answer in a batch.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record BatchedAnswer(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
