using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Watch;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Http.Status;

namespace CreditBridge.Worker.Http.Credit;

/// <summary>The watch list of the credit side, and the alerts that last.</summary>
internal static class WatchSections
{
    private const int MostAccounts = 15;
    private const int MostAlerts = 10;

    public static async Task<IReadOnlyList<CreditSection>> ReadAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var convert = await WatchRates.ReadAsync(bridge.Database.SnapshotReader, bridge.ActivePolicy, AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone), cancellationToken);
        var worse = WatchList.Ranked(await bridge.Database.Watch.ListAsync(WatchSide.Deteriorating, cancellationToken), convert);
        var alerts = (await bridge.Database.Alerts.ListAsync(MostAlerts * 4, cancellationToken)).Select(a => a.Alert).Where(a => !a.IsOver && !a.IsSilent).Take(MostAlerts).ToList();
        return [Watch(worse), Alerts(alerts)];
    }

    internal static CreditSection Watch(IReadOnlyList<WatchEntry> worse) => new("Getting worse, with deals open", worse.Count == 0
        ? Html.Of($"""<p class="empty">No account with open deals is getting worse.</p>""")
        : Html.Of($"""
            {(worse.Count > MostAccounts ? Html.Of($"""<p class="quiet">The first {MostAccounts} of {worse.Count}; <code>creditbridge watchlist</code> lists them all.</p>""") : Html.Nothing)}
            <table>
              <caption class="unseen">Accounts that are getting worse while deals are open</caption>
              <thead><tr><th scope="col">Account</th><th scope="col">Since</th><th scope="col">What credit sees</th></tr></thead>
              <tbody>{worse.Take(MostAccounts).Select(w => Html.Of($"""<tr><th scope="row">{w.AccountName}<br><code class="sub">{w.AccountKey}</code></th><td data-label="Since">{w.Since.ToString("yyyy-MM-dd")}</td><td data-label="What credit sees">{w.ForCredit}</td></tr>"""))}</tbody>
            </table>
            """));

    internal static CreditSection Alerts(IReadOnlyList<RaisedAlert> alerts) => new("Alerts that last", alerts.Count == 0
        ? Html.Of($"""<p class="empty">There is none.</p>""")
        : Html.Of($"""
            <table>
              <caption class="unseen">Alerts that last, and what to do</caption>
              <thead><tr><th scope="col">Alert</th><th scope="col">Since</th><th scope="col">What is so, and what to do</th></tr></thead>
              <tbody>{alerts.Select(a => Html.Of($"""
                <tr><th scope="row"><span class="badge {(a.Alert.Severity switch { AlertSeverity.Critical => "bad", AlertSeverity.Warning => "warn", _ => "none" })}">{a.Alert.Severity.ToString()}</span> {a.Alert.Title}</th>
                <td data-label="Since">{StatusPage.Moment(a.RaisedAt)}</td><td data-label="What is so">{a.Alert.Words}</td></tr>
                """))}</tbody>
            </table>
            """));
}
