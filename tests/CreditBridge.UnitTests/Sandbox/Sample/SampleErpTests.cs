using System.Globalization;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Sample;

public sealed class SampleErpTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 17);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sample-erp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task WriteTo_TheSameSeedAndDay_WritesTheSameBytes()
    {
        var first = await Export(SampleCompany.Create(Today), "first");
        var second = await Export(SampleCompany.Create(Today), "second");
        var other = await Export(SampleCompany.Create(Today, seed: 8), "other");

        first.ShouldBe(second);
        first.ShouldNotBe(other);
    }

    [Fact]
    public async Task WriteTo_LeavesCompleteFilesWithTheAgreedColumnsOnly()
    {
        var erp = new SampleErp(SampleCompany.Create(Today));

        var written = await erp.WriteTo(_folder.FullName, CancellationToken.None);

        written.Select(Path.GetFileName).ShouldBe(["customers-20260317.csv", "open-items-20260317.csv", "paid-items-20260317.csv", "rates-20260317.csv", "orders-20260317.csv", "securities-20260317.csv",
            "bureau-reports-20260317.csv", "statements-20260317.csv", "signals-20260317.csv"]);
        _folder.GetFiles().Length.ShouldBe(9, "no .part file is left");
        File.ReadLines(written[0]).First().ShouldBe("COMPANY,CUSTNO,NAME,COUNTRY,CURRENCY,CREDIT_LIMIT,HOLD,TERMS,CUSTOMER_SINCE,PARENT_CUSTNO,REGNO,DUNS");
        File.ReadLines(written[1]).First().ShouldBe("COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,CURRENCY,AMOUNT,OPEN_AMOUNT,DISPUTED,PROMISED");
        File.ReadLines(written[2]).First().ShouldBe("COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,PAID_DATE,CURRENCY,AMOUNT,PROMISED,WAS_DISPUTED");
        File.ReadLines(written[3]).First().ShouldBe("FROM,TO,RATE,RATE_DATE");
        File.ReadLines(written[1]).Count().ShouldBe(erp.OpenDocuments.Count + 1);
        File.ReadLines(written[0]).ShouldContain(line => line.Contains(",HALDEN FABRICATION AS,NO,EUR,250000,N,N30,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advance_ADayPasses_PaidDocumentsMoveFromTheOpenToThePaidFile()
    {
        var erp = new SampleErp(SampleCompany.Create(Today));
        await erp.WriteTo(_folder.FullName, CancellationToken.None);
        var before = erp.OpenDocuments.Select(document => document.Number).ToHashSet();

        erp.Advance();
        var written = await erp.WriteTo(_folder.FullName, CancellationToken.None);
        var paid = File.ReadLines(written[2]).Skip(1).Select(line => line.Split(',')).ToList();

        erp.Today.ShouldBe(Today.AddDays(1));
        paid.Count.ShouldBeInRange(5, 200, "only what is new");
        paid.ShouldAllBe(row => row[6] == "2026-03-18");
        paid.Count(row => before.Contains(row[2])).ShouldBe(paid.Count - 1, "all but the very late one were open in yesterday's file");
        erp.OpenDocuments.Select(document => document.Number).Intersect(paid.Select(row => row[2])).ShouldBeEmpty();
        erp.OpenDocuments.ShouldContain(document => document.IssuedOn == erp.Today);
    }

    [Fact]
    public async Task Advance_ADayPasses_OrdersAreDeliveredAndWhatIsNotNewIsNotExportedAgain()
    {
        var company = SampleCompany.Create(Today);
        var erp = new SampleErp(company);
        var delivered = File.ReadLines((await erp.WriteTo(_folder.FullName, CancellationToken.None))[4]).Count(line => line.Contains(",DLV,", StringComparison.Ordinal));
        delivered.ShouldBe(company.Orders.Count(order => order.DeliveryOn <= Today));

        for (var day = 0; day < 14; day++)
            erp.Advance();
        var written = await erp.WriteTo(_folder.FullName, CancellationToken.None);

        written.Select(path => Path.GetFileName(path).Split("-2026")[0]).ShouldBe(["customers", "open-items", "paid-items", "rates", "orders", "securities"]);
        File.ReadLines(written[4]).Count(line => line.Contains(",DLV,", StringComparison.Ordinal)).ShouldBeGreaterThan(delivered);
        File.ReadLines(written[4]).Count().ShouldBe(company.Orders.Count + 1);
    }

    [Fact]
    public void Advance_DayAfterDay_TheDeterioratingCustomerOwesMoreAndMayOweLess()
    {
        var company = SampleCompany.Create(Today);
        var erp = new SampleErp(company);
        var limit = Limit(erp);
        var pastDue = PastDue(erp);

        for (var day = 0; day < 3; day++)
        {
            erp.Advance()[0].ShouldContain("BRACKWELL CASTINGS LTD");
            Limit(erp).ShouldBeLessThan(limit);
            PastDue(erp).ShouldBeGreaterThan(pastDue);
            (limit, pastDue) = (Limit(erp), PastDue(erp));
        }
    }

    private static decimal Limit(SampleErp erp) => Worse(erp).Limit!.Value;

    private static decimal PastDue(SampleErp erp) =>
        erp.OpenDocuments.Where(document => document.CustomerKey == Worse(erp).Key && document.DueOn < erp.Today).Sum(document => document.Open);

    private static SampleCustomer Worse(SampleErp erp) =>
        erp.Customers.Single(customer => customer.Name.Equals(SampleCompany.DeterioratingAccountName, StringComparison.OrdinalIgnoreCase));

    private async Task<string> Export(SampleCompany company, string folder)
    {
        var erp = new SampleErp(company);
        var written = (await erp.WriteTo(Path.Combine(_folder.FullName, folder), CancellationToken.None)).ToList();
        erp.Advance();
        written.AddRange(await erp.WriteTo(Path.Combine(_folder.FullName, folder), CancellationToken.None));
        return string.Join('\n', written.Select(path => string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")));
    }
}
