using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Mapping.Kinds;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.Mapping.PlainDialect;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Conditions, declared meanings, and what stands at the top of the file for all kinds.</summary>
public sealed class MeaningTests
{
    // A condition; the value of the column S; whether the row is kept.
    [Theory]
    [InlineData("{column: S, is: [posted, paid]}", "Posted", true)]
    [InlineData("{column: S, is: posted}", "draft", false)]
    [InlineData("{column: S, is: posted}", null, false)]
    [InlineData("{column: S, is: [\"1\"]}", 1.00, true)]
    [InlineData("{column: S, is: [true]}", true, true)]
    [InlineData("{column: S, not: [draft]}", "posted", true)]
    [InlineData("{column: S, not: [draft]}", "draft", false)]
    [InlineData("{column: S, not: [draft]}", null, true)]
    [InlineData("{column: S, empty: true}", "", true)]
    [InlineData("{column: S, empty: true}", "x", false)]
    [InlineData("{column: S, empty: false}", null, false)]
    [InlineData("{column: S, empty: false}", "x", true)]
    [InlineData("{column: S, zero: false}", "0.00", false)]
    [InlineData("{column: S, zero: false}", -0.01, true)]
    [InlineData("{column: S, zero: true}", "0", true)]
    [InlineData("{column: S, above: 0}", "0", false)]
    [InlineData("{column: S, above: 0}", "0.01", true)]
    [InlineData("{column: S, above: 0, empty: false}", null, false)]
    [InlineData("{column: S, zero: false, empty: false}", "", false)]
    [InlineData("{column: S, zero: false, empty: false}", "3", true)]
    [InlineData("{column: S, above: 0, below: 10}", "10", false)]
    [InlineData("{column: S, above: 0, below: 10}", "9", true)]
    [InlineData("{column: S, starts_with: [\"13\", \"14\"]}", "1400", true)]
    [InlineData("{column: S, starts_with: [\"13\", \"14\"]}", "1500", false)]
    [InlineData("{column: S, starts_with: [\"13\"], not: [\"1399\"]}", "1399", false)]
    public void Where_KeepsWhatMeetsIt(string condition, object? value, bool kept)
    {
        var mapped = Map(OpenItems(kind: $"where: [{condition}]"), ("S", value is double number ? (decimal)number : value));
        mapped.Rejected.ShouldBeNull();
        (mapped.Record is not null).ShouldBe(kept);
        mapped.LeftOut.ShouldBe(kept ? null : "erp:1000/I1");
    }

    [Fact]
    public void Where_AllConditionsMustHold()
    {
        var mapping = OpenItems(kind: "where: [{column: A, is: x}, {column: B, is: y}]");
        Map(mapping, ("A", "x"), ("B", "y")).Record.ShouldNotBeNull();
        Map(mapping, ("A", "x"), ("B", "z")).LeftOut.ShouldNotBeNull();
    }

    [Fact]
    public void Where_ANumberThatIsNone_IsRefused()
    {
        var mapped = Map(OpenItems(kind: "where: [{column: S, above: 0}]"), ("S", "much"));
        mapped.Rejected!.Reason.ShouldStartWith("where: 'much' is not a number");
        mapped.Rejected.Where.ShouldBe("t:7, column S");
    }

    [Theory]
    [InlineData("zero: false", null)]
    [InlineData("zero: true", "")]
    [InlineData("above: 0", null)]
    [InlineData("below: 0", "")]
    public void Where_NullIsNotZero_AndSuchARowIsRefused(string condition, string? value)
    {
        var mapped = Map(OpenItems(kind: $"where: [{{column: S, {condition}}}]"), ("S", value));
        mapped.Record.ShouldBeNull();
        mapped.LeftOut.ShouldBeNull();
        mapped.Rejected!.Reason.ShouldStartWith("where: S is empty, and empty is neither zero");
    }

    [Fact]
    public void Where_RowsWithoutAnything_AreLeftOut() =>
        Map(OpenItems(kind: "where: [{column: S, is: posted}]"), ("S", "draft"), ("DOC", null), ("OPEN", "?")).ShouldSatisfyAllConditions(m => m.Rejected.ShouldBeNull(), m => m.LeftOut.ShouldBeNull());

    [Theory]
    [InlineData("customer_owes_positive", "{negative: credit_note}", "100", DocumentType.Invoice, 100)]
    [InlineData("customer_owes_positive", "{negative: credit_note}", "-40", DocumentType.CreditNote, -40)]
    [InlineData("customer_owes_positive", "{negative: unapplied_cash, positive: debit_note}", "-40", DocumentType.UnappliedCash, -40)]
    [InlineData("customer_owes_positive", "{negative: unapplied_cash, positive: debit_note}", "0", DocumentType.DebitNote, 0)]
    [InlineData("customer_owes_negative", "{negative: credit_note}", "-100", DocumentType.Invoice, 100)]
    [InlineData("customer_owes_negative", "{negative: credit_note}", "40", DocumentType.CreditNote, -40)]
    public void Type_BySign_IsDecidedByTheAmount(string sign, string types, string open, DocumentType type, int owed)
    {
        var item = Good(OpenItems($"type: {{by_sign: {types}}}\namount: TOTAL", $"sign: {sign}\ncredit_notes: -"), ("OPEN", open), ("TOTAL", "7"));
        (item.Type, item.OpenAmount.Amount).ShouldBe((type, owed));
    }

    [Fact]
    public void Type_BySign_OfPaidItems_LeavesCreditsOut()
    {
        var mapping = Read(MappedKinds.PaidItems, "connector: Plain\nsystem: erp\nrecords:\n  paid_items:\n    read: {}\n    sign: customer_owes_negative\n    fields: {company: CO, customer: CUST, document: DOC, "
            + "type: {by_sign: {negative: credit_note}}, issued: ISSUED, due: DUE, paid: DUE, currency: {value: EUR}, amount: OPEN}");
        mapping.Map(Item(("OPEN", "-12"))).Record!.Amount.Amount.ShouldBe(12m);
        mapping.Map(Item(("OPEN", "12"))).LeftOut.ShouldBe("erp:1000/I1");
    }

    [Fact]
    public void DueBeforeIssued_IsRefused_UnlessDeclared()
    {
        Refused(OpenItems(), ("DUE", "2024-12-31")).ShouldBe("due: Due on 2024-12-31, before it was issued on 2025-01-01; if such documents are right, declare 'due_before_issued: as_issued'.");
        Good(OpenItems(kind: "due_before_issued: as_issued"), ("DUE", "2024-12-31")).DueOn.ShouldBe(new DateOnly(2025, 1, 1));
    }

    [Fact]
    public void Limit_MayHaveItsOwnCurrency()
    {
        var mapping = Read(MappedKinds.Customers, "connector: Plain\nsystem: erp\nrecords:\n  customers:\n    read: {}\n    fields: {company: CO, number: NO, name: NAME, currency: CUR, "
            + "limit: {column: LIMIT, zero: none, null: not_set}, limit_currency: {value: CHF}}");
        var customer = mapping.Map(Row(("CO", "1"), ("NO", "2"), ("NAME", "N"), ("CUR", "EUR"), ("LIMIT", "500"))).Record!;
        (customer.Currency, customer.Limit).ShouldBe((CurrencyCode.Parse("EUR"), CreditLimit.Of(new Money(500m, CurrencyCode.Parse("CHF")))));
    }

    [Theory]
    [InlineData("company: {value: \"9\"}", "company: -", "9")]
    [InlineData("company: {column: CUST}", "company: -", "C1")]
    [InlineData("company: {value: \"9\"}", "company: CO", "1000")]
    [InlineData("lookups: {companies: {values: {\"1000\": DE}}}\ncompany: {column: CO, lookup: companies}", "company: -", "DE")]
    public void Company_AtTheTop_CountsForKindsWithoutOne(string top, string field, string company) => Good(OpenItems(field, top: top)).Customer.Company.ShouldBe(company);

    [Fact]
    public void Formats_AtTheTop_CountUnlessAKindSaysOtherwise()
    {
        const string Top = "date_format: [dd.MM.yyyy, iso]\ndecimal_separator: \",\"\nthousands_separator: \".\"\ntime_zone: Europe/Berlin";
        var item = Good(OpenItems(top: Top), ("ISSUED", "02.01.2025"), ("DUE", "2025-01-31T23:30:00Z"), ("OPEN", "1.234,5"));
        (item.IssuedOn, item.DueOn, item.OpenAmount.Amount).ShouldBe((new DateOnly(2025, 1, 2), new DateOnly(2025, 2, 1), 1234.5m));
        Good(OpenItems(kind: "decimal_separator: \".\"\nthousands_separator: none\ntime_zone: UTC\ndate_format: iso", top: Top), ("DUE", "2025-01-31T23:30:00Z"), ("OPEN", "1234.5"))
            .ShouldSatisfyAllConditions(i => i.DueOn.ShouldBe(new DateOnly(2025, 1, 31)), i => i.OpenAmount.Amount.ShouldBe(1234.5m));
    }

    // The format; the value; the day in Berlin, or null when it is refused.
    [Theory]
    [InlineData("iso", "2025-06-30", "2025-06-30")]
    [InlineData("iso", "2025-06-30T23:30:00", "2025-06-30")]
    [InlineData("iso", "2025-06-30 23:30", "2025-06-30")]
    [InlineData("iso", "2025-06-30T22:30:00Z", "2025-07-01")]
    [InlineData("iso", "2025-06-30T22:30:00.1234567Z", "2025-07-01")]
    [InlineData("iso", "2025-06-30T22:30:00-02:00", "2025-07-01")]
    [InlineData("iso", "2025-06-30 22:30:00+00:00", "2025-07-01")]
    [InlineData("iso", "2025-06-30T22:30:00.000+0000", "2025-07-01")]
    [InlineData("iso", "2025-06-31", null)]
    [InlineData("iso", "30.06.2025", null)]
    [InlineData("yyyy-MM-dd HH:mm:ss zzz", "2025-06-30 22:30:00 +00:00", "2025-07-01")]
    [InlineData("unix", "1751322600", "2025-07-01")]
    [InlineData("unix_ms", "1751322600000", "2025-07-01")]
    [InlineData("unix", "1e9", null)]
    [InlineData("unix", "99999999999999", null)]
    [InlineData("yyyyMMdd", "20250630", "2025-06-30")]
    [InlineData("yyyyMMdd", "20250631", null)]
    [InlineData("yyyyMMdd", "2025063", null)]
    [InlineData("d.M.yyyy", "1.7.2025", "2025-07-01")]
    [InlineData("dd/MM/yyyy", "01/07/2025", "2025-07-01")]
    [InlineData("dd-MMM-yyyy", "01-Jul-2025", "2025-07-01")]
    [InlineData("yyyy-MM-dd", "0000-00-00", null)]
    public void Date_OfAFormat_IsRead(string format, string value, string? day)
    {
        var mapped = Map(OpenItems(kind: $"date_format: \"{format}\"\ntime_zone: Europe/Berlin\ndue_before_issued: as_issued", fields: "issued: {value: x, date_format: iso}\ndue: A"
            .Replace("{value: x, date_format: iso}", "{column: I, date_format: iso}", StringComparison.Ordinal)), ("A", value), ("I", "1999-01-01"));
        (mapped.Record?.DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(day);
        (mapped.Rejected is null).ShouldBe(day is not null);
    }

    [Fact]
    public void AnInstant_WithoutATimeZone_IsRefused() =>
        Refused(OpenItems(), ("DUE", new DateTimeOffset(2025, 6, 30, 22, 30, 0, TimeSpan.Zero))).ShouldContain("declare 'time_zone:' in the mapping");

    [Fact]
    public void AnInstant_AtTheEndsOfTime_IsRefused()
    {
        var mapping = OpenItems(top: "time_zone: Pacific/Kiritimati\ndate_format: [iso, unix]");
        foreach (var value in new object[] { DateTimeOffset.MaxValue, DateTimeOffset.MinValue, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", 250_000_000_000m, -62_000_000_000m, decimal.MaxValue, decimal.MinValue })
            Refused(mapping, ("DUE", value)).ShouldStartWith("due: ");
    }
}
