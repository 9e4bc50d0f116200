using System.CommandLine;
using CreditBridge.Core.Drift;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge drift list</c>: credit fields that somebody typed over in the CRM. Reads the database only.</summary>
internal static class DriftCommand
{
    public static Command Create()
    {
        var command = new Command("drift", "Credit fields that somebody typed over in the CRM.");
        command.Add(List());
        return command;
    }

    private static Command List()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var limit = new Option<int>("--limit") { Description = "The most fields to list.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("list", "List fields in which the CRM shows something else than what was written: who, when, and what is done about it.") { config, json, limit };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var fields = await bridge.Database.Drift.ListAsync(parse.GetValue(limit), cancellationToken);
                output.Write(
                    fields.Select(f => new
                    {
                        f.Connection, f.Target.Kind, f.Target.Key, Field = f.Field.FullName, Ours = f.Ours.ToString(), Theirs = f.Theirs.ToString(),
                        f.ChangedBy, f.ChangedAt, f.SeenAt, f.State, f.Times, What = f.InWords,
                    }),
                    console => Show(console, fields));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<DriftedField> fields)
    {
        if (fields.Count == 0)
        {
            console.MarkupLine("[dim]Nothing has drifted: the CRM shows what was written.[/]");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("record").AddColumn("field").AddColumn("ours").AddColumn("theirs").AddColumn("changed").AddColumn("what is done");
        foreach (var field in fields)
        {
            var changed = $"{field.ChangedAt ?? field.SeenAt:yyyy-MM-dd HH:mm:ss}{(field.ChangedBy is { } who ? $" by {who}" : "")}";
            table.AddRow(
                new Markup($"{field.Target.Kind} [bold]{Markup.Escape(field.Target.Key)}[/]"), new Text(field.Field.Name), Value(field.Ours.ToString()), Value(field.Theirs.ToString()),
                new Text(changed), new Markup($"[{(field.State == DriftState.GivenUp ? "red" : "yellow")}]{Markup.Escape(field.InWords)}[/]"));
        }

        console.Write(table);
    }

    private static Markup Value(string text) => text.Length == 0 ? new Markup("[dim]empty[/]") : new Markup(Markup.Escape(text));
}
