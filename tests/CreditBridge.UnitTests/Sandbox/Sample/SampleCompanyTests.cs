using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Sample;

public sealed class SampleCompanyTests
{
    private static readonly DateOnly Today = new(2026, 3, 17);

    public static TheoryData<int, DateOnly> AnyCompany => new()
    {
        { SampleCompany.DefaultSeed, Today }, { 1, new(2024, 2, 29) }, { 99, new(2025, 12, 31) }, { -5, new(2027, 1, 1) },
    };

    [Theory, MemberData(nameof(AnyCompany))]
    public void Company_AnySeedAndDay_HasTheSizeOfASmallManufacturer(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);

        company.Users.Count.ShouldBe(11);
        company.Accounts.Count.ShouldBe(200);
        company.Opportunities.Count.ShouldBe(300);
        company.Documents.Count(document => document.PaidOn is null).ShouldBeInRange(600, 800);
        company.Documents.Count(document => document.PaidOn is not null).ShouldBeInRange(1_200, 1_500);
        company.Accounts.Count(account => account.ParentKey is null && company.Accounts.Any(child => child.ParentKey == account.Key)).ShouldBe(22);
        company.Customers.Select(customer => customer.Currency).Distinct().Order().ShouldBe(["CHF", "EUR", "GBP", "USD"]);
        company.Customers.Select(customer => customer.Character).Distinct().Count().ShouldBe(Enum.GetValues<PayerCharacter>().Length);
        company.Opportunities.Select(opportunity => opportunity.Stage).Distinct().Count().ShouldBe(SalesProcess.Stages.Count);
    }

    [Theory, MemberData(nameof(AnyCompany))]
    public void Documents_AnySeedAndDay_AreConsistent(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);
        var customers = company.Customers.ToDictionary(customer => customer.Key);

        foreach (var document in company.Documents)
        {
            var customer = customers[document.CustomerKey];
            document.Currency.ShouldBe(customer.Currency);
            document.IssuedOn.ShouldBeLessThanOrEqualTo(today);
            document.IssuedOn.ShouldBeGreaterThanOrEqualTo(customer.Since);
            document.DueOn.ShouldBeGreaterThanOrEqualTo(document.IssuedOn);
            Math.Sign(document.Amount).ShouldBe(document.Type == "INV" ? 1 : -1);
            Math.Abs(document.Open).ShouldBeLessThanOrEqualTo(Math.Abs(document.Amount));
            (document.Open * document.Amount).ShouldBeGreaterThanOrEqualTo(0m);
            decimal.Round(document.Amount, 2).ShouldBe(document.Amount);
            if (document.PaidOn is { } paidOn)
            {
                paidOn.ShouldBeInRange(document.IssuedOn, today);
                document.Open.ShouldBe(0m);
            }
            else
            {
                document.Open.ShouldNotBe(0m);
            }
        }

        company.Documents.GroupBy(document => (document.CustomerKey[..4], document.Number)).ShouldAllBe(group => group.Count() == 1);
    }

    [Theory, MemberData(nameof(AnyCompany))]
    public void Accounts_AnySeedAndDay_ReferToWhatExists(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);
        var seen = new HashSet<string>();
        var customers = company.Customers.Select(customer => customer.Key).ToHashSet();
        var claimed = company.Accounts.SelectMany(account => account.ErpKeys?.Split(';') ?? []).ToList();

        foreach (var account in company.Accounts)
        {
            if (account.ParentKey is not null)
                seen.ShouldContain(account.ParentKey, "a parent is written before its children");
            seen.Add(account.Key).ShouldBeTrue();
            company.Users.ShouldContain(user => user.Key == account.OwnerKey);
        }

        company.Accounts.Select(account => account.Name).Distinct().Count().ShouldBe(company.Accounts.Count);
        claimed.Distinct().Count().ShouldBe(claimed.Count, "no ERP customer belongs to two accounts");
        claimed.ShouldAllBe(key => customers.Contains(key));
        customers.Except(claimed).Single().ShouldBe(company.Customers.Single(customer => customer.Name == SampleCompany.UnclaimedCustomerName).Key);
        foreach (var customer in company.Customers.Where(customer => customer.ParentNumber is not null))
            customers.ShouldContain($"{customer.Company}/{customer.ParentNumber}");
    }

    [Theory, MemberData(nameof(AnyCompany))]
    public void Opportunities_AnySeedAndDay_CameTheWayTheirHistorySays(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);

        foreach (var deal in company.Opportunities)
        {
            deal.History[^1].Stage.ShouldBe(deal.Stage);
            deal.History[^1].Amount.ShouldBe(deal.Amount);
            deal.History.Select(change => change.At).ShouldBeInOrder();
            deal.History[^1].At.ShouldBeLessThan(new DateTimeOffset(today.ToDateTime(default), TimeSpan.Zero), "everything in the CRM has happened");
            deal.Amount.ShouldBeGreaterThan(0m);
            company.Accounts.Single(account => account.Key == deal.AccountKey).Currency.ShouldBe(deal.Currency);
            if (SalesProcess.Find(deal.Stage).Probability >= 75)
                deal.RequestedTerms.ShouldNotBeNull();
        }
    }

    [Theory, MemberData(nameof(AnyCompany))]
    public void StoryDeal_AnySeedAndDay_ExceedsTheHeadroomOfADecentCustomer(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);
        var deal = company.Opportunities.Single(opportunity => opportunity.Name == SampleCompany.StoryDealName);
        var customer = CustomerOf(company, SampleCompany.StoryAccountName);
        var documents = company.Documents.Where(document => document.CustomerKey == customer.Key).ToList();
        var headroom = customer.Limit!.Value - documents.Sum(document => document.Open);

        deal.Stage.ShouldBe(SalesProcess.Proposal);
        deal.RequestedTerms.ShouldBe("Net 60");
        headroom.ShouldBe(153_600m);
        deal.Amount.ShouldBeGreaterThan(headroom);
        (deal.Amount * 0.7m).ShouldBeLessThan(headroom, "a deposit of 30 % makes it fit");
        documents.ShouldAllBe(document => document.PaidOn != null || document.DueOn > today, "nothing is past due");
        documents.Where(document => document.PaidOn is not null).Average(document => document.PaidOn!.Value.DayNumber - document.DueOn.DayNumber).ShouldBeLessThan(5);
        company.Opportunities.Where(opportunity => opportunity.AccountKey == deal.AccountKey && !SalesProcess.Find(opportunity.Stage).IsClosed).ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(AnyCompany))]
    public void CreditInformation_AnySeedAndDay_IsConsistent(int seed, DateOnly today)
    {
        var company = SampleCompany.Create(today, seed);
        var customers = company.Customers.ToDictionary(customer => customer.Key);
        var story = CustomerOf(company, SampleCompany.StoryAccountName);

        company.Orders.Count.ShouldBeInRange(200, 450);
        company.Orders.ShouldAllBe(order => order.OrderedOn < today && order.DeliveryOn > order.OrderedOn && order.Amount > 0 && order.Currency == customers[order.CustomerKey].Currency);
        company.Orders.Select(order => (order.Number, order.Line)).Distinct().Count().ShouldBe(company.Orders.Count);
        company.Orders.ShouldContain(order => order.DeliveryOn <= today, "delivered and not invoiced");
        company.Orders.ShouldContain(order => order.IsPrepaid);
        company.Orders.ShouldContain(order => order.Line == 4, "a blanket order");
        company.Orders.ShouldNotContain(order => order.CustomerKey == story.Key);

        company.BureauReports.ShouldAllBe(report => report.ReportedOn < today && customers.ContainsKey(report.CustomerKey) && report.Score >= 0 && report.Score <= 100);
        company.BureauReports.Select(report => (report.CustomerKey, report.ReportedOn)).Distinct().Count().ShouldBe(company.BureauReports.Count);
        company.BureauReports.ShouldContain(report => report.CustomerKey == story.Key && report.Score >= 70);
        company.Statements.ShouldAllBe(s => s.TotalAssets == s.TotalLiabilities + s.Equity && s.CurrentAssets <= s.TotalAssets && s.CurrentLiabilities <= s.TotalLiabilities
            && s.Cash + s.Inventory <= s.CurrentAssets && s.PeriodEnd < today);
        company.Statements.GroupBy(s => s.CustomerKey).ShouldAllBe(g => g.Count() == 2);
        company.Securities.ShouldAllBe(security => security.ExpiresOn == null || security.ExpiresOn > security.ValidFrom);
        company.Securities.ShouldContain(security => security.ExpiresOn < today, "one that has lapsed");
        company.Securities.ShouldContain(security => security.Amount == 0 && security.ReasonCode != null, "one that was refused");
        company.Securities.Select(security => security.Type).Distinct().Count().ShouldBe(5);
        company.Signals.Count(signal => signal.Event == "INSOLVENCY").ShouldBe(1);
        company.Documents.ShouldContain(document => document.PaidOn == null && document.PromisedOn < today, "a promise that was broken");
        company.Documents.ShouldContain(document => document.PaidOn <= document.PromisedOn, "a promise that was kept");
        company.Documents.ShouldContain(document => document.PaidOn != null && document.WasDisputed);
        company.Accounts.GroupBy(account => account.ParentKey).Count(group => group.Key != null && group.Count() is >= 1 and <= 4).ShouldBe(22, "groups of two to five");
    }

    [Fact]
    public void SpecialCases_AreAllThere()
    {
        var company = SampleCompany.Create(Today);

        CustomerOf(company, SampleCompany.HeldAccountName).OnHold.ShouldBeTrue();
        company.Customers.Count(customer => customer.OnHold).ShouldBe(1);
        AccountOf(company, SampleCompany.TwoCompanyAccountName).ErpKeys!.Split(';').Select(key => key[..4]).ShouldBe(["2000", "1000"]);
        AccountOf(company, SampleCompany.NoErpAccountName).ErpKeys.ShouldBeNull();
        CustomerOf(company, SampleCompany.NoCreditAccountName).Limit.ShouldBe(0m);
        CustomerOf(company, SampleCompany.UnlimitedAccountName).Limit.ShouldBe(SampleCustomer.UnlimitedLimit);
        CustomerOf(company, SampleCompany.LimitNotSetAccountName).Limit.ShouldBeNull();
        company.Documents.ShouldContain(document => document.Type == "CN");
        company.Documents.ShouldContain(document => document.Type == "PAY");
        company.Documents.ShouldContain(document => document.Disputed);
        company.Documents.ShouldContain(document => document.Open > 0 && document.Open < document.Amount, "a part payment");
        company.Customers.ShouldContain(customer => customer.ParentNumber != null);
    }

    [Fact]
    public void DeterioratingCustomer_PaysLaterThanItUsedTo()
    {
        var company = SampleCompany.Create(Today);
        var worse = company.Customers.Where(customer => customer.Character == PayerCharacter.Deteriorating).Select(customer => customer.Key).ToHashSet();
        var paid = company.Documents.Where(document => document.PaidOn is not null && worse.Contains(document.CustomerKey)).ToList();

        var lately = paid.Where(document => document.PaidOn > Today.AddDays(-90)).Average(DaysLate);
        var before = paid.Where(document => document.PaidOn < Today.AddDays(-270)).Average(DaysLate);

        lately.ShouldBeGreaterThan(before + 15);
    }

    private static double DaysLate(SampleDocument document) => document.PaidOn!.Value.DayNumber - document.DueOn.DayNumber;

    private static SampleAccount AccountOf(SampleCompany company, string name) => company.Accounts.Single(account => account.Name == name);

    private static SampleCustomer CustomerOf(SampleCompany company, string accountName)
    {
        var keys = AccountOf(company, accountName).ErpKeys!.Split(';');
        return company.Customers.Single(customer => customer.Key == keys[0]);
    }
}
