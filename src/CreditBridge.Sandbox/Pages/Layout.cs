namespace CreditBridge.Sandbox.Pages;

/// <summary>What every page has around its content.</summary>
internal static class Layout
{
    public static Html Page(string title, string current, Html content) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{title} · Sandbox CRM</title>
          <link rel="stylesheet" href="/pages.css">
          <link rel="icon" href="data:,">
        </head>
        <body>
          <a class="skip" href="#main">Skip to content</a>
          <header class="top">
            <a class="brand" href="/">Sandbox <b>CRM</b></a>
            <nav aria-label="Main">
              {Link("/accounts", "Accounts", current)}
              {Link("/opportunities", "Opportunities", current)}
              {Link("/reviews", "Credit reviews", current)}
              {Link("/forecast", "Forecast", current)}
            </nav>
          </header>
          <main id="main" tabindex="-1">
        {content}
          </main>
          <footer>A sandbox org on this machine: no real company, no real people. The credit fields are what CreditBridge wrote.</footer>
        </body>
        </html>

        """);

    public static Html NotFound(string what) => Page("Not found", "", Html.Of($"""
        <h1>Not found</h1>
        <p>There is no {what} with this id, or it was deleted. <a href="/accounts">All accounts</a>, <a href="/opportunities">all opportunities</a>.</p>
        """));

    /// <summary>A label and its value in a description list.</summary>
    public static Html Fact(string label, Html value) => Html.Of($"<div><dt>{label}</dt><dd>{value}</dd></div>");

    /// <summary>A label and its value in a description list.</summary>
    public static Html Fact(string label, string? value) => Fact(label, Html.Of($"{Show.Text(value)}"));

    private static Html Link(string path, string label, string current) => path == current
        ? Html.Of($"""<a href="{path}" aria-current="page">{label}</a>""")
        : Html.Of($"""<a href="{path}">{label}</a>""");
}
