using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery.Mail;
using MimeKit;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Mail;

public sealed class MailerTests
{
    private static readonly ManualClock Clock = new(new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Mail_ArrivesWithTextHtmlPictureAndFile()
    {
        await using var server = await SmtpServer.StartAsync();
        var message = new MailMessage("Forecast: Größe 12 %", "Two reviews.\r\n.\r\nA point alone ends nothing.", ["Ada <ada@example.com>", "ben@example.com"])
        {
            Html = "<p>Two reviews.</p><img alt=\"bars\" src=\"cid:chart.png\">",
            Images = [new MailFile("chart.png", "image/png", [1, 2, 3, 0, 255])],
            Attachments = [new MailFile("forecast.csv", "text/csv", Encoding.UTF8.GetBytes("week,reviews\r\n2026-11-23,2\r\n"))],
            Id = "m-0123456789abcdef",
        };

        (await Plain(server.Port).SendAsync(message, CancellationToken.None)).IsDelivered.ShouldBeTrue();

        var mail = server.Received.ShouldHaveSingleItem();
        (mail.Subject, mail.MessageId, mail.Headers["Auto-Submitted"]).ShouldBe(("Forecast: Größe 12 %", "m-0123456789abcdef@example.com", "auto-generated"));
        mail.Headers["X-Recipients"].ShouldBe("ada@example.com, ben@example.com");
        mail.TextBody!.TrimEnd().ReplaceLineEndings("\n").ShouldBe("Two reviews.\n.\nA point alone ends nothing.");
        mail.HtmlBody!.ShouldContain("cid:chart.png");
        var image = mail.BodyParts.OfType<MimePart>().Single(p => p.ContentId == "chart.png");
        using var pixels = new MemoryStream();
        image.Content!.DecodeTo(pixels);
        pixels.ToArray().ShouldBe([1, 2, 3, 0, 255]);
        mail.Attachments.OfType<MimePart>().ShouldHaveSingleItem().FileName.ShouldBe("forecast.csv");
    }

    [Fact]
    public async Task ARecipientWhoIsRefused_KeepsNobodyElseFromTheMail()
    {
        await using var server = await SmtpServer.StartAsync();
        var outcome = await Plain(server.Port).SendAsync(
            new MailMessage("s", "t", ["ada@example.com", "nobody@example.com", "later@example.com", "no address", "ADA@example.com"]), CancellationToken.None);

        outcome.Recipients.Select(r => r.Failure?.Kind).ShouldBe([null, FailureKind.RecordRejected, FailureKind.Transient, FailureKind.Configuration, null]);
        outcome.Recipients[1].Failure!.Message.ShouldContain("no such mailbox");
        server.Received.ShouldHaveSingleItem().Headers["X-Recipients"].ShouldBe("ada@example.com");

        var nobody = await Plain(server.Port).SendAsync(new MailMessage("s", "t", ["nobody@example.com"]), CancellationToken.None);
        nobody.Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.RecordRejected);
        server.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LineEnds_InSubjectNamesAndIds_BeginNoHeader()
    {
        await using var server = await SmtpServer.StartAsync();
        var message = new MailMessage("Halden\r\nBcc: eve@example.com\r\n\r\nbody", "t", ["ada@example.com", "x@example.com\r\nBcc: eve@example.com"])
        {
            Id = "a\r\nX-Evil: 1",
            Attachments = [new MailFile("a\"\r\nX-Evil: 1.csv", "text/csv\r\nX-Evil: 1", [65])],
        };

        var outcome = await Plain(server.Port).SendAsync(message, CancellationToken.None);

        outcome.Recipients.Select(r => r.Failure?.Kind).ShouldBe([null, FailureKind.Configuration]);
        var mail = server.Received.ShouldHaveSingleItem();
        (mail.Bcc.Count, mail.Headers["X-Evil"], mail.TextBody!.Trim()).ShouldBe((0, null, "t"));
        mail.Headers["X-Recipients"].ShouldBe("ada@example.com");
        mail.Attachments.ShouldHaveSingleItem().Headers["X-Evil"].ShouldBeNull();
    }

    [Fact]
    public async Task StartTls_WithLogin_AndWithoutTrustOrPassword()
    {
        await using var server = await SmtpServer.StartAsync(startTls: true);
        var message = new MailMessage("s", "t", ["ada@example.com"]);

        (await Protected(server, "opensesame", server.AuthorityFile).SendAsync(message, CancellationToken.None)).Failure.ShouldBeNull();
        server.Received.ShouldHaveSingleItem().Headers["X-Tls"].ShouldBe("yes");

        var untrusted = (await Protected(server, "opensesame", null).SendAsync(message, CancellationToken.None)).Failure.ShouldNotBeNull();
        (untrusted.Kind, untrusted.Message.Contains("certificate", StringComparison.Ordinal)).ShouldBe((FailureKind.Configuration, true));

        var refused = (await Protected(server, "s3cret-and-wrong", server.AuthorityFile).SendAsync(message, CancellationToken.None)).Failure.ShouldNotBeNull();
        refused.Kind.ShouldBe(FailureKind.Authentication);
        refused.ToString().ShouldNotContain("s3cret");
        server.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AServerThatIsAway_OrOffersNoTls_IsAFailureOfItsKind()
    {
        await using var server = await SmtpServer.StartAsync();
        var message = new MailMessage("s", "t", ["ada@example.com"]);
        (await Plain(SmtpServer.FreePort()).SendAsync(message, CancellationToken.None)).Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.Transient);

        var demanding = new Mailer(new MailOptions { Host = "localhost", Port = server.Port, From = "bridge@example.com" }, Path.GetTempPath(), Clock);
        (await demanding.SendAsync(message, CancellationToken.None)).Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.Configuration);

        (await new Mailer(new MailOptions(), Path.GetTempPath(), Clock).SendAsync(message, CancellationToken.None)).Failure.ShouldNotBeNull().NextStep.ShouldContain("Mail:Host");
        server.Received.ShouldBeEmpty();
    }

    private static Mailer Plain(int port) =>
        new(new MailOptions { Host = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "CreditBridge <bridge@example.com>", TimeoutSeconds = 30 }, Path.GetTempPath(), Clock);

    private static Mailer Protected(SmtpServer server, string password, string? authorities) => new(
        new MailOptions { Host = "localhost", Port = server.Port, From = "bridge@example.com", User = "bridge", Password = password, CertificateAuthorities = authorities, TimeoutSeconds = 30 }, Path.GetTempPath(), Clock);
}
