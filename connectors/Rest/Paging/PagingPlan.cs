using CreditBridge.Mapping.Fields;

namespace CreditBridge.Connectors.Rest.Paging;

/// <summary>How an API divides a long answer into pages.</summary>
public enum PagingKind
{
    /// <summary>It does not: one answer holds everything.</summary>
    None,

    /// <summary>By the number of the page: <c>{{page.number}}</c>.</summary>
    Page,

    /// <summary>By the number of rows before it: <c>{{page.offset}}</c>.</summary>
    Offset,

    /// <summary>By a mark that the page before gave, or a value of its last row: <c>{{page.cursor}}</c>.</summary>
    Cursor,

    /// <summary>By the header Link with <c>rel="next"</c> (RFC 8288).</summary>
    Link,

    /// <summary>By an address in the body of the page before.</summary>
    Next,
}

/// <summary><c>paging:</c> how a long answer is read piece by piece.</summary>
public sealed record PagingPlan
{
    private static readonly Dictionary<string, PagingKind> Kinds = new()
    {
        ["none"] = PagingKind.None,
        ["page"] = PagingKind.Page,
        ["offset"] = PagingKind.Offset,
        ["cursor"] = PagingKind.Cursor,
        ["link"] = PagingKind.Link,
        ["next"] = PagingKind.Next,
    };

    private static readonly Dictionary<string, bool> Ends = new() { ["empty"] = false, ["short"] = true };

    /// <summary>One answer holds everything.</summary>
    public static PagingPlan Nothing { get; } = new() { Kind = PagingKind.None, First = 0 };

    /// <summary><c>kind:</c> how pages are told apart.</summary>
    public required PagingKind Kind { get; init; }

    /// <summary><c>first:</c> number of the first page (1), or offset of the first row (0).</summary>
    public required int First { get; init; }

    /// <summary><c>size:</c> the most rows that the API gives per page; the option PageSize counts when it is smaller.</summary>
    public int? Size { get; init; }

    /// <summary><c>cursor:</c> path of the mark in the answer.</summary>
    public JsonPath? Cursor { get; init; }

    /// <summary><c>last:</c> path of the value in the last row after which the next page begins. The rows must be sorted by it.</summary>
    public JsonPath? Last { get; init; }

    /// <summary><c>start:</c> the mark of the first page; nothing when not given.</summary>
    public string? Start { get; init; }

    /// <summary>The mark of the first page, as a number when it is one.</summary>
    public object? FirstMark => ValueFormats.Usual.TryNumber(Start ?? "", out var number, out _) ? number : Start;

    /// <summary><c>next:</c> path of the next page's address.</summary>
    public JsonPath? Next { get; init; }

    /// <summary><c>has_more:</c> path of what says true when there are further pages.</summary>
    public JsonPath? HasMore { get; init; }

    /// <summary><c>total:</c> path of the number of rows on all pages.</summary>
    public JsonPath? Total { get; init; }

    /// <summary><c>ends: short</c>: a page with fewer rows than were asked for is the last. By default an empty one is, because an API may give fewer than it is asked for.</summary>
    public bool ShortIsLast { get; init; }

    /// <summary><c>reread_last: true</c>: each page begins with the last row of the page before. When it is another row, the list has moved, and reading goes back a page, so that none is missed.</summary>
    public bool RereadLast { get; init; }

    /// <summary><c>max_pages:</c> after how many pages reading is given up as endless; default 100,000.</summary>
    public int MaxPages { get; init; } = 100_000;

    /// <summary>Whether a list that changes while it is read page by page may lose a row, and nothing tells.</summary>
    public bool MissesWhatMoves => Kind is PagingKind.Page or PagingKind.Offset && Total is null && !RereadLast;

    /// <summary>Reads the block <c>paging:</c>.</summary>
    /// <param name="read">The block that it stands in.</param>
    /// <param name="requests">The requests for pages, which must hold what tells the pages apart.</param>
    public static PagingPlan Read(MappingSection read, IReadOnlyList<RequestTemplate> requests)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Section("paging") is not { } paging)
        {
            read.Refuse("paging", "The key is missing.", "Write 'paging: {kind: none}' when one answer holds everything; otherwise say how pages are asked for.");
            return new PagingPlan { Kind = PagingKind.None, First = 0 };
        }

        var kind = paging.Choice<PagingKind>("kind", Kinds, null, "Most APIs give a part only, and would be read in part without a word.");
        var plan = new PagingPlan
        {
            Kind = kind,
            First = WholeNumber.Read(paging, "first", 0, 1000) ?? (kind == PagingKind.Page ? 1 : 0),
            Size = WholeNumber.Read(paging, "size", 1, 100_000),
            Cursor = JsonPath.Read(paging, "cursor"),
            Last = JsonPath.Read(paging, "last"),
            Start = paging.Text("start"),
            Next = JsonPath.Read(paging, "next"),
            HasMore = JsonPath.Read(paging, "has_more"),
            Total = JsonPath.Read(paging, "total"),
            ShortIsLast = paging.Choice("ends", Ends, false, ""),
            RereadLast = paging.Switch("reread_last", false),
            MaxPages = WholeNumber.Read(paging, "max_pages", 1, 10_000_000) ?? 100_000,
        };
        plan.Judge(paging, requests);
        paging.Close();
        return plan;
    }

    private void Judge(MappingSection paging, IReadOnlyList<RequestTemplate> requests)
    {
        RefuseElsewhere(paging, "cursor", PagingKind.Cursor);
        RefuseElsewhere(paging, "last", PagingKind.Cursor);
        RefuseElsewhere(paging, "start", PagingKind.Cursor);
        RefuseElsewhere(paging, "next", PagingKind.Next);
        RefuseElsewhere(paging, "reread_last", PagingKind.Offset);
        if (Kind == PagingKind.Cursor && Cursor is null == Last is null)
            paging.Refuse(Cursor is null ? "cursor" : "last", "It is not said where the mark of the next page comes from, or twice.", "Write 'cursor:' with its path in the answer, or 'last:' with a path in the last row.");
        if (Last is not null && Start is null)
            paging.Refuse("start", "The key is missing.", "Write what the first page begins after, such as 'start: 0'.");
        if (Kind == PagingKind.Next && Next is null)
            paging.Refuse("next", "The key is missing.", "Write the path of the next page's address in the answer.");
        if (RereadLast && Size is 1)
            paging.Refuse("size", "With 'reread_last' a page needs room for more than one row.", "Write a larger 'size:'.");
        var needed = Kind switch { PagingKind.Page => "page.number", PagingKind.Offset => "page.offset", PagingKind.Cursor => "page.cursor", _ => null };
        if (needed is not null && requests.Any(r => !r.Names.Contains(needed)))
            paging.Refuse("kind", $"The request does not hold {{{{{needed}}}}}, so every page would be the first.", $"Put \"{{{{{needed}}}}}\" where the API expects it.");
    }

    private void RefuseElsewhere(MappingSection paging, string key, PagingKind kind)
    {
        if (Kind != kind && paging.Has(key))
            paging.Refuse(key, "The key says nothing with this kind of paging.", $"Take it out, or write 'kind: {Kinds.First(k => k.Value == kind).Key}'.");
    }
}
