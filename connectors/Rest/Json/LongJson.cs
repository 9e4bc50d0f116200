using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Json;

/// <summary>
/// Reads a long document while it comes: gives the elements of one array piece by piece and keeps what stands around the array. Never more is held in memory than a piece of the
/// array, or a single element, and what stands around.
/// </summary>
/// <param name="answer">The document.</param>
/// <param name="way">The names that lead to the array; none when the document is the array.</param>
/// <param name="name">What was asked, for people.</param>
internal sealed class LongJson(LongAnswer answer, IReadOnlyList<string> way, string name) : IDisposable
{
    private const int PieceLength = 256 * 1024;

    private readonly MemoryStream _around = new();
    private byte[] _bytes = answer.Begun.ToArray();
    private int _from;
    private int _to = answer.Begun.Length;
    private long _total = answer.Begun.Length;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 64 });
    private bool _isExpected = true;
    private int _followed;

    /// <summary>Whether the array is there.</summary>
    public bool HasArray { get; private set; }

    /// <summary>The elements, in arrays of some. Each document is good until the next is asked for.</summary>
    /// <exception cref="ConnectorException">The document broke off, is not JSON, or is too large to be read in pieces.</exception>
    public async IAsyncEnumerable<JsonElement> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!FindArray())
        {
            if (!await FillAsync(cancellationToken))
                yield break;
        }

        HasArray = true;
        var ended = false;
        while (!ended)
        {
            var (start, length) = Elements(ref ended);
            if (length > 0)
            {
                var piece = ArrayPool<byte>.Shared.Rent(length + 2);
                try
                {
                    piece[0] = (byte)'[';
                    _bytes.AsSpan(start, length).CopyTo(piece.AsSpan(1));
                    piece[length + 1] = (byte)']';
                    using var document = JsonText.Parse(piece.AsMemory(0, length + 2), name);
                    yield return document.RootElement;
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(piece);
                }
            }
            else if (!ended && !await FillAsync(cancellationToken))
            {
                throw JsonText.BrokenOff(_total, name);
            }
        }
    }

    /// <summary>The document with nothing in the array; to be asked for when all pieces were given.</summary>
    /// <exception cref="ConnectorException">The document broke off, or is not JSON.</exception>
    public async Task<JsonDocument> AroundAsync(CancellationToken cancellationToken)
    {
        do
            FindArray();
        while (await FillAsync(cancellationToken));
        _around.Write(_bytes, _from, _to - _from);
        return JsonText.Parse(_around.GetBuffer().AsMemory(0, (int)_around.Length), name, _total);
    }

    public void Dispose() => _around.Dispose();

    // Reads on outside the array; true when it begins.
    private bool FindArray()
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(_from, _to - _from), isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
                if (!HasArray && Follow(ref reader))
                {
                    Keep(ref reader);
                    return true;
                }
            }
        }
        catch (JsonException e)
        {
            throw JsonText.Unsound(e, name);
        }

        Keep(ref reader);
        return false;
    }

    private bool Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _isExpected = _followed < way.Count && reader.CurrentDepth == _followed + 1 && reader.ValueTextEquals(way[_followed]);
                _followed += _isExpected ? 1 : 0;
                return false;
            case JsonTokenType.EndObject:
                if (_followed > 0 && reader.CurrentDepth == _followed)
                    _followed--;
                return false;
            case JsonTokenType.StartArray when _isExpected && _followed == way.Count:
                return true;
            default:
                // What has the name, and is not what could hold the array.
                if (_isExpected && _followed > 0 && reader.TokenType != JsonTokenType.StartObject)
                    _followed--;
                _isExpected = false;
                return false;
        }
    }

    private void Keep(ref Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        _around.Write(_bytes, _from, consumed);
        if (_around.Length > answer.Most)
            throw AnswerBody.TooLarge(answer.Most, name);
        _from += consumed;
        _state = reader.CurrentState;
    }

    // As many whole elements as make up a piece; none when the first is not there as a whole yet.
    private (int Start, int Length) Elements(ref bool ended)
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(_from, _to - _from), isFinalBlock: false, _state);
        var (start, end, state) = (-1, 0, _state);
        try
        {
            while (end - start < PieceLength && reader.Read())
            {
                ended = reader.TokenType == JsonTokenType.EndArray;
                if (ended)
                    break;
                var begin = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                    break;
                start = start < 0 ? begin : start;
                (end, state) = ((int)reader.BytesConsumed, reader.CurrentState);
            }
        }
        catch (JsonException e)
        {
            throw JsonText.Unsound(e, name);
        }

        var first = _from + start;
        (_from, _state) = (_from + (ended ? (int)reader.BytesConsumed : end), ended ? reader.CurrentState : state);
        if (ended)
            _around.WriteByte((byte)']');
        return start < 0 ? (0, 0) : (first, end - start);
    }

    // False when there is no more.
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_from > 0)
        {
            _bytes.AsSpan(_from, _to - _from).CopyTo(_bytes);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _bytes.Length)
        {
            if (_to >= answer.Most)
                throw AnswerBody.TooLarge(answer.Most, name);
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _to, PieceLength), answer.Most));
        }

        var read = await answer.ReadAsync(_bytes.AsMemory(_to));
        (_to, _total) = (_to + read, _total + read);
        return read > 0;
    }
}
