using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Time;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Alerts;

/// <summary>After an outage an older alert, waiting for its retry, came after a newer one about the same account: "on hold" after "hold released".</summary>
public sealed class AlertOrderTests
{
    private static readonly Failure Away = new(FailureKind.Transient, "away", "");
    private static readonly Failure Defective = new(FailureKind.Fatal, "this one cannot be sent", "");

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly MemoryAlerts _store = new();
    private readonly Hook _hook = new();

    [Fact]
    public async Task AfterAnOutage_TheOlderAlertAboutAnAccount_ComesBeforeTheNewer_AndWithIt()
    {
        _hook.Fails = _ => Away;
        Raise("hold", "A");
        await ForAsync(minutes: 60);
        _hook.Fails = _ => null;
        Raise("released", "A");
        await DispatchAsync();
        _hook.Told.ShouldBe(["hold", "released"], "the older one is not waited for, it is tried at once");
    }

    [Fact]
    public async Task TheNewerOfAReview_WaitsForTheOlder_AndOtherSubjectsDoNot()
    {
        _hook.Fails = m => m.Alerts.Any(a => a.Alert.Key == "late") ? Away : null;
        Raise("late", "A", review: "R-1");
        await DispatchAsync();
        Raise("escalated", "A", review: "R-1");
        await DispatchAsync();
        Raise("hold", "A");
        Raise("late too", "A", review: "R-2");
        await DispatchAsync();
        _hook.Tried.ShouldNotContain("escalated");
        _hook.Told.ShouldBe(["hold", "late too"], ignoreOrder: true);
        _hook.Fails = _ => null;
        await ForAsync(minutes: 5);
        _hook.Told[2..].ShouldBe(["late", "escalated"]);
    }

    [Fact]
    public async Task WhileItIsAway_NewAlerts_AddNoAttemptsBeyondTheirOwnPauses()
    {
        _hook.Fails = _ => Away;
        Raise("a", "A");
        await ForAsync(minutes: 120);
        var before = _hook.Tried.Count;
        Raise("b", "A");
        await ForAsync(minutes: 60);
        (_hook.Tried.Count - before).ShouldBeInRange(5, 10);
        _hook.Tried.Distinct().ShouldBe(["a"]);
    }

    [Fact]
    public async Task OneThatCanNeverBeSent_HoldsUpWhatComesAfter_NoLongerThanItIsTried()
    {
        _hook.Fails = m => m.Alerts.Any(a => a.Alert.Key == "bad") ? Defective : null;
        Raise("bad", "A");
        await ForAsync(minutes: 5);
        Raise("good", "A");
        await ForAsync(minutes: (71 * 60) + 50);
        _hook.Told.ShouldBeEmpty();
        await ForAsync(minutes: 6);
        _store.StateOf("bad", _hook.Name).ShouldBe(DeliveryState.GivenUp);
        _hook.Told.ShouldBe(["good"]);
    }

    [Fact]
    public async Task OneThatIsRefusedForGood_HoldsUpNothing()
    {
        _hook.Fails = m => m.Alerts[0].Alert.Key == "bad" ? new Failure(FailureKind.RecordRejected, "no", "") : Away;
        Raise("bad", "A");
        Raise("good", "B");
        await DispatchAsync();
        _hook.Fails = m => m.Alerts.Any(a => a.Alert.Key == "bad") ? new Failure(FailureKind.RecordRejected, "no", "") : null;
        Raise("next", "A");
        await DispatchAsync();
        await DispatchAsync();
        _hook.Told.ShouldContain("next");
    }

    [Fact]
    public void Property_WhateverFails_EachSubjectIsToldInOrder_AndNothingIsLost() => Check.One(Cases.Of(60), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var test = new AlertOrderTests();
        var raised = new List<(string Account, string Key)>();
        for (var step = 0; step < 60; step++)
        {
            var bad = random.Next(6);
            test._hook.Fails = random.Next(3) switch { 0 => _ => Away, 1 => m => m.Alerts.Any(a => a.Alert.AccountKey == $"{bad}") ? Defective : null, _ => _ => null };
            for (var i = random.Next(3); i > 0; i--)
            {
                raised.Add(($"{random.Next(6)}", $"{raised.Count}"));
                test.Raise(raised[^1].Key, raised[^1].Account);
            }

            test.DispatchAsync().GetAwaiter().GetResult();
            test._clock.Advance(TimeSpan.FromSeconds(random.Next(1, 1_800)));
        }

        test._hook.Fails = _ => null;
        test.ForAsync(minutes: 70).GetAwaiter().GetResult();
        foreach (var account in raised.GroupBy(r => r.Account))
            test._hook.Told.Where(k => account.Any(a => a.Key == k)).ShouldBe(account.Select(a => a.Key), $"seed {seed}");
        return true;
    }));

    private void Raise(string key, string account, string? review = null)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var now = _clock.GetUtcNow();
        var alert = new RaisedAlert(AlertBook.IdOf(key, now), new Alert(key, AlertKind.HoldSet, AlertSeverity.Warning, key, key) { AccountKey = account, ReviewKey = review }, now);
        _store.Add(alert, AlertRun.DeliveriesOf(alert, [_hook], null));
    }

    private async Task ForAsync(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            await DispatchAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        await DispatchAsync();
    }

    private Task<AlertDispatchReport> DispatchAsync() =>
        new AlertDispatch(_store, [_hook], new AlertRules(), new RunSettings("test"), _clock, () => 0.5).RunAsync(null, CancellationToken.None);

    private sealed class Hook : IAlertChannel
    {
        public List<string> Told { get; } = [];

        public List<string> Tried { get; } = [];

        public Func<AlertMessage, Failure?> Fails { get; set; } = _ => null;

        public string Name => "webhook/desk";

        public int MostAtOnce => 2;

        public TimeSpan Collects => TimeSpan.Zero;

        public bool KeepsQuiet => true;

        public bool Tells(Alert alert) => true;

        public Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            Tried.AddRange(message.Alerts.Select(a => a.Alert.Key));
            var failure = Fails(message);
            if (failure is null)
                Told.AddRange(message.Alerts.Select(a => a.Alert.Key));
            return Task.FromResult(failure);
        }
    }
}
