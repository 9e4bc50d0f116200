using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Listings of which nothing, or too little, can be read: what everybody who asks is told.</summary>
public sealed class UnreadableListingCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task Every_refused_file_is_named_by_the_run_and_by_status()
    {
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        await DeliverAsync("customers", "99991230", l => l.Replace("CUSTNO", "NUMBER", StringComparison.Ordinal));
        await DeliverAsync("customers", "99991231", l => l.Replace("CUSTNO", "NUMBER", StringComparison.Ordinal));
        await DeliverAsync("open-items", "99991231", l => l.Replace("DOCNO", "NUMBER", StringComparison.Ordinal));

        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3, sync.Error + sync.Output);
        foreach (var said in new[] { OneLine(sync.Output), OneLine((await CommandAsync("status")).Output) })
        {
            said.ShouldContain("customers-99991231.csv:");
            said.ShouldContain("customers-99991230.csv was refused before it.");
            said.ShouldContain("open-items-99991231.csv:");
        }
    }

    [Fact]
    public async Task A_first_listing_that_cannot_be_read_decides_nothing_and_is_named()
    {
        // Whose the items are cannot be told.
        await DeliverAsync("open-items", "99991231", l => string.Join(',', l.Split(',').Select((cell, i) => i == 1 && cell != "CUSTNO" ? "" : cell)));
        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3, sync.Error + sync.Output);
        OneLine(sync.Output).ShouldContain("Of the first listing of erp open items, too little could be read to know what anybody owes");
        World.Server.Org.Query("SELECT Id, Credit_Score__c FROM Account").ShouldAllBe(r => r["Credit_Score__c"] == null);

        var account = World.Server.Org.Query("SELECT Id, Name FROM Account WHERE ERP_Customer_Keys__c != null").ToList()[0];
        var explained = await CommandAsync("explain", (string)account["Id"]!);
        explained.ExitCode.ShouldBe(2);
        OneLine(explained.Error).ShouldContain("Nothing is decided about any account yet: never read to the end: erp open items (too little of the first listing could be read).");
        OneLine((await CommandAsync("status")).Output).ShouldContain("Nothing is decided before all of this was read to its end once: erp open items");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_within_a_row_decides_nothing_and_is_named()
    {
        var newest = Newest("open-items");
        var text = await File.ReadAllTextAsync(newest);
        var cut = text.LastIndexOf(',', text.LastIndexOf('\n', text.Length * 7 / 10) + 20);
        await File.WriteAllTextAsync(newest, text[..cut]);

        var sync = await CommandAsync("sync");
        sync.ExitCode.ShouldBe(3, sync.Error + sync.Output);
        OneLine(sync.Output).ShouldContain("is not whole and has no line break at its end: the file was cut off");
        World.Server.Org.Query("SELECT Id, Credit_Score__c FROM Account").ShouldAllBe(r => r["Credit_Score__c"] == null);
    }

    [Fact]
    public async Task Items_of_a_customer_that_is_not_listed_are_named_by_every_command()
    {
        (await CommandAsync("sync")).ExitCode.ShouldBe(0);
        var isFirst = true;
        await DeliverAsync("open-items", "99991231", line =>
        {
            if (line.StartsWith("COMPANY", StringComparison.Ordinal) || !isFirst)
                return line;
            isFirst = false;
            var cells = line.Split(',');
            return $"{line}\n{string.Join(',', cells.Select((cell, i) => i switch { 1 => "C99999", 2 => "X99999", _ => cell }))}";
        });

        foreach (var command in new[] { "sync", "sync", "check" })
        {
            var outcome = await CommandAsync(command);
            outcome.ExitCode.ShouldBe(3, outcome.Error + outcome.Output);
            OneLine(outcome.Output).ShouldContain("erp:1000/C99999 (1 item)");
        }

        OneLine((await CommandAsync("status")).Output).ShouldContain("erp:1000/C99999 (1 item)");
    }

    // A newer listing, each line as the change makes it.
    private async Task DeliverAsync(string kind, string day, Func<string, string> change)
    {
        var lines = await File.ReadAllLinesAsync(Newest(kind));
        await File.WriteAllTextAsync(Path.Combine(World.DropFolder, $"{kind}-{day}.csv"), string.Concat(lines.Select(l => change(l) + "\n")));
    }

    private string Newest(string kind) => Directory.GetFiles(World.DropFolder, $"{kind}-*.csv").Order(StringComparer.Ordinal).Last();

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
