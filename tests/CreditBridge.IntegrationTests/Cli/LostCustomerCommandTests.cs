using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>The ERP renumbers a customer whose account is on hold: the hold stays until a line in the link file says which customer it is now.</summary>
public sealed class LostCustomerCommandTests : SampleWorldFixture
{
    private const string New = "NEW-1";

    private string Links => Path.Combine(Folder, "links.csv");

    [Fact]
    public async Task A_renumbered_customer_keeps_its_hold_and_its_new_key_is_proposed()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Config))!;
        settings["Accounts"] = new JsonObject { [nameof(Links)] = "links.csv" };
        await File.WriteAllTextAsync(Config, settings.ToJsonString());
        await File.WriteAllTextAsync(Links, "# nothing yet\n");
        var mapping = Path.Combine(Folder, "sample-erp.yaml");
        var text = await File.ReadAllTextAsync(mapping);
        text.ShouldContain("attributes: {registration_number: REGNO, ");
        await File.WriteAllTextAsync(mapping, text.Replace("attributes: {registration_number: REGNO, ", "attributes: {TaxId: VAT, registration_number: REGNO, ", StringComparison.Ordinal));
        await DeliverAsync("customers", "00", (header, lines) => [header + ",VAT", .. lines.Select((l, i) => $"{l},DE{100_000 + i}")], replace: true);
        var first = await CommandAsync("sync");
        first.ExitCode.ShouldBe(0, first.Error + first.Output);
        var (account, company, number) = HeldAccount();
        var old = $"erp:{company}/{number}";

        foreach (var file in new[] { "customers", "open-items" })
            await DeliverAsync(file, "99991231", (header, lines) => [header, .. lines.Select(l => Renumbered(l, header, company, number))]);
        var plan = await CommandAsync("plan");
        plan.Output.ShouldContain("creditbridge customers lost");
        var lost = await CommandAsync("sync");
        lost.ExitCode.ShouldBe(3, lost.Error + lost.Output);
        lost.Output.ShouldContain($"Customer {old} has not been in the ERP since");
        Held(account).ShouldBeTrue("nobody has said that it owes nothing any more");
        (await CommandAsync("explain", account)).Output.ReplaceLineEndings(" ").ShouldContain("no longer in the ERP");
        (await CommandAsync("status")).Output.ShouldContain(old);

        var found = JsonNode.Parse((await CommandAsync("customers", "lost", "--json")).Output)!.AsArray().ShouldHaveSingleItem()!;
        ((string?)found["customer"]).ShouldBe(old);
        found["open"]!.AsArray().ShouldNotBeEmpty();
        var successor = found["successors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)successor["customer"]).ShouldBe($"erp:{company}/{New}");
        ((string?)successor["by"]![0]).ShouldStartWith("tax id DE1");

        await File.WriteAllTextAsync(Links, (string)successor["line"]! + "\n");
        var settled = await CommandAsync("sync");
        settled.ExitCode.ShouldBe(0, settled.Error + settled.Output);
        Held(account).ShouldBeTrue("it owes the same under its new key");
        (await CommandAsync("customers", "lost")).Output.ShouldContain("Every customer");
    }

    private (string Account, string Company, string Number) HeldAccount()
    {
        foreach (var record in World.Server.Org.Query("SELECT Id, ERP_Customer_Keys__c, Credit_Hold__c, Past_Due_Amount__c FROM Account WHERE ERP_Customer_Keys__c != null").ToList())
        {
            var keys = ((string)record["ERP_Customer_Keys__c"]!).Split([';', '\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (record["Credit_Hold__c"] is true && keys.Length == 1 && Convert.ToDecimal(record["Past_Due_Amount__c"] ?? 0m, System.Globalization.CultureInfo.InvariantCulture) > 0)
                return ((string)record["Id"]!, keys[0].Split('/')[0].Split(':')[^1], keys[0].Split('/')[1]);
        }

        throw new InvalidOperationException("The sample company has no account on hold with one customer.");
    }

    private bool Held(string account) => World.Server.Org.Find(account)!["Credit_Hold__c"] is true;

    private static string Renumbered(string line, string header, string company, string number)
    {
        var (cells, names) = (line.Split(','), header.Split(','));
        var (at, of) = (Array.IndexOf(names, "CUSTNO"), Array.IndexOf(names, "COMPANY"));
        if (cells[of] == company && cells[at] == number)
            cells[at] = New;
        return string.Join(',', cells);
    }

    private async Task DeliverAsync(string kind, string day, Func<string, string[], IEnumerable<string>> change, bool replace = false)
    {
        var newest = Directory.GetFiles(World.DropFolder, $"{kind}-*.csv").Max(StringComparer.Ordinal)!;
        var lines = await File.ReadAllLinesAsync(newest);
        await File.WriteAllLinesAsync(replace ? newest : Path.Combine(World.DropFolder, $"{kind}-{day}.csv"), change(lines[0], lines[1..]));
    }
}
