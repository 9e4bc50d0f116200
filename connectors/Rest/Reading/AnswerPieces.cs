using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>The rows of one answer: at once, or, when the answer is long, piece by piece while it comes.</summary>
/// <param name="answer">The answer.</param>
/// <param name="rows">Takes rows out of it.</param>
/// <param name="place">Where they are.</param>
/// <param name="page">Number of the page, from 1, for people.</param>
/// <param name="name">Name of the page for people.</param>
internal sealed class AnswerPieces(ApiAnswer answer, AnswerRows rows, JsonPath place, int page, string name) : IDisposable
{
    private JsonDocument? _around;

    /// <summary>The answer, of a long one what stands around the rows; to be asked for when all pieces were given.</summary>
    public JsonElement Around => _around?.RootElement ?? answer.Json;

    /// <summary>The pieces, at least one; each is good until the next is asked for.</summary>
    /// <exception cref="ConnectorException">The answer cannot be read, declares itself a failure, or has no rows where the mapping says.</exception>
    public async IAsyncEnumerable<AnswerPage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (answer.Rest is not { } rest)
        {
            yield return rows.Of(answer.Json, page);
            yield break;
        }

        using var document = new LongJson(rest, place.Names!, name);
        var before = 0;
        await foreach (var piece in document.PiecesAsync(cancellationToken))
        {
            var taken = rows.OfListed([.. piece.EnumerateArray()], page, before);
            before += taken.Rows.Count;
            yield return taken;
        }

        _around = await document.AroundAsync(cancellationToken);
        rest.Judge(_around.RootElement);
        if (before == 0)
            yield return rows.Of(_around.RootElement, page);
    }

    public void Dispose() => _around?.Dispose();
}
