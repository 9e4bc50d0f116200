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

    // A newer listing, each line as the change makes it.
    private async Task DeliverAsync(string kind, string day, Func<string, string> change)
    {
        var newest = Directory.GetFiles(World.DropFolder, $"{kind}-*.csv").Order(StringComparer.Ordinal).Last();
        var lines = await File.ReadAllLinesAsync(newest);
        await File.WriteAllTextAsync(Path.Combine(World.DropFolder, $"{kind}-{day}.csv"), string.Concat(lines.Select(l => change(l) + "\n")));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
