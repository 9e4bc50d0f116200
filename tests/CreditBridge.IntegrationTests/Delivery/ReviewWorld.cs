using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.IntegrationTests.Mail;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Demo;
using CreditBridge.Worker.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Delivery;

/// <summary>
/// The sample company after its first cycle, with a credit team of one person and an escalation to another one, a subscriber to alerts and a mail server. Time moves when it is told to.
/// </summary>
public sealed class ReviewWorld : IAsyncLifetime
{
    // A Monday in the past: for commands, which go by the real clock, everything is late.
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-reviews-");
    private OpenedBridge _opened = null!;

    internal SampleWorld World { get; private set; } = null!;

    internal HookServer Hook { get; } = new();

    internal SmtpServer Mail { get; private set; } = null!;

    internal Bridge Bridge => _opened.Bridge;

    internal HttpClient Browser { get; private set; } = null!;

    /// <summary>The analyst.</summary>
    internal string Dana { get; private set; } = "";

    /// <summary>Three in sales; Ina is no longer active.</summary>
    internal (string Rita, string Ina, string Sam) Reps { get; private set; }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    public async Task InitializeAsync()
    {
        World = await SampleWorld.StartAsync(_folder.FullName, port: 0, servicePort: 0, pollSeconds: 1, _clock, CancellationToken.None);
        Mail = await SmtpServer.StartAsync();
        Browser = new HttpClient { BaseAddress = World.Server.Address };
        Dana = Person("Dana", "Credit");
        Reps = (Person("Rita", "Rep"), Person("Ina", "Rep", isActive: false), Person("Sam", "Rep"));
        var policy = Path.Combine(World.Directory, "policy.yaml");
        var text = await File.ReadAllTextAsync(policy);
        text = Instead(text, "  teams:\n", "  escalation:\n", """
              teams: [{ name: Credit, analysts: [{ user: dana@example.com, hours_per_week: 40 }] }]

            """);
        text = Instead(text, "  escalation:\n", "  # Who may decide what", """
              escalation:
                - { name: time runs short, at: at_risk, to: owner }
                - { name: late, at: breached, to: owner }
                - { name: head of credit, at: breached, after_hours: 2, to: boss@example.com }

            """);
        await File.WriteAllTextAsync(policy, Instead(text, "  authority:\n", "\n# What must come out", ""));
        var environment = new Dictionary<string, string>
        {
            ["CREDITBRIDGE_Bridge__TimeZone"] = "UTC", ["CREDITBRIDGE_Mail__Host"] = "127.0.0.1", ["CREDITBRIDGE_Mail__Port"] = $"{Mail.Port}", ["CREDITBRIDGE_Mail__Security"] = "None",
            ["CREDITBRIDGE_Mail__From"] = "creditbridge@example.com", ["CREDITBRIDGE_Alerts__Mail"] = "true", ["CREDITBRIDGE_Alerts__MailTo__0"] = "credit@example.com",
            ["CREDITBRIDGE_Alerts__Crm"] = "true", ["CREDITBRIDGE_Alerts__WebhookHosts__0"] = "127.0.0.1", ["CREDITBRIDGE_Alerts__Webhooks__desk__Url"] = $"{Hook.Address}",
            ["CREDITBRIDGE_Alerts__Webhooks__desk__Secret"] = "0123456789abcdef0123456789abcdef",
        };
        var loaded = new ConfigurationLoader(KnownConnectors.All).Load(World.ConfigFile, environment);
        loaded.Problems.ShouldBeEmpty();
        _opened = await Bridge.OpenAsync(new LoadedConfiguration(loaded.Options!, loaded.BaseDirectory, loaded.Secrets), NullLoggerFactory.Instance, _clock, CancellationToken.None);
        _opened.Problems.ShouldBeEmpty();
        var first = await CycleAsync();
        // The records that were created come back with their ids.
        _clock.Advance(TimeSpan.FromMinutes(1));
        await CycleAsync();
        var looked = (await Bridge.Alerts.RaiseAsync(Bridge.ActivePolicy, first.Evaluation.Evaluated, CancellationToken.None)).ShouldNotBeNull();
        looked.ShouldBe(new Core.Alerts.AlertRunReport(200, 0), "the first look tells nobody");
    }

    public async Task DisposeAsync()
    {
        await _opened.DisposeAsync();
        Browser.Dispose();
        Hook.Dispose();
        await Mail.DisposeAsync();
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal void AdvanceTo(DateTimeOffset moment) => _clock.Advance(moment - Now);

    internal Task<CycleReport> CycleAsync() => Bridge.RunCycleAsync(write: true, null, CancellationToken.None);

    /// <summary>A minute later: what was done in the org is read, and what follows from it is written.</summary>
    internal async Task<CycleReport> NextCycleAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        return await CycleAsync();
    }

    /// <summary>Raises and tells what the clock alone has brought, as after a cycle that evaluated these accounts.</summary>
    internal async Task<long> AlertAsync(params string[] touched)
    {
        var raised = (await Bridge.Alerts.RaiseAsync(Bridge.ActivePolicy, touched, CancellationToken.None)).ShouldNotBeNull().Raised;
        (await Bridge.Alerts.TellAsync(CancellationToken.None)).ShouldNotBeNull().Failures.ShouldBeEmpty();
        return raised;
    }

    internal async Task<IReadOnlyList<CreditReview>> OpenReviewsAsync() => (await Bridge.Database.Reviews.ListAsync(new ReviewFilter(), null, 500, CancellationToken.None)).Reviews;

    internal async Task<CreditReview> FindAsync(string key) => (await Bridge.Database.Reviews.FindAsync(key, CancellationToken.None)).ShouldNotBeNull();

    private string Person(string first, string last, bool isActive = true)
    {
        var alias = first.ToLowerInvariant();
        var address = alias + "@example.com";
        return World.Server.Org.Create("User", ("Username", address), ("FirstName", first), ("LastName", last), ("Email", address), ("Alias", alias), ("IsActive", isActive));
    }

    // The sample company has a credit team of its own.
    private static string Instead(string text, string from, string until, string instead)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        start.ShouldBePositive();
        var end = text.IndexOf(until, start, StringComparison.Ordinal);
        end.ShouldBePositive();
        return text[..start] + instead + text[end..];
    }
}
