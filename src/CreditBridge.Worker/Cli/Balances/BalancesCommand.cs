using System.CommandLine;
using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Core.Snapshots;
using CreditBridge.Worker.Hosting;
using CsvHelper;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>
/// <c>creditbridge balances</c>: what each ERP customer owes, as its documents add up, and with <c>--against</c> the comparison with the ERP's own list. Reads the database only.
/// </summary>
internal static class BalancesCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var connection = new Option<string?>("--connection") { Description = "Only customers of this connection." };
        var against = new Option<FileInfo?>("--against")
        {
            Description = "The ERP's own list (CSV with a header: customer, balance, and perhaps past_due, system, company, currency): every difference is shown, to the last digit.",
        };
        var numbers = new Option<string?>("--decimal") { Description = "What stands before the fraction in the list's numbers: '.' (1,234.50) or ',' (1.234,50). Not given: a point, and nothing between thousands." };
        numbers.AcceptOnlyFromAmong([.. StatedNumbers.Separators]);
        var asOf = DayOption.Create("--as-of", "The day that decides what is past due of the items as they were last read; today when not given.");
        var csv = new Option<bool>("--csv") { Description = "Print all balances as CSV." };
        var limit = new Option<int>("--limit") { Description = "The most lines to show.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("balances", "What each ERP customer owes, as its documents add up; compare it with the ERP's own list before you trust it.")
        {
            config, json, connection, against, numbers, asOf, csv, limit,
        };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var today = parse.GetValue(asOf) ?? AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate;
                var name = parse.GetValue(connection);
                if (name is not null && bridge.Connections.All(c => c.Name != name))
                {
                    output.Fail($"There is no connection '{name}'.", [new Problem("--connection", $"There are: {string.Join(", ", bridge.Connections.Select(c => c.Name))}.", null)]);
                    return ExitCodes.WrongInput;
                }

                var lines = await ReadAsync(bridge.Database.SnapshotReader, name, today, cancellationToken);
                var doubts = await BalanceDoubts.ReadAsync(bridge, name, cancellationToken);
                if (parse.GetValue(against) is { } file)
                {
                    if (lines.Count > 0)
                        return Compare(output, lines, doubts, file, StatedNumbers.Of(parse.GetValue(numbers)), parse.GetValue(limit));
                    output.Fail("There is nothing to compare.", [new Problem(name ?? "ERP", "Not one customer and not one open item has been read yet.", "Run 'creditbridge plan' or 'creditbridge sync' first; both read, and only the second writes to the CRM.")]);
                    return ExitCodes.WrongInput;
                }

                if (parse.GetValue(csv))
                    WriteCsv(lines);
                else
                    output.Write(new { today, doubts, lines }, console =>
                    {
                        BalanceTables.Show(console, lines, today, parse.GetValue(limit));
                        BalanceTables.Show(console, doubts);
                    });
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static int Compare(CommandOutput output, IReadOnlyList<CustomerBalance> lines, IReadOnlyList<string> doubts, FileInfo file, StatedNumbers numbers, int limit)
    {
        if (!file.Exists)
        {
            output.Fail("The list cannot be read.", [new Problem(file.ToString(), "There is no such file.", "Export the ERP's list of balances as CSV and name it with --against.")]);
            return ExitCodes.WrongInput;
        }

        using var text = file.OpenText();
        var (stated, problems) = StatedBalanceFile.Read(text, file.Name, numbers);
        if (problems.Count > 0)
        {
            output.Fail("The list cannot be read.", problems);
            return ExitCodes.WrongInput;
        }

        var comparison = BalanceComparison.Of(lines, stated);
        output.Write(new { comparison, doubts }, console =>
        {
            BalanceTables.Show(console, comparison, limit);
            BalanceTables.ShowOdd(console, lines);
            BalanceTables.Show(console, doubts);
        });
        return comparison.Differences.Count + doubts.Count == 0 ? ExitCodes.Done : ExitCodes.NeedsAttention;
    }

    private static async Task<IReadOnlyList<CustomerBalance>> ReadAsync(ISnapshotReader reader, string? connection, DateOnly today, CancellationToken cancellationToken)
    {
        var list = new BalanceList(today);
        await foreach (var stored in reader.ReadKindAsync(RecordKind.ErpCustomer, cancellationToken))
        {
            if (connection is null || stored.Connection == connection)
                list.Add((ErpCustomerRecord)RecordCodec.Decode(RecordKind.ErpCustomer, stored.Payload));
        }

        await foreach (var stored in reader.ReadKindAsync(RecordKind.Receivable, cancellationToken))
        {
            if (connection is null || stored.Connection == connection)
                list.Add((ReceivableRecord)RecordCodec.Decode(RecordKind.Receivable, stored.Payload));
        }

        return list.Lines();
    }

    private static void WriteCsv(IReadOnlyList<CustomerBalance> lines)
    {
        using var csv = new CsvWriter(Console.Out, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (var heading in new[] { "system", "company", "customer", "name", "currency", "items", "balance", "credits", "past_due", "past_due_net", "past_due_with_today", "past_due_net_with_today", "oldest_due" })
            csv.WriteField(heading);
        csv.NextRecord();
        foreach (var line in lines)
        {
            csv.WriteField(line.Customer.System);
            csv.WriteField(line.Customer.Company);
            csv.WriteField(line.Customer.Number);
            csv.WriteField(line.Name);
            csv.WriteField(line.Currency.Code);
            csv.WriteField(line.Items);
            foreach (var amount in new[] { line.Open, line.Credits, line.PastDue.Gross, line.PastDue.Net, line.PastDue.GrossWithToday, line.PastDue.NetWithToday })
                csv.WriteField(amount.ToString($"F{line.Currency.MinorUnits}", CultureInfo.InvariantCulture));
            csv.WriteField(line.OldestDue?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            csv.NextRecord();
        }
    }
}
