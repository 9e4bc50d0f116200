using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Decisions;
using CreditBridge.Sandbox.Sample;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Demo;

/// <summary>One deal's story: what sales means to promise, why it does not fit, and what would make it fit.</summary>
internal sealed class DemoStory
{
    private readonly DecisionLookup _found;
    private readonly OpportunityRecord _deal;
    private readonly string _configFile;

    private DemoStory(DecisionLookup found, OpportunityRecord deal, DealCheck check, string configFile)
    {
        _configFile = configFile;
        _found = found;
        _deal = deal;
        Check = check;
    }

    /// <summary>The soft check of the deal.</summary>
    public DealCheck Check { get; }

    /// <summary>Finds the story in what was decided; null when the deal was not checked.</summary>
    public static async Task<DemoStory?> FindAsync(Bridge bridge, SampleWorld world, CancellationToken cancellationToken)
    {
        var found = await DecisionLookup.FindAsync(bridge, world.Crm.StoryDealId, cancellationToken);
        return found.Decision?.Deals.FirstOrDefault(d => d.OpportunityKey == world.Crm.StoryDealId) is { } check
            ? new DemoStory(found, found.File!.Opportunities.First(o => o.Key == world.Crm.StoryDealId), check, world.ConfigFile)
            : null;
    }

    /// <summary>Tells it.</summary>
    public async Task TellAsync(IAnsiConsole console, Bridge bridge, CancellationToken cancellationToken)
    {
        var (account, decision) = (_found.File!.Account, _found.Decision!);
        console.Write(new Rule($"[bold]One deal's story: {Markup.Escape(SampleCompany.StoryDealName)}[/]").LeftJustified());
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Markup("[dim]Sales wants[/]"), new Text($"{_deal.Amount?.ToDisplay()} on {_deal.RequestedTerms}, stage {_deal.Stage}, closing {_deal.CloseDate:d MMMM yyyy}"));
        grid.AddRow(new Markup("[dim]The customer[/]"), new Text(
            $"{account.Name}: limit {decision.Limit.ToDisplay()}, owes {decision.Exposure.Total?.ToDisplay() ?? "an unknown amount"}, headroom {decision.Headroom?.ToDisplay() ?? "–"}; {decision.Band}"));
        grid.AddRow(new Markup("[dim]The answer[/]"), new Markup($"[{CycleTables.Colour(Check.Status)} bold]{Texts.Of(Check.Status)}[/]  {Markup.Escape(Check.Message)}"));
        console.Write(grid);
        if (Check.Alternatives.Count > 0)
        {
            console.MarkupLine("[dim]What would make it fit, least friction first[/]");
            foreach (var alternative in Check.Alternatives)
                console.Write(new Padder(new Markup($"[green]•[/] {Markup.Escape(alternative.Text)}"), new Padding(2, 0, 0, 0)));
        }

        await ShowWrittenAsync(console, bridge, account, cancellationToken);
        console.MarkupLineInterpolated($"[dim]The rep sees this on the opportunity. 'creditbridge explain {_deal.Key} --config {_configFile}' shows how it came about.[/]\n");
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
