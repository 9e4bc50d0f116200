using CreditBridge.Worker.Cli;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Größe", "Größe")]
    [InlineData("a\u001b[31mb\0c", "a·[31mb·c")]
    [InlineData("\u0090\uFFFDx", "··x")]
    [InlineData("", "")]
    public void Control_characters_are_never_shown(string text, string shown) => PlainText.Of(text).ShouldBe(shown);

    [Fact]
    public void Endless_text_and_endless_lists_are_cut()
    {
        PlainText.Of(new string('x', 5_000)).Length.ShouldBeLessThan(200);
        PlainText.List([.. Enumerable.Range(1, 300).Select(i => $"column{i}")]).ShouldEndWith("column20 and 280 more");
        PlainText.List(["id", "opened"]).ShouldBe("id, opened");
    }

    [Fact]
    public void A_file_with_control_characters_is_no_text()
    {
        PlainText.IsNoText(["id", "opened\0"]).ShouldBeTrue();
        PlainText.IsNoText(["id", "Größe", "day of\nopening"]).ShouldBeFalse();
    }
}
