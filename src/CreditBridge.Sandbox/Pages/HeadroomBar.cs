using System.Globalization;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The limit as a bar: what is owed, what a deal would add, and how far that goes over.</summary>
internal static class HeadroomBar
{
    /// <summary>The bar of an account; with <paramref name="deal"/>, what that deal adds to exposure.</summary>
    public static Html Render(AccountView account, decimal deal = 0m)
    {
        if (account.Limit is not > 0m || account.Exposure is not { } exposure)
            return Html.Nothing;
        var limit = account.Limit.Value;
        var owed = Math.Max(0m, exposure);
        var scale = Math.Max(limit, owed + deal);
        var owedWithin = Share(Math.Min(owed, limit));
        var dealWithin = Share(Math.Clamp(limit - owed, 0m, deal));
        var over = Share(Math.Max(0m, owed + deal - limit));
        var headroom = limit - owed - deal;
        var description = $"{Show.Money(owed, account.Currency)} owed of a limit of {Show.Money(limit, account.Currency)}"
            + (deal > 0m ? $"; this deal adds {Show.Money(deal, account.Currency)}" : "")
            + (headroom >= 0m ? $"; {Show.Money(headroom, account.Currency)} left" : $"; {Show.Money(-headroom, account.Currency)} over the limit");
        return Html.Of($"""
            <figure class="headroom">
              <svg role="img" aria-label="{description}" width="100%" height="18" preserveAspectRatio="none">
                <rect class="room" width="100%" height="18" rx="4"/>
                <rect class="owed" width="{owedWithin}" height="18" rx="4"/>
                <rect class="deal" x="{owedWithin}" width="{dealWithin}" height="18"/>
                <rect class="over" x="{Share(limit)}" width="{over}" height="18"/>
              </svg>
              <figcaption>
                <span class="key owed">Owed {Show.Money(owed, account.Currency)}</span>
                {Html.When(deal > 0m, $"""<span class="key deal">This deal {Show.Money(deal, account.Currency)}</span>""")}
                {(headroom >= 0m
                    ? Html.Of($"""<span class="key room">Headroom {Show.Money(headroom, account.Currency)}</span>""")
                    : Html.Of($"""<span class="key over">Over the limit by {Show.Money(-headroom, account.Currency)}</span>"""))}
                <span>Limit {Show.Money(limit, account.Currency)}</span>
              </figcaption>
            </figure>
            """);

        string Share(decimal amount) => (amount / scale * 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";
    }
}
