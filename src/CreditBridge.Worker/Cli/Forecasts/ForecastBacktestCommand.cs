using System.CommandLine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>
/// <c>creditbridge forecast backtest</c>: forecasts of how many deals close, made again on past days with only what was known then, by our model and by simpler ways, from any list of
/// deals with a day of opening and a day of closing.
/// </summary>
internal static class ForecastBacktestCommand
{
    private const int LongestHorizon = 91;

    public static Command Create(TimeProvider clock)
    {
        var deals = new Option<FileInfo?>("--deals") { Description = "The deals: a CSV file with a header, one line per deal, open ones as well. Without it: the reviews of deals, from what is stored." };
        var config = CommonOptions.Config();
        var key = new Option<string?>("--key") { Description = "Column of the deal's key. Without it every line is a deal of its own; with it a key that comes twice is a mistake." };
        var opened = new Option<string>("--opened") { Description = "Column of the day on which the deal came into the pipeline. Deals without one are left out and counted.", DefaultValueFactory = _ => "opened" };
        var closed = new Option<string>("--closed") { Description = "Column of the day on which it was won or lost; empty while it is open.", DefaultValueFactory = _ => "closed" };
        var format = new Option<string>("--date-format") { Description = "How days are written: yyyy-MM-dd, M/d/yyyy, d.M.yyyy, …", DefaultValueFactory = _ => "yyyy-MM-dd" };
        var horizon = new Option<int>("--horizon-days") { Description = $"How many days ahead, 1 to {LongestHorizon}.", DefaultValueFactory = _ => 28 }.Within(1, LongestHorizon);
        var origins = new Option<OriginInterval>("--origins") { Description = "On which days is forecast: month-end, or weekly (Sundays). Default: month-end." }.InWords();
        var from = DayOption.Create("--from", "The first day on which is forecast; the first on which enough is known when left out.");
        var to = DayOption.Create("--to", "The last one; the last of which is known what came when left out.");
        var asOf = DayOption.CreatePast("--as-of", "The last day of which everything is known, today at the latest; what the file says of later days is left out. The last day in the file when left out, or when that is earlier.", clock);
        var yearStart = new Option<int>("--year-start-month") { Description = "Month in which the fiscal year begins, 1 to 12: quarters are counted from it.", DefaultValueFactory = _ => 1 }.Within(1, 12);
        var json = CommonOptions.Json();
        var command = new Command("backtest", "Replay forecasts over the past, of what is stored or of a list of deals, and score them against simpler ways.")
        {
            config, deals, key, opened, closed, format, horizon, origins, from, to, asOf, yearStart, json,
        };
        command.Validators.Add(result =>
        {
            // What is stored has its own columns, days and calendar.
            if (result.GetResult(deals) is null)
            {
                foreach (var option in (Option[])[key, opened, closed, format, asOf, yearStart])
                {
                    if (result.GetResult(option) is { Implicit: false, Tokens: var said })
                        result.AddError($"'{option.Name} {string.Join(' ', said.Select(t => PlainText.Of(t.Value)))}' is said of a list of deals, and none is named: add --deals FILE, or leave it out.");
                }
            }
        });
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(deals) is null)
            {
                return CommandRunner.WithBridgeAsync(parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
                {
                    var replayed = await bridge.Forecasts.BacktestAsync(
                        parse.GetResult(horizon) is { Implicit: false } ? parse.GetValue(horizon) : null,
                        (first, last) => Origins(parse.GetValue(origins), parse.GetValue(from), parse.GetValue(to), first, last), cancellationToken);
                    if (replayed.Report is not { } stored)
                    {
                        output.Fail("There is nothing to replay.", [new Problem("forecast", replayed.Failure!.Message, replayed.Failure.NextStep)]);
                        return ExitCodes.NeedsAttention;
                    }

                    output.Write(stored, console => BacktestTables.Show(console, stored));
                    return ExitCodes.Done;
                }, cancellationToken);
            }

            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, () => Task.FromResult(Run()));

            int Run()
            {
                if (parse.GetValue(horizon) is < 1 or > LongestHorizon || parse.GetValue(yearStart) is < 1 or > 12)
                {
                    output.Fail("The question is wrong.", [new Problem("--horizon-days, --year-start-month", "A number is outside its range.", $"Ask for 1 to {LongestHorizon} days, and name a month from 1 to 12.")]);
                    return ExitCodes.WrongInput;
                }

                var file = parse.GetValue(deals)!;
                using var text = file.OpenText();
                var columns = new DealColumns(parse.GetValue(key), parse.GetValue(opened)!, parse.GetValue(closed)!, parse.GetValue(format)!);
                var read = DealFile.Read(text, file.Name, columns);
                if (read.Problems.Count > 0)
                {
                    output.Fail($"{file.Name} is not a usable list of deals.", read.Problems);
                    return ExitCodes.WrongInput;
                }

                var known = read.KnownUntil(parse.GetValue(asOf), DayOption.Today(clock));
                if (known.Refusal(file.Name) is { } refusal)
                {
                    output.Fail("There is nothing to replay.", [refusal]);
                    return ExitCodes.WrongInput;
                }

                var question = new BacktestQuestion
                {
                    Origins = Origins(parse.GetValue(origins), parse.GetValue(from), parse.GetValue(to), known.First, known.Last),
                    KnownUntil = known.Last,
                    HorizonDays = parse.GetValue(horizon),
                    Calendar = new SalesCalendar(parse.GetValue(yearStart)),
                };
                var counts = new HazardCounts(ForecastEvent.Closes, known.First, known.Last.DayNumber - known.First.DayNumber + 1);
                foreach (var deal in known.Deals)
                    counts.Add(deal);
                var result = Backtest.Run(counts, question);
                if (result.Report is not { } report)
                {
                    output.Fail("There is nothing to replay.", [new Problem(file.Name, result.Failure!.Message, result.Failure.NextStep)]);
                    return ExitCodes.WrongInput;
                }

                report = report with { Warnings = [.. known.Warnings(counts), .. report.Warnings] };
                output.Write(report, console => BacktestTables.Show(console, report));
                return known.Misfits.Count > 0 ? ExitCodes.NeedsAttention : ExitCodes.Done;
            }
        });
        return command;
    }

    // Before the first day and after the last nothing is known, whatever was named.
    private static IReadOnlyList<DateOnly> Origins(OriginInterval interval, DateOnly? from, DateOnly? to, DateOnly first, DateOnly last)
    {
        var (begin, end) = (from > first ? from.Value : first, to < last ? to.Value : last);
        return interval == OriginInterval.Weekly ? BacktestQuestion.Sundays(begin, end) : BacktestQuestion.MonthEnds(begin, end);
    }
}

/// <summary>On which days is forecast.</summary>
internal enum OriginInterval
{
    /// <summary>On the last day of every month.</summary>
    MonthEnd,

    /// <summary>On every Sunday.</summary>
    Weekly,
}
