using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.Mapping.PlainDialect;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>Where a value comes from and what is done to it.</summary>
public sealed class ValueTests
{
    // How the field 'document' is mapped; columns A and B; the document number, or null when it is empty.
    [Theory]
    [InlineData("A", "I9", null, "I9")]
    [InlineData("{column: A}", " I9 ", null, "I9")]
    [InlineData("{column: A, trim: false}", " I9 ", null, " I9 ")]
    [InlineData("{column: A, empty: [none]}", "none", null, null)]
    [InlineData("{value: X}", "I9", null, "X")]
    [InlineData("{first_of: [A, B]}", "I9", "I8", "I9")]
    [InlineData("{first_of: [A, B]}", " ", "I8", "I8")]
    [InlineData("{first_of: [A, B]}", null, "I8", "I8")]
    [InlineData("{first_of: [A, B]}", null, null, null)]
    [InlineData("{first_of: [A, B], empty: [\"0\"]}", "0", "I8", "I8")]
    [InlineData("{first_of: [{column: A, empty: [\"0\"]}, B]}", "0", "0", "0")]
    [InlineData("{first_of: [A, {value: none}]}", null, null, "none")]
    [InlineData("{first_of: [A, {text: \"x{B}\"}]}", null, "1", "x1")]
    [InlineData("{text: \"{A}-{B}\"}", "I", "9", "I-9")]
    [InlineData("{text: \"{A}-{B}\"}", "I", null, null)]
    [InlineData("{text: \"{A}{B?}\"}", "I", null, "I")]
    [InlineData("{text: \"{{{A}}}\"}", "I", null, "{I}")]
    [InlineData("{text: \"Nr {A}.\"}", "9", null, "Nr 9.")]
    [InlineData("{column: A, strip_leading: \"0\"}", "0000012345", null, "12345")]
    [InlineData("{column: A, strip_leading: \"0\"}", "0000", null, "0")]
    [InlineData("{column: A, strip_leading: \"0\"}", "12300", null, "12300")]
    [InlineData("{column: A, pad_left: {with: \"0\", to: 10}}", "12345", null, "0000012345")]
    [InlineData("{column: A, pad_left: {with: \"0\", to: 3}}", "12345", null, "12345")]
    [InlineData("{column: A, upper: true}", "straße", null, "STRASSE?")]
    [InlineData("{column: A, upper: true, strip_leading: \"0\", pad_left: {with: x, to: 4}}", "00ab", null, "xxAB")]
    [InlineData("{column: A, values: {x: y}}", "x", null, "y")]
    [InlineData("{column: A, values: {x: y}}", "z", null, "z")]
    [InlineData("{column: A, lookup: docs}", "1", null, "one")]
    [InlineData("{first_of: [{column: A, lookup: docs}, B]}", "1", null, "one")]
    [InlineData("{column: A, lookup: lax}", "7", null, "7")]
    [InlineData("{column: A, lookup: forgetful}", "7", null, null)]
    [InlineData("{column: A, lookup: sure}", "7", null, "other")]
    public void Text_IsRead(string origin, string? a, string? b, string? expected)
    {
        const string Lookups = "lookups:\n  docs: {values: {\"1\": one}}\n  lax: {values: {\"1\": one}, unlisted: keep}\n  forgetful: {values: {\"1\": one}, unlisted: empty}\n  sure: {values: {\"1\": one}, default: other}";
        var mapped = Map(OpenItems($"document: {origin}", top: Lookups), ("A", a), ("B", b));
        if (expected is null)
            mapped.Rejected!.Reason.ShouldBe("document: The value is empty, but a record needs it.");
        else
            mapped.Record!.Document.ShouldBe(expected == "STRASSE?" ? "STRAßE" : expected);
    }

    [Fact]
    public void Lookup_UnlistedValue_IsRefused() =>
        Refused(OpenItems("document: {column: A, lookup: docs}", top: "lookups: {docs: {values: {\"1\": one}}}"), ("A", "2"))
            .ShouldBe("document: '2' is not listed in lookups.docs; add it there, or say with 'default:' or 'unlisted:' what becomes of such values.");

    // How the field 'open_amount' is mapped; columns A and B; the amount, or null when it is empty.
    [Theory]
    [InlineData("A", "12.50", null, "12.50")]
    [InlineData("{column: A, scale: 0.01}", "1250", null, "12.50")]
    [InlineData("{column: A, scale: 1000}", "1.5", null, "1500.0")]
    [InlineData("{sum: [A, B]}", "1", "2.5", "3.5")]
    [InlineData("{sum: [A, {minus: B}]}", "100.00", "30", "70.00")]
    [InlineData("{sum: [A, {minus: B}]}", "100.00", null, "100.00")]
    [InlineData("{sum: [A, {minus: B}]}", null, "30", "-30")]
    [InlineData("{sum: [A, {minus: B}]}", null, null, null)]
    [InlineData("{sum: [A, {minus: {column: B, scale: 0.01}}]}", "100", "3000", "70.00")]
    [InlineData("{sum: [{column: A, scale: 2}, {value: 1}], scale: 10}", "3", null, "70")]
    [InlineData("{sum: [{minus: A}]}", "5", null, "-5")]
    [InlineData("{first_of: [A, B]}", "", "4", "4")]
    [InlineData("{first_of: [{sum: [A, B]}, {value: 9}]}", "", "", "9")]
    [InlineData("{column: A, lookup: steps, scale: 10}", "low", null, "10")]
    public void Number_IsRead(string origin, string? a, string? b, string? expected)
    {
        var mapped = Map(OpenItems($"open_amount: {origin}", top: "lookups: {steps: {values: {low: 1}}}"), ("A", a), ("B", b));
        if (expected is null)
            mapped.Rejected!.Reason.ShouldBe("open_amount: The value is empty, but a record needs it.");
        else
            mapped.Record!.OpenAmount.Amount.ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("{sum: [A, B]}", "open_amount: 'x' is not a number with '.' as decimal separator and nothing between thousands.")]
    [InlineData("{column: B, scale: 2}", "open_amount: 'x' is not a number with '.' as decimal separator and nothing between thousands.")]
    [InlineData("{sum: [C, C]}", "open_amount: The number '1800000000000000' is larger or finer than anything a ledger holds.")]
    public void Number_ThatIsNone_IsRefused(string origin, string reason) =>
        Refused(OpenItems($"open_amount: {origin}"), ("A", "1"), ("B", "x"), ("C", 900_000_000_000_000m)).ShouldBe(reason);

    // What the column holds; why it is refused; what makes it "no date" instead.
    [Theory]
    [MemberData(nameof(NoDates))]
    public void Date_ThatStandsForNone_SaysHowToDeclareIt(object written, string reason, string empty)
    {
        Refused(OpenItems("due: A"), ("A", written)).ShouldBe($"due: {reason} If it stands for no date, say so beside the column: 'empty: [\"{empty}\"]'.");
        Map(OpenItems($"due: {{first_of: [{{column: A, empty: [\"{empty}\"]}}, ISSUED]}}"), ("A", written)).Record!.DueOn.ShouldBe(new DateOnly(2025, 1, 1));
    }

    public static TheoryData<object, string, string> NoDates => new()
    {
        { new DateOnly(1, 1, 1), "The date 0001-01-01 lies outside 1900 to 2199.", "0001-01-01" },
        { "9999-12-31", "The date 9999-12-31 lies outside 1900 to 2199.", "9999-12-31" },
        { "infinity", "'infinity' is not a date of the form yyyy-MM-dd.", "infinity" },
        { "0000-00-00", "'0000-00-00' is not a date of the form yyyy-MM-dd.", "0000-00-00" },
        { "00000000", "'00000000' is not a date of the form yyyy-MM-dd.", "00000000" },
    };

    [Fact]
    public void Date_ThatStandsForNone_AsAnInstant_CountsByItsDay() =>
        Map(OpenItems("due: {first_of: [{column: A, empty: [0001-01-01]}, ISSUED]}", top: "time_zone: Europe/Berlin"), ("A", DateTimeOffset.MinValue)).Record!.DueOn.ShouldBe(new DateOnly(2025, 1, 1));

    // How the field 'due' is mapped; columns A and B; the day, or null when it is empty.
    [Theory]
    [InlineData("A", "2025-02-01", null, "2025-02-01")]
    [InlineData("{first_of: [A, ISSUED]}", null, null, "2025-01-01")]
    [InlineData("{column: ISSUED, add_days: B}", null, "30", "2025-01-31")]
    [InlineData("{column: ISSUED, add_days: {value: 14}}", null, null, "2025-01-15")]
    [InlineData("{text: \"{B}-{A}-9\", date_format: yyyy-M-d}", "3", "2026", "2026-03-09")]
    [InlineData("{column: ISSUED, add_days: {column: B, lookup: terms}}", null, "N30", "2025-01-31")]
    [InlineData("{column: ISSUED, add_days: B}", null, null, null)]
    [InlineData("{first_of: [A, {column: ISSUED, add_days: B}, ISSUED]}", null, "10", "2025-01-11")]
    [InlineData("{first_of: [A, {column: ISSUED, add_days: B}, ISSUED]}", null, null, "2025-01-01")]
    [InlineData("{earliest_of: [A, B]}", "2025-03-03", "2025-03-02", "2025-03-02")]
    [InlineData("{earliest_of: [ISSUED, A]}", "2025-01-02", null, "2025-01-01")]
    [InlineData("{earliest_of: [A, B]}", null, "2025-03-01", "2025-03-01")]
    [InlineData("{earliest_of: [A, B]}", null, null, null)]
    [InlineData("{earliest_of: [A, {column: B, date_format: yyyyMMdd}]}", "2025-03-02", "20250301", "2025-03-01")]
    [InlineData("{earliest_of: [A, B], date_format: dd.MM.yyyy, add_days: {value: 1}}", "01.04.2025", "31.03.2025", "2025-04-01")]
    [InlineData("{column: A, date_format: dd.MM.yyyy}", "28.02.2025", null, "2025-02-28")]
    [InlineData("{column: A, date_format: [dd.MM.yyyy, yyyyMMdd]}", "20250228", null, "2025-02-28")]
    [InlineData("{column: A, date_format: dd.MM.yyyy, add_days: {value: 1}}", "28.02.2025", null, "2025-03-01")]
    [InlineData("{column: A, empty: [\"0000-00-00\"]}", "0000-00-00", null, null)]
    public void Date_IsRead(string origin, string? a, string? b, string? expected)
    {
        var mapped = Map(OpenItems($"due: {origin}", top: "lookups: {terms: {values: {N30: 30}}}"), ("A", a), ("B", b));
        if (expected is null)
            mapped.Rejected!.Reason.ShouldBe("due: The value is empty, but a record needs it.");
        else
            mapped.Record!.DueOn.ShouldBe(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2.5")]
    [InlineData("99999")]
    public void AddDays_OfWhatIsNoNumberOfDays_IsRefused(string days) =>
        Refused(OpenItems("due: {column: ISSUED, add_days: B}"), ("B", days)).ShouldBe($"due: {days} is not a number of days.");

    [Fact]
    public void TypedValues_AreTakenAsTheyAre()
    {
        var item = Good(OpenItems("document: {text: \"{A}/{B}\"}\nopen_amount: {sum: [TOTAL, {minus: PAID}]}\ndue: {column: ISSUED, add_days: DAYS}"),
            ("A", 12m), ("B", true), ("TOTAL", 119.00m), ("PAID", 19m), ("ISSUED", new DateOnly(2025, 1, 1)), ("DAYS", 30m));
        (item.Document, item.OpenAmount.Amount, item.DueOn).ShouldBe(("12/true", 100.00m, new DateOnly(2025, 1, 31)));
    }

    [Fact]
    public void Columns_AreAllThatAMappingNames_EachOnce()
    {
        var mapping = Read(MappedKinds.OpenItems, OpenItems("document: {text: \"{A}-{B?}\"}\nopen_amount: {sum: [A, {minus: C}]}\ndue: {first_of: [D, {column: ISSUED, add_days: E}]}", "where: [{column: F, empty: false}]"));
        mapping.ColumnOrigins.Select(c => c.Column).ShouldBe(["F", "CO", "CUST", "A", "B", "ISSUED", "D", "E", "C"], ignoreOrder: true);
        mapping.ColumnOrigins.Single(c => c.Column == "E").Path.ShouldBe("records.open_items.fields.due");
        mapping.ColumnOrigins.Single(c => c.Column == "F").Path.ShouldBe("records.open_items.where[0]");
    }

    [Theory]
    [InlineData(50000.10 - 49999.99, "0.11")]
    [InlineData(1.1 + 2.2, "3.3")]
    [InlineData(-1e-12, "0")]
    [InlineData(0.0000565123, "0.0000565123")]
    [InlineData(1.0834512, "1.083451")]
    [InlineData(1e30, "1E+30")]
    public void BinaryFractions_LoseTheDustThatArithmeticLeft(double number, string expected) => SourceValue.ToText(SourceValue.From(number)).ShouldBe(expected);

    [Fact]
    public void Bytes_AreNoNumber() => SourceValue.From(new byte[] { 1, 2 }).ShouldBe("0x0102");

    [Fact]
    public void Columns_ThatMoveBetweenRows_AreFound()
    {
        var mapping = Read(MappedKinds.OpenItems, OpenItems());
        mapping.Map(Item()).Record!.Document.ShouldBe("I1");
        mapping.Map(Row(("OPEN", "1"), ("DUE", "2025-02-01"), ("ISSUED", "2025-01-01"), ("DOC", "I2"), ("CUST", "C1"), ("CO", "1"))).Record!.Document.ShouldBe("I2");
        mapping.Map(Item()).Record!.ShouldBeOfType<ReceivableRecord>().Document.ShouldBe("I1");
    }
}
