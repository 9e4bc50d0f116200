using System.Runtime.CompilerServices;
using CreditBridge.Connectors.Rest.Paging;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>One page of a walk, or a piece of one.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Gone">Rows whose records are gone.</param>
/// <param name="At">Where the walk stands after it.</param>
/// <param name="Next">Where it goes on: at the next page, or, within a page, at the same; null at the end.</param>
internal sealed record WalkedPage(IReadOnlyList<SourceRow> Rows, IReadOnlyList<SourceRow> Gone, RestPosition At, RestPosition? Next);

/// <summary>A walk through the pages of an answer, guarded against walking in circles.</summary>
internal sealed class PageWalk
{
    private const int MostRepeats = 5;

    private readonly RestRead _read;
    private readonly ApiClient _client;
    private readonly TimeProvider _clock;
    private readonly bool _changes;
    private readonly int _pageSize;
    private readonly string _name;
    private readonly IReadOnlyList<(string Column, bool Required)> _columns;
    private readonly Dictionary<int, AnswerRows> _rows = [];
    private PageTurn _turn;
    private int _repeats;

    public PageWalk(RowQuery<RestRead> query, ApiClient client, TimeProvider clock)
    {
        (_read, _client, _clock, _name) = (query.Kind.Read, client, clock, query.Kind.Kind.Name);
        _changes = query.OnlyChanges;
        _pageSize = Math.Max(Math.Min(query.PageSize, _read.Paging.Size ?? int.MaxValue), _read.Paging.RereadLast ? 2 : 1);
        _columns = [.. query.Kind.Columns.Where(o => o.Column is not null).Select(o => (o.Column!, o.Required))];
        _turn = new PageTurn(_read.Paging, _client.Endpoint.Secrets);
    }

    /// <summary>Columns that no row had so far.</summary>
    public IReadOnlyList<string> NeverSeen => _rows.Count == 0 ? [] : [.. _rows.Values.Select(r => r.NeverSeen).Aggregate((one, other) => one.Intersect(other))];

    /// <summary>Where the walk begins: where another one stopped, or at the first page.</summary>
    public RestPosition Begin(string? position, DateTimeOffset? since = null)
    {
        var at = position is null ? new RestPosition { Since = since } : RestPosition.Of(position);
        return at.IsUnderWay && at.Part < _read.Parts.Count ? at : new RestPosition { Since = at.Since, Size = _pageSize }.WithMark(_read.Paging.FirstMark);
    }

    /// <summary>Where the next walk begins.</summary>
    public RestPosition End(RestPosition at) => !_changes ? new RestPosition() : _read.Changes?.Column is null ? at.EndedAtBeginning() : at.Ended();

    /// <summary>Reads a page; a long one in pieces, of which only the last says how to go on behind the page.</summary>
    /// <exception cref="ConnectorException">It cannot be read, or the walk goes in circles.</exception>
    public async IAsyncEnumerable<WalkedPage> ReadAsync(RestPosition at, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = at.Pages + 1;
        var name = $"{NameOf(at.Part)}, page {number}";
        if (at.Pages >= _read.Paging.MaxPages)
            throw PageTurn.Endless($"{at.Pages:N0} pages were read and there is no end.", "If there really are so many, raise 'max_pages:' below 'paging:' in the mapping; otherwise correct how its end is told.", name);
        var asked = _clock.GetUtcNow();
        var values = Values(at);
        using var answer = await _client.SendAsync(session => Request(at, session, values, name), cancellationToken);
        var began = at.Began ?? (answer.AnsweredAt is { } theirs && theirs < asked ? theirs : asked);
        using var rows = new AnswerPieces(answer, RowsOf(at.Part), PlaceOf(at.Part).Rows, number, name);
        using var tally = new PageTally();
        var (latest, ready) = (at.Latest, new WalkedPage([], [], at, at));
        await foreach (var piece in rows.ReadAsync(cancellationToken))
        {
            if (tally.Listed == 0 && _turn.HasMoved(at, piece.Listed) is { } moved)
            {
                yield return new WalkedPage([], [], moved, moved with { Began = began });
                yield break;
            }

            if (tally.Listed > 0)
                yield return ready;
            var fresh = tally.Listed == 0 && _turn.Rereads(at) ? piece.WithoutFirst() : piece;
            tally.Add(piece.Listed, fresh.Listed.Count);
            latest = Latest(latest, fresh, name);
            ready = Divide(fresh, at);
        }

        var total = _turn.Total(rows.Around);
        var after = at with { Pages = number, Rows = at.Rows + tally.Fresh, Began = began, Latest = latest, Total = total };
        if (total < at.Total)
        {
            if (++_repeats > MostRepeats)
                throw Shrinking(at.Total.Value, total.Value, name);
            _turn = new PageTurn(_read.Paging, _client.Endpoint.Secrets);
            var again = after.Again().WithMark(_read.Paging.FirstMark);
            yield return ready with { At = again, Next = again };
            yield break;
        }

        var next = _turn.After(after, tally, rows.Around, answer.Headers.GetValueOrDefault("Link"), Asks(at), name);
        if (next is null && at.Part + 1 < _read.Parts.Count)
        {
            next = after.NextPart().WithMark(_read.Paging.FirstMark);
            _turn = new PageTurn(_read.Paging, _client.Endpoint.Secrets);
        }

        yield return ready with { At = after, Next = next };
    }

    private static ConnectorException Shrinking(decimal before, decimal now, string name) => new(new Failure(FailureKind.Transient,
        $"The list becomes shorter while it is read ({before:N0} rows on one page, {now:N0} on the next), again and again, so that rows between two pages may be missed.",
        "It is repeated. If it lasts, write 'reread_last: true' below 'paging:' in the mapping, or read by a cursor.")
    { Where = name });

    private string NameOf(int part) => _read.Parts[part].Name is { Length: > 0 } named ? $"{_name} ({named})" : _name;

    private RowPlace PlaceOf(int part) => _changes && _read.Changes?.Rows is { } own ? own : _read.Parts[part].Rows;

    private AnswerRows RowsOf(int part)
    {
        if (!_rows.TryGetValue(part, out var rows))
            _rows[part] = rows = new AnswerRows(PlaceOf(part), _columns, NameOf(part), _read.Parts[part].Name);
        return rows;
    }

    private int Asks(RestPosition at) => _read.Paging.Kind == PagingKind.Page ? at.Size ?? _pageSize : _pageSize;

    private Dictionary<string, object?> Values(RestPosition at) => new()
    {
        ["page.number"] = (decimal)(at.Pages + (_read.Paging.Kind == PagingKind.Page ? _read.Paging.First : 1)),
        ["page.offset"] = at.Rows + _read.Paging.First - (_turn.Rereads(at) ? 1m : 0m),
        ["page.size"] = (decimal)Asks(at),
        ["page.cursor"] = at.Mark,
        ["changed_since"] = _read.Changes?.Value(_changes ? at.Since : null),
    };

    private ApiRequest Request(RestPosition at, Auth.ApiSession session, Dictionary<string, object?> values, string name)
    {
        var template = _changes && _read.Changes?.Request is { } own ? own : _read.Parts[at.Part].Request;
        var first = template.Render(_client.Endpoint, session, values, name) with { MayBeLong = MayBeLong(PlaceOf(at.Part).Rows) };
        return at.Link is null ? first : first with { Address = _client.Endpoint.Given(at.Link, first.Address) };
    }

    // Rows can be taken while they come where names alone lead to them, and nothing that is asked about the answer as a whole lies in them.
    private bool MayBeLong(JsonPath rows) => rows.Names is not null
        && !new[] { _read.Paging.Cursor, _read.Paging.Next, _read.Paging.HasMore, _read.Paging.Total, _read.Api.Errors.When }.Any(p => p?.LiesInArray(rows) == true);

    private DateTimeOffset? Latest(DateTimeOffset? latest, AnswerPage page, string name)
    {
        if (!_changes || _read.Changes?.Column is not { } column)
            return latest;
        var stamps = page.Elements.Select(e => column.Find(e) is { } cell ? _read.Changes.StampOf(JsonCell.Of(cell), name) : null).ToList();
        if (stamps.Count > 0 && stamps.TrueForAll(s => s is null))
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"No row of the page has '{column}'. {column.Miss(page.Elements[0][0])}", "Correct 'changed.column:' in the mapping: without the stamp it is not known how far changes were read.") { Where = name });
        }

        return stamps.Append(latest).Max();
    }

    private WalkedPage Divide(AnswerPage page, RestPosition at)
    {
        if (_read.Gone is not { } rule)
            return new WalkedPage(page.Rows, [], at, at);
        var (rows, gone) = (new List<SourceRow>(), new List<SourceRow>());
        for (var place = 0; place < page.Rows.Count; place++)
            (rule.Says(page.Elements[place]) ? gone : rows).Add(page.Rows[place]);
        return new WalkedPage(rows, gone, at, at);
    }
}
