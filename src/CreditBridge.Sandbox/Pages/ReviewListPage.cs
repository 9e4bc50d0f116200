namespace CreditBridge.Sandbox.Pages;

/// <summary>The credit team's queue with its clocks.</summary>
internal static class ReviewListPage
{
    private static readonly string[] Clocks = ["Breached", "At risk", "On time", "Paused", "No target"];

    public static Html Render(Crm crm, ListQuery query)
    {
        var found = crm.Reviews.Where(review => Matches(review, query)).OrderByDescending(review => review.IsOpen).ThenBy(review => review.DueAt is null).ThenBy(review => review.DueAt)
            .ThenBy(review => review.Number, StringComparer.Ordinal).ToList();
        var (rows, page, pages) = query.Slice(found);
        return Layout.Page("Credit reviews", "/reviews", Html.Of($"""
            <h1>Credit reviews</h1>
            <ul class="tiles">
              {Clocks.Select(clock => Tile(crm, clock))}
            </ul>
            <form class="filters" method="get" action="{query.Path}" role="search">
              <label>Clock <select name="clock"><option value="">Any</option>{Clocks.Select(clock => Forms.Option(clock, query["clock"]))}</select></label>
              {Forms.Tick("refused", "Decisions to correct", query["refused"] is not null)}
              {Forms.Tick("closed", "Decided ones too", query["closed"] is not null)}
              <button>Show</button>
            </form>
            <p class="count" role="status">{found.Count} of {crm.Reviews.Count} reviews</p>
            {(rows.Count == 0 ? Html.Of($"""<p class="empty">No review matches. The bridge opens one when a deal or a customer needs a person to look.</p>""") : Table(crm, rows, withAccount: true))}
            {query.Pager(page, pages)}
            """));
    }

    /// <summary>The reviews of an account or a deal; nothing when there are none.</summary>
    public static Html Section(Crm crm, IEnumerable<ReviewView> reviews)
    {
        var list = reviews.OrderByDescending(review => review.IsOpen).ThenBy(review => review.DueAt).ToList();
        return Html.When(list.Count > 0, $"""
            <section class="card" aria-labelledby="reviews">
              <h2 id="reviews">Credit reviews</h2>
              {Table(crm, list, withAccount: false)}
            </section>
            """);
    }

    private static Html Tile(Crm crm, string clock) =>
        Html.Of($"""<li><a href="/reviews?clock={Uri.EscapeDataString(clock)}"><b>{crm.Reviews.Count(review => review.IsOpen && review.Clock == clock)}</b> {clock.ToLowerInvariant()}</a></li>""");

    private static Html Table(Crm crm, IEnumerable<ReviewView> reviews, bool withAccount) => Html.Of($"""
        <table class="list">
          <caption class="hidden">Credit reviews and their clocks</caption>
          <thead><tr>
            <th scope="col">Review</th>
            {Html.When(withAccount, $"""<th scope="col">Account</th>""")}
            <th scope="col">Reason</th>
            <th scope="col" class="num">At stake</th>
            <th scope="col">Status</th>
            <th scope="col">Clock</th>
            <th scope="col">Due</th>
            <th scope="col">Owner</th>
          </tr></thead>
          <tbody>
            {reviews.Select(review => Row(crm, review, withAccount))}
          </tbody>
        </table>
        """);

    private static Html Row(Crm crm, ReviewView review, bool withAccount) => Html.Of($"""
        <tr>
          <th scope="row"><a href="/reviews/{review.Id}">{review.Number}</a> {Html.When(review.Priority is "Urgent" or "High", $"<small>{review.Priority}</small>")}</th>
          {Html.When(withAccount, $"""<td data-label="Account">{OpportunityListPage.AccountLink(crm.Account(review.AccountId))}</td>""")}
          <td data-label="Reason">{Show.Text(review.Reason)}</td>
          <td data-label="At stake" class="num">{Show.Money(review.Amount, review.Currency)}</td>
          <td data-label="Status">{(review.Status == "Decided" ? $"{review.Status}: {review.Decision}" : review.Status)}</td>
          <td data-label="Clock">{ReviewPage.Clock(review)}</td>
          <td data-label="Due" class="date">{Show.Moment(review.DueAt)}</td>
          <td data-label="Owner">{Show.Text(review.Owner)}</td>
        </tr>
        """);

    private static bool Matches(ReviewView review, ListQuery query) =>
        (query["clock"] is not { } clock || review.Clock == clock) && (query["closed"] is not null || review.IsOpen)
        && (query["refused"] is null || review is { IsOpen: true, Decision: not null });
}
