using System.CommandLine;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Plans;

namespace CreditBridge.Worker.Cli.Plans;

/// <summary>
/// <c>creditbridge plan</c>: reads and evaluates, then shows every field that a sync would write, with what the CRM shows and why it would change. Nothing is written to the
/// CRM. As JSON the plan can be applied with <c>sync --plan</c>.
/// </summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var csv = new Option<bool>("--csv") { Description = "Print the plan as CSV, one line per field, for a spreadsheet." };
        var format = new Option<PlanFormat?>("--format") { Description = "table, json or csv. Default: table; with --out, json unless the file's name ends in .csv." }.InWords();
        var output = new Option<FileInfo?>("--out", "-o") { Description = "Write the complete plan into a file, and show the table. As JSON it can be applied: sync --plan FILE." };
        var limit = new Option<int>("--limit") { Description = "The most accounts that the table lists; the counts and the other formats are always complete.", DefaultValueFactory = _ => 25 }.Within(1, NumberOption.MostLines);
        var command = new Command("plan", "Show every field that would be written, and why; nothing is written.") { config, json, csv, format, output, limit };
        command.Validators.Add(result =>
        {
            var named = WordOption.Find<PlanFormat>(result.GetResult(format)?.Tokens is [var word, ..] ? word.Value : null);
            PlanFormat?[] asked = [result.GetValue(json) ? PlanFormat.Json : null, result.GetValue(csv) ? PlanFormat.Csv : null, named];
            if (asked.OfType<PlanFormat>().Distinct().Count() > 1)
                result.AddError("Name one format: --json, --csv or --format.");
            else if (result.GetValue(output) is not null && asked.Contains(PlanFormat.Table))
                result.AddError("A file is written as json or csv.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            var file = parse.GetValue(output);
            PlanFormat? asked = parse.GetValue(json) ? PlanFormat.Json : parse.GetValue(csv) ? PlanFormat.Csv : parse.GetValue(format);
            var chosen = asked ?? (file is null ? PlanFormat.Table : file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? PlanFormat.Csv : PlanFormat.Json);
            return CommandRunner.WithBridgeAsync(
                parse.GetValue(config), asked == PlanFormat.Json, (bridge, console) => RunAsync(bridge, console, chosen, file, parse.GetValue(limit), cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Bridge bridge, CommandOutput console, PlanFormat format, FileInfo? file, int limit, CancellationToken cancellationToken)
    {
        var report = await console.WithProgressAsync(progress => bridge.RunCycleAsync(write: false, progress, cancellationToken));
        await using var plan = new PlanReport(await PlanOrigin.OfAsync(bridge, cancellationToken), report, limit);
        // Nothing of it is left behind when the work is interrupted or the disk is full: the file is there when it is complete.
        var part = file is null ? null : file.FullName + ".part";
        try
        {
            await using (var output = part is null ? Console.OpenStandardOutput() : new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                await plan.WriteAsync(bridge, format, output, cancellationToken);
            if (part is not null)
                File.Move(part, file!.FullName, overwrite: true);
        }
        finally
        {
            if (part is not null)
                File.Delete(part);
        }

        if (file is not null)
            console.Write(plan.Summed(file.FullName), people => plan.Show(people, file.FullName));
        else if (format == PlanFormat.Table)
            plan.Show(console.Console, null);
        return CommandRunner.ExitCodeOf(report);
    }
}
