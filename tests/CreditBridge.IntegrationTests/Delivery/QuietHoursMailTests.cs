using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.IntegrationTests.Mail;
using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery;
using CreditBridge.Worker.Hosting;
using MimeKit;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Delivery;

/// <summary>Mail to a rep in quiet hours, over the whole way: raised and kept in a database, told by another process, taken by a real mail server.</summary>
public sealed class QuietHoursMailTests : IAsyncLifetime
{
    private const string Rep = "rita@example.com";

    // Half past eight in the evening in Berlin; it has been quiet for half an hour.
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 23, 19, 30, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-quiet-");
    private readonly Holds _holds = new();
    private BridgeDatabase _database = null!;
    private SmtpServer _server = null!;

    public async Task InitializeAsync()
    {
        _database = BridgeDatabase.Open(new StorageOptions { SqlitePath = Path.Combine(_folder.FullName, "test.db") });
        await _database.MigrateAsync(CancellationToken.None);
        var users = new SourcePage<UserRecord>([SourceChange<UserRecord>.Upsert(new UserRecord("005R", "Rita Rep") { Email = Rep })], new Checkpoint("users"));
        await _database.Snapshots.ApplyAsync(SnapshotIngestor.Prepare("crm", RecordKind.User, users, _clock.GetUtcNow()), CancellationToken.None);
        _server = await SmtpServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ARepsMail_WaitsUntilQuietHoursEnd_AndSaysInOneMessageWhatHappenedMeanwhile()
    {
        using (var evening = Desk())
        {
            _holds.Now.Add(Hold("a", "Halden Fabrication", AlertSeverity.Warning));
            await RoundAsync(evening, told: 0);
            _clock.Advance(TimeSpan.FromHours(5));
            _holds.Now.Add(Hold("b", "Nordlys Foods", AlertSeverity.Critical));
            await RoundAsync(evening, told: 0);
        }

        using var morning = Desk();
        _clock.Advance(new DateTimeOffset(2026, 11, 24, 5, 59, 59, TimeSpan.Zero) - _clock.GetUtcNow());
        await RoundAsync(morning, told: 0);
        _server.Received.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(1));
        await RoundAsync(morning, told: 4);
        await RoundAsync(morning, told: 0);
        _server.Received.Select(To).ShouldBe(["credit@example.com", Rep], ignoreOrder: true);
        var text = _server.Received.Single(m => To(m) == Rep).TextBody!;
        text.ShouldContain("Halden Fabrication: on credit hold");
        text.ShouldContain("2026-11-23 20:30 Europe/Berlin");
        text.ShouldContain("Nordlys Foods: on credit hold");
        text.ShouldContain("2026-11-24 01:30 Europe/Berlin");
    }

    [Fact]
    public async Task ACriticalOne_WakesARep_OnlyWhenThatIsWanted()
    {
        using var desk = Desk(breaksQuiet: true);
        _holds.Now.AddRange([Hold("a", "Halden Fabrication", AlertSeverity.Warning), Hold("b", "Nordlys Foods", AlertSeverity.Critical)]);
        await RoundAsync(desk, told: 2);
        var mail = _server.Received.Where(m => To(m) == Rep).ShouldHaveSingleItem();
        mail.TextBody!.ShouldContain("Nordlys Foods");
        mail.TextBody!.ShouldNotContain("Halden");

        _clock.Advance(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero) - _clock.GetUtcNow());
        await RoundAsync(desk, told: 2);
        _server.Received.Where(m => To(m) == Rep).Last().TextBody!.ShouldContain("Halden");
    }

    private static async Task RoundAsync(AlertDesk desk, long told)
    {
        await desk.RaiseAsync(Policy, [], CancellationToken.None);
        var report = (await desk.TellAsync(CancellationToken.None)).ShouldNotBeNull();
        report.Failures.ShouldBeEmpty();
        report.Told.ShouldBe(told);
    }

    private AlertDesk Desk(bool breaksQuiet = false)
    {
        var options = new BridgeOptions
        {
            Bridge = new SiteOptions { TimeZone = "Europe/Berlin" },
            Mail = new MailOptions { Host = "127.0.0.1", Port = _server.Port, Security = MailSecurity.None, From = "bridge@example.com" },
            Alerts = new AlertOptions { Mail = true, MailTo = ["credit@example.com"], QuietFrom = "20:00", QuietTo = "07:00", CriticalBreaksQuiet = breaksQuiet },
        };
        return new AlertDesk(new LoadedConfiguration(options, _folder.FullName, []), _database, null, new RunSettings("test"), _clock) { Sources = { _holds } };
    }

    // Under a key of its own: the watch list, which knows no account here, leaves it alone.
    private static Alert Hold(string account, string name, AlertSeverity severity) =>
        new($"hold-of-a-test/{account}", AlertKind.HoldSet, severity, $"{name}: on credit hold", "Credit has put this account on hold.") { AccountKey = account, AccountName = name, ForSales = ["005R"] };

    private static string To(MimeMessage mail) => mail.Headers["X-Recipients"] ?? "";

    private static CreditPolicy Policy { get; } = SmallPolicy.With();

    private sealed class Holds : IAlertSource
    {
        public List<Alert> Now { get; } = [];

        public IReadOnlyList<AlertKind> Kinds => [AlertKind.HoldSet];

        public Task<IReadOnlyList<Alert>> FindAsync(AsOf asOf, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Alert>>(Now);
    }
}
