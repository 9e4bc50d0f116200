using CreditBridge.Abstractions.Values;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Http.Status;

/// <summary>The part of the status page about reports of credit bureaus: what they cost this month, and which bureau failed last.</summary>
internal static class BureauSection
{
    public static Html Of(BureauStanding bureaus, IReadOnlyList<string> troubles) => StatusPage.Section("Reports of credit bureaus", Html.Of($"""
        <dl class="bars">{Bar(bureaus.Month, bureaus.Spent, bureaus.Budget)}</dl>
        <dl class="figures">{StatusPage.Figure(bureaus.Reports, "reports")}{StatusPage.Figure(bureaus.Orders, "orders")}{StatusPage.Figure(bureaus.UnderWay, "without a known outcome")}</dl>
        {troubles.Take(10).Select(t => Html.Of($"""<p class="warn">{t}</p>"""))}
        {(bureaus.Providers.Count == 0 ? Html.Nothing : Html.Of($"""
            <table>
              <thead><tr><th scope="col">Bureau</th><th scope="col" class="num">Orders</th><th scope="col" class="num">Reports</th><th scope="col" class="num">Spent</th><th scope="col">Last failure this month</th></tr></thead>
              <tbody>{bureaus.Providers.Select(p => Row(p, bureaus.Budget.Currency))}</tbody>
            </table>
            """))}
        <p class="quiet"><code>creditbridge bureaus</code> lists each order with its reason, and what would be bought next.</p>
        """));

    private static Html Row(ProviderStanding provider, CurrencyCode currency) => Html.Of($"""
        <tr><th scope="row">{provider.Provider}</th><td class="num" data-label="Orders">{provider.Orders}</td><td class="num" data-label="Reports">{provider.Reports}</td>
        <td class="num" data-label="Spent">{Sum(provider.Spent, currency)}{(provider.Budget is { } own ? $" of {new Money(own, currency).ToDisplay()}" : "")}</td>
        <td data-label="Last failure">{(provider.LastFailure is { } failure ? $"{StatusPage.Moment(provider.FailedAt!.Value)}: {failure}" : "none")}</td></tr>
        """);

    private static Html Bar(string month, decimal? spent, Money budget) => Html.Of($"""
        <div><dt>Budget of {month}</dt><dd><meter min="0" max="{Plain(budget.Amount)}" high="{Plain(budget.Amount * 0.8m)}" optimum="0" value="{Plain(Math.Min(spent ?? 0m, budget.Amount))}" aria-label="Budget of {month}"></meter>
        {Sum(spent, budget.Currency)} of {budget.ToDisplay()}</dd></div>
        """);

    private static string Sum(decimal? spent, CurrencyCode currency) => spent is { } amount ? new Money(amount, currency).ToDisplay() : "unknown: an order is in another currency";

    private static string Plain(decimal number) => number.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
