using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

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
        _folder.Write("open-items-20250101.csv", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,CURRENCY,AMOUNT,OPEN_AMOUNT,DISPUTED,PROMISED\n"
            + "1000,C1,I1,INV,2025-01-01,2025-01-31,EUR,119.00,100.50,Y,2025-02-10\n1000,C1,K1,CN,2025-01-01,2025-01-01,EUR,-20,-20,N,\n1000,C1,P1,PAY,2025-01-02,2025-01-02,EUR,-5,-5,N,\n");
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.Rejected.ShouldBeEmpty();
        _folder.State["erp:1000/I1"].ShouldBe(new ReceivableRecord("erp:1000/I1", new CustomerKey("erp", "1000", "C1"), "I1", new(2025, 1, 1), new(2025, 1, 31), new Money(100.50m, Eur))
        {
            OriginalAmount = new Money(119m, Eur),
            Disputed = true,
            PromisedOn = new(2025, 2, 10),
        });
        var note = (ReceivableRecord)_folder.State["erp:1000/K1"];
        (note.Type, note.OpenAmount.Amount).ShouldBe((DocumentType.CreditNote, -20m));
        ((ReceivableRecord)_folder.State["erp:1000/P1"]).Type.ShouldBe(DocumentType.UnappliedCash);
    }

    [Fact]
    public async Task PaidItemsAndRates_AreRead_AndCreditNotesLeftOut()
    {
        _folder.Write("paid-items-20250101.csv", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,PAID_DATE,CURRENCY,AMOUNT,PROMISED,WAS_DISPUTED\n"
            + "1000,C1,I1,INV,2025-01-01,2025-01-31,2025-02-10,EUR,119,2025-02-08,Y\n1000,C1,K1,CN,2025-01-01,2025-01-01,2025-01-03,EUR,-20,,N\n");
        _folder.Write("rates-20250101.csv", "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\n");
        await _folder.ReadAsync(RecordKind.Payment);
        await _folder.ReadAsync(RecordKind.ExchangeRate);
        _folder.Rejected.ShouldBeEmpty();
        _folder.State.Keys.ShouldBe(["erp:1000/I1", "USD-EUR@2025-01-01"], ignoreOrder: true);
        var paid = (PaymentRecord)_folder.State["erp:1000/I1"];
        (paid.PaidOn, paid.PromisedOn, paid.WasDisputed).ShouldBe((new DateOnly(2025, 2, 10), new DateOnly(2025, 2, 8), true));
    }

    [Fact]
    public async Task Orders_OpenAndDelivered_AreTold_AndInvoicedOnesLeftOut()
    {
        _folder.Write("orders-20250101.csv", "COMPANY,CUSTNO,ORDERNO,LINE,STATUS,ORDER_DATE,DELIVERY_DATE,CURRENCY,OPEN_AMOUNT,PREPAID\n"
            + "1000,C1,S1,1,OPN,2025-01-01,2025-03-01,EUR,500,N\n1000,C1,S1,2,DLV,2025-01-01,2025-01-05,EUR,250.5,Y\n1000,C1,S2,1,INV,2025-01-01,2025-01-05,EUR,1,N\n"
            + "1000,C1,S3,1,OPN,2025-01-01,,EUR,0,N\n1000,C1,S4,1,???,2025-01-01,,EUR,9,N\n");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Keys.ShouldBe(["erp:1000/S1/1", "erp:1000/S1/2"], ignoreOrder: true);
        _folder.State["erp:1000/S1/2"].ShouldBe(new OpenOrderRecord("erp:1000/S1/2", new CustomerKey("erp", "1000", "C1"), "S1", new(2025, 1, 1), new Money(250.5m, Eur))
        {
            Progress = OrderProgress.DeliveredNotInvoiced,
            DeliveryOn = new(2025, 1, 5),
            IsPrepaid = true,
        });
        var rejected = _folder.Rejected.ShouldHaveSingleItem();
        (rejected.Where, rejected.Reason).ShouldBe(("orders-20250101.csv:6, column STATUS", "progress: '???' is not listed under values; add what it means to the mapping (records.orders.fields.progress)."));
    }

    [Fact]
    public async Task BureauReports_NoOpinion_IsNeverZero()
    {
        _folder.Write("bureau-reports-20250101.csv", "COMPANY,CUSTNO,REPORT_DATE,SCORE,RISK_CLASS,FAILURE_PCT,MAX_CREDIT,DBT,FOUNDED,EMPLOYEES\n"
            + "1000,C1,2025-01-01,72,B,0.39,9000,9,1987,40\n1000,C2,2025-01-01,0,,,0,,2024,3\n1000,C3,2025-01-01,,,,,,2024,3\n1000,C4,2025-01-01,101,,,,,,\n");
        await _folder.ReadAsync(RecordKind.BureauReport);
        var known = (BureauReportRecord)_folder.State["erp:1000/C1/meridian/failure-2/2025-01-01"];
        (known.Provider, known.ScoreName, known.Score, known.Rating, known.FailurePercent, known.RecommendedLimit, known.DaysBeyondTerms, known.FoundedIn, known.Employees)
            .ShouldBe(("meridian", "failure-2", 72m, "B", 0.39m, new Money(9000, Eur), 9m, 1987, 40));
        var unknown = (BureauReportRecord)_folder.State["erp:1000/C2/meridian/failure-2/2025-01-01"];
        (unknown.Score, unknown.Rating, unknown.RecommendedLimit).ShouldBe((null, null, new Money(0, Eur)));
        ((BureauReportRecord)_folder.State["erp:1000/C3/meridian/failure-2/2025-01-01"]).Score.ShouldBeNull();
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("101 lies beyond the scale of 1 to 100");
    }

    [Fact]
    public async Task Statements_InThousands_AreReadInWholeUnits()
    {
        _folder.Write("statements-20250101.csv", "COMPANY,CUSTNO,PERIOD_END,CURRENCY,TURNOVER,EBIT,NET_INCOME,INTEREST,OPERATING_CASH,TOTAL_ASSETS,CURRENT_ASSETS,CASH,INVENTORY,INTANGIBLES,"
            + "TOTAL_LIABILITIES,CURRENT_LIABILITIES,EQUITY,RETAINED,AUDITED\n1000,C1,2024-12-31,EUR,12500,-300,-410.5,90,,9000,5000,700,1800,,6000,3500,3000,1200,Y\n"
            + "1000,C2,2024-12-31,EUR,12500,,,,,-9000,,,,,,,,,N\n");
        await _folder.ReadAsync(RecordKind.FinancialStatement);
        var statement = (FinancialStatementRecord)_folder.State["erp:1000/C1/2024-12-31/12m"];
        (statement.Turnover, statement.Ebit, statement.NetIncome, statement.IntangibleAssets, statement.OperatingCashFlow, statement.Equity, statement.Months, statement.Audited)
            .ShouldBe((12_500_000m, -300_000m, -410_500m, null, null, 3_000_000m, 12, true));
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("which total_assets cannot be");
    }

    [Fact]
    public async Task SecuritiesAndSignals_AreRead()
    {
        _folder.Write("securities-20250101.csv", "COMPANY,CUSTNO,SECURITY,TYPE,AMOUNT,CURRENCY,COVER,VALID_FROM,VALID_TO,ISSUER,REASON\n"
            + "1000,C1,P1,INS,80000,EUR,90,2025-01-01,2025-12-31,Norden Kredit,\n1000,C2,P1,INS,0,EUR,90,2025-01-01,9999-12-31,Norden Kredit,4\n1000,C3,P2,DEP,10,EUR,190,,,,\n");
        _folder.Write("signals-20250101.csv", "COMPANY,CUSTNO,EVENT,EVENT_DATE,LEVEL,TEXT\n1000,C1,INSOLVENCY,2025-01-07,3,Proceedings were opened.\n1000,C1,ADDRESS,2025-01-07,9,Moved.\n");
        await _folder.ReadAsync(RecordKind.Security);
        await _folder.ReadAsync(RecordKind.Signal);
        var party = CreditParty.Of(new CustomerKey("erp", "1000", "C1"));
        _folder.State["erp:1000/C1/P1"].ShouldBe(new SecurityRecord("erp:1000/C1/P1", party, SecurityType.CreditInsurance, new Money(80000, Eur))
        {
            CoverPercent = 90,
            ValidFrom = new(2025, 1, 1),
            ExpiresOn = new(2025, 12, 31),
            Issuer = "Norden Kredit",
        });
        var refused = (SecurityRecord)_folder.State["erp:1000/C2/P1"];
        (refused.Amount.Amount, refused.ExpiresOn, refused.ReasonCode).ShouldBe((0m, null, 4));
        _folder.State["erp:1000/C1/insolvency/2025-01-07"].ShouldBe(new SignalRecord("erp:1000/C1/insolvency/2025-01-07", party, "insolvency", new(2025, 1, 7))
        {
            Severity = SignalSeverity.Critical,
            Text = "Proceedings were opened.",
        });
        _folder.Rejected.Select(r => r.Reason).ShouldBe(["cover_percent: 190 lies outside 0 to 100.", "severity: '9' is not listed under values; add what it means to the mapping (records.signals.fields.severity)."]);
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
        findings.Where(f => f.Status == CheckStatus.Failed).ShouldHaveSingleItem("the row whose hold says nothing known").Subject.ShouldBe("customers-1.csv:4, column HOLD");
        findings.ShouldContain(f => f.Subject == "customers.limit.zero" && f.IsQuestion && f.Message == "Zero limit means no credit: 1 of 2 customers would have no credit; is that so?");
        findings.ShouldContain(f => f.Subject == "customers-1.csv:4, column HOLD" && f.Message.Contains("'X'"));
        findings.ShouldContain(f => f.Message.Contains("strange.csv"));
        findings.ShouldContain(f => f.Message.Contains("open-items-2.csv.part"));
    }
}
