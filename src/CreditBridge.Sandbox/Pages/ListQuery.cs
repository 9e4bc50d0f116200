using System.Text;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The state of a list page: what is looked for, how it is sorted and which page is shown. All of it is in the address.</summary>
internal sealed record ListQuery(string Path, IReadOnlyDictionary<string, string> Values)
{
    public const int PageSize = 25;

    public string? this[string name] => Values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public int PageNumber => int.TryParse(this["page"], out var page) ? Math.Clamp(page, 1, 1_000_000) : 1;

    /// <summary>The address of the same list with some values changed; null removes one.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var values = new SortedDictionary<string, string>(Values.Where(value => value.Value.Length > 0).ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            values.Remove(name);
            if (value is not null)
                values[name] = value;
        }

        var address = new StringBuilder(Path);
        foreach (var (name, value) in values)
            address.Append(address.Length == Path.Length ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return address.ToString();
    }

    /// <summary>The rows of the page shown; a page number beyond the end shows the last page.</summary>
    public (List<T> Rows, int Page, int Pages) Slice<T>(IReadOnlyList<T> all)
    {
        var pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        var page = Math.Min(PageNumber, pages);
        return (all.Skip((page - 1) * PageSize).Take(PageSize).ToList(), page, pages);
    }

    /// <summary>A column head that sorts the list by it.</summary>
    public Html Head(string label, string sort, string defaultSort, bool number = false)
    {
        var active = (this["sort"] ?? defaultSort) == sort;
        return Html.Of($"""
            <th scope="col"{(number ? new Html(" class=\"num\"") : Html.Nothing)}{(active ? new Html(" aria-sort=\"other\"") : Html.Nothing)}><a href="{With(("sort", sort), ("page", null))}">{label}</a></th>
            """);
    }

    public Html Pager(int page, int pages) => pages < 2 ? Html.Nothing : Html.Of($"""
        <nav class="pager" aria-label="Pages">
          {Html.When(page > 1, $"""<a rel="prev" href="{With(("page", $"{page - 1}"))}">← Previous</a>""")}
          <span>Page {page} of {pages}</span>
          {Html.When(page < pages, $"""<a rel="next" href="{With(("page", $"{page + 1}"))}">Next →</a>""")}
        </nav>
        """);
}
