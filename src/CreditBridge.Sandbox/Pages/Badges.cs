namespace CreditBridge.Sandbox.Pages;

/// <summary>Short verdicts. The words carry the meaning; colour and sign only repeat it.</summary>
internal static class Badges
{
    public static Html Hold => Html.Of($"""<span class="badge bad"><span aria-hidden="true">■</span> On hold</span>""");

    public static Html Check(string? status) => status switch
    {
        null => Html.Of($"""<span class="badge none">Not checked</span>"""),
        "Prequalified" => Html.Of($"""<span class="badge good"><span aria-hidden="true">✓</span> {status}</span>"""),
        "Conditional" or "Review needed" => Html.Of($"""<span class="badge warn"><span aria-hidden="true">◆</span> {status}</span>"""),
        "Does not fit" or "On hold" => Html.Of($"""<span class="badge bad"><span aria-hidden="true">■</span> {status}</span>"""),
        _ => Html.Of($"""<span class="badge none">{status}</span>"""),
    };

    public static Html Band(AccountView account) =>
        account.Band is { } band ? Html.Of($"""<span class="band">{band}</span>""") : Html.Of($"""<span class="quiet">–</span>""");

    /// <summary>The limit in one phrase, whatever its kind.</summary>
    public static string Limit(AccountView account) => account.LimitStatus switch
    {
        "Amount" => Show.Money(account.Limit, account.Currency),
        "None" => "No credit",
        null => "–",
        var status => status,
    };
}
