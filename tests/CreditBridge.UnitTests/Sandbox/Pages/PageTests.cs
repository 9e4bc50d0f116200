using CreditBridge.Sandbox.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Pages;

public sealed class PageTests
{
    private static readonly DateTimeOffset CheckedAt = new(2026, 3, 17, 14, 5, 9, TimeSpan.Zero);

    [Theory]
    [InlineData("153600", "EUR\u00a0153,600")]
    [InlineData("1234.5", "EUR\u00a01,234.50")]
    [InlineData("-56400", "EUR\u00a0\u221256,400")]
    [InlineData("0", "EUR\u00a00")]
    public void Money_Amount_HasCurrencyAndThousands(string amount, string shown) =>
        Show.Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "EUR").ShouldBe(shown);

    [Fact]
    public void Account_NotChecked_SaysSoAndWhatIsMissing()
    {
        var page = Render(Account(("ERP_Customer_Keys__c", null)));

        page.ShouldContain("Not checked yet.");
        page.ShouldContain("No ERP customer is named on this account");
        page.ShouldNotContain("<svg");
    }

    [Fact]
    public void Account_OnHold_SaysWhyFirst()
    {
        var page = Render(Account(("Credit_Hold__c", true), ("Credit_Hold_Reason__c", "Invoice <b> is 90 days late"), ("Credit_Checked_At__c", CheckedAt)));

        page.ShouldContain("On credit hold.");
        page.ShouldContain("Invoice &lt;b&gt; is 90 days late");
        page.IndexOf("On credit hold.", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("risk band", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Not set", "Not set")]
    [InlineData("None", "No credit")]
    [InlineData("Unlimited", "Unlimited")]
    public void Account_LimitThatIsNoAmount_IsSaidInWordsAndHasNoBar(string status, string shown)
    {
        var page = Render(Account(("Credit_Checked_At__c", CheckedAt), ("Credit_Limit_Status__c", status), ("Credit_Exposure__c", 10m)));

        page.ShouldContain($"<dt>Credit limit</dt><dd>{shown}</dd>");
        page.ShouldNotContain("<svg");
    }

    [Fact]
    public void HeadroomBar_DealThatDoesNotFit_ShowsHowFarItGoesOver()
    {
        var account = Account(("Credit_Limit__c", 250_000m), ("Credit_Exposure__c", 96_400m), ("Credit_Currency__c", "EUR"));

        var bar = HeadroomBar.Render(account, deal: 210_000m).Markup;

        bar.ShouldContain("Over the limit by EUR&#xA0;56,400");
        bar.ShouldContain("this deal adds EUR&#xA0;210,000");
        bar.ShouldContain("class=\"over\" x=\"81.59%\" width=\"18.41%\"");
    }

    [Fact]
    public void AccountList_Filtered_KeepsTheFilterInEveryLink()
    {
        var accounts = Enumerable.Range(0, 60).Select(i => Account(("Id", $"A{i}"), ("Name", $"Firm {i:00}"), ("Credit_Hold__c", i % 2 == 0))).ToList();
        var query = new ListQuery("/accounts", new Dictionary<string, string> { ["hold"] = "1", ["q"] = "firm & co" });

        AccountListPage.Render(new Crm(accounts, [], []), query).Markup.ShouldContain("0 of 60 accounts");
        var page = AccountListPage.Render(new Crm(accounts, [], []), query with { Values = new Dictionary<string, string> { ["hold"] = "1", ["q"] = "firm" } }).Markup;

        page.ShouldContain("30 of 60 accounts");
        page.ShouldContain("href=\"/accounts?hold=1&amp;page=2&amp;q=firm\"");
        page.ShouldContain("href=\"/accounts?hold=1&amp;q=firm&amp;sort=used\"");
        page.ShouldNotContain("Firm 01");
    }

    [Fact]
    public void AccountList_SortedByDaysPastDue_TheOldestComesFirst()
    {
        var accounts = new[] { 3, 90, 0, 14 }.Select(days => Account(("Id", $"A{days}"), ("Name", $"Late {days}"), ("Oldest_Past_Due_Days__c", (decimal)days))).ToList();

        var page = AccountListPage.Render(new Crm(accounts, [], []), new ListQuery("/accounts", new Dictionary<string, string> { ["sort"] = "late" })).Markup;

        new[] { "Late 90", "Late 14", "Late 3", "Late 0" }.Select(name => page.IndexOf($">{name}<", StringComparison.Ordinal)).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("999999999999")]
    [InlineData("-4")]
    [InlineData("x")]
    public void AccountList_PageThatDoesNotExist_ShowsOneThatDoes(string number)
    {
        var accounts = Enumerable.Range(0, 30).Select(i => Account(("Id", $"A{i}"), ("Name", $"Firm {i:00}"))).ToList();

        AccountListPage.Render(new Crm(accounts, [], []), new ListQuery("/accounts", new Dictionary<string, string> { ["page"] = number })).Markup.ShouldContain("of 2</span>");
    }

    [Fact]
    public void DealForm_OnlyOneValueDiffers_ChangesThatOne()
    {
        var deal = Deal(("StageName", "Proposal/Price Quote"), ("Amount", 210_000m), ("Requested_Payment_Terms__c", "Net 60"));

        var (changes, error) = DealForm.Read(Form("Proposal/Price Quote", "150,000.00", "Net 60"), deal);

        error.ShouldBeNull();
        changes.ShouldHaveSingleItem().ShouldBe(new("Amount", 150_000m));
    }

    [Theory]
    [InlineData("a lot")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    public void DealForm_NotAnAmount_SaysWhatWasTypedAndChangesNothing(string typed)
    {
        var (changes, error) = DealForm.Read(Form("Closed Won", typed, ""), Deal(("StageName", "Proposal/Price Quote")));

        changes.ShouldBeEmpty();
        error.ShouldNotBeNull().ShouldContain(typed);
    }

    [Fact]
    public void DealForm_TermsTakenAway_EmptiesTheField() =>
        DealForm.Read(Form("", "", ""), Deal(("Requested_Payment_Terms__c", "Net 60"))).Changes.ShouldHaveSingleItem().ShouldBe(new("Requested_Payment_Terms__c", null));

    private static FormCollection Form(string stage, string amount, string terms) =>
        new(new Dictionary<string, StringValues> { ["stage"] = stage, ["amount"] = amount, ["terms"] = terms });

    private static string Render(AccountView account) => AccountPage.Render(new Crm([account], [], []), account).Markup;

    private static AccountView Account(params (string Field, object? Value)[] values) => new(Fields(values), "Chloé Marchetti");

    private static OpportunityView Deal(params (string Field, object? Value)[] values) => new(Fields(values), null);

    private static RecordFields Fields((string Field, object? Value)[] values)
    {
        var record = new Dictionary<string, object?> { ["Id"] = "001", ["Name"] = "Some firm" };
        foreach (var (field, value) in values)
            record[field] = value;
        return new RecordFields(record.GetValueOrDefault);
    }
}
