namespace CreditBridge.Sandbox.Pages;

/// <summary>Where to look first.</summary>
internal static class HomePage
{
    private const int Shown = 6;

    public static Html Render(Crm crm) => Layout.Page("Home", "/", Html.Of($"""
        <h1>Sandbox CRM</h1>
        <p class="lead">Accounts and opportunities as sales sees them, with the credit fields that CreditBridge keeps up to date.</p>
        <ul class="tiles">
          {Tile("/accounts", crm.Accounts.Count, "accounts")}
          {Tile("/accounts?hold=1", crm.Accounts.Count(account => account.OnHold), "on credit hold")}
          {Tile("/accounts?pastdue=1&sort=late", crm.Accounts.Count(account => account.PastDue > 0m), "past due")}
          {Tile("/opportunities", crm.Opportunities.Count(deal => !deal.IsClosed), "open opportunities")}
          {Tile("/opportunities?check=Does%20not%20fit", crm.Opportunities.Count(deal => !deal.IsClosed && deal.CheckStatus == "Does not fit"), "that do not fit")}
        </ul>
        {Checked(crm)}
        <div class="columns even">
          <div>{Attention(crm)}</div>
          <div>{Growth(crm)}</div>
        </div>
        """));

    private static Html Tile(string path, int count, string label) =>
        Html.Of($"""<li><a href="{path}"><b>{Show.Number(count)}</b> {label}</a></li>""");

    private static Html Checked(Crm crm)
    {
        var count = crm.Accounts.Count(account => account.IsChecked);
        var last = crm.Accounts.Max(account => account.CheckedAt);
        return count == 0
            ? Html.Of($"""<p class="banner info" role="note">No account has been checked yet. The credit fields fill in as soon as the bridge runs against this org.</p>""")
            : Html.Of($"""<p class="quiet">{Show.Number(count)} of {Show.Number(crm.Accounts.Count)} accounts are checked, the last one on {Show.Moment(last)}.</p>""");
    }

    /// <summary>Open deals that will not pass as they stand, those closest to signature first.</summary>
    private static Html Attention(Crm crm)
    {
        var deals = crm.Opportunities
            .Where(deal => !deal.IsClosed && deal.CheckStatus is "Does not fit" or "On hold" or "Review needed")
            .OrderByDescending(deal => deal.Probability).ThenByDescending(deal => deal.Amount).Take(Shown).ToList();
        return Html.Of($"""
            <section class="card" aria-labelledby="attention">
              <h2 id="attention">Deals that need attention</h2>
              {(deals.Count == 0 ? Html.Of($"""<p class="empty">None so far.</p>""") : Html.Of($"""<ul class="plain">{deals.Select(Deal)}</ul>"""))}
            </section>
            """);
    }

    /// <summary>Customers with a lot of room under their limit.</summary>
    private static Html Growth(Crm crm)
    {
        var accounts = crm.Accounts.Where(account => account is { OnHold: false, Used: < 0.4m, PastDue: 0m or null })
            .OrderByDescending(account => account.Headroom).Take(Shown).ToList();
        return Html.Of($"""
            <section class="card" aria-labelledby="growth">
              <h2 id="growth">Customers with room to grow</h2>
              {(accounts.Count == 0 ? Html.Of($"""<p class="empty">None so far.</p>""") : Html.Of($"""<ul class="plain">{accounts.Select(Account)}</ul>"""))}
            </section>
            """);
    }

    private static Html Deal(OpportunityView deal) => Html.Of($"""
        <li><span><a href="/opportunities/{deal.Id}">{deal.Name}</a> <small>{Show.Money(deal.Amount, deal.Currency)}</small></span> <span class="end">{Badges.Check(deal.CheckStatus)}</span></li>
        """);

    private static Html Account(AccountView account) => Html.Of($"""
        <li><a href="/accounts/{account.Id}">{account.Name}</a> <span class="end num">{Show.Money(decimal.Round(account.Headroom ?? 0m), account.Currency)}</span></li>
        """);
}
