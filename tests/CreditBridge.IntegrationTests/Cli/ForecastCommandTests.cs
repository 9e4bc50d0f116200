using System.Globalization;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

public sealed class ForecastCommandTests : SampleWorldFixture
{
    [Fact]
    public async Task Headroom_and_receipts_are_forecast_from_what_was_read()
    {
        foreach (var before in (string[][])[["forecast"], ["forecast", "headroom"], ["forecast", "receipts"]])
            (await CommandAsync(before)).ExitCode.ShouldBe(3, "nothing was read yet, and no word of the command is wrong");
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);

        var headroom = await CommandAsync("forecast", "headroom", "--json");
        headroom.ExitCode.ShouldBe(0, headroom.Error + headroom.Output);
        var list = headroom.Json.GetProperty("list");
        list.GetProperty("accounts").GetInt32().ShouldBe(200);
        list.GetProperty("breaking").EnumerateArray().Select(b => b.GetProperty("outlook").GetString()).Distinct().ShouldBe(["breaks", "mayBreak", "over"], ignoreOrder: true);

        var first = list.GetProperty("breaking")[0].GetProperty("key").GetString()!;
        var one = await CommandAsync("forecast", "headroom", first, "--weeks", "4");
        one.ExitCode.ShouldBe(0, one.Error + one.Output);
        one.Output.ShouldContain("week to");

        var receipts = await CommandAsync("forecast", "receipts", "--json");
        receipts.ExitCode.ShouldBe(0, receipts.Error + receipts.Output);
        receipts.Json.GetProperty("currencies").EnumerateArray().Sum(c => c.GetProperty("receipts").GetProperty("open").GetDecimal()).ShouldBeGreaterThan(0m);
        (await CommandAsync("forecast", "receipts", "nobody at all")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_of_deals_without_a_past_is_refused_and_a_bulk_change_is_warned_of()
    {
        var day = new DateOnly(2026, 1, 1);
        string Line(int deal, int closed) => string.Create(CultureInfo.InvariantCulture, $"D{deal},{day.AddDays(deal % 30):yyyy-MM-dd},{day.AddDays(closed):yyyy-MM-dd}");

        var exchanged = await ReplayAsync("--opened", "closed", "--closed", "opened");
        exchanged.ExitCode.ShouldBe(2);
        exchanged.Error.ShouldContain("closed before they were opened");
        (await ReplayAsync("--as-of", "2025-01-01")).Error.ShouldContain("nothing of the file is past");

        var bulk = await ReplayAsync("--json");
        bulk.ExitCode.ShouldBe(0, bulk.Error);
        bulk.Json.GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("one-day");
        var day1 = await ReplayAsync("--horizon-days", "1");
        day1.Output.ShouldContain("Forecasts of 1 day,");
        (await ReplayAsync("--as-of", "2026-02-20")).Error.ShouldContain("None of the 100 deals that were opened until 2026-02-20 closed by then, 100 did later");

        async Task<Outcome> ReplayAsync(params string[] options)
        {
            var file = Path.Combine(Folder, "deals.csv");
            await File.WriteAllLinesAsync(file, ["opened,closed,id", .. Enumerable.Range(0, 100).Select(i => Line(i, i < 60 ? 90 : 60 + i)).Select(l => l.Split(',')).Select(c => $"{c[1]},{c[2]},{c[0]}")]);
            return await Creditbridge.RunHereAsync(["forecast", "backtest", "--deals", file, "--key", "id", .. options]);
        }
    }

    [Fact]
    public async Task Late_payment_is_scored_over_a_file_and_bad_lines_are_named()
    {
        var file = Path.Combine(Folder, "invoices.csv");
        string Line(int customer, int number)
        {
            var issued = new DateOnly(2025, 1, 1).AddDays(number * 9 + customer);
            var paid = issued.AddDays(30 + (customer % 2 == 0 ? -2 : 6) * (number % 5 == 0 ? -1 : 1));
            return string.Create(CultureInfo.InvariantCulture, $"C{customer},{issued:yyyy-MM-dd},{issued.AddDays(30):yyyy-MM-dd},{paid:yyyy-MM-dd},100.00");
        }

        string[] lines = ["customer,issued,due,paid,amount", .. Enumerable.Range(0, 20).SelectMany(c => Enumerable.Range(0, 25).Select(n => Line(c, n))), "C1,2025-02-30,2025-03-01,,5"];
        await File.WriteAllLinesAsync(file, lines);
        string[] columns = ["forecast", "payments", "--items", file, "--customer", "customer", "--issued", "issued", "--due", "due", "--settled", "paid", "--amount", "amount"];

        var scored = await Creditbridge.RunHereAsync([.. columns, "--json"]);
        scored.ExitCode.ShouldBe(3, scored.Error + scored.Output);
        scored.Json.GetProperty("leftOut").GetInt32().ShouldBe(1);
        scored.Json.GetProperty("report").GetProperty("scores")[0].GetProperty("meanAuc").GetDouble().ShouldBeGreaterThan(0.7d);
        var shown = await Creditbridge.RunHereAsync([.. columns, "--origins", "2025-05-31,2025-06-30"]);
        shown.Output.ShouldContain("invoices.csv:502");
        (await Creditbridge.RunHereAsync([.. columns, "--origins", "2030-01-01"])).ExitCode.ShouldBe(2);
        (await Creditbridge.RunHereAsync([.. columns, "--as-of", "2999-01-01"])).Error.ShouldContain("2999-01-01 is after today");

        // One invoice of another century made origins in which nothing was open, and moved every score.
        var origins = scored.Json.GetProperty("report").GetProperty("origins").GetRawText();
        await File.WriteAllLinesAsync(file, [.. lines, "C1,1900-01-01,1900-02-01,1900-03-01,5"]);
        var stray = await Creditbridge.RunHereAsync([.. columns, "--as-of", "2025-12-31", "--json"]);
        stray.Json.GetProperty("report").GetProperty("origins").GetRawText().ShouldBe(origins);
        stray.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()).ShouldBe(["file-ends-early", "stray-invoices"]);
        stray.Json.GetProperty("warnings")[1].GetProperty("message").GetString()!.ShouldContain("line 503 (1900-01-01)");

        // Without a payment every forecast was right.
        await File.WriteAllLinesAsync(file, lines.Select(l => l.Split(',')).Select((c, at) => at == 0 ? string.Join(',', c) : $"{c[0]},{c[1]},{c[2]},,{c[4]}"));
        var unpaid = await Creditbridge.RunHereAsync(columns);
        unpaid.ExitCode.ShouldBe(2);
        unpaid.Error.ShouldContain("column 'paid'");
        (await Creditbridge.RunHereAsync([.. columns, "--trait", "colour"])).Error.ShouldContain("There is no column 'colour'");
    }
}
