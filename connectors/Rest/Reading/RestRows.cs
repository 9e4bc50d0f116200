using System.Runtime.CompilerServices;
using CreditBridge.Connectors.Rest.Paging;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Reads rows of an API, page by page, as a mapping declares.</summary>
/// <param name="clients">Gives the client for what a mapping says about the API.</param>
/// <param name="clock">The clock.</param>
internal sealed class RestRows(Func<ApiSettings, ApiClient> clients, TimeProvider clock) : IRowReader<RestRead>
{
    /// <summary>Columns of the last walk that no row had, by kind; for a check.</summary>
    public Dictionary<string, IReadOnlyList<string>> NeverSeen { get; } = [];

    public async IAsyncEnumerable<RowPage> ReadAsync(RowQuery<RestRead> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new PageWalk(query, clients(query.Kind.Read.Api), clock);
        var at = walk.Begin(query.Position);
        var resumed = at.IsUnderWay;
        // Rows before the place where an interrupted walk goes on may have changed since they were read.
        var again = resumed && query.OnlyChanges;
        while (true)
        {
            WalkedPage page;
            try
            {
                page = await walk.ReadAsync(at, cancellationToken);
            }
            catch (ConnectorException e) when (resumed && e.Failure.Kind is FailureKind.Configuration or FailureKind.Gone)
            {
                // Marks and addresses of pages live for a while only, on the other side: begin anew.
                at = walk.Begin(null, at.Since);
                resumed = false;
                continue;
            }

            resumed = false;
            NeverSeen[query.Kind.Kind.Name] = walk.NeverSeen;
            yield return new RowPage(page.Rows, page.Next is null ? walk.End(page.At).ToText() : page.Next.ToText()) { Gone = page.Gone };
            at = page.Next ?? walk.End(page.At);
            if (page.Next is not null)
                continue;
            if (!again)
                yield break;
            again = false;
            walk = new PageWalk(query, clients(query.Kind.Read.Api), clock);
            at = walk.Begin(at.ToText());
        }
    }
}

/// <summary>One page of a walk.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Gone">Rows whose records are gone.</param>
/// <param name="At">Where the walk stands after it.</param>
/// <param name="Next">The same when there are further pages; null at the end.</param>
internal sealed record WalkedPage(IReadOnlyList<SourceRow> Rows, IReadOnlyList<SourceRow> Gone, RestPosition At, RestPosition? Next);

/// <summary>A walk through the pages of an answer, guarded against walking in circles.</summary>
internal sealed class PageWalk
{
    private readonly RestRead _read;
    private readonly ApiClient _client;
    private readonly TimeProvider _clock;
    private readonly bool _changes;
    private readonly int _pageSize;
    private readonly string _name;
    private readonly IReadOnlyList<(string Column, bool Required)> _columns;
    private readonly Dictionary<int, AnswerRows> _rows = [];
    private PageTurn _turn;

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

    /// <summary>Reads a page.</summary>
    /// <exception cref="ConnectorException">It cannot be read, or the walk goes in circles.</exception>
    public async Task<WalkedPage> ReadAsync(RestPosition at, CancellationToken cancellationToken)
    {
        var number = at.Pages + 1;
        var name = $"{NameOf(at.Part)}, page {number}";
        if (at.Pages >= _read.Paging.MaxPages)
            throw PageTurn.Endless($"{at.Pages:N0} pages were read and there is no end.", "If there really are so many, raise 'max_pages:' below 'paging:' in the mapping; otherwise correct how its end is told.", name);
        var asked = _clock.GetUtcNow();
        var values = Values(at);
        using var answer = await _client.SendAsync(session => Request(at, session, values, name), cancellationToken);
        var began = at.Began ?? (answer.AnsweredAt is { } theirs && theirs < asked ? theirs : asked);
        var page = RowsOf(at.Part).Of(answer.Json, number);
        var moved = _turn.HasMoved(at, page);
        if (moved is not null)
            return new WalkedPage([], [], moved, moved with { Began = began });
        var fresh = _turn.Fresh(at, page);
        var after = at with { Pages = number, Rows = at.Rows + fresh.Listed.Count, Began = began, Latest = Latest(at.Latest, fresh, name) };
        var next = _turn.After(after, page, fresh, answer, Asks(at), name);
        if (next is null && at.Part + 1 < _read.Parts.Count)
        {
            next = after.NextPart().WithMark(_read.Paging.FirstMark);
            _turn = new PageTurn(_read.Paging, _client.Endpoint.Secrets);
        }

        var (rows, gone) = Divide(fresh);
        return new WalkedPage(rows, gone, after, next);
    }

    private string NameOf(int part) => _read.Parts[part].Name is { Length: > 0 } named ? $"{_name} ({named})" : _name;

    private AnswerRows RowsOf(int part)
    {
        if (!_rows.TryGetValue(part, out var rows))
            _rows[part] = rows = new AnswerRows(_changes && _read.Changes?.Rows is { } own ? own : _read.Parts[part].Rows, _columns, NameOf(part), _read.Parts[part].Name);
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
        var first = template.Render(_client.Endpoint, session, values, name);
        return at.Link is null ? first : first with { Address = _client.Endpoint.Given(at.Link, first.Address) };
    }

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

    private (IReadOnlyList<SourceRow> Rows, IReadOnlyList<SourceRow> Gone) Divide(AnswerPage page)
    {
        if (_read.Gone is not { } rule)
            return (page.Rows, []);
        var (rows, gone) = (new List<SourceRow>(), new List<SourceRow>());
        for (var at = 0; at < page.Rows.Count; at++)
            (rule.Says(page.Elements[at]) ? gone : rows).Add(page.Rows[at]);
        return (rows, gone);
    }
}
