namespace CreditBridge.Sandbox.Pages;

/// <summary>All accounts with what matters before a deal: may they buy, how much, and do they pay.</summary>
internal static class AccountListPage
{
    public static Html Render(Crm crm, ListQuery query)
    {
        var found = Sorted(crm.Accounts.Where(account => Matches(account, query)), query["sort"]).ToList();
        var (rows, page, pages) = query.Slice(found);
        return Layout.Page("Accounts", "/accounts", Html.Of($"""
            <h1>Accounts</h1>
            {Filters(crm, query)}
            <p class="count" role="status">{found.Count} of {crm.Accounts.Count} accounts</p>
            {(rows.Count == 0 ? Html.Of($"""<p class="empty">No account matches. <a href="{query.Path}">Show all</a></p>""") : Table(rows, query))}
            {query.Pager(page, pages)}
            """));
    }

    private static bool Matches(AccountView account, ListQuery query) =>
        (query["q"] is not { } text || account.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
        && (query["hold"] is null || account.OnHold)
        && (query["pastdue"] is null || account.PastDue > 0m)
        && (query["band"] is not { } band || account.Band == band);

    private static IEnumerable<AccountView> Sorted(IEnumerable<AccountView> accounts, string? sort) => sort switch
    {
        "score" => accounts.OrderBy(account => account.Score ?? int.MaxValue).ThenBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
        // Amounts in several currencies do not compare; shares of a limit and days do.
        "used" => accounts.OrderByDescending(account => account.Used ?? -1m).ThenBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
        "late" => accounts.OrderByDescending(account => account.OldestPastDueDays ?? -1).ThenBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
        "checked" => accounts.OrderByDescending(account => account.CheckedAt).ThenBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
        _ => accounts.OrderBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
    };

    private static Html Filters(Crm crm, ListQuery query)
    {
        var bands = crm.Accounts.Select(account => account.Band).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return Html.Of($"""
            <form class="filters" method="get" action="{query.Path}" role="search">
              <label>Name <input type="search" name="q" value="{query["q"]}" autocomplete="off"></label>
              <label>Risk band
                <select name="band">
                  <option value="">Any</option>
                  {bands.Select(band => Forms.Option(band, query["band"]))}
                </select>
              </label>
              {Forms.Tick("hold", "On hold", query["hold"] is not null)}
              {Forms.Tick("pastdue", "Past due", query["pastdue"] is not null)}
              {Html.When(query["sort"] is not null, $"""<input type="hidden" name="sort" value="{query["sort"]}">""")}
              <button>Show</button>
            </form>
            """);
    }

    private static Html Table(IEnumerable<AccountView> rows, ListQuery query) => Html.Of($"""
        <table class="list">
          <caption class="hidden">Accounts and their credit</caption>
          <thead><tr>
            {query.Head("Account", "name", "name")}
            <th scope="col">Owner</th>
            {query.Head("Band", "score", "name")}
            <th scope="col" class="num">Limit</th>
            {query.Head("Headroom", "used", "name", number: true)}
            {query.Head("Past due", "late", "name", number: true)}
            {query.Head("Checked", "checked", "name")}
          </tr></thead>
          <tbody>
            {rows.Select(Row)}
          </tbody>
        </table>
        """);

    private static Html Row(AccountView account) => Html.Of($"""
        <tr>
          <th scope="row"><a href="/accounts/{account.Id}">{account.Name}</a> {Html.When(account.OnHold, $"{Badges.Hold}")}</th>
          <td data-label="Owner">{Show.Text(account.Owner)}</td>
          <td data-label="Band">{Badges.Band(account)} {Html.When(account.Score is not null, $"""<span class="quiet">{account.Score ?? 0}</span>""")}</td>
          <td data-label="Limit" class="num">{Badges.Limit(account)}</td>
          <td data-label="Headroom" class="num{(account.Headroom < 0m ? new Html(" neg") : Html.Nothing)}">{Show.Money(Rounded(account.Headroom), account.Currency)}</td>
          <td data-label="Past due" class="num">{(account.PastDue > 0m
              ? Html.Of($"""{Show.Money(Rounded(account.PastDue), account.Currency)} <small>{Show.Days(account.OldestPastDueDays)}</small>""")
              : Html.Of($"""<span class="quiet">–</span>"""))}</td>
          <td data-label="Checked" class="date">{(account.IsChecked ? Html.Of($"{Show.Date(DateOnly.FromDateTime(account.CheckedAt!.Value.UtcDateTime))}") : Html.Of($"""<span class="quiet">not yet</span>"""))}</td>
        </tr>
        """);

    private static decimal? Rounded(decimal? amount) => amount is { } value ? decimal.Round(value) : null;
}
