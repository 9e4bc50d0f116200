using System.Text.Json;
using CreditBridge.Connectors.Rest.Reading;

namespace CreditBridge.Connectors.Rest.Paging;

/// <summary>Turns pages: says whether there is another one and how it is asked for, and notices when the pages go in circles.</summary>
internal sealed class PageTurn(PagingPlan plan, SecretTexts secrets)
{
    private const int MostMoves = 50;

    private readonly HashSet<string> _marks = new(StringComparer.Ordinal);
    private string? _pageBefore;
    private int _moves;

    /// <summary>Whether the page that is asked for begins with the last row of the page before.</summary>
    public bool Rereads(RestPosition at) => plan.RereadLast && at is { Rows: > 0, LastRow: not null };

    /// <summary>Where to go back to when the list moved since the page before; null when it did not.</summary>
    public RestPosition? HasMoved(RestPosition at, IReadOnlyList<JsonElement> listed)
    {
        if (!Rereads(at) || (listed.Count > 0 && PageTally.Identity(listed[0]) == at.LastRow))
            return null;
        if (++_moves > MostMoves)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, "The list changes faster than it can be read: again and again the last row of a page was not there any more.",
                "It is repeated. If it lasts, let the API sort by something that does not change, such as an id."));
        }

        var back = Math.Max(at.Rows - (at.Size ?? 1), 0);
        return at with { Rows = back, LastRow = null };
    }

    /// <summary>
    /// How many rows the answer says there are, where pages are counted off; null elsewhere. A list that became shorter on the way has moved up by what was taken out, and the rows
    /// that moved over the edge of a page were on none. One that grew shows rows twice at worst.
    /// </summary>
    public decimal? Total(JsonElement answer) =>
        plan is { Kind: PagingKind.Page or PagingKind.Offset, RereadLast: false, Total: { } total } ? Cell(total, answer) as decimal? : null;

    /// <summary>How the next page is asked for; null when this one was the last.</summary>
    /// <param name="after">Where the walk stands after the page.</param>
    /// <param name="page">What the page listed.</param>
    /// <param name="answer">The answer that it came in; of a long one what stands around the rows.</param>
    /// <param name="link">The header Link of the answer; null when it has none.</param>
    /// <param name="asked">How many rows were asked for.</param>
    /// <param name="name">Name of the page for people.</param>
    /// <exception cref="ConnectorException">The pages go in circles.</exception>
    public RestPosition? After(RestPosition after, PageTally page, JsonElement answer, string? link, int asked, string name)
    {
        if (plan.Kind == PagingKind.None || plan.HasMore?.Find(answer) is { ValueKind: not JsonValueKind.True and not JsonValueKind.String and not JsonValueKind.Number })
            return null;
        var next = plan.Kind switch
        {
            PagingKind.Link => LinkHeader.Next(link),
            PagingKind.Next => plan.Next?.TextIn(answer),
            PagingKind.Cursor when plan.Cursor is { } cursor => cursor.TextIn(answer),
            _ => null,
        };
        if (plan.Kind is PagingKind.Link or PagingKind.Next || plan.Cursor is not null)
        {
            if (string.IsNullOrEmpty(next))
                return null;
            if (!_marks.Add(next))
                throw Endless($"The API names '{secrets.Clean(next, 80)}' as the next page for the second time.", "Ask its vendor; or correct 'paging:' in the mapping.", name);
            return plan.Cursor is not null ? after.WithMark(Cell(plan.Cursor, answer)) : after with { Link = next };
        }

        if (page.Fresh == 0 || IsLast(after, page, answer, asked))
            return null;
        RefuseSame(page, name);
        if (plan.Last is not { } last)
            return plan.RereadLast ? after with { LastRow = PageTally.Identity(page.Last) } : after;
        var mark = last.Find(page.Last) is { } cell ? JsonCell.Of(cell) : null;
        if (SourceValue.ToText(mark) is not { Length: > 0 } text)
            throw Endless($"The last row has nothing at '{last}', after which the next page would begin.", "Correct 'last:' below 'paging:' in the mapping.", name);
        if (!_marks.Add(text))
            throw Endless($"The page ends with '{secrets.Clean(text, 80)}', as one before it did.", "Let the request ask for rows after {{page.cursor}} only, sorted by it.", name);
        return after.WithMark(mark);
    }

    public static ConnectorException Endless(string message, string nextStep, string name) => new(new Failure(FailureKind.Configuration, message, nextStep) { Where = name });

    private bool IsLast(RestPosition after, PageTally page, JsonElement answer, int asked)
    {
        if (plan.HasMore is { } more)
            return !(more.TextIn(answer) is "true" or "1" or "True");
        if (plan.Total is { } total && Cell(total, answer) is decimal rows)
            return after.Rows >= rows;
        return plan.ShortIsLast && page.Listed < asked;
    }

    private void RefuseSame(PageTally page, string name)
    {
        var content = page.Content();
        if (content == _pageBefore)
            throw Endless("The page is the same as the one before, to the letter: the API does not heed how the next page is asked for.", "Correct 'request:' in the mapping: the parameter of the page has another name, perhaps.", name);
        _pageBefore = content;
    }

    private static object? Cell(JsonPath path, JsonElement answer) => path.Find(answer) is { } cell ? JsonCell.Of(cell) : null;
}
