using CreditBridge.Abstractions.Records;
using CreditBridge.TestKit.Connectors;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>The shipped mappings against services in the documented shapes: every total to the cent.</summary>
public sealed class ShippedODataMappingTests
{
    private const string Company = "companies(7dbc7a10-0000-4000-8000-000000000001)";

    [Fact]
    public async Task BusinessCentral_OpenAmountsAddUp_AndLimitsAreInTheCompanysCurrency()
    {
        var customers = new StubSet($"v2.0/{Company}/customers", ["id"], Types("id=Guid number=String displayName=String country=String creditLimit=Decimal blocked=String"));
        customers.Put(new() { ["id"] = Guid.Parse("7dbc7a10-0000-4000-8000-0000000000a1"), ["number"] = "10000", ["displayName"] = "Adatum", ["country"] = "DE", ["creditLimit"] = 5000.50m, ["blocked"] = "_x0020_" });
        customers.Put(new() { ["id"] = Guid.Parse("7dbc7a10-0000-4000-8000-0000000000a2"), ["number"] = "20000", ["displayName"] = "Trey", ["country"] = "US", ["creditLimit"] = 0m, ["blocked"] = "All" });
        var items = new StubSet($"contoso/credit/v1.0/{Company}/customerLedgerEntries", ["entryNumber"],
            Types("entryNumber=Int32 customerNumber=String documentNumber=String documentDate=Date dueDate=Date currencyCode=String amount=Decimal remainingAmount=Decimal onHold=String open=Boolean"));
        decimal[] open = [1000.10m, 0.01m, -200.05m, 333.33m, 9999.99m];
        for (var at = 0; at < open.Length; at++)
        {
            items.Put(new()
            {
                ["entryNumber"] = at + 1, ["customerNumber"] = at % 2 == 0 ? "10000" : "20000", ["documentNumber"] = $"D{at}", ["documentDate"] = new DateOnly(2026, 1, 10),
                ["dueDate"] = at == 2 ? new DateOnly(1, 1, 1) : new DateOnly(2026, 2, 9), ["currencyCode"] = at == 3 ? "USD" : "", ["amount"] = open[at], ["remainingAmount"] = open[at], ["onHold"] = at == 1 ? "DIS" : "", ["open"] = at != 4,
            });
        }

        await using var stub = await ODataStub.StartAsync(false, customers, items);
        (stub.Login, stub.PageLimit) = ("Bearer granted-token", 2);
        var engine = await ReadAsync(stub, "business-central.yaml");
        stub.LastHeaders["Data-Access-Intent"].ShouldBe("ReadOnly");
        var receivables = engine.Records.Values.OfType<ReceivableRecord>().ToList();
        receivables.Where(r => r.OpenAmount.Currency.ToString() == "EUR").Sum(r => r.OpenAmount.Amount).ShouldBe(800.06m);
        receivables.Where(r => r.OpenAmount.Currency.ToString() == "USD").Sum(r => r.OpenAmount.Amount).ShouldBe(333.33m);
        receivables.Single(r => r.Disputed).OpenAmount.Amount.ShouldBe(0.01m);
        var adatum = (ErpCustomerRecord)engine.Records["bc:CRONUS/10000"];
        adatum.Limit.TryGetAmount(out var limit).ShouldBeTrue();
        (limit.Amount, adatum.OnHold).ShouldBe((5000.50m, false));
        ((ErpCustomerRecord)engine.Records["bc:CRONUS/20000"]).OnHold.ShouldBe(true);
    }

    [Fact]
    public async Task DynamicsFinance_ReadsAllCompanies_AndDaysAreWhatTheyShow()
    {
        var customers = new StubSet("CustomersV3", ["dataAreaId", "CustomerAccount"], Types("dataAreaId=String CustomerAccount=String OrganizationName=String AddressCountryRegionISOCode=String CreditLimit=Decimal OnHoldStatus=String"));
        customers.Put(new() { ["dataAreaId"] = "usmf", ["CustomerAccount"] = "US-001", ["OrganizationName"] = "Contoso", ["AddressCountryRegionISOCode"] = "US", ["CreditLimit"] = 10000m, ["OnHoldStatus"] = "No" });
        customers.Put(new() { ["dataAreaId"] = "demf", ["CustomerAccount"] = "DE-001", ["OrganizationName"] = "Contoso Europe", ["AddressCountryRegionISOCode"] = "DE", ["CreditLimit"] = 0m, ["OnHoldStatus"] = "All" });
        var items = new StubSet("CreditOpenTransactions", ["dataAreaId", "TransactionRecId"],
            Types("dataAreaId=String TransactionRecId=Int64 CustomerAccount=String Voucher=String DocumentDate=DateTimeOffset DueDate=DateTimeOffset CurrencyCode=String AmountCur=Decimal OpenAmountCur=Decimal"));
        decimal[] open = [123.45m, -23.45m, 0.99m];
        for (var at = 0; at < open.Length; at++)
        {
            items.Put(new()
            {
                ["dataAreaId"] = "usmf", ["TransactionRecId"] = 5637144576L + at, ["CustomerAccount"] = "US-001", ["Voucher"] = $"V{at}", ["DocumentDate"] = new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero),
                ["DueDate"] = at == 1 ? new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero) : new DateTimeOffset(2026, 2, 9, 12, 0, 0, TimeSpan.Zero), ["CurrencyCode"] = "USD", ["AmountCur"] = open[at], ["OpenAmountCur"] = open[at],
            });
        }

        await using var stub = await ODataStub.StartAsync(false, customers, items);
        (stub.Login, stub.PageLimit) = ("Bearer granted-token", 2);
        stub.Parameters["cross-company"] = "true";
        var engine = await ReadAsync(stub, "dynamics-365-finance.yaml");
        var receivables = engine.Records.Values.OfType<ReceivableRecord>().ToList();
        receivables.Sum(r => r.OpenAmount.Amount).ShouldBe(100.99m);
        receivables.Select(r => r.DueOn).Distinct().ShouldBe([new DateOnly(2026, 2, 9), new DateOnly(2026, 1, 10)], ignoreOrder: true);
        ((ErpCustomerRecord)engine.Records["d365:demf/DE-001"]).OnHold.ShouldBe(true);
    }

    [Fact]
    public async Task S4Hana_OpenItemsAddUp_AndDaysDoNotShift()
    {
        var customers = new StubSet("API_BUSINESS_PARTNER/A_Customer", ["Customer"], Types("Customer=String CustomerName=String OrderIsBlockedForCustomer=String"));
        customers.Types["to_CustomerCompany"] = "Collection(stub.Company)";
        customers.Put(new() { ["Customer"] = "0000010023", ["CustomerName"] = "Hoffmann", ["OrderIsBlockedForCustomer"] = "01", ["to_CustomerCompany"] = new List<Dictionary<string, object?>> { new() { ["CompanyCode"] = "1000" }, new() { ["CompanyCode"] = "2000" } } });
        var items = new StubSet("API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube", ["CompanyCode", "FiscalYear", "AccountingDocument", "AccountingDocumentItem"],
            Types("CompanyCode=String FiscalYear=String AccountingDocument=String AccountingDocumentItem=String Customer=String FinancialAccountType=String ClearingDate=DateTime DocumentDate=DateTime NetDueDate=DateTime TransactionCurrency=String AmountInTransactionCurrency=Decimal"));
        decimal[] open = [1190.00m, 59.50m, -119.05m, 77.77m];
        for (var at = 0; at < open.Length; at++)
        {
            items.Put(new()
            {
                ["CompanyCode"] = "1000", ["FiscalYear"] = "2026", ["AccountingDocument"] = $"180000000{at}", ["AccountingDocumentItem"] = "001", ["Customer"] = "0000010023", ["FinancialAccountType"] = "D",
                ["ClearingDate"] = at == 3 ? new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Unspecified) : null, ["DocumentDate"] = new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Unspecified),
                ["NetDueDate"] = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified), ["TransactionCurrency"] = "EUR", ["AmountInTransactionCurrency"] = open[at],
            });
        }

        await using var stub = await ODataStub.StartAsync(true, customers, items);
        stub.Login = "Basic Q1JFRElUQlJJREdFOnJpZ2h0";
        stub.Parameters["sap-client"] = "100";
        var engine = await ReadAsync(stub, "sap-s4hana.yaml");
        engine.Records.Values.OfType<ErpCustomerRecord>().Select(c => c.Key).ShouldBe(["s4:1000/10023", "s4:2000/10023"]);
        var receivables = engine.Records.Values.OfType<ReceivableRecord>().ToList();
        receivables.Sum(r => r.OpenAmount.Amount).ShouldBe(1130.45m);
        receivables.ShouldAllBe(r => r.DueOn == new DateOnly(2026, 3, 2) && r.IssuedOn == new DateOnly(2026, 1, 31));
    }

    private static async Task<MiniEngine> ReadAsync(ODataStub stub, string mapping)
    {
        using var folder = new ODataTestFolder();
        folder.Write(RepositoryFiles.Read("deploy/config/mappings/" + mapping));
        var all = new MiniEngine();
        await using var connection = folder.Connect(all.Context, stub.BaseUrl, 2);
        foreach (var source in connection.Sources)
        {
            var engine = new MiniEngine();
            await foreach (var page in source.ReadPagesAsync(null, CancellationToken.None))
                engine.Store(page);
            engine.Rejected.ShouldBeEmpty();
            foreach (var (key, record) in engine.Records)
                all.Records[key] = record;
        }

        return all;
    }

    private static Dictionary<string, string> Types(string text) => text.Split(' ').Select(t => t.Split('=')).ToDictionary(t => t[0], t => "Edm." + t[1], StringComparer.Ordinal);
}
