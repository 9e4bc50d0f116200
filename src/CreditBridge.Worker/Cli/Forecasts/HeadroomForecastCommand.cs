using System.CommandLine;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast headroom</c>: when the headroom of accounts and groups is used up, and by which deal. Reads the database only.</summary>
internal static class HeadroomForecastCommand
{
    public static Command Create()
    {
        var (account, weeks, limit) = (OutlookQuestion.Account(), OutlookQuestion.Weeks(), OutlookQuestion.Limit());
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("headroom", "When headroom is used up, by which deal, and which deals compete for it: of all accounts and groups, or of one week by week.") { account, weeks, limit, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var question = await OutlookQuestion.OpenAsync(bridge, cancellationToken);
                return parse.GetValue(account) is { } text
                    ? await ShowOneAsync(question, text, parse.GetValue(weeks), output, cancellationToken)
                    : await ShowAllAsync(question, parse.GetValue(weeks), parse.GetValue(limit), output, cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ShowOneAsync(OutlookQuestion question, string text, int weeks, CommandOutput output, CancellationToken cancellationToken)
    {
        if (await question.FindAsync(text, output, cancellationToken) is not { } found)
            return ExitCodes.WrongInput;
        var own = HeadroomForecaster.Forecast(found.Account.Own!, weeks);
        var whole = found.Group.Whole is { } group ? HeadroomForecaster.Forecast(group, weeks) : null;
        output.Write(new { question.Warning, account = own, group = whole }, console =>
        {
            HeadroomPage.Show(console, own, found.Account.Own!.PaceItems);
            if (whole is not null)
                HeadroomPage.Show(console, whole, null);
            HeadroomPage.ShowWarning(console, question.Warning);
        });
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAllAsync(OutlookQuestion question, int weeks, int limit, CommandOutput output, CancellationToken cancellationToken)
    {
        var list = new HeadroomList(question.AsOf.BusinessDate, weeks, Math.Max(1, limit));
        await foreach (var group in question.ReadAsync(cancellationToken))
            list.Add(group);
        if (list.Accounts == 0)
        {
            output.Fail("There is nothing to forecast.", [new Problem("database", "No account has been evaluated yet.", "Run 'creditbridge sync' first.")]);
            return ExitCodes.NeedsAttention;
        }

        output.Write(new { question.Warning, list }, console =>
        {
            HeadroomTables.Show(console, list);
            HeadroomPage.ShowWarning(console, question.Warning);
        });
        return ExitCodes.Done;
    }
}
