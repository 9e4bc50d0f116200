using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Worker.Cli.Reports;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public sealed class ExplanationPageTests
{
    private static readonly ExplanationLine[] Lines =
    [
        new("Answer", "Deals within it on terms up to Net 60 need no review, and everything else is looked at."),
        new("Answer", "Terms: Net 60") { Label = "Terms" },
        new("Exposure", "not due: EUR 1,000 and a text that is too long for what is left") { Label = "not due" },
        new("Exposure", "counts against it: EUR 2,000") { Label = "counts against it" },
        new("Exposure", "A label that is far too long for a column: EUR 3") { Label = "A label that is far too long for a column" },
    ];

    [Fact]
    public void Page_WrapsWithHangingIndentAndAlignsLabels() =>
        ExplanationPage.Of(Lines, 46).Select(l => l.Text).ShouldBe(
        [
            "Answer",
            "  Deals within it on terms up to Net 60 need",
            "    no review, and everything else is looked",
            "    at.",
            "  Terms  Net 60",
            "",
            "Exposure",
            "  not due            EUR 1,000 and a text that",
            "                     is too long for what is",
            "                     left",
            "  counts against it  EUR 2,000",
            "  A label that is far too long for a column:",
            "    EUR 3",
        ]);

    [Fact]
    public void OnlyHeadings_AreHeadings() => ExplanationPage.Of(Lines, 80).Where(l => l.IsHeading).Select(l => l.Text).ShouldBe(["Answer", "Exposure"]);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(80)]
    public void NoLine_IsLongerThanTheWidthUnlessAWordIs(int width)
    {
        foreach (var line in ExplanationPage.Of(Lines, width))
            (line.Text.Length <= width || line.Text.Trim().Split(' ').Length <= 4 || width < 40).ShouldBeTrue(line.Text);
        string.Join(' ', ExplanationPage.Of(Lines, width).Select(l => l.Text.Trim())).ShouldContain("Net 60");
    }
}
