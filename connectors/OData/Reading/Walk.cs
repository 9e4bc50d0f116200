using System.Text.Json;
using CreditBridge.Connectors.OData.Answers;
using CreditBridge.Connectors.OData.Queries;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>One reading of a kind from a position to its end: what is asked next, and what an answer means for it.</summary>
internal sealed class Walk
{
    private readonly Func<string, EdmKind?> _kindOf;
    private readonly Question _question;
    private readonly EntityColumns _columns;
    private readonly TrackedRows _tracked;
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly string _name;
    private readonly bool _onlyChanges;
    private bool _startedAnew;
    private bool _wasInterrupted;

    /// <param name="query">What is wanted.</param>
    /// <param name="kindOf">Type of a property; null when it is not known.</param>
    public Walk(RowQuery<ODataRead> query, Func<string, EdmKind?> kindOf)
    {
        (Read, _name, _onlyChanges, _kindOf) = (query.Kind.Read, query.Kind.Kind.Name, query.OnlyChanges, kindOf);
        var columns = query.Kind.Columns.ToList();
        _columns = new EntityColumns(columns, Read, kindOf, _name);
        _question = new Question(Read, columns.Select(c => c.Column!), query.OnlyChanges, query.PageSize);
        _tracked = new TrackedRows(Read, _columns, _question, kindOf);
        Position = ODataPosition.Of(query.Position);
        // Between an interruption and now rows may have changed places under the link. By stamps everything after the newest that was seen is asked for anew; a service
        // that keeps track is asked at the end of the walk what became of the rows before the interruption.
        if (query.OnlyChanges && Read.Changed is not null && Position.Pages > 0)
            Position = new ODataPosition { Since = Position.Upto ?? Position.Since };
        _wasInterrupted = IsTracked && Position.Pages > 0;
    }

    public ODataRead Read { get; }

    public ODataPosition Position { get; private set; }

    public bool IsOver { get; private set; }

    public bool IsTracked => _question.IsTracked;

    /// <summary>Whether a refusal may mean no more than that a link has ended.</summary>
    public bool CanBeginAnew => (Position.Link is not null && (Position.Last is not null || !_startedAnew)) || (Position.Delta is not null && !_startedAnew);

    /// <summary>What is asked next.</summary>
    public Asked Ask(ApiEndpoint endpoint)
    {
        var link = Position.Link ?? Position.Delta;
        var address = link is null ? endpoint.Below(_question.After(Stamp.Parse(Position.Since), Position.Last, Position.Skip)) : endpoint.Given(link, endpoint.BaseUrl);
        if (link is not null && !_followed.Add(address.AbsoluteUri))
            throw Endless("the link to its next page leads back to one that was read");
        var headers = new List<KeyValuePair<string, string>>();
        if (_question.Prefer is { } prefer)
            headers.Add(new("Prefer", prefer));
        if (Read.ETag && Position is { ETag: { } mark, Link: null, Pages: 0 })
            headers.Add(new("If-None-Match", mark));
        return new Asked(address, $"{_name}, page {Position.Pages + 1}") { Headers = headers };
    }

    /// <summary>The service says that nothing has changed.</summary>
    public void HasNoNews() => IsOver = true;

    /// <summary>A link has ended: reading goes on behind the last row, or begins anew.</summary>
    public void BeginAnew()
    {
        if (!IsTracked && Position is { Link: not null, Last: not null })
        {
            Position = Position with { Link = null, Skip = 0 };
            return;
        }

        _startedAnew = true;
        _followed.Clear();
        Position = Position.Anew(lost: IsTracked);
    }

    /// <summary>Takes the rows of an answer and finds out what comes next.</summary>
    public PageRows Take(ODataAnswer answer, Asked asked, string? mark)
    {
        var rows = _columns.Of(answer.Rows, asked.Name);
        var last = LastOf(answer.Rows) ?? Position.Last;
        var upto = Newest(answer.Rows)?.ToString() ?? Position.Upto;
        var next = Position with { Link = null, Last = last, Upto = upto, Pages = Position.Pages + 1, Skip = 0 };
        if (answer.Next is { } link)
        {
            Position = next with { Link = Exact(link, asked) };
        }
        else if (Read.Paging != PagingWay.Server && answer.Rows.Count > 0)
        {
            if (Read.Paging == PagingWay.Keyset && last is not null && Position.Last is not null && last.SequenceEqual(Position.Last))
                throw Endless($"rows behind {string.Join(", ", last)} were asked for, and the last one of them is the same again. Either it does not compare by $filter, or more rows than 'page_size' have one stamp");
            Position = Read.Paging == PagingWay.Keyset ? next : next with { Last = null, Skip = Position.Skip + answer.Rows.Count };
        }
        else
        {
            End(upto, mark);
        }

        return new PageRows(rows, []);
    }

    /// <summary>The same for an answer of a service that keeps track of changes.</summary>
    public async Task<PageRows> TakeTrackedAsync(
        ODataAnswer answer, Asked asked, Func<Asked, CancellationToken, Task<ApiAnswer>> ask, ApiEndpoint endpoint, CancellationToken cancellationToken)
    {
        var rows = await _tracked.OfAsync(answer, asked, ask, endpoint, cancellationToken);
        if (answer.Next is { } next)
        {
            Position = Position with { Link = Exact(next, asked), Delta = null, Pages = Position.Pages + 1 };
            return rows;
        }

        if (answer.Delta is not { } delta)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, "The service gives no delta link, so it does not keep track of changes of this entity set.",
                "Take 'delta: true' out of the mapping and write 'changed: PROPERTY', or 'set: full'.")
            { Where = asked.Name });
        }

        Position = ODataPosition.Ended(null, Exact(delta, asked), null);
        if (Position.ToText() is null)
            throw new ConnectorException(new Failure(FailureKind.Configuration, "The delta link is longer than a checkpoint can hold.", "Write 'changed: PROPERTY' instead of 'delta: true', or 'set: full'.") { Where = asked.Name });
        (IsOver, _wasInterrupted) = (!_wasInterrupted, false);
        return rows;
    }

    private void End(string? upto, string? mark)
    {
        // A mark holds for the address that it was given for: that of a walk with the same beginning, and one page.
        var kept = Read.ETag && Position.Pages == 0 && (upto is null || upto == Position.Since || Read.Changed is null) ? mark : null;
        Position = ODataPosition.Ended(Stamp.Parse(upto ?? Position.Since), null, kept);
        IsOver = true;
    }

    // Links may be relative to the request that they answer; a position is asked for by somebody who does not know that request any more.
    private static string Exact(string link, Asked asked) => Uri.TryCreate(asked.Address, link, out var address) ? address.AbsoluteUri : link;

    private IReadOnlyList<string>? LastOf(IReadOnlyList<JsonElement> records)
    {
        if (_question.Order.Count == 0 || records.Count == 0)
            return null;
        return [.. _question.Order.Select(p => Literal.Of(ValueOf(records[^1], p), Read.Service.Version))];
    }

    private Stamp? Newest(IReadOnlyList<JsonElement> records)
    {
        if (!_onlyChanges || Read.Changed is not { } changed)
            return null;
        Stamp? newest = Stamp.Parse(Position.Upto), before = null;
        foreach (var record in records)
        {
            var value = ValueOf(record, changed.Column);
            if (Stamp.Of(value) is not { } stamp)
            {
                if (value.Value is null)
                    continue;
                throw new ConnectorException(new Failure(FailureKind.Configuration, $"'{value.Value}' in '{changed.Column}' is no time.", "Name a property of the type DateTimeOffset, DateTime or Date in 'changed:'.") { Where = _name });
            }

            if (before is not null && stamp.At < before.At)
                throw new ConnectorException(new Failure(FailureKind.Configuration, $"Rows do not come in the order of '{changed.Column}', so a change could be missed.", "The service ignores $orderby; write 'set: full'.") { Where = _name });
            before = stamp;
            if (newest is null || stamp.At > newest.At)
                newest = stamp;
        }

        return newest;
    }

    private EdmValue ValueOf(JsonElement record, string property)
    {
        var element = record;
        foreach (var name in property.Split('/'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                throw new ConnectorException(new Failure(FailureKind.Configuration, $"A record has no property '{property}'.",
                    $"Correct '{(property == Read.Changed?.Column ? "changed:" : "key:")}' in the mapping; if 'select:' is given, it must name it too.")
                { Where = _name });
            }
        }

        return EdmValue.Of(element, _kindOf(property), Read.Service.Version);
    }

    private ConnectorException Endless(string why) => new(new Failure(FailureKind.Fatal, $"The service never comes to an end: {why}.",
        "Raise 'page_size:', or try another 'paging:' in the mapping; otherwise ask whoever runs the service.")
    { Where = _name });
}
