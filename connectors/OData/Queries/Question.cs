using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Queries;

/// <summary>Writes the addresses under which a service is asked for rows of one kind. Conditions are built from checked names and encoded literals; the admin's own stands in brackets.</summary>
internal sealed class Question
{
    private readonly ODataRead _read;
    private readonly Selection _selection;
    private readonly IReadOnlyList<string> _order;
    private readonly bool _onlyChanges;
    private readonly int _pageSize;

    /// <param name="read">What the mapping says.</param>
    /// <param name="columns">The columns that the mapping names.</param>
    /// <param name="onlyChanges">Whether changes are asked for, or everything.</param>
    /// <param name="pageSize">Rows per page.</param>
    public Question(ODataRead read, IEnumerable<string> columns, bool onlyChanges, int pageSize)
    {
        (_read, _onlyChanges, _pageSize) = (read, onlyChanges, Math.Min(read.PageSize ?? pageSize, 20_000));
        _selection = Selection.Of(read, columns);
        // Changes in the order of their stamps: what changes while they are read comes at the end again.
        _order = onlyChanges && read.Changed is { } changed ? [changed.Column, .. read.Key.Where(k => k != changed.Column)] : read.Key;
    }

    /// <summary>The properties by which rows are sorted; empty when their order is not the connector's.</summary>
    public IReadOnlyList<string> Order => IsTracked || _read.OrderBy is not null ? [] : _order;

    /// <summary>Whether the service keeps track of changes from here on.</summary>
    public bool IsTracked => _onlyChanges && _read.Delta;

    /// <summary>The header <c>Prefer</c>; null when nothing is preferred.</summary>
    public string? Prefer => _read.Service.Version == ODataVersion.V2 ? null
        : IsTracked ? $"odata.track-changes,odata.maxpagesize={_pageSize}"
        : $"odata.maxpagesize={_pageSize}";

    /// <summary>The address, below the base address, of what comes after a place.</summary>
    /// <param name="since">The stamp from which on changes are asked for; null for all.</param>
    /// <param name="last">Literals of <see cref="Order"/> in the last row that is known; null for the beginning.</param>
    /// <param name="skip">Rows to pass over.</param>
    public string After(Stamp? since, IReadOnlyList<string>? last, long skip)
    {
        var options = new List<string>();
        Add(options, "$filter", Conditions(since, last));
        Add(options, "$select", _selection.Select);
        Add(options, "$expand", _selection.Expand);
        if (!IsTracked)
            Add(options, "$orderby", _read.OrderBy ?? string.Join(',', _order));
        if (!IsTracked && _read.Paging != PagingWay.Server)
            Add(options, "$top", Number(_pageSize));
        if (skip > 0)
            Add(options, "$skip", Number(skip));
        foreach (var (name, value) in _read.Service.Parameters)
            Add(options, Uri.EscapeDataString(name), value);
        return $"{_read.Path}?{string.Join('&', options)}";
    }

    /// <summary>The address of the records with these keys.</summary>
    /// <param name="keys">Literals of the key, record by record.</param>
    public string OfKeys(IEnumerable<IReadOnlyList<string>> keys)
    {
        var options = new List<string>();
        Add(options, "$filter", string.Join(" or ", keys.Select(k => $"({string.Join(" and ", k.Select((literal, at) => $"{_read.Key[at]} eq {literal}"))})")));
        Add(options, "$select", _selection.Select);
        Add(options, "$expand", _selection.Expand);
        foreach (var (name, value) in _read.Service.Parameters)
            Add(options, Uri.EscapeDataString(name), value);
        return $"{_read.Path}?{string.Join('&', options)}";
    }

    private string? Conditions(Stamp? since, IReadOnlyList<string>? last)
    {
        var parts = new List<string>();
        if (!string.IsNullOrWhiteSpace(_read.Filter))
            parts.Add(_read.Filter);
        if (since is not null && _onlyChanges && _read.Changed is { } changed)
            parts.Add($"{changed.Column} ge {since.Minus(changed.Overlap).ToLiteral(_read.Service.Version)}");
        if (last is not null)
            parts.Add(Keyset.After(_order, last));
        return parts.Count switch { 0 => null, 1 => parts[0], _ => string.Join(" and ", parts.Select(p => $"({p})")) };
    }

    private static void Add(List<string> options, string name, string? value)
    {
        if (value is not null)
            options.Add($"{name}={Uri.EscapeDataString(value)}");
    }

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
