using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Paging;

/// <summary>What a page listed, however many pieces it came in.</summary>
internal sealed class PageTally : IDisposable
{
    private readonly IncrementalHash _content = NewHash();

    /// <summary>How many elements it listed.</summary>
    public int Listed { get; private set; }

    /// <summary>How many of them the page before did not list.</summary>
    public int Fresh { get; private set; }

    /// <summary>The last of them.</summary>
    public JsonElement Last { get; private set; }

    /// <summary>What tells an element from others.</summary>
    public static string Identity(JsonElement element)
    {
        using var hash = NewHash();
        hash.AppendData(JsonMarshal.GetRawUtf8Value(element));
        return Text(hash);
    }

    /// <summary>Notes elements.</summary>
    /// <param name="listed">The elements.</param>
    /// <param name="fresh">How many of them the page before did not list.</param>
    public void Add(IReadOnlyList<JsonElement> listed, int fresh)
    {
        foreach (var element in listed)
            _content.AppendData(JsonMarshal.GetRawUtf8Value(element));
        (Listed, Fresh) = (Listed + listed.Count, Fresh + fresh);
        if (listed.Count > 0)
            Last = listed[^1].Clone();
    }

    /// <summary>What tells the page from others; to be asked for once, at its end.</summary>
    public string Content() => Text(_content);

    public void Dispose() => _content.Dispose();

    private static IncrementalHash NewHash() => IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private static string Text(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
}
