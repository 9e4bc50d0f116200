using CreditBridge.Sandbox.Pages;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Pages;

public sealed class HtmlTests
{
    [Fact]
    public void Of_Text_IsEncodedInElementsAndAttributes()
    {
        const string hostile = "<script>alert(\"1\")</script> & 'x'";

        var markup = Html.Of($"<p title=\"{hostile}\">{hostile}</p>").Markup;

        markup.ShouldBe("<p title=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;\">"
            + "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;</p>");
    }

    [Fact]
    public void Of_AnyText_LeavesNoCharacterThatMarkupGivesAMeaning() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Html.Of($"{text}").Markup.IndexOfAny(['<', '>', '"', '\'']) < 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_Markup_StaysMarkup()
    {
        IEnumerable<Html> items = [Html.Of($"<li>{"a & b"}</li>"), Html.Nothing, Html.Of($"<li>{2}</li>")];

        Html.Of($"<ul>{items}</ul>").Markup.ShouldBe("<ul><li>a &amp; b</li><li>2</li></ul>");
    }

    [Fact]
    public void Of_LettersOfOtherAlphabets_StayReadable() => Html.Of($"{"Söderhult — Rzeszów"}").Markup.ShouldBe("Söderhult — Rzeszów");
}
