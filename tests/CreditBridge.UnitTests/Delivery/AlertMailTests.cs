using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Delivery;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Delivery;

public sealed class AlertMailTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly RaisedAlert Hold = new("a-1", new Alert("hold/001", AlertKind.HoldSet, AlertSeverity.Warning, "Halden & <b>Sons</b>: on credit hold", "60 days past due.")
    {
        ForSales = ["u1"], People = [new AlertPerson("Rita Rep", "Rita@example.com")],
    }, Noon);

    [Fact]
    public void AMail_SaysTheMostUrgentFirst_WithTheZoneOfItsTimes_TheSameInBothForms()
    {
        var late = new RaisedAlert("a-2", new Alert("review-breached/R-1", AlertKind.ReviewBreached, AlertSeverity.Critical, "Sandberg AG: credit review is late", "Decide."), Noon.AddHours(1)) { EndedAt = Noon.AddHours(2) };
        var mail = AlertMail.Of(new AlertMessage("m-1", [Hold, late], Noon), "credit@example.com", Berlin);
        (mail.Subject, mail.IsUrgent, mail.Id).ShouldBe(("2 credit alerts: Sandberg AG: credit review is late and more", true, "m-1"));
        mail.Text.ShouldBe("""
            [Critical] Sandberg AG: credit review is late
            Decide.
            2026-11-23 14:00 Europe/Berlin, over since 2026-11-23 15:00 Europe/Berlin

            [Warning] Halden & <b>Sons</b>: on credit hold
            60 days past due.
            2026-11-23 13:00 Europe/Berlin

            Sent by CreditBridge.

            """.ReplaceLineEndings("\r\n"));
        mail.Html!.IndexOf("Sandberg AG: credit review is late</div>", StringComparison.Ordinal).ShouldBeInRange(0, mail.Html.IndexOf("60 days past due.", StringComparison.Ordinal));
        mail.Html.ShouldContain("2026-11-23 13:00 Europe/Berlin");
        mail.Html.ShouldContain("Halden &amp; &lt;b&gt;Sons&lt;/b&gt;: on credit hold");
        mail.Html.ShouldNotContain("<b>");
    }

    [Theory]
    [InlineData("rita@example.com", true)]
    [InlineData("credit@example.com", false)]
    public void WhoGetsAnAlertAsTheOwner_ReadsWhy(string address, bool isOwner)
    {
        const string Why = "Alerts about an account come to you when the account, or an open deal with it, is yours in the CRM.";
        var mail = AlertMail.Of(new AlertMessage("a-1", [Hold], Noon), address, Berlin);
        mail.Subject.ShouldBe(Hold.Alert.Title);
        foreach (var text in new[] { mail.Text, mail.Html! })
            text.Contains(Why, StringComparison.Ordinal).ShouldBe(isOwner);
    }
}
