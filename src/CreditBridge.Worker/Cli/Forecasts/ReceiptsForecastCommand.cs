using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast receipts</c>: what customers are expected to pay of their open invoices, week by week. Reads the database only.</summary>
internal static class ReceiptsForecastCommand
{
    public static Command Create()
    {
        var (account, weeks, limit) = (OutlookQuestion.Account(), OutlookQuestion.Weeks(), OutlookQuestion.Limit());
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("receipts", "What customers are expected to pay of their open invoices, week by week: all together, or one invoice by invoice.") { account, weeks, limit, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var question = await OutlookQuestion.OpenAsync(bridge, cancellationToken);
                return parse.GetValue(account) is { } text
                    ? await ShowOneAsync(question, text, parse.GetValue(weeks), parse.GetValue(limit), output, cancellationToken)
                    : await ShowAllAsync(question, parse.GetValue(weeks), parse.GetValue(limit), output, cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ShowOneAsync(OutlookQuestion question, string text, int weeks, int limit, CommandOutput output, CancellationToken cancellationToken)
    {
        if (await question.FindAsync(text, output, cancellationToken) is not { Account: { Own: { } own } account })
            return ExitCodes.WrongInput;
        var receipts = ReceiptForecast.Of(own.AsOf, weeks, [.. own.Invoices.Select(i => (i.Payment, i.Amount))]);
        var invoices = own.Invoices.OrderBy(i => i.Payment.Item.DueOn).ThenBy(i => i.Key, StringComparer.Ordinal).Select(InvoiceReceipt.Of).ToList();
        output.Write(new { question.Warning, account = account.Key, account.Name, own.Currency, own.PaceItems, own.UsualDay, receipts, invoices, own.Warnings }, console =>
        {
            ReceiptTables.Show(console, account.Name, own, receipts, invoices, limit);
            HeadroomPage.ShowWarning(console, question.Warning);
        });
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAllAsync(OutlookQuestion question, int weeks, int limit, CommandOutput output, CancellationToken cancellationToken)
    {
        var totals = new SortedDictionary<string, ReceiptTotals>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (accounts, owing) = (0, 0);
        var largest = new PriorityQueue<AccountReceipts, decimal>();
        await foreach (var group in question.ReadAsync(cancellationToken))
        {
            // A customer that several accounts claim pays once; accounts that share one are nearly always of one group.
            seen.Clear();
            foreach (var own in group.Accounts.Select(a => a.Own).OfType<HeadroomCase>())
            {
                accounts++;
                if (!totals.TryGetValue(own.Currency.Code, out var total))
                    totals.Add(own.Currency.Code, total = new ReceiptTotals(own.AsOf, weeks, own.Currency));
                var account = new ReceiptTotals(own.AsOf, weeks, own.Currency);
                foreach (var invoice in own.Invoices)
                {
                    account.Add(invoice.Payment, invoice.Amount);
                    if (seen.Add(invoice.Key))
                        total.Add(invoice.Payment, invoice.Amount);
                }

                if (account.Invoices == 0)
                    continue;
                owing++;
                var open = own.Invoices.Sum(i => i.Amount);
                largest.Enqueue(AccountReceipts.Of(own, account.ToForecast()), open);
                if (largest.Count > Math.Max(1, limit))
                    largest.Dequeue();
            }
        }

        if (accounts == 0)
        {
            output.Fail("There is nothing to forecast.", [new Problem("database", "No account has been evaluated yet.", "Run 'creditbridge sync' first.")]);
            return ExitCodes.NeedsAttention;
        }

        var currencies = totals.Values.Where(t => t.Invoices > 0).Select(t => new CurrencyReceipts(t.Currency, t.Invoices, t.ToForecast())).ToList();
        var list = largest.UnorderedItems.OrderByDescending(i => i.Priority).ThenBy(i => i.Element.Key, StringComparer.Ordinal).Select(i => i.Element).ToList();
        output.Write(new { question.Warning, asOf = question.AsOf.BusinessDate, currencies, accounts = list, accountsInAll = owing }, console =>
        {
            ReceiptTables.Show(console, question.AsOf.BusinessDate, currencies, list);
            HeadroomPage.ShowWarning(console, question.Warning);
        });
        return ExitCodes.Done;
    }
}

/// <summary>Receipts of all accounts in one currency.</summary>
internal sealed record CurrencyReceipts(CurrencyCode Currency, long Invoices, ReceiptForecast Receipts);

/// <summary>Receipts of one account.</summary>
/// <param name="Key">Key of the account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Currency">Currency of the amounts.</param>
/// <param name="Open">What is open of its invoices.</param>
/// <param name="ExpectedUntil">What is expected of it until the end of the weeks.</param>
/// <param name="Later">What is expected later, or never.</param>
/// <param name="LateShare">Share of the open amount that is late, or expected to be.</param>
internal sealed record AccountReceipts(string Key, string Name, CurrencyCode Currency, decimal Open, decimal ExpectedUntil, decimal Later, double LateShare)
{
    public static AccountReceipts Of(HeadroomCase own, ReceiptForecast receipts) => new(
        own.Key, own.Name, own.Currency, receipts.Open, receipts.Weeks[^1].ExpectedUntil, receipts.Later,
        own.Invoices.Sum(i => (double)i.Amount * i.Payment.LateProbability) / (double)own.Invoices.Sum(i => i.Amount));
}

/// <summary>When one invoice is expected to be paid.</summary>
/// <param name="Document">Number of the invoice.</param>
/// <param name="DueOn">Day on which it must be paid.</param>
/// <param name="Amount">What is open.</param>
/// <param name="Disputed">Whether the customer disputes it.</param>
/// <param name="IsLate">Whether it is late already.</param>
/// <param name="LateProbability">Probability that it is paid late, 0 to 1.</param>
/// <param name="LikelyOn">Day by which it is paid with even chances; null when that is not within a year of its due day.</param>
/// <param name="LateOn">Day by which it is paid with nine chances in ten; null likewise.</param>
internal sealed record InvoiceReceipt(string Document, DateOnly DueOn, decimal Amount, bool Disputed, bool IsLate, double LateProbability, DateOnly? LikelyOn, DateOnly? LateOn)
{
    public static InvoiceReceipt Of(OpenInvoice invoice) => new(
        invoice.Document, invoice.Payment.Item.DueOn, invoice.Amount, invoice.Disputed, invoice.Payment.IsLate,
        invoice.Payment.LateProbability, invoice.Payment.DayOf(0.5d), invoice.Payment.DayOf(0.9d));
}
