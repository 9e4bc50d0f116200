using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Writing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields.Account;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class ShownValueTests
{
    private static readonly FieldMapping Fields = new(new SalesforceOptions());

    private static bool Agrees(CreditField field, FieldValue written, FieldValue shown) => ShownValue.Agrees(field, written, shown, Fields);

    [Theory]
    [InlineData("1234.565", "1234.57", true)]
    [InlineData("1234.565", "1234.56", true)]
    [InlineData("1234.565", "1234.565", true)]
    [InlineData("1234.56", "1234.57", false)]
    [InlineData("0", "0.00", true)]
    [InlineData("0", "-100", false)]
    public void Amounts_agree_within_the_last_decimal_place(string written, string shown, bool expected) =>
        Agrees(Headroom, Number(written), Number(shown)).ShouldBe(expected);

    [Theory]
    [InlineData("61", "62", false)]
    [InlineData("61.4", "61", true)]
    public void Numbers_agree_to_the_scale_of_their_field(string written, string shown, bool expected) => Agrees(Score, Number(written), Number(shown)).ShouldBe(expected);

    [Fact]
    public void Empty_text_is_null_and_an_unchecked_box_is_empty()
    {
        Agrees(Band, FieldValue.Empty, FieldValue.Text("")).ShouldBeTrue();
        Agrees(Hold, FieldValue.Empty, FieldValue.Flag(false)).ShouldBeTrue();
        Agrees(Hold, FieldValue.Flag(true), FieldValue.Flag(false)).ShouldBeFalse();
        Agrees(Band, FieldValue.Text("A"), FieldValue.Empty).ShouldBeFalse();
        Agrees(Headroom, FieldValue.Number(5), FieldValue.Empty).ShouldBeFalse();
    }

    [Fact]
    public void Text_agrees_when_it_was_trimmed_or_its_line_ends_were_written_another_way()
    {
        Agrees(Message, FieldValue.Text("one\ntwo  \n"), FieldValue.Text("one\r\ntwo")).ShouldBeTrue();
        Agrees(HoldReason, FieldValue.Text(" because "), FieldValue.Text("because")).ShouldBeTrue();
        Agrees(Message, FieldValue.Text("one"), FieldValue.Text("two")).ShouldBeFalse();
        Agrees(Message, FieldValue.Text("one\ntwo"), FieldValue.Text("one")).ShouldBeFalse("somebody took a line away");
    }

    [Fact]
    public void Text_agrees_when_it_was_cut_to_its_field()
    {
        var text = new string('x', 3_000);
        Agrees(Message, FieldValue.Text(text), FieldValue.Text(FieldContent.Cut(text, 1_000, true))).ShouldBeTrue();
        Agrees(Currency, FieldValue.Text("EURO"), FieldValue.Text("EUR")).ShouldBeTrue();
    }

    [Fact]
    public void Moments_agree_to_the_second_and_days_to_the_day()
    {
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(2));
        Agrees(CheckedAt, FieldValue.Instant(now.AddMilliseconds(700)), FieldValue.Instant(now.ToUniversalTime())).ShouldBeTrue();
        Agrees(NextReview, FieldValue.Date(new DateOnly(2026, 3, 2)), FieldValue.Date(new DateOnly(2026, 3, 3))).ShouldBeFalse();
    }

    // What Salesforce makes of any value that is written: rounded whichever way, cut, trimmed, with other line ends.
    [Fact]
    public void What_the_org_makes_of_a_value_is_never_taken_for_somebodys_change()
    {
        Check.One(Cases.Of(100), Prop.ForAll(ArbMap.Default.ArbFor<decimal>().Filter(d => Math.Abs(d) < 10_000_000_000_000m), amount =>
            new[] { MidpointRounding.AwayFromZero, MidpointRounding.ToEven, MidpointRounding.ToZero }
                .All(way => Agrees(Headroom, FieldValue.Number(amount), FieldValue.Number(Math.Round(amount, 2, way)))
                    && Agrees(AverageDaysBeyondTerms, FieldValue.Number(amount), FieldValue.Number(Math.Round(amount, 1, way))))));
        Check.One(Cases.Of(100), Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<PositiveInt>(), (text, times) =>
        {
            var written = string.Concat(Enumerable.Repeat(text.Get, Math.Min(times.Get, 200)));
            var sent = FieldContent.Cut(written, Fields.MaxLength(Message), withEllipsis: true);
            return Agrees(Message, FieldValue.Text(written), FieldValue.Text(sent.ReplaceLineEndings("\r\n").Trim()));
        }));
    }

    private static FieldValue Number(string number) => FieldValue.Number(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
