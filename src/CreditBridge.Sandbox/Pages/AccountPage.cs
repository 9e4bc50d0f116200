namespace CreditBridge.Sandbox.Pages;

/// <summary>One account: who it is, how its credit stands, its group and its deals.</summary>
internal static class AccountPage
{
    public static Html Render(Crm crm, AccountView account) => Layout.Page(account.Name, "/accounts", Html.Of($"""
        <p class="crumbs"><a href="/accounts">Accounts</a></p>
        <h1>{account.Name}</h1>
        {HoldBanner(account)}
        <div class="columns">
          <div>
            {CreditPanel(account)}
            {ReviewListPage.Section(crm, crm.Reviews.Where(review => review.AccountId == account.Id))}
            {Deals(crm, account)}
          </div>
          <div>
            {Details(account)}
            {Group(crm, account)}
          </div>
        </div>
        """));

    public static Html HoldBanner(AccountView account) => account.OnHold ? Html.Of($"""
        <div class="banner bad" role="note">
          <strong>On credit hold.</strong> {account.HoldReason ?? "No reason was given."}
        </div>
        """) : Html.Nothing;

    private static Html CreditPanel(AccountView account) => account.IsChecked ? Html.Of($"""
        <section class="card" aria-labelledby="credit">
          <h2 id="credit">Credit</h2>
          <div class="score">
            <p class="figure">{(account.Score is { } score ? Html.Of($"{score}") : Html.Of($"–"))} <small>score</small></p>
            <p class="figure">{Show.Text(account.Band)} <small>risk band</small></p>
            <p class="figure">{Show.Text(account.Trend)} <small>trend</small></p>
          </div>
          {Html.When(account.Message is not null, $"""<p class="message">{account.Message}</p>""")}
          {HeadroomBar.Render(account)}
          <dl class="facts">
            {Layout.Fact("Credit limit", Badges.Limit(account))}
            {Layout.Fact("Exposure", Show.Money(account.Exposure, account.Currency))}
            {Layout.Fact("Headroom", Show.Money(account.Headroom, account.Currency))}
            {Layout.Fact("Past due", PastDue(account))}
            {Layout.Fact("Usually pays", UsuallyPays(account.AverageDaysBeyondTerms))}
            {Layout.Fact("Prequalification", account.Prequalification)}
            {Layout.Fact("Recommended terms", account.RecommendedTerms)}
            {Layout.Fact("Next credit review", Show.Date(account.NextReview))}
            {Layout.Fact("Checked", Show.Moment(account.CheckedAt))}
            {Layout.Fact("Decision", account.DecisionId)}
          </dl>
        </section>
        """) : Html.Of($"""
        <section class="card" aria-labelledby="credit">
          <h2 id="credit">Credit</h2>
          <p class="empty">Not checked yet. Score, limit and headroom appear here when the bridge has looked at this account.
          {Html.When(account.ErpKeys is null, $"No ERP customer is named on this account, so there is no payment history to look at.")}</p>
        </section>
        """);

    private static string PastDue(AccountView account) => account.PastDue switch
    {
        null => "–",
        0m => "Nothing",
        var amount => $"{Show.Money(amount, account.Currency)}, the oldest {Show.Days(account.OldestPastDueDays)}",
    };

    private static string UsuallyPays(decimal? days) => days switch
    {
        null => "–",
        > 0m => $"{Show.Days(days)} late",
        < 0m => $"{Show.Days(-days)} early",
        _ => "On the due date",
    };

    private static Html Details(AccountView account) => Html.Of($"""
        <section class="card" aria-labelledby="details">
          <h2 id="details">Details</h2>
          <dl class="facts single">
            {Layout.Fact("Industry", account.Industry)}
            {Layout.Fact("Location", string.Join(", ", new[] { account.City, account.Country }.OfType<string>()))}
            {Layout.Fact("Owner", account.Owner)}
            {Layout.Fact("Currency", account.Fields.Text("CurrencyIsoCode"))}
            {Layout.Fact("ERP customers", account.ErpKeys?.Replace(";", ", ", StringComparison.Ordinal) ?? "none")}
          </dl>
        </section>
        """);

    private static Html Group(Crm crm, AccountView account)
    {
        var parent = crm.Account(account.ParentId);
        var children = crm.ChildrenOf(account).ToList();
        if (parent is null && children.Count == 0)
            return Html.Nothing;
        var siblings = parent is null ? [] : crm.ChildrenOf(parent).Where(sibling => sibling.Id != account.Id).ToList();
        return Html.Of($"""
            <section class="card" aria-labelledby="group">
              <h2 id="group">Group</h2>
              {Html.When(parent is not null, $"""<h3>Parent</h3><ul class="plain">{(parent is null ? Html.Nothing : Member(parent))}</ul>""")}
              {Html.When(children.Count > 0, $"""<h3>Subsidiaries</h3><ul class="plain">{children.Select(Member)}</ul>""")}
              {Html.When(siblings.Count > 0, $"""<h3>Same parent</h3><ul class="plain">{siblings.Select(Member)}</ul>""")}
            </section>
            """);
    }

    private static Html Member(AccountView account) => Html.Of($"""
        <li><a href="/accounts/{account.Id}">{account.Name}</a> <span class="end">{(account.OnHold ? Badges.Hold : Badges.Band(account))}</span></li>
        """);

    private static Html Deals(Crm crm, AccountView account)
    {
        var deals = crm.OpportunitiesOf(account).OrderBy(deal => deal.IsClosed).ThenBy(deal => deal.CloseDate).ToList();
        return Html.Of($"""
            <section class="card" aria-labelledby="deals">
              <h2 id="deals">Opportunities</h2>
              {(deals.Count == 0 ? Html.Of($"""<p class="empty">No opportunities.</p>""") : OpportunityListPage.Table(crm, deals, null))}
            </section>
            """);
    }
}
