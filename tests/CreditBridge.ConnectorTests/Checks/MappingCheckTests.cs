using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Checks;

/// <summary>What a check says about a sound ledger, and about one in which a single thing is wrong.</summary>
public sealed class MappingCheckTests
{
    private readonly LedgerUnderCheck _ledger = new();

    [Fact]
    public async Task Check_OfASoundLedger_WarnsOfNothing()
    {
        var findings = await _ledger.CheckAsync();
        findings.Where(f => f.Status != CheckStatus.Ok).Select(f => $"{f.Subject}: {f.Message}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_ShowsRowsBesideWhatTheyBecome_AndHowOftenFieldsAreEmpty()
    {
        _ledger.Items.ForEach(i => i["AMOUNT"] = null);
        var table = (await _ledger.CheckAsync()).Single(f => f.Subject == "open_items.fields").Table!;
        table.Columns.ShouldBe(["Field", "From", "Empty", "first row", "credit note", "longest past due, largest"]);
        table.Rows.Single(r => r[0] == "type").ShouldBe(["type", "TYPE", "0 %", "INV → invoice", "CN → credit note", "INV → invoice"]);
        table.Rows.Single(r => r[0] == "amount")[2].ShouldBe("100 %");
        table.Rows.Single(r => r[0] == "open_amount")[3].ShouldBe("201.00");
        table.Rows.ShouldAllBe(r => r.Count == table.Columns.Count);
    }

    [Fact]
    public async Task Check_CountsTheValuesOfLists()
    {
        var table = (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.values").Table!;
        table.Rows.ShouldContain(r => r.SequenceEqual(new[] { "hold", "N", "no", "54" }));
        table.Rows.ShouldContain(r => r.SequenceEqual(new[] { "", "Y", "yes", "6" }));
        table.Rows.ShouldContain(r => r.SequenceEqual(new[] { "terms", "N30", "Net 30", "54" }));
    }

    [Fact]
    public async Task Check_AddsUpByCurrency()
    {
        _ledger.Items.Add(LedgerUnderCheck.Item("1000", 2, "I999", "INV", LedgerUnderCheck.Today.AddDays(-90), 1250.75m).With("CUR", "USD"));
        var table = (await _ledger.CheckAsync()).Single(f => f.Subject == "open_items.totals").Table!;
        table.Columns.ShouldBe(["Currency", "Items", "Customers owe", "Credits", "Open", "Past due"]);
        table.Rows.Count.ShouldBe(2);
        table.Rows[0].ShouldBe(["EUR", "118", "183,814.50", "-590.00", "183,224.50", "137,182.50"]);
        table.Rows[1].ShouldBe(["USD", "1", "1,250.75", "0.00", "1,250.75", "1,250.75"]);
    }

    [Theory]
    [InlineData("customers.limit.zero", "Zero limit means no credit: 8 of 60 customers would have no credit; is that so?")]
    [InlineData("customers.limit.null", "Empty limit means not set: 5 of 60 customers would count as customers whose limit nobody has decided; is that so?")]
    [InlineData("customers.limit.unlimited", "A limit of 999999999 means unlimited: 4 of 60 customers would have credit without a ceiling; is that so?")]
    [InlineData("customers.hold", "6 of 60 customers would be on hold, 54 not; is that so?")]
    [InlineData("open_items.sign", "Invoices are written without a sign: 59 of 59 invoices are owed by customers; is that so?")]
    [InlineData("open_items.credit_notes", "Credit notes and unapplied cash are written with a minus sign: 59 of them lower what customers owe; is that so?")]
    public async Task Check_AsksAboutEachDeclaredMeaning(string subject, string question)
    {
        var finding = (await _ledger.CheckAsync()).Single(f => f.Subject == subject);
        finding.Message.ShouldBe(question);
        finding.IsQuestion.ShouldBeTrue();
        finding.Status.ShouldBe(CheckStatus.Ok);
    }

    [Fact]
    public async Task Check_AsksAboutConstants()
    {
        var findings = await _ledger.CheckAsync(LedgerUnderCheck.MappingText.Replace("company: CO", "company: {value: \"1\"}", StringComparison.Ordinal).Replace("currency: CUR", "currency: {value: EUR}", StringComparison.Ordinal));
        findings.Single(f => f.Subject == "customers.company").Message.ShouldBe("The mapping puts all 60 records into company '1'. Is there only this one company in what is read?");
        findings.Single(f => f.Subject == "open_items.currency").IsQuestion.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_NamesItemsOfUnlistedCustomers_AndWhatDiffers()
    {
        foreach (var item in _ledger.Items.Where(i => ((string)i["CUST"]!) is "C002" or "C004"))
            item["CUST"] = "00" + item["CUST"];
        var finding = (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.unlisted");
        finding.Status.ShouldBe(CheckStatus.Failed, "a run ends with what needs a person, and so does the check");
        finding.Message.ShouldBe("4 open items of 2 customers that are not listed: EUR 583.00. 2 of them would be listed if zeros in front (or capital letters) did not count.");
        finding.Table!.Rows[0].ShouldBe(["erp:1000/00C004", "2", "EUR 392.00", "erp:1000/C004"]);
    }

    [Fact]
    public async Task Check_OfACustomerThatCannotBeRead_SaysThatItMayBeAmongTheUnlisted()
    {
        _ledger.Customers[1]["LIMIT"] = "as agreed";
        (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.unlisted").Message
            .ShouldBe("2 open items of 1 customer that is not listed: EUR 191.00. 1 customer could not be read and may be among them.");
    }

    [Fact]
    public async Task Check_ThatSawOnlySomeCustomers_ComparesNothing()
    {
        _ledger.Context = _ledger.Context with { CheckRows = 20 };
        var findings = await _ledger.CheckAsync();
        findings.Single(f => f.Subject == "customers").Message.ShouldBe("customers: 20 of the first 20 rows are readable.");
        findings.Single(f => f.Subject == "customers.unlisted").Status.ShouldBe(CheckStatus.Ok);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_NamesCustomersThatNoAccountClaims(bool none)
    {
        _ledger.Context = _ledger.Context with
        {
            ClaimedAsync = (keys, _) => Task.FromResult<IReadOnlySet<CustomerKey>?>(keys.Where(k => !none && k.Number != "C060").ToHashSet()),
        };
        var finding = (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.claimed");
        finding.Status.ShouldBe(none ? CheckStatus.Warning : CheckStatus.Ok);
        finding.IsQuestion.ShouldBe(!none);
        finding.Message.ShouldStartWith(none ? "No account of the CRM claims 60 of 60 customers, who owe EUR 183,224.50." : "No account of the CRM claims 1 of 60 customers, who owe EUR 6,020.00; is that so?");
        finding.Table!.Rows[0].ShouldBe(["erp:1000/C060", "Customer 60", "EUR 6,020.00"]);
    }

    [Fact]
    public async Task Check_BeforeAccountsWereRead_SaysSo() =>
        (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.claimed").Message.ShouldContain("not known yet");

    [Fact]
    public async Task Check_ComparesItemsWithTheBalanceOfTheOtherSystem()
    {
        (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.balance").Message.ShouldBe("The items of 60 customers add up to the balance that the other system gives.");
        _ledger.Items.RemoveAll(i => (string)i["DOC"]! == "I60");
        var finding = (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.balance");
        finding.Status.ShouldBe(CheckStatus.Warning);
        finding.Table!.Rows.ShouldHaveSingleItem().ShouldBe(["erp:1000/C060", "6,020.00", "-10.00", "EUR -6,030.00"]);
        _ledger.Customers.ForEach(c => c["BALANCE"] = -(decimal)c["BALANCE"]!);
        (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.balance").Message.ShouldContain("with the other sign");
    }

    [Fact]
    public async Task Check_OfRowsThatAreAllUnreadable_Fails()
    {
        _ledger.Items.ForEach(i => i["OPEN"] = "n/a");
        var findings = await _ledger.CheckAsync();
        findings.Single(f => f.Subject == "open_items").Status.ShouldBe(CheckStatus.Failed);
        findings.ShouldContain(f => f.Message.EndsWith("118 rows are rejected for such a reason; this is the first.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_StopsWhereItWasTold()
    {
        _ledger.Context = _ledger.Context with { CheckRows = 1 };
        (await _ledger.CheckAsync()).Single(f => f.Subject == "open_items").Message.ShouldBe("open_items: 1 of the first 1 rows are readable.");
    }

    [Fact]
    public async Task Check_TellsDamagedNamesFromForeignLetters()
    {
        string[] sound = ["Müller", "São Paulo", "Ãngela", "Âge d'or", "château", "Łódź", "株式会社"];
        for (var at = 0; at < sound.Length; at++)
            _ledger.Customers[at]["NAME"] = sound[at];
        (await _ledger.CheckAsync()).ShouldNotContain(f => f.Subject == "customers.names");
        string[] damaged = ["MÃ¼ller", "Stra\uFFFDe", "CafÃ©", "â€œXâ€", "Â©"];
        for (var at = 0; at < damaged.Length; at++)
            _ledger.Customers[at]["NAME"] = damaged[at];
        (await _ledger.CheckAsync()).Single(f => f.Subject == "customers.names").Message.ShouldStartWith("5 names were read with a wrong encoding");
    }
}

internal static class RowValues
{
    public static Dictionary<string, object?> With(this Dictionary<string, object?> row, string column, object? value)
    {
        row[column] = value;
        return row;
    }
}
