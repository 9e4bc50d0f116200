using CreditBridge.Core.Decisions;
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

        console.MarkupLineInterpolated($"[dim]The rep sees this on the opportunity. 'creditbridge explain {world.Crm.StoryDealId}' shows how it came about (decision {found.Stored.Id}).[/]\n");
    }
}
