using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
using CreditBridge.Core.Watch;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What is raised and told after whole cycles, on every database.</summary>
public abstract class AlertRunConformance : ReviewWorld
{
    private static readonly CreditPolicy Policy = SmallPolicy.With("""
        overrides: { highest_amount: 50_000, longest_days: 60 }
        """);

    private readonly Listener _listener = new();

    // A held account was merged into another one, and sales read that its hold was released.
    [Fact]
    public async Task AlertsOfAccountsThatAreGone_EndInSilence_AndTheHoldsOfTheOthersAreToldToTheirEnd()
    {
        World(("d1", "a", 5_000m), ("d2", "b", 5_000m), ("d3", "c", 5_000m));
        await RoundAsync();
        (await RoundAsync()).ShouldBe(0);
        await HoldAsync("a", "b", "c");
        (await RoundAsync()).ShouldBe(3);
        await TellAsync();
        _listener.Heard.ShouldBe(["hold/a HoldSet", "hold/b HoldSet", "hold/c HoldSet"], ignoreOrder: true);

        _accounts.Delete("a");
        _accounts.Merge("b", into: "c");
        (await RoundAsync()).ShouldBe(0, "nobody knows whether the holds of accounts that are gone are over");
        await TellAsync();
        _listener.Heard.Count.ShouldBe(3);
        var known = (await Stores.Alerts.ReadAsync(["hold/a", "hold/b", "hold/c"], None)).ToDictionary(k => k.Alert.Key, k => k.IsOver);
        (known["hold/a"], known["hold/b"], known["hold/c"]).ShouldBe((true, true, false));
        (await Stores.Alerts.ListLastingAsync([AlertKind.HoldSet], None)).ShouldHaveSingleItem().Alert.Key.ShouldBe("hold/c");
        (await Stores.Alerts.ReadAsync(["hold/a/released", "hold/b/released"], None)).ShouldBeEmpty();
        (await RoundAsync()).ShouldBe(0);

        await HoldAsync(days: -1, "b", "c");
        (await RoundAsync()).ShouldBe(1);
        await TellAsync();
        _listener.Heard[^1].ShouldBe("hold/c/released HoldReleased");
        _listener.Heard.Count.ShouldBe(4);
    }

    // After a mail outage "on credit hold", waiting to be tried again, came after "credit hold released".
    [Fact]
    public async Task WhatCouldNotBeTold_IsToldBeforeWhatHappenedLaterToTheSameAccount()
    {
        World(("d1", "a", 5_000m), ("d2", "b", 5_000m));
        await RoundAsync();
        await HoldAsync("a");
        await RoundAsync();
        _listener.IsAway = true;
        for (var i = 0; i < 30; i++)
            await TellAsync();
        _listener.IsAway = false;
        (await Stores.Alerts.ListWaitingAsync(_listener.Name, 10, None)).ShouldHaveSingleItem().Delivery.NotBefore.ShouldBeGreaterThan(_clock.GetUtcNow().AddMinutes(2), "it would wait for long");

        await HoldAsync(days: -1, "a");
        await HoldAsync("b");
        await RoundAsync();
        await TellAsync();

        _listener.Heard.Where(h => h.StartsWith("hold/a", StringComparison.Ordinal)).ShouldBe(["hold/a HoldSet", "hold/a/released HoldReleased"]);
        _listener.Heard.ShouldContain("hold/b HoldSet");
        (await Stores.Alerts.ListWaitingChannelsAsync(None)).ShouldBeEmpty();
    }

    private Task HoldAsync(params string[] accounts) => HoldAsync(0, accounts);

    // A hold by hand, from a number of days from today on; of one that begins before today, the last day is over.
    private async Task HoldAsync(int days, params string[] accounts)
    {
        var from = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(days);
        var holds = accounts.Select(a => new OverrideRecord($"hold-{a}", a, OverrideEffect.Hold, "dana@example.com", "Cheque came back.", from) { ExpiresOn = days < 0 ? from : null });
        await Stores.Snapshots.ApplyAsync(OwnConnection.Page([.. holds.Select(h => SourceChange<OverrideRecord>.Upsert(h))], _clock.GetUtcNow()), None);
    }

    // A cycle, and what follows from it.
    private async Task<long> RoundAsync()
    {
        var evaluated = (await CycleAsync(Policy)).Evaluation.Evaluated;
        var watch = new WatchPass(Stores.Watch, Stores.Reader, Stores.Engine, new WatchRules());
        var run = new AlertRun(watch, Stores.Alerts, Stores.Engine, [_listener], new AlertRules { Kinds = [AlertKind.HoldSet] }, _clock);
        return (await run.RunAsync(Policy, AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc), evaluated, [], None)).Raised;
    }

    private Task<AlertDispatchReport> TellAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        return new AlertDispatch(Stores.Alerts, [_listener], new AlertRules(), new RunSettings("node"), _clock, () => 0.5).RunAsync(null, None);
    }

    private sealed class Listener : IAlertChannel
    {
        public List<string> Heard { get; } = [];

        public bool IsAway { get; set; }

        public string Name => "webhook/listener";

        public int MostAtOnce => 100;

        public TimeSpan Collects => TimeSpan.Zero;

        public bool KeepsQuiet => true;

        public bool Tells(Alert alert) => true;

        public Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            if (IsAway)
                return Task.FromResult<Failure?>(new Failure(FailureKind.Transient, "away", "wait"));
            Heard.AddRange(message.Alerts.Select(a => $"{a.Alert.Key} {a.Alert.Kind}"));
            return Task.FromResult<Failure?>(null);
        }
    }
}
