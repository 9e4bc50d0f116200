using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.FileDrop;

public sealed class SampleMappingTests : IDisposable
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Customers_EachLimit_HasItsDeclaredMeaning()
    {
        _folder.Write("customers-20250101.csv", DropTestFolder.Header
            + "1000,C1,\"Müller, Söhne\nGmbH\",DE,EUR,50000,N,N30,2019-05-01,\n"
            + "1000,C2,Zero Ltd,GB,GBP,0,Y,PRE,2020-01-01,C1\n"
            + "1000,C3,Empty,DE,EUR,,,COD,,\n"
            + "2000,C1,Endless,DE,EUR,999999999,N,N60,,\n");
        await _folder.ReadAsync();
        _folder.Rejected.ShouldBeEmpty();
        var c1 = (ErpCustomerRecord)_folder.State["erp:1000/C1"];
        c1.Name.ShouldBe("Müller, Söhne\nGmbH");
        c1.Limit.ShouldBe(CreditLimit.Of(new Money(50000, Eur)));
        c1.CustomerSince.ShouldBe(new DateOnly(2019, 5, 1));
        var c2 = (ErpCustomerRecord)_folder.State["erp:1000/C2"];
        (c2.Limit, c2.OnHold, c2.Terms, c2.Parent).ShouldBe((CreditLimit.None, true, PaymentTerms.Prepaid, new CustomerKey("erp", "1000", "C1")));
        var c3 = (ErpCustomerRecord)_folder.State["erp:1000/C3"];
        (c3.Limit, c3.OnHold, c3.Terms, c3.CustomerSince).ShouldBe((CreditLimit.NotSet, false, PaymentTerms.DueOnReceipt, null));
        ((ErpCustomerRecord)_folder.State["erp:2000/C1"]).Limit.ShouldBe(CreditLimit.Unlimited);
    }

    [Fact]
    public async Task OpenItems_CreditNotesAndCash_AreOwedByUs()
    {
        _folder.Write("open-items-20250101.csv", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,CURRENCY,AMOUNT,OPEN_AMOUNT,DISPUTED\n"
            + "1000,C1,I1,INV,2025-01-01,2025-01-31,EUR,119.00,100.50,Y\n1000,C1,K1,CN,2025-01-01,2025-01-01,EUR,-20,-20,N\n1000,C1,P1,PAY,2025-01-02,2025-01-02,EUR,-5,-5,N\n");
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.Rejected.ShouldBeEmpty();
        _folder.State["erp:1000/I1"].ShouldBe(new ReceivableRecord("erp:1000/I1", new CustomerKey("erp", "1000", "C1"), "I1", new(2025, 1, 1), new(2025, 1, 31), new Money(100.50m, Eur))
        {
            OriginalAmount = new Money(119m, Eur),
            Disputed = true,
        });
        var note = (ReceivableRecord)_folder.State["erp:1000/K1"];
        (note.Type, note.OpenAmount.Amount).ShouldBe((DocumentType.CreditNote, -20m));
        ((ReceivableRecord)_folder.State["erp:1000/P1"]).Type.ShouldBe(DocumentType.UnappliedCash);
    }

    [Fact]
    public async Task PaidItemsAndRates_AreRead_AndCreditNotesLeftOut()
    {
        _folder.Write("paid-items-20250101.csv", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,PAID_DATE,CURRENCY,AMOUNT\n"
            + "1000,C1,I1,INV,2025-01-01,2025-01-31,2025-02-10,EUR,119\n1000,C1,K1,CN,2025-01-01,2025-01-01,2025-01-03,EUR,-20\n");
        _folder.Write("rates-20250101.csv", "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\n");
        await _folder.ReadAsync(RecordKind.Payment);
        await _folder.ReadAsync(RecordKind.ExchangeRate);
        _folder.Rejected.ShouldBeEmpty();
        _folder.State.Keys.ShouldBe(["erp:1000/I1", "USD-EUR@2025-01-01"], ignoreOrder: true);
        ((PaymentRecord)_folder.State["erp:1000/I1"]).PaidOn.ShouldBe(new DateOnly(2025, 2, 10));
    }

    [Fact]
    public async Task Check_SaysWhatTheDeclaredMeaningsDo()
    {
        _folder.Customers("customers-1.csv", DropTestFolder.Row("C1", "0"), DropTestFolder.Row("C2"), DropTestFolder.Row("C3", hold: "X"));
        _folder.Write("strange.csv", "x");
        _folder.Write("open-items-2.csv.part", "x");
        var findings = new List<CheckFinding>();
        await foreach (var finding in _folder.Connect().CheckAsync(default))
            findings.Add(finding);
        findings.ShouldNotContain(f => f.Status == CheckStatus.Failed);
        findings.ShouldContain(f => f.Subject == "customers.limit" && f.Message.StartsWith("Zero limit means no credit: 1 of 2 customers.", StringComparison.Ordinal));
        findings.ShouldContain(f => f.Subject == "customers-1.csv:4, column HOLD" && f.Message.Contains("'X'"));
        findings.ShouldContain(f => f.Message.Contains("strange.csv"));
        findings.ShouldContain(f => f.Message.Contains("open-items-2.csv.part"));
    }
}
