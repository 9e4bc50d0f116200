using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Sandbox.Sample;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Demo;

/// <summary>One deal's story: what sales means to promise, why it does not fit, and what would make it fit.</summary>
internal static class DemoStory
{
    public static async Task TellAsync(IAnsiConsole console, Bridge bridge, SampleWorld world, CancellationToken cancellationToken)
    {
        var found = await DecisionLookup.FindAsync(bridge, world.Crm.StoryDealId, cancellationToken);
        if (found.Stored is null || found.Decision!.Deals.FirstOrDefault(d => d.OpportunityKey == world.Crm.StoryDealId) is not { } check)
            return;
        var deal = found.File!.Opportunities.First(o => o.Key == world.Crm.StoryDealId);

        console.Write(new Rule($"[bold]One deal's story: {Markup.Escape(SampleCompany.StoryDealName)}[/]").LeftJustified());
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Markup("[dim]Sales wants[/]"), new Text($"{deal.Amount?.ToDisplay()} on {deal.RequestedTerms}, stage {deal.Stage}, closing {deal.CloseDate:d MMMM yyyy}"));
        grid.AddRow(new Markup("[dim]The customer[/]"), new Text(
            $"{found.File.Account.Name}: limit {found.Decision.Limit.ToDisplay()}, owes {found.Decision.Exposure.Total.ToDisplay()}, headroom {found.Decision.Headroom?.ToDisplay() ?? "–"}; {found.Decision.Band}"));
        grid.AddRow(new Markup("[dim]The answer[/]"), new Markup($"[{CycleTables.Colour(check.Status)} bold]{Texts.Of(check.Status)}[/]  {Markup.Escape(check.Message)}"));
        console.Write(grid);
        if (check.Alternatives.Count > 0)
        {
            console.MarkupLine("[dim]What would make it fit, smallest change first[/]");
            foreach (var alternative in check.Alternatives)
                console.Write(new Padder(new Markup($"[green]•[/] {Markup.Escape(alternative.Text)}"), new Padding(2, 0, 0, 0)));
        }

        await ShowWrittenAsync(console, bridge, found.File.Account, cancellationToken);
        console.MarkupLineInterpolated($"[dim]The rep sees this on the opportunity. 'creditbridge explain {world.Crm.StoryDealId}' shows how it came about (decision {found.Stored.Id}).[/]\n");
    }

    // What the CRM acknowledged for the customer: the fields as sales sees them.
    private static async Task ShowWrittenAsync(IAnsiConsole console, Bridge bridge, AccountRecord account, CancellationToken cancellationToken)
    {
        var target = new TargetRecord(RecordKind.Account, account.Key);
        var standing = await bridge.Database.Outbox.GetStandingAsync(bridge.Crm.Name, [target], cancellationToken);
        if (!standing.TryGetValue(target, out var shown))
            return;
        console.MarkupLineInterpolated($"\n[dim]What the CRM now shows on[/] [bold]{account.Name}[/]");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn();
        foreach (var field in CreditFields.All.Where(f => !f.Accompanies))
        {
            if (shown.Acknowledged.TryGetValue(field, out var value) && !value.IsEmpty)
                grid.AddRow(new Text(field.Name), new Text(field.Type is FieldType.Amount && value.Content is decimal amount ? amount.ToString("N2") : value.ToString()));
        }

        console.Write(grid);
        console.WriteLine();
    }
}
