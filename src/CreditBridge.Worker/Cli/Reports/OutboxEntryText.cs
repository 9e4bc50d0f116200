using CreditBridge.Core.Outbox;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>One waiting or refused write for people: which record, why, in the CRM's own words and in full, and what to do.</summary>
internal static class OutboxEntryText
{
    private const int Indent = 2;

    /// <summary>The lines, as markup; none is longer than the width unless a single word is.</summary>
    public static IEnumerable<string> Of(OutboxEntry entry, int width)
    {
        yield return $"[bold]{entry.Target.Kind} {Markup.Escape(entry.Target.Key)}[/]  {State(entry)}{(entry.Attempts > 0 ? $"  [dim]{(entry.Attempts == 1 ? "1 attempt" : $"{entry.Attempts:N0} attempts")}[/]" : "")}";
        var fields = string.Join(", ", entry.Values.Keys.Where(f => !f.Accompanies).Select(f => f.Name));
        if (entry.LastFailure is { } failure)
        {
            foreach (var line in Wrapped($"{(failure.Code is null ? "" : failure.Code + "  ")}{failure.Message}", width))
                yield return Markup.Escape(line);
            foreach (var line in Wrapped("→ " + failure.NextStep, width))
                yield return $"[yellow]{Markup.Escape(line)}[/]";
        }

        foreach (var line in Wrapped("writes " + fields, width))
            yield return $"[dim]{Markup.Escape(line)}[/]";
    }

    private static string State(OutboxEntry entry) => entry switch
    {
        { State: OutboxState.Parked } => "[red]refused[/]",
        { NotBefore: { } at } => $"[yellow]again {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC[/]",
        _ => "waiting",
    };

    private static IEnumerable<string> Wrapped(string text, int width) => ExplanationPage.Wrapped(text, width, Indent, Indent + 2);
}
