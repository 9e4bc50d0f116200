using System.CommandLine;
using System.Globalization;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Cli.Balances;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>
/// <c>creditbridge forecast payments</c>: how well late payment can be foreseen from a file of invoices, by replaying days of the past. Needs neither configuration nor database.
/// </summary>
internal static class PaymentsForecastCommand
{
    private const int MostLines = 5;
    private const int FewestPayments = 5;

    public static Command Create(TimeProvider clock)
    {
        var items = new Option<FileInfo>("--items") { Description = "Invoices as CSV with a header, one line each.", Required = true };
        var customer = Column("--customer", "Column with the customer.");
        var issued = Column("--issued", "Column with the day of the invoice.");
        var due = Column("--due", "Column with the day on which it must be paid.");
        var settled = Column("--settled", "Column with the day on which it was paid; empty while it is open.");
        var amount = new Option<string?>("--amount") { Description = "Column with the amount, in one currency for all. Not given: every invoice counts 1." };
        var key = new Option<string?>("--key") { Description = "Column with the number of the invoice, which must not come twice; the line of the file when not given." };
        var trait = new Option<string[]>("--trait") { Description = "Columns with what else tells invoices apart, such as disputed; several with commas between them. Only what is known when an invoice is issued makes an honest score." };
        var dateFormat = new Option<string>("--date-format") { Description = "How days are written, such as M/d/yyyy or dd.MM.yyyy.", DefaultValueFactory = _ => "yyyy-MM-dd" };
        var numbers = new Option<string?>("--decimal") { Description = "What stands before the fraction in amounts: '.' (1,234.50) or ',' (1.234,50). Not given: a point, and nothing between thousands." };
        numbers.AcceptOnlyFromAmong([.. StatedNumbers.Separators]);
        var origins = new Option<string>("--origins") { Description = "The days at whose end is forecast: month-end (from three months of history on, at least 10 invoices in each three months), or days such as 2027-01-31,2027-02-28.", DefaultValueFactory = _ => PaymentOrigins.MonthEnd };
        var asOf = DayOption.CreatePast("--as-of", "The last day on which the file knows what became of its invoices, today at the latest; later payments are not looked at. The last day in the file when not given, or when that is earlier; lines with a day of issue or payment after today are left out when not given.", clock);
        var grace = new Option<int>("--grace") { Description = "Days past due that do not count as late.", DefaultValueFactory = _ => 0 }.Within(0, 365);
        var scores = new Option<FileInfo?>("--predictions") { Description = "Write every prediction and what became of it to this CSV file." };
        var json = CommonOptions.Json();
        var command = new Command("payments", "How well late payment can be foreseen: replays days of the past over a file of invoices and scores the forecasts.")
        {
            items, customer, issued, due, settled, amount, key, trait, dateFormat, numbers, origins, asOf, grace, scores, json,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            var columns = new PaymentItemColumns(parse.GetValue(customer)!, parse.GetValue(issued)!, parse.GetValue(due)!, parse.GetValue(settled)!)
            {
                Amount = parse.GetValue(amount),
                Key = parse.GetValue(key),
                Traits = [.. (parse.GetValue(trait) ?? []).SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                DateFormat = parse.GetValue(dateFormat)!,
            };
            var question = new Question(parse.GetValue(origins)!, parse.GetValue(asOf), parse.GetValue(grace), parse.GetValue(scores));
            var stated = StatedNumbers.Of(parse.GetValue(numbers));
            return CommandRunner.GuardAsync(output, () => RunAsync(output, parse.GetValue(items)!, columns, stated, question, DayOption.Today(clock), cancellationToken));
        });
        return command;
    }

    private static Option<string> Column(string name, string description) => new(name) { Description = description, Required = true };

    private static async Task<int> RunAsync(
        CommandOutput output, FileInfo source, PaymentItemColumns columns, StatedNumbers numbers, Question question, DateOnly today, CancellationToken cancellationToken)
    {
        if (question.Grace is < 0 or > 365)
            return Refuse(output, new Problem("--grace", $"{question.Grace} is not a number of days of grace.", "Name 0 to 365 days."));
        if (!source.Exists)
            return Refuse(output, new Problem(source.ToString(), "There is no such file.", "Name a CSV file with --items."));
        using var text = source.OpenText();
        var file = PaymentItemFile.Read(text, source.Name, columns, numbers, question.AsOf is null ? today : null);
        if (file.IsUnusable || file.Items.Count == 0)
            return Refuse(output, file.Problems.Count > 0 ? [.. file.Problems] : [new Problem(source.Name, "There is no invoice in it.", "Export invoices with amounts above zero.")]);
        var inFile = file.Items.Max(i => i.PaidOn > i.IssuedOn ? i.PaidOn.Value : i.IssuedOn);
        var knownOn = question.AsOf < inFile ? question.AsOf.Value : inFile;
        var items = file.Items.Select(i => i.KnownOn(knownOn)).OfType<PaymentItem>().ToList();
        if (items.Count == 0)
            return Refuse(output, new Problem("--as-of", $"No invoice was issued by {knownOn:yyyy-MM-dd}.", "Name a later day."));
        if (WhyNothingIsPaid(items, file, source.Name, columns.Settled, knownOn) is { } unpaid)
            return Refuse(output, [unpaid, .. file.Problems]);
        if (PaidAtOnce(items, source.Name) is { } bulk)
            return Refuse(output, bulk);
        List<DateOnly> issued = [.. items.Select(i => i.IssuedOn).Order()];
        if (PaymentOrigins.Read(question.Origins, issued, knownOn) is not { } origins)
            return Refuse(output, new Problem("--origins", $"'{question.Origins}' is neither month-end nor days.", "Write days as year-month-day with commas between them: 2027-01-31,2027-02-28."));
        if (origins.All(o => o >= knownOn))
        {
            var none = new Problem(
                "--origins", $"There is no origin before {knownOn:yyyy-MM-dd}, the last day of which something is known.",
                $"Month-end needs three months of invoices before it, at least {PaymentOrigins.FewestInvoices} in them; name days otherwise.");
            return Refuse(output, file.LeftOut == 0 ? [none] : [LeftOut(file, source.Name), .. file.Problems, none]);
        }

        var begin = PaymentOrigins.BeginOf(issued) ?? issued[0];
        items.RemoveAll(i => i.IssuedOn < begin);
        var report = PaymentBacktest.Run(items, origins, knownOn, new PaymentSettings { GraceDays = question.Grace, TraitNames = columns.Traits }, cancellationToken);
        if (report.Failure is { } failure)
            return Refuse(output, new Problem(source.Name, failure.Message, failure.NextStep));
        if (question.Predictions is { } predictions)
            await WriteAsync(report, predictions, cancellationToken);
        IReadOnlyList<ForecastWarning> warnings = [.. new[] { LastDay.Warning(question.AsOf, knownOn), Stragglers(file, begin) }.OfType<ForecastWarning>()];
        output.Write(new { report, warnings, leftOut = file.LeftOut, credits = file.Credits, problems = file.Problems }, console => PaymentTables.Show(console, report, warnings, file));
        return file.LeftOut > 0 || report.BaselineWins ? ExitCodes.NeedsAttention : ExitCodes.Done;
    }

    private static Problem? WhyNothingIsPaid(List<PaymentItem> items, PaymentItemFile file, string name, string column, DateOnly knownOn)
    {
        if (items.Exists(i => i.PaidOn is not null))
            return null;
        var later = file.Items.Count(i => i.PaidOn is not null);
        if (later > 0)
            return new Problem("--as-of", $"No invoice was paid by {knownOn:yyyy-MM-dd}, but {Texts.Count(later, "invoice")} {(later == 1 ? "was" : "were")} after it: there is nothing to compare a forecast with.", "Name a later day.");
        return new Problem(
            name, file.LeftOut == 0 ? $"Column '{PlainText.Of(column)}' is empty everywhere: no invoice was ever paid, so there is nothing to compare a forecast with."
                : $"No line that can be used has a day in column '{PlainText.Of(column)}': there is no payment to compare a forecast with.",
            "Name the column with the day of payment by --settled, and export paid invoices as well.");
    }

    // What was left out may be why too little is left.
    private static Problem LeftOut(PaymentItemFile file, string name) => new(
        name, $"{Texts.Count(file.LeftOut, "line")} of {file.LeftOut + file.Items.Count + file.Credits:N0} cannot be used and {(file.LeftOut == 1 ? "was" : "were")} left out.",
        "Look at the first of them below; when it is most of them, at '--decimal', '--date-format' and the names of the columns.");

    // Everything on one day is a bulk entry.
    private static Problem? PaidAtOnce(List<PaymentItem> items, string name)
    {
        var days = items.Where(i => i.PaidOn is not null).Select(i => i.PaidOn!.Value).ToList();
        return days.Count < FewestPayments || days.Exists(d => d != days[0]) ? null : new Problem(
            name, $"All {days.Count:N0} payments are of {days[0]:yyyy-MM-dd}: a bulk entry, from which no pace can be learned.", "Check that '--settled' names the day on which each invoice was paid.");
    }

    // A wrong year would make years of origins in which nothing was open.
    private static ForecastWarning? Stragglers(PaymentItemFile file, DateOnly begin)
    {
        var early = file.Items.Zip(file.Lines).Where(i => i.First.IssuedOn < begin).ToList();
        if (early.Count == 0)
            return null;
        var named = string.Join(", ", early.Take(MostLines).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i.Second} ({i.First.IssuedOn:yyyy-MM-dd})")));
        return new ForecastWarning(
            "stray-invoices",
            $"{Texts.Count(early.Count, "invoice")} {(early.Count == 1 ? "is" : "are")} older than the history, which begins on {begin:yyyy-MM-dd} with at least {PaymentOrigins.FewestInvoices} invoices in three months, and {(early.Count == 1 ? "is" : "are")} left out: {named}{(early.Count > MostLines ? string.Create(CultureInfo.InvariantCulture, $" and {early.Count - MostLines:N0} more") : "")}.",
            "Correct the day if it is a slip; else nothing: so few and so old, they say nothing of how customers pay now.");
    }

    private static int Refuse(CommandOutput output, params Problem[] problems)
    {
        output.Fail("Late payment cannot be forecast from this.", problems);
        return ExitCodes.WrongInput;
    }

    private static async Task WriteAsync(PaymentBacktestReport report, FileInfo target, CancellationToken cancellationToken)
    {
        await using var writer = target.CreateText();
        await writer.WriteAsync(CsvCells.Line("origin", "invoice", "customer", "open_on_origin", "late_probability", "own_share", "late"));
        foreach (var made in report.Predictions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteAsync(CsvCells.Line(
                made.Origin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), made.Item.Key, made.Item.Customer, made.WasOpen ? "yes" : "no",
                made.Probability.ToString("0.000000", CultureInfo.InvariantCulture), made.OwnShare.ToString("0.000000", CultureInfo.InvariantCulture), made.IsLate ? "1" : "0"));
        }
    }

    private sealed record Question(string Origins, DateOnly? AsOf, int Grace, FileInfo? Predictions);
}
