using System.Globalization;

namespace CreditBridge.Sandbox.Pages;

/// <summary>One review: its clock, its reasons, what is missing, and the form by which the credit team decides.</summary>
internal static class ReviewPage
{
    /// <param name="crm">The records of the org.</param>
    /// <param name="review">The review shown.</param>
    /// <param name="verdicts">What may be decided.</param>
    /// <param name="notice">What the last change came to, or null.</param>
    /// <param name="failed">Whether <paramref name="notice"/> says that nothing was saved.</param>
    public static Html Render(Crm crm, ReviewView review, IReadOnlyList<string> verdicts, string? notice, bool failed)
    {
        var account = crm.Account(review.AccountId);
        var deal = review.OpportunityId is { } id ? crm.Opportunity(id) : null;
        return Layout.Page(review.Number, "/reviews", Html.Of($"""
            <p class="crumbs"><a href="/reviews">Credit reviews</a>{Html.When(account is not null, $" · {OpportunityListPage.AccountLink(account)}")}</p>
            <h1>{review.Number} {Html.When(review.Reason is not null, $"· {review.Reason}")}</h1>
            {Html.When(notice is not null, $"""<p class="banner {(failed ? "bad" : "info")}" role="status">{notice}</p>""")}
            {Html.When(review.Message is not null, $"""<p class="banner info message" role="note">{review.Message}</p>""")}
            <dl class="highlights">
              {Layout.Fact("Account", OpportunityListPage.AccountLink(account))}
              {(deal is null ? Html.Nothing : Layout.Fact("Deal", Html.Of($"""<a href="/opportunities/{deal.Id}">{deal.Name}</a>""")))}
              {Layout.Fact("At stake", Show.Money(review.Amount, review.Currency))}
              {Layout.Fact("Status", review.Status)}
              {Layout.Fact("Clock", Clock(review))}
              {Layout.Fact("Owner", review.Owner)}
            </dl>
            <div class="columns">
              <div>
                {Reasons(review)}
                {Documents(crm.DocumentsOf(review), review)}
                {Html.When(review.Decision is not null, $"{Decided(review)}")}
              </div>
              <div>
                {Html.When(review.IsOpen || review.Decision is not null, $"{Decide(crm, review, verdicts)}")}
                {Times(review)}
              </div>
            </div>
            """));
    }

    /// <summary>Where the clock stands, in a word.</summary>
    public static Html Clock(ReviewView review) => review.Clock switch
    {
        "Breached" or "Missed" => Html.Of($"""<span class="badge bad"><span aria-hidden="true">■</span> {review.Clock}</span>"""),
        "At risk" or "Paused" => Html.Of($"""<span class="badge warn"><span aria-hidden="true">◆</span> {review.Clock}</span>"""),
        "On time" or "Met" => Html.Of($"""<span class="badge good"><span aria-hidden="true">✓</span> {review.Clock}</span>"""),
        _ => Html.Of($"""<span class="badge none">{Show.Text(review.Clock)}</span>"""),
    };

    private static Html Reasons(ReviewView review) => Html.Of($"""
        <section class="card" aria-labelledby="reasons">
          <h2 id="reasons">Why it needs a person</h2>
          {Lines(review.Reasons ?? review.Reason, "No reason is given.")}
          <dl class="facts">
            {Layout.Fact("Proposed limit", Show.Money(review.ProposedLimit, review.Currency))}
            {Layout.Fact("Priority", review.Priority)}
            {Layout.Fact("Team", review.Team)}
            {Layout.Fact("Effort", review.EstimatedHours is { } hours ? $"{Show.Number(hours, "0.##")} hours{(review.EffortClass is { } name ? $" ({name})" : "")}" : review.EffortClass)}
            {Layout.Fact("Decision of the bridge", review.DecisionId)}
          </dl>
        </section>
        """);

    private static Html Documents(IReadOnlyList<DocumentView> documents, ReviewView review) => Html.Of($"""
        <section class="card" aria-labelledby="documents">
          <h2 id="documents">Documents</h2>
          {(documents.Count == 0 ? Lines(review.Documents, "None are asked for.") : Html.Of($"""<ul class="plain">{documents.Select(document => Document(document, review))}</ul>"""))}
        </section>
        """);

    private static Html Document(DocumentView document, ReviewView review) => Html.Of($"""
        <li><span>{Show.Text(document.Type)} <small>{document.Status}{(document.ReceivedAt is null ? $", asked for {Show.Moment(document.RequestedAt)}" : $" {Show.Moment(document.ReceivedAt)}")}</small></span>
        {Html.When(document.Status is "Requested" or "Rejected" or "Expired", $"""
            <form class="end noprint" method="post" action="/reviews/{review.Id}"><input type="hidden" name="document" value="{document.Id}"><button name="action" value="arrived" aria-label="{document.Type} has arrived">Arrived</button></form>
            """)}</li>
        """);

    private static Html Decided(ReviewView review) => Html.Of($"""
        <section class="card" aria-labelledby="decided">
          <h2 id="decided">Decision</h2>
          <dl class="facts">
            {Layout.Fact("Decision", review.Decision)}
            {Layout.Fact("Limit", Show.Money(review.ApprovedLimit, review.Currency))}
            {Layout.Fact("Terms", review.ApprovedTerms)}
            {Layout.Fact("Valid until", Show.Date(review.ValidUntil))}
            {Layout.Fact("By", review.DecidedBy)}
            {Layout.Fact("At", Show.Moment(review.DecidedAt))}
          </dl>
          {Html.When(review.Conditions is not null, $"""<h3>Conditions</h3>{Lines(review.Conditions, "")}""")}
          {Html.When(review.Notes is not null, $"""<h3>Notes</h3>{Lines(review.Notes, "")}""")}
        </section>
        """);

    private static Html Decide(Crm crm, ReviewView review, IReadOnlyList<string> verdicts) => Html.Of($"""
        <section class="card noprint" aria-labelledby="decide">
          <h2 id="decide">{(review.IsOpen ? "Decide" : "Correct the decision")}</h2>
          <p class="quiet">As the credit team would. The bridge checks the decision on its next round and answers on this page.</p>
          {Html.When(review.StartedAt is null && review.IsOpen, $"""
              <form class="edit" method="post" action="/reviews/{review.Id}"><button name="action" value="start">Start the work</button></form>
              """)}
          <form class="edit" method="post" action="/reviews/{review.Id}">
            <label>As <select name="user">{crm.People.Select(person => Html.Of($"""<option value="{person.Id}">{person.Name}</option>"""))}</select></label>
            <label>Decision <select name="verdict"><option value="">–</option>{verdicts.Select(verdict => Forms.Option(verdict, review.Decision))}</select></label>
            <label>Approved limit <input name="limit" inputmode="decimal" value="{review.ApprovedLimit?.ToString("0.##", CultureInfo.InvariantCulture)}" autocomplete="off"></label>
            <label>Currency <input name="currency" maxlength="3" value="{review.Currency}" autocomplete="off"></label>
            <label>Approved terms <input name="terms" maxlength="40" value="{review.ApprovedTerms}" placeholder="Net 45" autocomplete="off"></label>
            <label>Valid until <input name="until" type="date" value="{review.ValidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"></label>
            <label>Conditions, one per line <textarea name="conditions" rows="3">{review.Conditions}</textarea></label>
            <label>Notes for the credit team <textarea name="notes" rows="3">{review.Notes}</textarea></label>
            <button name="action" value="decide">Decide</button>
          </form>
        </section>
        """);

    private static Html Times(ReviewView review) => Html.Of($"""
        <section class="card" aria-labelledby="times">
          <h2 id="times">Clock</h2>
          <dl class="facts single">
            {Layout.Fact("Started (application complete)", Show.Moment(review.RequestedAt))}
            {Layout.Fact("First response due", Show.Moment(review.FirstResponseDueAt))}
            {Layout.Fact("Work began", Show.Moment(review.StartedAt))}
            {Layout.Fact("At risk from", Show.Moment(review.AtRiskAt))}
            {Layout.Fact("Decision due", Show.Moment(review.DueAt))}
            {Layout.Fact("Paused since", Show.Moment(review.PausedSince))}
            {Layout.Fact("Paused before", review.PausedHours is { } hours ? $"{Show.Number(hours, "0.##")} business hours" : null)}
          </dl>
        </section>
        """);

    private static Html Lines(string? text, string otherwise)
    {
        var lines = text?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return lines.Length == 0 ? Html.Of($"""<p class="empty">{otherwise}</p>""") : Html.Of($"""<ul class="alternatives">{lines.Select(line => Html.Of($"<li>{line}</li>"))}</ul>""");
    }
}
