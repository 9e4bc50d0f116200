namespace CreditBridge.Sandbox.Pages;

/// <summary>The pipeline with the verdict of the credit check.</summary>
internal static class OpportunityListPage
{
    public static Html Render(Crm crm, ListQuery query)
    {
        var found = Sorted(crm.Opportunities.Where(deal => Matches(deal, query)), query["sort"]).ToList();
        var (rows, page, pages) = query.Slice(found);
        return Layout.Page("Opportunities", "/opportunities", Html.Of($"""
            <h1>Opportunities</h1>
            {Filters(crm, query)}
            <p class="count" role="status">{found.Count} of {crm.Opportunities.Count} opportunities</p>
            {(rows.Count == 0 ? Html.Of($"""<p class="empty">No opportunity matches. <a href="{query.Path}">Show all open ones</a></p>""") : Table(crm, rows, query))}
            {query.Pager(page, pages)}
            """));
    }

    /// <summary>A table of deals. With a <paramref name="query"/> it names the accounts and its heads sort.</summary>
    public static Html Table(Crm crm, IEnumerable<OpportunityView> deals, ListQuery? query)
    {
        return Html.Of($"""
            <table class="list">
              <caption class="hidden">Opportunities and their credit checks</caption>
              <thead><tr>
                {Head("Opportunity", "name")}
                {Html.When(query is not null, $"""<th scope="col">Account</th>""")}
                {Head("Stage", "stage")}
                <th scope="col" class="num">Amount</th>
                {Head("Close date", "close")}
                <th scope="col">Terms</th>
                {Head("Credit check", "check")}
              </tr></thead>
              <tbody>
                {deals.Select(deal => Row(crm, deal, query is not null))}
              </tbody>
            </table>
            """);

        Html Head(string label, string sort) => query?.Head(label, sort, "close") ?? Html.Of($"""<th scope="col">{label}</th>""");
    }

    private static Html Row(Crm crm, OpportunityView deal, bool withAccount) => Html.Of($"""
        <tr>
          <th scope="row"><a href="/opportunities/{deal.Id}">{deal.Name}</a></th>
          {Html.When(withAccount, $"""<td data-label="Account">{AccountLink(crm.Account(deal.AccountId))}</td>""")}
          <td data-label="Stage">{Show.Text(deal.Stage)}</td>
          <td data-label="Amount" class="num">{Show.Money(deal.Amount, deal.Currency)}</td>
          <td data-label="Close date" class="date">{Show.Date(deal.CloseDate)}</td>
          <td data-label="Terms" class="date">{Show.Text(deal.RequestedTerms)}</td>
          <td data-label="Credit check">{Verdict(deal)}</td>
        </tr>
        """);

    private static Html Verdict(OpportunityView deal) =>
        deal is { IsClosed: true, CheckStatus: null } ? Html.Of($"""<span class="quiet">–</span>""") : Badges.Check(deal.CheckStatus);

    public static Html AccountLink(AccountView? account) => account is null
        ? Html.Of($"""<span class="quiet">no account</span>""")
        : Html.Of($"""<a href="/accounts/{account.Id}">{account.Name}</a>""");

    private static Html Filters(Crm crm, ListQuery query)
    {
        var checks = crm.Opportunities.Select(deal => deal.CheckStatus ?? "Not checked").Distinct().Order(StringComparer.Ordinal);
        return Html.Of($"""
            <form class="filters" method="get" action="{query.Path}" role="search">
              <label>Name <input type="search" name="q" value="{query["q"]}" autocomplete="off"></label>
              <label>Stage <select name="stage"><option value="">Any open</option>{crm.Stages.Select(stage => Forms.Option(stage.Name, query["stage"]))}</select></label>
              <label>Credit check <select name="check"><option value="">Any</option>{checks.Select(check => Forms.Option(check, query["check"]))}</select></label>
              {Forms.Tick("closed", "Closed ones too", query["closed"] is not null)}
              {Html.When(query["sort"] is not null, $"""<input type="hidden" name="sort" value="{query["sort"]}">""")}
              <button>Show</button>
            </form>
            """);
    }

    private static bool Matches(OpportunityView deal, ListQuery query) =>
        (query["q"] is not { } text || deal.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
        && (query["stage"] is not { } stage || deal.Stage == stage)
        && (query["check"] is not { } check || (deal.CheckStatus ?? "Not checked") == check)
        && (query["closed"] is not null || query["stage"] is not null || !deal.IsClosed);

    private static IEnumerable<OpportunityView> Sorted(IEnumerable<OpportunityView> deals, string? sort) => sort switch
    {
        "name" => deals.OrderBy(deal => deal.Name, StringComparer.OrdinalIgnoreCase),
        "stage" => deals.OrderByDescending(deal => deal.Probability).ThenBy(deal => deal.CloseDate),
        "check" => deals.OrderBy(deal => deal.CheckStatus is null).ThenBy(deal => deal.CheckStatus, StringComparer.Ordinal).ThenBy(deal => deal.CloseDate),
        _ => deals.OrderBy(deal => deal.CloseDate).ThenBy(deal => deal.Name, StringComparer.OrdinalIgnoreCase),
    };
}
