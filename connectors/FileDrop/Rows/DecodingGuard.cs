using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>A text is not in the encoding that the mapping declares.</summary>
internal sealed class WrongEncodingException(string message, string nextStep) : Exception(message)
{
    /// <summary>What a person can do about it.</summary>
    public string NextStep => nextStep;
}

/// <summary>
/// Finds a wrong encoding that decoding alone would not notice, because in most encodings every byte is some character: a mark of another encoding at the beginning, bytes
/// that texts never hold, and a text that is UTF-8 throughout.
/// </summary>
internal sealed class DecodingGuard(Stream inner, Encoding encoding) : ReadingStream
{
    // Fewer letters could be UTF-8 by chance.
    private const int EnoughLetters = 3;

    private static readonly SearchValues<byte> UnusedIn1252 = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D]);
    private static readonly SearchValues<byte> UpperControls = SearchValues.Create([.. Enumerable.Range(0x80, 0x20).Select(b => (byte)b)]);
    private readonly SearchValues<byte>? _unused = encoding.CodePage switch { 1252 => UnusedIn1252, 28591 or 28605 => UpperControls, _ => null };
    private readonly Utf8Letters? _utf8 = TextEncodings.IsSingleByte(encoding) ? new Utf8Letters() : null;
    private readonly List<byte> _last = [];
    private bool _begun;
    private long _linesBefore;

    private string Declared => TextEncodings.NameOf(encoding);

    public override int Read(Span<byte> buffer)
    {
        var read = _begun ? inner.Read(buffer) : Begin(buffer);
        var bytes = buffer[..read];
        _linesBefore += LineBreaks(CollectionsMarshal.AsSpan(_last));
        _last.Clear();
        _last.AddRange(bytes);
        _utf8?.Add(bytes);
        if (_unused is not null && bytes.IndexOfAny(_unused) is var at and >= 0)
        {
            throw new WrongEncodingException($"The file is not {Declared}: it holds the byte {bytes[at]:X2}, which no text in this encoding has.",
                $"Declare the file's real encoding with 'encoding:' in the mapping ({(encoding.CodePage == 1252 ? "utf-8 or ibm850" : "windows-1252 or utf-8")} perhaps), or export it as UTF-8.");
        }

        if (read == 0 && _utf8 is { Count: >= EnoughLetters })
        {
            throw new WrongEncodingException($"The file is not {Declared}: all of its {_utf8.Count:N0} letters beyond A to Z are those of UTF-8.",
                "Write 'encoding: utf-8' in the mapping.");
        }

        return read;
    }

    /// <summary>
    /// The line, from 1, with the byte over which decoding of what was read last has failed; null when that cannot be told. The reader decodes ahead, so the row that it is
    /// at says nothing.
    /// </summary>
    public long? LineOfInvalidByte()
    {
        if (encoding.CodePage != Encoding.UTF8.CodePage)
            return null;
        ReadOnlySpan<byte> all = CollectionsMarshal.AsSpan(_last);
        var at = 0;
        // The rest of a letter that began in the part before.
        while (_linesBefore > 0 && at < Math.Min(3, all.Length) && (all[at] & 0xC0) == 0x80)
            at++;
        while (at < all.Length)
        {
            var outcome = Rune.DecodeFromUtf8(all[at..], out _, out var length);
            if (outcome == OperationStatus.InvalidData)
                return _linesBefore + LineBreaks(all[..at]) + 1;
            if (outcome == OperationStatus.NeedMoreData)
                break;
            at += length;
        }

        return _linesBefore + LineBreaks(all) + 1;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    // A file whose lines end with a carriage return alone has none of these; its lines are not told.
    private static long LineBreaks(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n');

    private int Begin(Span<byte> buffer)
    {
        _begun = true;
        var read = inner.ReadAtLeast(buffer, Math.Min(4, buffer.Length), throwOnEndOfStream: false);
        if (TextEncodings.OfMark(buffer[..read]) is { } mark && mark != Declared)
            throw new WrongEncodingException($"The file is not {Declared}: it begins with the mark of {mark}.", $"Write 'encoding: {mark}' in the mapping.");
        return read;
    }

    /// <summary>Counts the letters of UTF-8 in bytes; none as soon as the bytes cannot be UTF-8.</summary>
    private sealed class Utf8Letters
    {
        private int _rest;
        private bool _isOther;

        public long Count { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (_isOther || (_rest == 0 && Ascii.IsValid(bytes)))
                return;
            foreach (var b in bytes)
            {
                if (_rest > 0)
                {
                    _isOther = (b & 0xC0) != 0x80;
                    if (--_rest == 0)
                        Count++;
                }
                else if (b >= 0x80)
                {
                    _rest = b switch { >= 0xC2 and <= 0xDF => 1, >= 0xE0 and <= 0xEF => 2, >= 0xF0 and <= 0xF4 => 3, _ => 0 };
                    _isOther = _rest == 0;
                }

                if (!_isOther)
                    continue;
                Count = 0;
                return;
            }
        }
    }
}
