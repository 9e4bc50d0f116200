using System.Globalization;

namespace CreditBridge.Sandbox.Pages;

/// <summary>One deal: where it stands, whether it will pass credit and what would make it pass, and a small form to change it.</summary>
internal static class OpportunityPage
{
    /// <param name="crm">The records of the org.</param>
    /// <param name="deal">The deal shown.</param>
    /// <param name="history">The stages it reached, the oldest first.</param>
    /// <param name="terms">What may be asked for in Requested Payment Terms.</param>
    /// <param name="notice">What the last change came to, or null.</param>
    /// <param name="failed">Whether <paramref name="notice"/> says that nothing was saved.</param>
    public static Html Render(
        Crm crm, OpportunityView deal, IReadOnlyList<StageChangeView> history, IReadOnlyList<string> terms, string? notice, bool failed)
    {
        var account = crm.Account(deal.AccountId);
        return Layout.Page(deal.Name, "/opportunities", Html.Of($"""
            <p class="crumbs"><a href="/opportunities">Opportunities</a>{Html.When(account is not null, $" · {OpportunityListPage.AccountLink(account)}")}</p>
            <h1>{deal.Name}</h1>
            {Html.When(notice is not null, $"""<p class="banner {(failed ? "bad" : "info")}" role="status">{notice}</p>""")}
            {(account is null ? Html.Nothing : AccountPage.HoldBanner(account))}
            <dl class="highlights">
              {Layout.Fact("Account", OpportunityListPage.AccountLink(account))}
              {Layout.Fact("Amount", Show.Money(deal.Amount, deal.Currency))}
              {Layout.Fact("Requested terms", deal.RequestedTerms)}
              {Layout.Fact("Close date", Show.Date(deal.CloseDate))}
              {Layout.Fact("Owner", deal.Owner)}
            </dl>
            {Path(crm, deal)}
            <div class="columns">
              <div>
                {CreditCheck(deal, account)}
                {ReviewListPage.Section(crm, crm.Reviews.Where(review => review.OpportunityId == deal.Id))}
              </div>
              <div>
                {Edit(crm, deal, terms)}
                {History(history, deal)}
              </div>
            </div>
            """));
    }

    private static Html Path(Crm crm, OpportunityView deal)
    {
        var stages = crm.Stages.Where(stage => !stage.IsClosed || (deal.IsClosed && stage.Name == deal.Stage)).ToList();
        var current = stages.FindIndex(stage => stage.Name == deal.Stage);
        return Html.Of($"""
            <ol class="path" aria-label="Stages">
              {stages.Select((stage, index) => Step(stage.Name, index, current))}
            </ol>
            """);
    }

    private static Html Step(string name, int index, int current) => index == current
        ? Html.Of($"""<li class="current" aria-current="step">{name}</li>""")
        : Html.Of($"""<li class="{(index < current ? "done" : "todo")}">{name}</li>""");

    private static Html CreditCheck(OpportunityView deal, AccountView? account) => deal.IsChecked ? Html.Of($"""
        <section class="card" aria-labelledby="check">
          <h2 id="check">Credit check {Badges.Check(deal.CheckStatus)}</h2>
          {Html.When(deal.Message is not null, $"""<p class="message">{deal.Message}</p>""")}
          {Alternatives(deal.Alternatives)}
          {(account is null ? Html.Nothing : HeadroomBar.Render(account, ShareOfDeal(deal, account)))}
          <dl class="facts">
            {Layout.Fact("Headroom after this deal", Show.Money(deal.HeadroomAfter, deal.CreditCurrency))}
            {Layout.Fact("Requested terms", deal.RequestedTerms)}
            {Layout.Fact("Recommended terms", deal.RecommendedTerms)}
            {Layout.Fact("Credit review due", Show.Date(deal.ReviewDue))}
            {Layout.Fact("Checked", Show.Moment(deal.CheckedAt))}
            {Layout.Fact("Decision", deal.DecisionId)}
          </dl>
        </section>
        """) : Html.Of($"""
        <section class="card" aria-labelledby="check">
          <h2 id="check">Credit check</h2>
          <p class="empty">Not checked yet. {(deal.IsClosed ? "Closed deals are not checked." : "The result appears here when the bridge has looked at this deal.")}</p>
        </section>
        """);

    private static Html Alternatives(string? alternatives)
    {
        var lines = alternatives?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return Html.When(lines.Length > 0, $"""
            <h3>What would make it fit</h3>
            <ul class="alternatives">{lines.Select(line => Html.Of($"<li>{line.TrimStart('-', '•', '*', ' ')}</li>"))}</ul>
            """);
    }

    /// <summary>What the deal adds to exposure, as far as the written figures tell: both must be in one currency and from one headroom.</summary>
    private static decimal ShareOfDeal(OpportunityView deal, AccountView account) =>
        deal.HeadroomAfter is { } after && account.Headroom is { } before && deal.CreditCurrency == account.Currency ? Math.Max(0m, before - after) : 0m;

    private static Html Edit(Crm crm, OpportunityView deal, IReadOnlyList<string> terms) => Html.Of($"""
        <section class="card noprint" aria-labelledby="edit">
          <h2 id="edit">Change this deal</h2>
          <p class="quiet">As sales would. The bridge sees the change on its next round and checks the deal again.</p>
          <form class="edit" method="post" action="/opportunities/{deal.Id}">
            <label>Stage <select name="stage">{Choices(crm.Stages.Select(stage => stage.Name), deal.Stage)}</select></label>
            <label>Amount{Html.When(deal.Currency is not null, $" in {deal.Currency}")}
              <input name="amount" inputmode="decimal" value="{deal.Amount?.ToString("0.##", CultureInfo.InvariantCulture)}" autocomplete="off"></label>
            <label>Requested payment terms <select name="terms"><option value="">–</option>{Choices(terms, deal.RequestedTerms)}</select></label>
            <button>Save</button>
          </form>
        </section>
        """);

    /// <summary>The choices, and the present value even where it is not one of them, so that saving changes only what was changed.</summary>
    private static IEnumerable<Html> Choices(IEnumerable<string> choices, string? present) =>
        choices.Concat(present is null ? [] : [present]).Distinct().Select(choice => Forms.Option(choice, present));

    private static Html History(IReadOnlyList<StageChangeView> history, OpportunityView deal) => Html.Of($"""
        <section class="card" aria-labelledby="history">
          <h2 id="history">Stage history</h2>
          {(history.Count == 0 ? Html.Of($"""<p class="empty">No changes recorded.</p>""") : Html.Of($"""<ol class="plain">{history.Reverse().Select(change => Change(change, deal.Currency))}</ol>"""))}
        </section>
        """);

    private static Html Change(StageChangeView change, string? currency) => Html.Of($"""
        <li><span>{change.Stage} <small>{Show.Money(change.Amount, currency)}</small></span> <span class="end quiet">{Show.Date(DateOnly.FromDateTime(change.At.UtcDateTime))}</span></li>
        """);
}
