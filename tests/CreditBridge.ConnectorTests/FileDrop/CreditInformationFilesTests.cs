using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>What a mapping declares about orders, reports, statements, securities, signals and exceptions is what is read.</summary>
public sealed class CreditInformationFilesTests : IDisposable
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Orders_WithAmountsAsOrdered_CountWhatIsLeft()
    {
        Map("orders", "amounts: ordered", "company: {value: \"1\"}, customer: CUST, order: NO, ordered: DAY, progress: {value: open}, currency: {value: EUR}, amount: ORDERED, done_amount: DONE, prepaid_amount: PAID, terms: TERMS");
        await Read(RecordKind.OpenOrder, "CUST,NO,DAY,ORDERED,DONE,PAID,TERMS",
            "C1,A,2025-01-01,1000,400,100,Net 30", "C1,B,2025-01-01,1000,1000,,Net 30", "C1,C,2025-01-01,1000,,,Prepaid", "C1,D,2025-01-01,-5,,,", "C1,E,2025-01-01,10,-1,,");
        _folder.State.Values.Cast<OpenOrderRecord>().Select(o => (o.Order, o.OpenAmount.Amount, o.IsPrepaid)).ShouldBe([("A", 500m, false), ("C", 1000m, true)]);
        _folder.Rejected.Select(r => r.Reason).ShouldBe(
            ["amount: An order of -5 is below zero; if it is a return, leave it out with 'skip:' under 'progress'.", "done_amount: -1 is below 0, the least there can be."]);
    }

    [Fact]
    public async Task BureauReports_AboutAccounts_TellSpecialCodesFromScores()
    {
        Map("bureau_reports", "", "account: ID, provider: WHO, reported: DAY, score: {column: SCORE, no_opinion: {\"0\": no_data, \"998\": bankruptcy, NS: \"\"}}, codes: {column: CODES, separator: \"|\"}");
        await Read(RecordKind.BureauReport, "ID,WHO,DAY,SCORE,CODES", "001A,dnb,2025-01-01,000,", "001B,dnb,2025-01-01,998.0,fraud | collection|fraud", "001C,dnb,2025-01-01,ns,", "001D,dnb,2025-01-01,77,x");
        var reports = _folder.State.Values.Cast<BureauReportRecord>().ToList();
        reports.Select(r => (r.Party.AccountKey, r.Score, string.Join(',', r.Codes))).ShouldBe(
            [("001A", null, "no_data"), ("001B", null, "bankruptcy,collection,fraud"), ("001C", null, ""), ("001D", 77m, "x")]);
        reports[0].Subject.ShouldBe(RecordSubject.Account("001A"));
        reports[0].Key.ShouldBe("001A/dnb/2025-01-01");
    }

    [Fact]
    public async Task BureauReports_AdvisedLimitOfZero_MeansWhatIsDeclared()
    {
        Map("bureau_reports", "", "account: ID, provider: {value: x}, reported: DAY, recommended_limit: {column: MAX, zero: not_given}, currency: CUR");
        await Read(RecordKind.BureauReport, "ID,DAY,MAX,CUR", "A,2025-01-01,0,EUR", "B,2025-01-01,5,EUR", "C,2025-01-01,5,", "D,2025-01-01,,");
        _folder.State.Values.Cast<BureauReportRecord>().Select(r => (r.Party.AccountKey, r.RecommendedLimit)).ShouldBe([("A", null), ("B", new Money(5, Eur)), ("D", null)]);
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldBe("currency: The recommended limit of 5 has no currency.");
    }

    [Theory]
    [InlineData("1", 12.5)]
    [InlineData("1000", 12500)]
    [InlineData("1000000", 12500000)]
    public async Task Statements_Unit_Multiplies(string unit, double expected)
    {
        Map("statements", $"unit: {unit}", "account: ID, period_end: DAY, currency: {value: EUR}, months: MONTHS, total_liabilities: {column: DEBT, sign: reversed}");
        await Read(RecordKind.FinancialStatement, "ID,DAY,MONTHS,DEBT", "A,2025-06-30,6,-12.5", "B,2025-06-30,6,12.5", "C,2025-06-30,0,-1", "D,2025-06-30,6.5,-1", "E,2025-06-30,6,-999999999999999");
        var statement = (FinancialStatementRecord)_folder.State["A/2025-06-30/6m"];
        (statement.TotalLiabilities, statement.Months, statement.Equity).ShouldBe(((decimal)expected, 6, null));
        _folder.Rejected.Select(r => r.Reason).Take(3).ShouldBe([
            "total_liabilities: 12.5 makes it negative, which total_liabilities cannot be; if the system writes it so, declare 'sign: as_stated' (records.statements.fields.total_liabilities).",
            "months: 0 lies outside 1 to 60.", "months: 6.5 is not a whole number."]);
        _folder.Rejected.Count.ShouldBe(unit == "1" ? 3 : 4);
    }

    [Fact]
    public async Task Securities_ThatEndBeforeTheyBegin_AreRejected()
    {
        Map("securities", "", "account: ID, security: NO, type: {value: guarantee}, amount: AMOUNT, currency: {value: EUR}, cover_percent: {value: \"80\"}, valid_from: FROM, expires: UNTIL, reason_code: WHY");
        await Read(RecordKind.Security, "ID,NO,AMOUNT,FROM,UNTIL,WHY", "A,1,5,2025-01-02,2025-01-01,", "A,2,5,2025-01-02,,", "A,3,-5,,,", "A,4,5,,,16");
        _folder.State.Values.Cast<SecurityRecord>().ShouldHaveSingleItem().CoverPercent.ShouldBe(80m);
        _folder.Rejected.Select(r => r.Reason).ShouldBe([
            "expires: It ends on 2025-01-01, before it begins on 2025-01-02.", "amount: -5 is below 0, the least there can be.", "reason_code: 16 lies outside 1 to 15."]);
    }

    [Fact]
    public async Task Signals_OfOneTypeOnOneDay_AreToldApartByTheirNumber()
    {
        Map("signals", "", "account: ID, signal: NO, type: WHAT, severity: HOW, observed: DAY, expires: UNTIL");
        await Read(RecordKind.Signal, "ID,NO,WHAT,HOW,DAY,UNTIL", "A,1,news,warning,2025-01-02,2025-03-01", "A,2,news,information,2025-01-02,", "A,3,news,warning,2025-01-02,2025-01-01");
        _folder.State.Keys.ShouldBe(["A/news/2025-01-02/1", "A/news/2025-01-02/2"], ignoreOrder: true);
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("before it became known");
    }

    [Fact]
    public async Task Overrides_AreBoundedContracts()
    {
        Map("overrides", "", "override: NO, account: ID, effect: {column: WHAT, values: {REL: release_hold, STOP: hold}, skip: [DRAFT]}, scope: {column: FOR, values: {D: deal, A: account, G: group}}, "
            + "opportunity: DEAL, granted_by: BY, reason: WHY, valid_from: FROM, expires: UNTIL, amount: UPTO, currency: {value: EUR}, max_uses: USES, ends_when: ENDS");
        await Read(RecordKind.Override, "NO,ID,WHAT,FOR,DEAL,BY,WHY,FROM,UNTIL,UPTO,USES,ENDS",
            "1,001A,REL,D,006B,Ann,Board decided,2025-01-01,2025-02-01,5000,2,new_dispute;insolvency", "2,001A,STOP,G,,Ann,Fraud,2025-01-01,,,,", "3,001A,REL,D,,Ann,?,2025-01-01,2025-02-01,,,",
            "4,001A,REL,A,,Ann,?,2025-01-01,,,,", "5,001A,REL,,,Ann,?,2025-01-01,2025-02-01,,,", "6,001A,REL,A,,Ann,?,2025-01-01,2025-02-01,0,,", "7,001A,DRAFT,A,,Ann,?,2025-01-01,,,,",
            "8,001A,REL,A,,,?,2025-01-01,2025-02-01,,,");
        var granted = (OverrideRecord)_folder.State["erp:1"];
        (granted.AccountKey, granted.Effect, granted.Scope, granted.OpportunityKey, granted.GrantedBy, granted.Reason, granted.ValidFrom, granted.ExpiresOn, granted.AmountCap, granted.MaxUses).ShouldBe(
            ("001A", OverrideEffect.ReleaseHold, OverrideScope.Deal, "006B", "Ann", "Board decided", new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), new Money(5000, Eur), 2));
        granted.EndsWhen.ShouldBe(["insolvency", "new_dispute"]);
        var hold = (OverrideRecord)_folder.State["erp:2"];
        (hold.Effect, hold.Scope, hold.ExpiresOn, hold.AmountCap).ShouldBe((OverrideEffect.Hold, OverrideScope.Group, null, null));
        _folder.State.Count.ShouldBe(2);
        _folder.Rejected.Select(r => r.Reason[..r.Reason.IndexOf(':')]).ShouldBe(["opportunity", "expires", "scope", "amount", "granted_by"]);
    }

    [Fact]
    public async Task Attributes_AreHandedOn_AndEqualRowsAreOneRow()
    {
        Map("customers", "", "company: {value: \"1\"}, number: NO, name: NAME, attributes: {YearsInBusiness: YEARS, Segment: {column: SEG, values: {A: key account}}}");
        await Read(RecordKind.ErpCustomer, "NO,NAME,YEARS,SEG", "C1,One,12,A", "C2,Two,,B", "C3,Three,,", "C1,One,12,A", "C3,Three,3,");
        ((ErpCustomerRecord)_folder.State["erp:1/C1"]).Attributes.ShouldBe(new Dictionary<string, string> { ["Segment"] = "key account", ["YearsInBusiness"] = "12" });
        ((ErpCustomerRecord)_folder.State["erp:1/C2"]).Attributes.ShouldBe(new Dictionary<string, string> { ["Segment"] = "B" });
        _folder.State.Keys.ShouldNotContain("erp:1/C3", "two rows say different things of it");
        _folder.Rejected.Select(r => r.Where.Split(':')[^1]).Order().ShouldBe(["4", "6"]);
    }

    [Fact]
    public async Task Attributes_NumbersAndDays_AreReadAsTheFileWritesThem()
    {
        Map("customers", "date_format: dd.MM.yyyy\n    decimal_separator: \",\"",
            "company: {value: \"1\"}, number: NO, name: NAME, attributes: {Years: {column: YEARS, as: number}, Since: {column: SINCE, as: date}, Code: {column: CODE, as: text}}", ", delimiter: \";\"");
        await Read(RecordKind.ErpCustomer, "NO;NAME;YEARS;SINCE;CODE", "C1;One;12,50;31.01.2025;007", "C2;Two;12.5;;", "C3;Three;;2025-01-31;");
        ((ErpCustomerRecord)_folder.State["erp:1/C1"]).Attributes.ShouldBe(new Dictionary<string, string> { ["Code"] = "007", ["Since"] = "2025-01-31", ["Years"] = "12.50" });
        _folder.Rejected.Select(r => (r.Where, r.Reason[..r.Reason.IndexOf(':')])).ShouldBe([("f-1.csv:3, column YEARS", "Years"), ("f-1.csv:4, column SINCE", "Since")]);
    }

    [Fact]
    public async Task AKindThatTheMappingDoesNotName_IsNotRead()
    {
        Map("signals", "", "account: ID, type: WHAT, severity: HOW, observed: DAY");
        _folder.Write("orders-1.csv", "anything");
        foreach (var kind in new[] { RecordKind.OpenOrder, RecordKind.BureauReport, RecordKind.FinancialStatement, RecordKind.Security, RecordKind.Override })
            (await _folder.ReadAsync(kind)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_ProbesEveryKind()
    {
        File.WriteAllText(_folder.MappingPath, DropTestFolder.SampleMapping);
        _folder.Write("orders-1.csv", "COMPANY,CUSTNO,ORDERNO,LINE,STATUS,ORDER_DATE,DELIVERY_DATE,CURRENCY,OPEN_AMOUNT,PREPAID\n1,C1,S1,1,OPN,2025-01-01,,EUR,5,N\n1,C1,S1,2,DLV,2025-01-01,,EUR,5,Y\n1,C1,S2,1,CAN,2025-01-01,,EUR,5,N\n");
        _folder.Write("bureau-reports-1.csv", "COMPANY,CUSTNO,REPORT_DATE,SCORE,RISK_CLASS,FAILURE_PCT,MAX_CREDIT,DBT,FOUNDED,EMPLOYEES\n1,C1,2025-01-01,72,,,,,,\n1,C2,2025-01-01,0,,,,,,\n1,C3,2025-01-01,9,,,,,,\n");
        _folder.Write("securities-1.csv", "COMPANY,CUSTNO,SECURITY,TYPE,AMOUNT,CURRENCY,COVER,VALID_FROM,VALID_TO,ISSUER,REASON\n1,C1,P1,INS,8,EUR,0.9,,,,\n");
        _folder.Write("signals-1.csv", "COMPANY,CUSTNO,EVENT,EVENT_DATE,LEVEL\n1,C1,INSOLVENCY,2025-01-07,3\n");
        _folder.Write("statements-1.csv", "COMPANY,CUSTNO,PERIOD_END,CURRENCY,TURNOVER,EBIT,NET_INCOME,INTEREST,OPERATING_CASH,TOTAL_ASSETS,CURRENT_ASSETS,CASH,INVENTORY,INTANGIBLES,TOTAL_LIABILITIES,CURRENT_LIABILITIES,EQUITY,RETAINED,AUDITED\n"
            + "1,C1,2024-12-31,EUR,12500,,,,,9000,,,,,,,,,Y\n");
        var findings = new List<CheckFinding>();
        await foreach (var finding in _folder.Connect().CheckAsync(default))
            findings.Add(finding);
        string Of(string subject) => findings.Single(f => f.Subject == subject).Message;
        Of("orders.progress").ShouldBe("1 of 2 orders are still to be delivered, 1 are delivered and not invoiced. Paid in advance: 1. Left out, or nothing left of them: 1.");
        Of("bureau_reports.score").ShouldBe("meridian failure-2: 2 with a score from 9 to 72, 1 without an opinion.");
        Of("statements.unit").ShouldBe("With unit 1000, the largest company has 9,000,000 EUR of assets or sales. If that is absurd, the unit is wrong.");
        findings.Single(f => f.Subject == "securities.cover_percent").Status.ShouldBe(CheckStatus.Warning);
        findings.ShouldContain(f => f.Subject == "signals-1.csv" && f.Status == CheckStatus.Failed && f.Message.Contains("TEXT"));
        Of("records").ShouldContain("overrides");
    }

    private void Map(string kind, string keys, string fields, string read = "") =>
        File.WriteAllText(_folder.MappingPath, $"connector: FileDrop\nsystem: erp\nrecords:\n  {kind}:\n    read: {{pattern: f-*.csv, set: full{read}}}\n{(keys.Length > 0 ? $"    {keys}\n" : "")}    fields: {{{fields}}}\n");

    private Task<List<SourcePage>> Read(RecordKind kind, string header, params string[] rows)
    {
        _folder.Write("f-1.csv", header + "\n" + string.Join('\n', rows) + "\n");
        return _folder.ReadAsync(kind);
    }
}
