using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Core.Snapshots;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>What the forecasts of headroom and receipts have in common: their options, the account that is meant, and how customers pay.</summary>
internal sealed class OutlookQuestion(Bridge bridge, AsOf asOf, PaymentModel model)
{
    private const int MostCandidates = 10;

    /// <summary>The moment.</summary>
    public AsOf AsOf => asOf;

    /// <summary>How customers pay.</summary>
    public PaymentModel Model => model;

    public static Argument<string?> Account() => new("account") { Description = "Account (key or name); all accounts when left out.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<int> Weeks()
    {
        var weeks = new Option<int>("--weeks") { Description = $"How many weeks, 1 to {HeadroomForecaster.MostWeeks}.", DefaultValueFactory = _ => 8 }.Within(1, HeadroomForecaster.MostWeeks);
        return weeks;
    }

    public static Option<int> Limit() => new Option<int>("--limit") { Description = "The most lines to show.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);

    /// <summary>Learns how customers pay from everything that is stored.</summary>
    public static async Task<OutlookQuestion> OpenAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var asOf = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone);
        return new OutlookQuestion(bridge, asOf, await Reader(bridge).LearnAsync(asOf, bridge.ActivePolicy, cancellationToken));
    }

    /// <summary>All groups and accounts.</summary>
    public IAsyncEnumerable<GroupOutlook> ReadAsync(CancellationToken cancellationToken) => Reader(bridge).ReadAsync(model, asOf, bridge.ActivePolicy, new CrmWinForecast(), cancellationToken);

    /// <summary>The account that is meant, with its group; says why and returns null when there is none.</summary>
    public async Task<(AccountHeadroom Account, GroupOutlook Group)?> FindAsync(string text, CommandOutput output, CancellationToken cancellationToken)
    {
        var found = await bridge.Database.SnapshotReader.FindAccountsAsync(text, MostCandidates, cancellationToken);
        if (found.Count == 1 && await Reader(bridge).ReadAsync(found[0].Key, model, asOf, bridge.ActivePolicy, new CrmWinForecast(), cancellationToken) is { } group
            && group.Accounts.FirstOrDefault(a => a.Key == found[0].Key) is { Own: not null } account)
            return (account, group);
        output.Fail($"There is nothing to forecast for '{text}'.", WhyNot(found));
        return null;
    }

    /// <summary>Says how customers pay as a whole, and warns when nothing is known of it.</summary>
    public string? Warning => model.Decided == 0
        ? "No settled invoice is known of any account: when invoices are paid is assumed (half of them by their due day), not learned. Map settled invoices (kind 'payments') of the ERP."
        : null;

    private static IReadOnlyList<Problem> WhyNot(IReadOnlyList<FoundAccount> found) => found.Count switch
    {
        0 => [new Problem("forecast", "No account of that key or name is known.", "Run 'creditbridge sync' first, or look up the record's id in the CRM.")],
        1 => [new Problem(found[0].Name, "It has not been evaluated yet.", "Run 'creditbridge sync' first.")],
        _ => [.. found.Select(c => new Problem(c.Key, c.Name, null)), new Problem("forecast", "Several accounts match.", "Name one of them by its key.")],
    };

    private static ExposureOutlookReader Reader(Bridge bridge) => new(bridge.Database.History, bridge.Database.SnapshotReader, bridge.Database.Decisions);
}
