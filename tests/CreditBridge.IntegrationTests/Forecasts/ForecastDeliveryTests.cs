using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Reviews;
using CreditBridge.IntegrationTests.Cli;
using CreditBridge.IntegrationTests.Mail;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Demo;
using CreditBridge.Worker.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Forecasts;

/// <summary>The forecast of the sample company: made, kept, sent by a real mail server, in the terminal.</summary>
public sealed class ForecastDeliveryTests : IAsyncLifetime
{
    // A Monday, half an hour after the mail is due.
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-forecast-");
    private SampleWorld _world = null!;

    public async Task InitializeAsync() => _world = await SampleWorld.StartAsync(_folder.FullName, port: 0, servicePort: 0, pollSeconds: 1, _clock, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Forecast_IsMadeOnceADay_AndMailedOnceToEverybody_WhateverProcessDoesIt()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var first = await OpenAsync(server.Port, "one");
        await using var second = await OpenAsync(server.Port, "two");
        (await first.Bridge.Forecasts.MakeIfDueAsync(CancellationToken.None)).ShouldBeNull("no cycle has ended yet");
        await first.Bridge.RunCycleAsync(write: true, null, CancellationToken.None);
        await second.Bridge.RunCycleAsync(write: true, null, CancellationToken.None);

        var kept = (await first.Bridge.Forecasts.MakeIfDueAsync(CancellationToken.None)).ShouldNotBeNull();
        kept.Result.Failure.ShouldBeNull();
        kept.Result.Forecast.ShouldNotBeNull().Weeks.Count.ShouldBe(13);
        (await second.Bridge.Forecasts.MakeIfDueAsync(CancellationToken.None)).ShouldBeNull("it is made already");

        await Task.WhenAll(first.Bridge.ForecastMail.SendIfDueAsync(CancellationToken.None), second.Bridge.ForecastMail.SendIfDueAsync(CancellationToken.None));
        var mail = server.Received.ShouldHaveSingleItem();
        mail.Headers["X-Recipients"].ShouldBe("ada@example.com");
        mail.MessageId.ShouldBe("creditbridge-forecast-2026-11-23@example.com");
        mail.HtmlBody!.ShouldContain("bgcolor=\"#0b4f79\"");
        mail.TextBody!.ShouldContain("P10-P90");
        mail.Attachments.OfType<MimePart>().ShouldHaveSingleItem().FileName.ShouldBe("credit-forecast-2026-11-23.csv");

        // One was put off, one refused for good: only the first is tried again, after a while.
        (await first.Bridge.ForecastMail.SendIfDueAsync(CancellationToken.None)).ShouldBeNull();
        _clock.Advance(TimeSpan.FromMinutes(11));
        await using var restarted = await OpenAsync(server.Port, "one");
        var standing = (await restarted.Bridge.ForecastMail.SendIfDueAsync(CancellationToken.None)).ShouldNotBeNull();
        standing.Delivered.ShouldBe(["ada@example.com"]);
        standing.Refused.ShouldBe(["nobody@example.com"]);
        standing.Trouble.ShouldNotBeNull();
        server.Received.Count.ShouldBe(1);
        (await first.Bridge.Forecasts.ViewAsync(CancellationToken.None)).Mail!.Refused.ShouldBe(["nobody@example.com"]);

        await CommandsShowTheForecastAndWriteItsMailIntoAFileAsync();
        await WeekThatIsOver_IsComparedWithWhatCameAsync(first.Bridge, kept.Result.Forecast!);
        await RowsOfAWeekInWhichWorkHasBegun_AreNotWrittenAsync(first.Bridge);
    }

    // A forecast first made on a Monday afternoon wrote rows with the hours that were left of that week, and they stayed.
    private async Task RowsOfAWeekInWhichWorkHasBegun_AreNotWrittenAsync(Bridge bridge)
    {
        var written = _world.Server.Org.Query("SELECT Forecast_Key__c FROM Credit_Review_Forecast__c").Select(r => r.Text("Forecast_Key__c")!);
        written.ShouldContain("F-2026-11-23-All", "that forecast was made before work began");
        _clock.Advance(new DateTimeOffset(2027, 2, 22, 15, 0, 0, TimeSpan.Zero) - _clock.GetUtcNow());

        var made = (await bridge.Forecasts.MakeIfDueAsync(CancellationToken.None)).ShouldNotBeNull();

        made.Result.Forecast.ShouldNotBeNull().Weeks[0].FirstDay.ShouldBe(new DateOnly(2027, 2, 22));
        var queued = new List<string>();
        await foreach (var entry in bridge.Database.Outbox.ListAsync(Core.Outbox.OutboxState.Pending, 10_000, CancellationToken.None))
            queued.Add(entry.Target.Key);
        queued.ShouldNotContain("F-2027-02-22-All");
        queued.ShouldContain("F-2027-03-01-All");
    }

    // Nine days later a deal grows and is reviewed; when its week is over, the forecast is held against it.
    private async Task WeekThatIsOver_IsComparedWithWhatCameAsync(Bridge bridge, WorkloadForecast made)
    {
        (await bridge.Forecasts.ViewAsync(CancellationToken.None)).Past.ShouldBeEmpty("no week is over");
        _clock.Advance(TimeSpan.FromDays(9));
        foreach (var deal in _world.Server.Org.Query("SELECT Id FROM Opportunity WHERE IsClosed = false AND StageName = 'Proposal/Price Quote' LIMIT 5"))
            _world.Server.Org.Update(deal.Id, ("Amount", 90_000_000m));
        var opened = (await bridge.RunCycleAsync(write: true, null, CancellationToken.None)).Evaluation.Reviews.Opened;
        opened.ShouldBeGreaterThan(0);
        _clock.Advance(TimeSpan.FromDays(6));

        // Reviews have been kept for too short a time to forecast what events bring, so that they are not held against it.
        var all = (await bridge.Database.Reviews.ListAsync(new ReviewFilter(), null, 1_000, CancellationToken.None)).Reviews.Where(r => r.OpenedAt > made.MadeAt.AddDays(7)).ToList();
        all.Count.ShouldBe((int)opened);
        var counted = all.Count(r => ReviewTypes.Of(r) != ReviewTypes.Event);
        counted.ShouldBeInRange(1, all.Count - 1);

        var past = (await bridge.Forecasts.ViewAsync(CancellationToken.None)).Past;

        var score = past.ShouldHaveSingleItem();
        score.WeeksAhead.ShouldBe(1, "the week of the first reviews is not whole; of the next the forecast was made a week before");
        var week = score.Weeks.ShouldHaveSingleItem();
        week.Week.ShouldBe(made.Weeks[1]);
        week.Opened.ShouldBe(counted);
        score.Bias!.Value.ShouldBe(100 * (made.Weeks[1].Reviews.Expected - counted) / counted, 1e-6);
    }

    // In the same world, because its first cycle takes longer than everything else here.
    private async Task CommandsShowTheForecastAndWriteItsMailIntoAFileAsync()
    {
        var table = await RunAsync("forecast", "--by", "type");
        table.ExitCode.ShouldBe(0, table.Error);
        table.Output.ShouldContain("Credit reviews to come");
        table.Output.ShouldContain("by type");
        var json = (await RunAsync("forecast", "--weeks", "5", "--json")).Json;
        json.GetProperty("forecast").GetProperty("weeks").GetArrayLength().ShouldBe(5);
        (await RunAsync("forecast", "--csv")).Output.ShouldStartWith("part,name,first_day");

        var file = Path.Combine(_folder.FullName, "forecast.eml");
        var sent = await RunAsync("forecast", "send", "--to", "ada@example.com", "--dry-run", file);
        sent.ExitCode.ShouldBe(0, sent.Error);
        (await MimeMessage.LoadAsync(file)).To.ToString().ShouldBe("ada@example.com");
        (await RunAsync("forecast", "send", "--to", "no address")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task NothingReadYet_IsARefusalWithANextStep()
    {
        var refused = await RunAsync("forecast");

        refused.ExitCode.ShouldBe(3);
        (refused.Output + refused.Error).ShouldContain("creditbridge sync");
    }

    private Task<Outcome> RunAsync(params string[] arguments) => Creditbridge.RunHereAsync([.. arguments, "--config", _world.ConfigFile]);

    private async Task<OpenedBridge> OpenAsync(int smtpPort, string node)
    {
        var environment = new Dictionary<string, string>
        {
            ["CREDITBRIDGE_Bridge__Node"] = node, ["CREDITBRIDGE_Mail__Host"] = "127.0.0.1", ["CREDITBRIDGE_Mail__Port"] = $"{smtpPort}", ["CREDITBRIDGE_Mail__Security"] = "None", ["CREDITBRIDGE_Mail__From"] = "creditbridge@example.com",
            ["CREDITBRIDGE_Forecast__Mail__To__0"] = "ada@example.com", ["CREDITBRIDGE_Forecast__Mail__To__1"] = "later@example.com", ["CREDITBRIDGE_Forecast__Mail__To__2"] = "nobody@example.com",
        };
        var loaded = new ConfigurationLoader(KnownConnectors.All).Load(_world.ConfigFile, environment);
        loaded.Problems.ShouldBeEmpty();
        var opened = await Bridge.OpenAsync(new LoadedConfiguration(loaded.Options!, loaded.BaseDirectory, loaded.Secrets), NullLoggerFactory.Instance, _clock, CancellationToken.None);
        opened.Problems.ShouldBeEmpty();
        return opened;
    }
}
