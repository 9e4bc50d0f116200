using CreditBridge.Abstractions.Connections;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.Checks.LedgerUnderCheck;

namespace CreditBridge.ConnectorTests.Checks;

/// <summary>Each pattern that is usually a wrong mapping is named with its numbers and with what to do.</summary>
public sealed class SuspicionTests
{
    private static readonly Dictionary<string, Action<LedgerUnderCheck>> Spoilings = new()
    {
        ["all limits zero"] = l => l.Customers.ForEach(c => c["LIMIT"] = "0"),
        ["all limits the same"] = l => l.Customers.ForEach(c => c["LIMIT"] = "5000"),
        ["all limits unlimited"] = l => l.Customers.ForEach(c => c["LIMIT"] = "999999999"),
        ["limits in thousands"] = l => l.Customers.ForEach(c => c["LIMIT"] = $"{1 + int.Parse(((string)c["NO"]!)[1..], null) % 50}"),
        ["everybody on hold"] = l => l.Customers.ForEach(c => c["HOLD"] = "Y"),
        ["duplicate names"] = l => l.Customers[3]["NAME"] = l.Customers[5]["NAME"],
        ["encoding damage"] = l => l.Customers[3]["NAME"] = "MÃ¼ller",
        ["no customers"] = l => l.Customers.Clear(),
        ["invoices negative"] = l => l.Items.Where(i => (string)i["TYPE"]! == "INV").ToList().ForEach(i => i["OPEN"] = -(decimal)i["OPEN"]!),
        ["credit notes positive"] = l => l.Items.Where(i => (string)i["TYPE"]! == "CN").ToList().ForEach(i => i["OPEN"] = 10m),
        ["due before issue"] = l => l.Items.Take(9).ToList().ForEach(i => i["DUE"] = Today.AddYears(-3)),
        ["future issue"] = l => l.Items[0].With("ISSUED", "2025-09-13").With("DUE", "2025-10-13"),
        ["day and month turned round"] = l => l.Items[0].With("ISSUED", "2025-12-05").With("DUE", "2025-12-31"),
        ["days never after the 12th"] = l => Number(l, (i, at) => i.With("ISSUED", $"2025-{1 + at % 5:00}-{1 + at % 12:00}").With("DUE", "2025-06-30")),
        ["absurd due day"] = l => l.Items[0]["DUE"] = "2099-12-31",
        ["all due at once"] = l => l.Items.ForEach(i => i["DUE"] = i["ISSUED"]),
        ["open above original"] = l => l.Items[0]["AMOUNT"] = 1m,
        ["nothing open"] = l => l.Items.Take(30).ToList().ForEach(i => i["OPEN"] = 0m),
        ["cents"] = l => l.Items.ForEach(i => i.With("OPEN", (decimal)i["OPEN"]! * 10_000).With("AMOUNT", (decimal)i["AMOUNT"]! * 10_000)),
        ["thousands"] = l => l.Items.ForEach(i => i.With("OPEN", (decimal)i["OPEN"]! / 1000 + 0.0001m * Math.Sign((decimal)i["OPEN"]!)).With("AMOUNT", null)),
        ["no rate"] = l => l.Items[0]["CUR"] = "CHF",
        ["old rate"] = l => l.Rates[0]["DAY"] = Today.AddDays(-100),
        ["rate turned round"] = l => l.Rates.Add(new Dictionary<string, object?> { ["FROM"] = "EUR", ["TO"] = "USD", ["RATE"] = 0.9m, ["DAY"] = Today }),
        ["other company"] = l => l.Items.ForEach(i => i["CO"] = i["CO"] is "1000" ? "2000" : "1000"),
    };

    [Theory]
    [InlineData("all limits zero", "customers.limits", "The limit of every one of 60 customers is zero.")]
    [InlineData("all limits the same", "customers.limits", "Every one of 60 customers has the same limit, EUR 5,000.")]
    [InlineData("all limits unlimited", "customers.limits", "The limit of every one of 60 customers is unlimited.")]
    [InlineData("limits in thousands", "customers.limits", "they may be in thousands")]
    [InlineData("everybody on hold", "customers.hold", "Every one of 60 customers is on hold.")]
    [InlineData("duplicate names", "customers.names", "1 customer has the name of another one in the same company: 'Customer 6' (C004 and C006).")]
    [InlineData("encoding damage", "customers.names", "'MÃ¼ller' (erp:1000/C004)")]
    [InlineData("no customers", "customers", "there is not a single row")]
    [InlineData("invoices negative", "open_items.sign", "59 of 59 invoices say that we owe the customer.")]
    [InlineData("invoices negative", "customers.balance", "We owe every one of 59 customers with open items.")]
    [InlineData("credit notes positive", "open_items:2, column OPEN", "59 rows are rejected for such a reason")]
    [InlineData("due before issue", "open_items:1, column DUE", "9 rows are rejected for such a reason")]
    [InlineData("future issue", "open_items.issued", "1 document is issued in the future: I2 of 2025-09-13.")]
    [InlineData("day and month turned round", "open_items.issued", "1 of them lies in the past when day and month are turned round.")]
    [InlineData("days never after the 12th", "open_items.issued", "Not one of 118 documents is issued after the 12th of a month")]
    [InlineData("absurd due day", "open_items.due", "1 document falls due more than two years after they were issued: I2 of 2025-06-28, due 2099-12-31.")]
    [InlineData("all due at once", "open_items.due", "Every one of 118 documents is due on the day of its issue")]
    [InlineData("open above original", "open_items.open_amount", "1 item is open with more than the document's own amount: I2.")]
    [InlineData("nothing open", "open_items.open_amount", "30 of 118 items have nothing open")]
    [InlineData("cents", "open_items.amounts", "they may be in cents")]
    [InlineData("thousands", "open_items.amounts", "they may be in thousands")]
    [InlineData("no rate", "rates", "there is no rate for CHF.")]
    [InlineData("old rate", "rates.date", "The newest rate from USD to EUR is of 2025-03-22.")]
    [InlineData("rate turned round", "rates.rate", "one of the two is the wrong way round")]
    [InlineData("other company", "customers.unlisted", "The numbers of 59 of them are listed in another company.")]
    public async Task Check_NamesTheSuspicion(string spoiling, string subject, string message)
    {
        var ledger = new LedgerUnderCheck();
        Spoilings[spoiling](ledger);
        var findings = await ledger.CheckAsync();
        var finding = findings.FirstOrDefault(f => f.Subject == subject && f.Message.Contains(message, StringComparison.Ordinal));
        finding.ShouldNotBeNull(string.Join("\n", findings.Where(f => f.Status != CheckStatus.Ok).Select(f => $"{f.Subject}: {f.Message}")));
        finding.Status.ShouldBe(subject == "customers.unlisted" || message.Contains("rejected", StringComparison.Ordinal) ? CheckStatus.Failed : CheckStatus.Warning);
        finding.NextStep.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Check_OfInstantsThatAreMidnightElsewhere_AsksForTheZone()
    {
        var ledger = new LedgerUnderCheck();
        ledger.Items.ForEach(i => i["ISSUED"] = new DateTimeOffset(2025, 5, 1, 22, 0, 0, TimeSpan.Zero));
        var findings = await ledger.CheckAsync(MappingText.Replace("system: erp", "system: erp\ntime_zone: UTC", StringComparison.Ordinal));
        findings.Single(f => f.Subject == "open_items.time_zone").Status.ShouldBe(CheckStatus.Warning);
        findings = await ledger.CheckAsync(MappingText.Replace("system: erp", "system: erp\ntime_zone: Europe/Berlin", StringComparison.Ordinal));
        findings.Single(f => f.Subject == "open_items.time_zone").IsQuestion.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfCustomersWithTheTaxIdOfAnotherOne_NamesThem()
    {
        var ledger = new LedgerUnderCheck();
        ledger.Customers.ForEach(c => c["VAT"] = $"DE{200 + int.Parse(((string)c["NO"]!)[1..], null)}000");
        (ledger.Customers[1]["VAT"], ledger.Customers[3]["VAT"], ledger.Customers[5]["VAT"]) = ("DE 123.456", "de123456", "000000");
        ledger.Customers[7]["VAT"] = "000000";
        var findings = await ledger.CheckAsync(MappingText.Replace("      balance: BALANCE", "      balance: BALANCE\n      attributes: {TaxId: VAT}", StringComparison.Ordinal));
        findings.Single(f => f.Subject == "customers.attributes.TaxId").Message.ShouldBe("1 customer has the TaxId of another one in the same company: de123456 (C002 and C004).");
    }

    private static void Number(LedgerUnderCheck ledger, Action<Dictionary<string, object?>, int> change)
    {
        for (var at = 0; at < ledger.Items.Count; at++)
            change(ledger.Items[at], at);
    }
}
