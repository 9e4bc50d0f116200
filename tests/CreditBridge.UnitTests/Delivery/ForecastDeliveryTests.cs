using System.Globalization;
using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli.Forecasts;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery.Charts;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Delivery.Mail;
using CreditBridge.Worker.Hosting.Forecasts;
using CreditBridge.Worker.Http.Credit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Delivery;

public sealed class ForecastDeliveryTests
{
    private const string Hostile = "<script>alert('x')</script> \"q\" <img src=http://x.example/a.png>";

    [Fact]
    public void WordsOfOtherSystems_AreTextOnThePageAndInTheMail()
    {
        var page = CreditPage.Render(ForecastSamples.View(Hostile), new QueueView([new QueueLine(Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, "bad")], 40), [new CreditSection(Hostile, Worker.Http.Html.Nothing)]).Markup;
        var mail = Mail(Hostile).Html!;

        foreach (var markup in new[] { page, mail })
        {
            markup.ShouldNotContain("<script");
            markup.ShouldNotContain("<img");
            markup.ShouldContain("&lt;script&gt;");
        }
    }

    [Fact]
    public void Page_ShowsEveryWeekTwice_AsDrawingAndAsTable_AndWhatTheForecastIsWorth()
    {
        var page = CreditPage.Render(ForecastSamples.View(), null, []).Markup;

        Regex.Count(page, "class=\"band").ShouldBe(4 * 13);
        Regex.Count(page, "class=\"capacity\"").ShouldBe(2 * 13);
        Regex.Count(page, "role=\"img\" aria-labelledby").ShouldBe(4);
        page.ShouldContain("23–29 Nov");
        page.ShouldContain("30 Nov–6 Dec");
        page.ShouldContain("6.4 %");
        page.ShouldContain("no region");
        page.ShouldContain("more work than hours");
        page.ShouldNotContain("style=");
    }

    // Work that waits was told of beside the weeks, but the weeks looked as if the team began with nothing to do.
    [Fact]
    public void WorkThatIsThereAlready_CountsInTheWeeks_AndIsShownAsSuch()
    {
        var forecast = ForecastSamples.WithCarried();
        var page = CreditPage.Render(ForecastSamples.View() with { Forecast = forecast }, null, []).Markup;

        Regex.Count(page, "class=\"carried\"").ShouldBe(2 * 4, "a wide and a narrow drawing");
        page.ShouldContain("37.4 of 40");
        page.ShouldContain("9 of them carried over");
        page.ShouldContain("""<td class="num" data-label="Used">94 %</td>""");
        page.ShouldContain("<li>Deals behind Enterprise: Example Ltd</li>");
        ForecastWords.Tightest(forecast)!.ShouldBe("14–20 Dec has more work than hours: 49.3 of 40, 4.5 of them carried over; a review that comes in that week is late with a chance of 45 %.");
        ForecastWords.Headline(forecast).ShouldContain("37.4 of 40 hours, 9 of them carried over");
        ForecastCsv.Of(forecast).Split("\r\n")[1].ShouldEndWith(",40,28.4,9,37.4,93.5,-2.6");
        WorkloadAlerts.Of(forecast, new DateOnly(2026, 11, 25))[0].Words.ShouldContain("43.5 hours of work for 40 hours, 4.5 of them carried over");
        var row = Core.Forecasting.ForecastRows.Project(forecast)[0];
        row.Values[Abstractions.Fields.CreditFields.ReviewForecast.CarriedHours].Content.ShouldBe(9m);
    }

    // A type or a region has no hours: that none of its weeks has more work than hours is no comfort.
    [Fact]
    public void TypesAndRegions_HaveNoCapacityOfTheirOwn_AndThePageSaysSo()
    {
        var page = CreditPage.Render(ForecastSamples.View(), null, []).Markup;

        page.ShouldContain("a type has none of its own");
        page.ShouldContain("a region has none of its own");
        page.ShouldNotContain("a team has none of its own");
        Regex.Count(page, "Short of hours</th>").ShouldBe(1);
        page.ShouldContain("""<td class="num" data-label="Late at most">45 % (14–20 Dec)</td>""");
    }

    // From Tuesday on the first whole week is the next one; the column was called "This week".
    [Fact]
    public void PartsOfAForecast_NameTheWeekThatTheyShow()
    {
        var forecast = ForecastSamples.Forecast();
        CreditPage.Render(ForecastSamples.View() with { Forecast = forecast }, null, []).Markup.ShouldContain("""<th scope="col" class="num">23–29 Nov</th>""");
        var tuesday = forecast with { Weeks = Left(forecast.Weeks), Slices = [.. forecast.Slices.Select(s => s with { Weeks = Left(s.Weeks) })] };

        var page = CreditPage.Render(ForecastSamples.View() with { Forecast = tuesday }, null, []).Markup;

        Regex.Count(page, """<th scope="col" class="num">30 Nov–6 Dec</th>""").ShouldBe(3, "by type, region and team");
        page.ShouldContain($"""<td class="num" data-label="30 Nov–6 Dec">{ForecastWords.WithRange(tuesday.Slices[0].Weeks[1].Reviews)}</td>""");
        page.ShouldNotContain("This week", Case.Sensitive);

        static List<ForecastWeek> Left(IReadOnlyList<ForecastWeek> weeks) => [weeks[0] with { FirstDay = weeks[0].FirstDay.AddDays(1) }, .. weeks.Skip(1)];
    }

    // A part of which no review was expected in a week was said to be late in it.
    [Fact]
    public void LateAtMost_NamesOnlyWeeksInWhichAReviewMayCome()
    {
        var weeks = ForecastSamples.Forecast().Slices[0].Weeks.Take(3).ToList();
        var slice = new ForecastSlice(ForecastDimension.Region, "IT",
        [
            weeks[0] with { Reviews = ForecastRange.Zero, BreachProbability = 0.34 },
            weeks[1] with { Reviews = new(0.4, 0, 0, 1), BreachProbability = 0.06 },
            weeks[2] with { Reviews = new(0.05, 0, 0, 0), BreachProbability = 0.5 },
        ]);

        ForecastWords.LikeliestLate(slice).ShouldBe("6 % (30 Nov–6 Dec)");
        ForecastWords.LikeliestLate(slice with { Weeks = [slice.Weeks[0], slice.Weeks[2]] }).ShouldBe("–");
    }

    // "17" and "16" were struck through by the dashed line, and read as other numbers.
    [Fact]
    public void Chart_LineOfTheCapacityStrikesNoNumberThrough()
    {
        foreach (var most in Enumerable.Range(0, 121))
        {
            var range = new ForecastRange(most / 4.0, 0, most / 4.0, most / 2.0);
            var drawing = BandChart.Draw("a", "Hours", "Hours", [new ChartWeek("4 Jan", range, 40), new ChartWeek("11 Jan", new(100, 90, 100, 110), null)], 900, 240, "wide").Markup;

            var foot = Number(drawing, "class=\"value\" x=\"[0-9.]+\" y=\"([0-9.]+)\"");
            var line = Number(drawing, "class=\"capacity\" [^>]*y1=\"([0-9.]+)\"");
            var box = Number(drawing, "class=\"band\" x=\"[0-9.]+\" y=\"([0-9.]+)\"");
            (line >= foot + 4 || line <= foot - 11).ShouldBeTrue($"P90 {most / 2.0}: the line lies at {line}, the number stands on {foot}");
            foot.ShouldBeLessThanOrEqualTo(box - 4, "above the box");
        }

        static double Number(string drawing, string pattern) => double.Parse(Regex.Match(drawing, pattern).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Queue_SaysWhenAReviewIsDue_SoThatAPrintedPageCanBeRead()
    {
        var line = new QueueLine("R-1", "Example Ltd", "deal", "EUR 5", "Jo", "24 h left", "good") { Due = "2026-11-25 14:00" };
        CreditPage.Render(ForecastSamples.View(), new QueueView([line], 1), []).Markup.ShouldContain("""<td data-label="Due">2026-11-25 14:00</td>""");
        var (due, zone) = (new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Worker.Cli.Reviews.ReviewPhrases.Short(due, due, zone).ShouldBe("01-01 00:30");
        Worker.Cli.Reviews.ReviewPhrases.Short(due, due.AddDays(-1), zone).ShouldBe("2027-01-01 00:30", "the year is another one");
    }

    [Fact]
    public void Page_NamesEveryTable_AndSaysOnceHowGoodTheForecastsAre()
    {
        var view = ForecastSamples.View();
        var page = CreditPage.Render(view, new QueueView([new QueueLine("R-1", "Example Ltd", "deal", "EUR 5", "Jo", "24 h left", "good")], 1), []).Markup;

        Regex.Count(page, "<table").ShouldBeGreaterThanOrEqualTo(8);
        Regex.Count(page, "<table>\\s*<caption class=\"unseen\">[^<]{10,}</caption>").ShouldBe(Regex.Count(page, "<table"));
        Regex.Count(page, Regex.Escape(view.Backtest!.Summary)).ShouldBe(1);
        page.ShouldNotContain(view.Forecast!.Standing!.Summary);
    }

    // One way had two names: "hazard alone" in a sentence, "Stages and ages" in the table below it.
    [Fact]
    public void AWayOfForecasting_HasOneName()
    {
        foreach (var text in new[] { CreditPage.Render(ForecastSamples.View(), null, []).Markup, Mail().Html!, Mail().Text })
        {
            text.ShouldContain(ForecastWords.Model(ForecastModel.Blend));
            text.ShouldNotContain("hazard", Case.Insensitive);
        }
    }

    // Beside a table of how the probabilities of the stages did in the past stood that a forecast by them uses none of these ways, and was never tried.
    [Fact]
    public void ReplayThatNoForecastGoesBy_MarksWhatDidBest_AndWhatIsUsedInstead()
    {
        var cold = ForecastSamples.View() with
        {
            Forecast = ForecastSamples.Forecast() with { Model = ForecastModel.StageProbability, Standing = null },
            Backtest = ForecastSamples.Backtest() with { IsUsed = false, Warnings = [ForecastWarnings.NotUsed] },
        };
        var page = CreditPage.Render(cold, null, []).Markup;
        Badge(page, ForecastModel.Blend).ShouldBe("did best");
        Badge(page, ForecastModel.StageProbability).ShouldBe("used");
        page.ShouldContain("It rests on the probabilities of the stages and not on the past;");
        page.ShouldNotContain("Not tried on the past yet");

        // The forecast of today has learned enough since the replay was made.
        var learned = CreditPage.Render(cold with { Forecast = ForecastSamples.Forecast() }, null, []).Markup;
        (Badge(learned, ForecastModel.Blend), Badge(learned, ForecastModel.StageProbability)).ShouldBe(("did best", ""));
        Badge(CreditPage.Render(ForecastSamples.View(), null, []).Markup, ForecastModel.Blend).ShouldBe("used");

        static string Badge(string page, ForecastModel model) => Regex.Match(page, $"<th scope=\"row\">{ForecastWords.Model(model)}(?: <span class=\"badge good\">([^<]+)</span>)?</th>")
            is { Success: true } row ? row.Groups[1].Value : throw new InvalidOperationException($"no row of {model}");
    }

    [Fact]
    public void PageWithoutForecast_SaysWhyAndWhatToDo()
    {
        var view = new ForecastView(ForecastSamples.Now) { Refusal = new Failure(FailureKind.Configuration, "The policy checks no deals.", "Name the deals.") };

        var page = CreditPage.Render(view, null, []).Markup;

        page.ShouldContain("There is no forecast.");
        page.ShouldContain("The policy checks no deals. Name the deals.");
        page.ShouldNotContain("<svg");
    }

    [Fact]
    public void Chart_OfWeeksWithoutAnyReview_HasNumbersOnly()
    {
        var drawing = BandChart.Draw("c", "Reviews", "None", [new ChartWeek("23 Nov", ForecastRange.Zero, null), new ChartWeek("30 Nov", ForecastRange.Zero, 0)], 300, 200, "wide").Markup;

        drawing.ShouldNotContain("NaN");
        drawing.ShouldNotContain("∞");
        Regex.Count(drawing, "<rect").ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3.6, 4)]
    [InlineData(17, 20)]
    [InlineData(99, 200)]
    [InlineData(4_100, 8_000)]
    [InlineData(double.PositiveInfinity, 4)]
    public void Axis_EndsAtANumberThatDividesWell(double most, double top) => BandChart.NiceTop(most).ShouldBe(top, 1e-9);

    [Fact]
    public void Bars_AreAsLongAsTheirNumbers()
    {
        BlockBar.Of(new ForecastRange(5, 2, 5, 10), 10, 10).ShouldBe("██▓▓▓░░░░░");
        BlockBar.Of(ForecastRange.Zero, 10, 10).ShouldBe("");
        BlockBar.Of(new ForecastRange(5, 2, 5, 10), 0, 10).ShouldBe("");
    }

    [Fact]
    public void Mail_SaysTheSameInHtmlInTextAndInTheFile()
    {
        var forecast = ForecastSamples.Forecast();
        var mail = Mail();
        var csv = ForecastCsv.Of(forecast).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        csv.Length.ShouldBe(1 + (7 * 13));
        foreach (var (week, at) in forecast.Weeks.Select((w, i) => (w, i)))
        {
            var expected = week.Reviews.Expected.ToString("0.#", CultureInfo.InvariantCulture);
            mail.Html!.ShouldContain($"<b>{expected}</b> ({ForecastWords.Range(week.Reviews)})");
            mail.Text.ShouldContain($"{ForecastWords.Week(week),-15} {expected,7}  {ForecastWords.Range(week.Reviews)}");
            csv[1 + at].ShouldStartWith($"all,,{week.FirstDay:yyyy-MM-dd},{week.LastDay:yyyy-MM-dd},{week.Reviews.Expected.ToString("0.##", CultureInfo.InvariantCulture)},");
        }

        mail.Attachments.ShouldHaveSingleItem().Name.ShouldBe("credit-forecast-2026-11-23.csv");
    }

    // Mail clients show neither drawings nor style sheets reliably, and load nothing without asking.
    [Fact]
    public void Mail_NeedsNoStyleSheetNoDrawingAndNothingFromOutside()
    {
        var html = Mail().Html!;

        html.ShouldNotContain("<svg");
        html.ShouldNotContain("<style");
        html.ShouldNotContain("class=");
        html.ShouldNotContain("http");
        html.ShouldNotContain("url(");
        html.Length.ShouldBeLessThan(100_000, "some mail services cut longer mails");
    }

    [Fact]
    public void TextOfTheMail_FitsIntoEightyColumns() => Mail().Text.Split('\n').Max(l => l.Length).ShouldBeLessThanOrEqualTo(80);

    // A name that a spreadsheet would take for a formula.
    [Fact]
    public void FileOfTheMail_HoldsNoFormulas() => ForecastCsv.Of(ForecastSamples.Forecast("=HYPERLINK(1)")).ShouldNotContain(",=");

    [Theory]
    [InlineData("2026-11-23T06:29:00", null)]
    [InlineData("2026-11-23T06:30:00", "2026-11-23")]
    [InlineData("2026-11-23T23:59:00", "2026-11-23")]
    [InlineData("2026-11-24T05:00:00", "2026-11-23")]
    [InlineData("2026-11-25T00:00:00", null)]
    [InlineData("2026-11-22T23:00:00", null)]
    public void Mail_IsDueOnItsDayAndTheNext(string now, string? day) =>
        ForecastMailer.DueDay(new ForecastMailOptions(), DateTime.Parse(now, CultureInfo.InvariantCulture)).ShouldBe(day is null ? null : DateOnly.Parse(day, CultureInfo.InvariantCulture));

    // One mailbox that was named three times was three recipients.
    [Fact]
    public void AMailboxThatIsNamedSeveralTimes_IsOneRecipient() =>
        SendForecastCommand.Once(["a@b.example", "A@B.example", "Ann <a@b.example>", "c@b.example"]).ShouldBe(["a@b.example", "c@b.example"]);

    [Fact]
    public void RecipientsThatHaveIt_AreNotAskedAgain()
    {
        var day = new DateOnly(2026, 11, 23);
        var away = new Failure(FailureKind.Transient, "The server is away.", "It is tried again.");
        var unknown = new Failure(FailureKind.RecordRejected, "No such user.", "Correct the address.");

        var first = ForecastMailer.After(day, null, new MailOutcome([new("a@example.com", null), new("b@example.com", away), new("c@example.com", unknown)]), ForecastSamples.Now);
        first.IsSettled.ShouldBeFalse();
        first.Delivered.ShouldBe(["a@example.com"]);
        first.Refused.ShouldBe(["c@example.com"]);
        MailStanding.Parse(first.ToText())!.Trouble.ShouldBe("The server is away. It is tried again.");

        var second = ForecastMailer.After(day, first, new MailOutcome([new("b@example.com", null)]), ForecastSamples.Now);
        second.IsSettled.ShouldBeTrue();
        second.Delivered.ShouldBe(["a@example.com", "b@example.com"]);
    }

    // A page of the internet may ask through a browser on this machine, under a name that leads here.
    [Theory]
    [InlineData("127.0.0.1", "localhost", "ThisMachine", true)]
    [InlineData("::1", "127.0.0.1", "ThisMachine", true)]
    [InlineData("127.0.0.1", "evil.example", "ThisMachine", false)]
    [InlineData("192.0.2.7", "localhost", "ThisMachine", false)]
    [InlineData("192.0.2.7", "credit.example", "Everybody", true)]
    public void CreditPage_IsForThisMachineUnlessSaidOtherwise(string from, string host, string readers, bool may)
    {
        var http = new DefaultHttpContext { Request = { Host = new HostString(host) } };
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(from);

        CreditEndpoints.MayRead(http, Enum.Parse<CreditPageReaders>(readers)).ShouldBe(may);
    }

    // A proxy out of the box adds no header and asks in HTTP/1.0.
    [Theory]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", true)]
    public void CreditPage_IsNotReadInTheProtocolOfSimpleProxies(string protocol, bool may)
    {
        var http = new DefaultHttpContext { Request = { Host = new HostString("localhost"), Protocol = protocol } };
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;

        CreditEndpoints.MayRead(http, CreditPageReaders.ThisMachine).ShouldBe(may);
    }

    // Behind a proxy on this machine everybody counted as this machine.
    [Theory]
    [InlineData("Forwarded", "for=192.0.2.7", "ThisMachine", false)]
    [InlineData("x-forwarded-for", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-Forwarded-Host", "credit.example", "ThisMachine", false)]
    [InlineData("X-Forwarded-Proto", "https", "ThisMachine", false)]
    [InlineData("X-Real-IP", "192.0.2.7", "ThisMachine", false)]
    [InlineData("Via", "1.1 proxy", "ThisMachine", false)]
    [InlineData("X-Cluster-Client-Ip", "192.0.2.7", "ThisMachine", false)]
    [InlineData("Fastly-Client-IP", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-Azure-ClientIP", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-Original-Forwarded-For", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-ProxyUser-Ip", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-Envoy-External-Address", "192.0.2.7", "ThisMachine", false)]
    [InlineData("CF-Connecting-IP", "192.0.2.7", "ThisMachine", false)]
    [InlineData("X-Forwarded-For", "192.0.2.7", "Everybody", true)]
    [InlineData("X-Forwarded-For", "192.0.2.7", "Nobody", false)]
    [InlineData("Accept", "text/html", "ThisMachine", true)]
    public void CreditPage_IsNotReadThroughAProxy(string header, string value, string readers, bool may)
    {
        var http = new DefaultHttpContext { Request = { Host = new HostString("localhost") } };
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
        http.Request.Headers[header] = value;

        CreditEndpoints.MayRead(http, Enum.Parse<CreditPageReaders>(readers)).ShouldBe(may);
    }

    [Fact]
    public void WeeksWithMoreWorkThanHours_AreTold_AsLongAsTheyAreAhead()
    {
        var alerts = WorkloadAlerts.Of(ForecastSamples.Forecast(), new DateOnly(2026, 11, 25));

        alerts.Select(a => a.Key).ShouldBe(["workload/2026-12-20"], "22.4 reviews of two hours each, for 40 hours");
        alerts[0].Words.ShouldContain("44.8 hours of work for 40 hours");
        WorkloadAlerts.Of(ForecastSamples.Forecast(), new DateOnly(2026, 12, 21)).ShouldNotContain(a => a.Key == "workload/2026-12-20");
    }

    private static MailMessage Mail(string words = "Example Ltd") => ForecastMail.Of(ForecastSamples.View(words), ForecastSamples.Forecast(words), ["credit@example.com"], "id");
}
