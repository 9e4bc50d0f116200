using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Alerts;

public sealed class AlertDispatchTests
{
    // An afternoon in Berlin, where it is quiet from 20:00 to 07:00.
    private static readonly DateTimeOffset Afternoon = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly ManualClock _clock = new(Afternoon);
    private readonly MemoryAlerts _store = new();
    private readonly NotedChannel _mail = new("mail/credit@example.com") { Collects = TimeSpan.FromHours(1) };
    private readonly NotedChannel _hook = new("webhook/desk");
    private readonly NotedChannel _crm = new("crm") { KeepsQuiet = false };
    private readonly Mailboxes _people = new();

    [Fact]
    public async Task InQuietHours_AlertsAreHeldBack_AndComeAsOneMessageWhenTheyEnd()
    {
        _clock.Advance(TimeSpan.FromHours(4));
        Raise("a");
        await DispatchAsync();
        _clock.Advance(TimeSpan.FromHours(5));
        Raise("b", AlertSeverity.Critical);
        await DispatchAsync();
        (_hook.Messages.Count, _crm.Messages.Count).ShouldBe((0, 2), "programs that listen need no quiet hours");

        _clock.Advance(TimeSpan.FromHours(5));
        await DispatchAsync();
        _hook.Messages.ShouldHaveSingleItem().Alerts.Select(a => a.Alert.Key).ShouldBe(["a", "b"]);
        _mail.Messages.ShouldHaveSingleItem();
        await DispatchAsync();
        _hook.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task CriticalAlerts_BreakQuietHours_WhenThatIsWanted()
    {
        _clock.Advance(TimeSpan.FromHours(4));
        Raise("a");
        Raise("b", AlertSeverity.Critical);
        await DispatchAsync(breaks: true);
        _hook.Messages.ShouldHaveSingleItem().Alerts.ShouldHaveSingleItem().Alert.Key.ShouldBe("b");
    }

    [Fact]
    public async Task Mail_IsCollected_AndACriticalAlertTakesItAlong()
    {
        Raise("a");
        await DispatchAsync();
        _mail.Messages.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(10));
        Raise("b", AlertSeverity.Critical);
        await DispatchAsync();
        _mail.Messages.ShouldHaveSingleItem().Alerts.Count.ShouldBe(2);
        Raise("c");
        _clock.Advance(TimeSpan.FromMinutes(59));
        await DispatchAsync();
        _mail.Messages.Count.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DispatchAsync();
        _mail.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task OneChannelThatFails_HoldsUpNoOther_AndIsTriedAgainWithPauses()
    {
        _hook.Failure = new Failure(FailureKind.Transient, "away", "");
        Raise("a");
        (await DispatchAsync()).Failures.ShouldHaveSingleItem().Channel.ShouldBe("webhook/desk");
        _crm.Messages.Count.ShouldBe(1);
        var attempts = 1;
        for (var minute = 0; minute < 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            attempts += (await DispatchAsync()).Failures.Count;
        }

        attempts.ShouldBeInRange(5, 9);
        _hook.Ids.Distinct().ShouldHaveSingleItem();
        _crm.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhatIsRefusedForGood_OrFailsForDays_IsGivenUp()
    {
        _hook.Failure = new Failure(FailureKind.RecordRejected, "no such mailbox", "");
        _crm.Failure = new Failure(FailureKind.Configuration, "no such event", "");
        Raise("a");
        await DispatchAsync();
        _store.StateOf("a", "webhook/desk").ShouldBe(DeliveryState.GivenUp);
        _store.StateOf("a", "crm").ShouldBe(DeliveryState.Waiting);
        _clock.Advance(TimeSpan.FromDays(3));
        await DispatchAsync();
        _store.StateOf("a", "crm").ShouldBe(DeliveryState.GivenUp);
        _crm.Ids.Count.ShouldBe(2);
    }

    // Mail was switched off for six weeks; when it was on again, everything of six weeks came as news.
    [Fact]
    public async Task WhatWaitedForAChannelThatWasOff_IsGivenUpByItsAge_AndNotToldLater()
    {
        Raise("old");
        _clock.Advance(TimeSpan.FromDays(42));
        Raise("new", AlertSeverity.Critical);
        (await DispatchAsync()).GivenUp.ShouldBe(3, "of each of three channels");
        _store.StateOf("old", _mail.Name).ShouldBe(DeliveryState.GivenUp);
        _mail.Messages.ShouldHaveSingleItem().Alerts.ShouldHaveSingleItem().Alert.Key.ShouldBe("new");
    }

    [Fact]
    public async Task WhatWaitsForAChannelThatNobodyHasAnyMore_IsGivenUpWhenItsTimeIsOver_AndWasWaitingForEver()
    {
        var gone = new NotedChannel("webhook/gone");
        var alert = new RaisedAlert(AlertBook.IdOf("a", _clock.GetUtcNow()), new Alert("a", AlertKind.Deteriorating, AlertSeverity.Warning, "a", "a") { AccountKey = "001" }, _clock.GetUtcNow());
        _store.Add(alert, AlertRun.DeliveriesOf(alert, [gone], null));
        var withoutPeople = new AlertDispatch(_store, [_crm], new AlertRules(), new RunSettings("test"), _clock, () => 0.5);
        (await withoutPeople.RunAsync(null, CancellationToken.None)).GivenUp.ShouldBe(0);
        _store.StateOf("a", gone.Name).ShouldBe(DeliveryState.Waiting, "somebody may put it back");
        _clock.Advance(new AlertRules().GiveUpAfter + TimeSpan.FromMinutes(1));
        (await withoutPeople.RunAsync(null, CancellationToken.None)).GivenUp.ShouldBe(1);
        _store.StateOf("a", gone.Name).ShouldBe(DeliveryState.GivenUp);
    }

    [Fact]
    public async Task WhatCouldNotBeToldInQuietHours_HasItsTimeAfterThem()
    {
        _clock.Advance(TimeSpan.FromHours(4));
        Raise("a");
        _clock.Advance(TimeSpan.FromHours(11));
        var hasty = new AlertRules { Quiet = new QuietHours(new TimeOnly(20, 0), new TimeOnly(7, 0), new HashSet<DayOfWeek>(), Berlin), GiveUpAfter = TimeSpan.FromHours(2) };
        (await new AlertDispatch(_store, [_hook], hasty, new RunSettings("test"), _clock, () => 0.5).RunAsync(null, CancellationToken.None)).Told.ShouldBe(1);
    }

    [Fact]
    public async Task PeopleForWhomSomethingWaits_AreToldInTheirOwnMail_AndAreLeftInPeaceAtNight()
    {
        _clock.Advance(TimeSpan.FromHours(4));
        Raise("late", AlertSeverity.Critical, new AlertPerson("Boss", "boss@example.com"), new AlertPerson("Credit", "CREDIT@example.com"), new AlertPerson("Chief", null));
        await DispatchAsync();
        _people.Made.ShouldAllBe(m => m.Messages.Count == 0);
        await DispatchAsync(breaks: true);
        _people.Made.Where(m => m.Messages.Count > 0).Select(m => m.Name).ShouldBe(["mail/boss@example.com"]);
        _mail.Messages.ShouldHaveSingleItem("who hears of every alert hears of it once");
        await DispatchAsync(breaks: true);
        _people.Made.Sum(m => m.Messages.Count).ShouldBe(1);
    }

    [Fact]
    public async Task ADefectOfAChannel_IsAFailureLikeAnother()
    {
        _hook.Defect = true;
        Raise("a");
        (await DispatchAsync()).Failures.ShouldHaveSingleItem().Failure.Kind.ShouldBe(FailureKind.Fatal);
        _crm.Messages.Count.ShouldBe(1);
    }

    private void Raise(string key, AlertSeverity severity = AlertSeverity.Warning, params AlertPerson[] people)
    {
        var alert = new RaisedAlert(AlertBook.IdOf(key, _clock.GetUtcNow()), new Alert(key, AlertKind.Deteriorating, severity, key, key) { AccountKey = "001", People = people }, _clock.GetUtcNow());
        _store.Add(alert, AlertRun.DeliveriesOf(alert, [_crm, _hook, _mail], _people));
    }

    private Task<AlertDispatchReport> DispatchAsync(bool breaks = false) =>
        new AlertDispatch(_store, [_crm, _hook, _mail], new AlertRules
        {
            Quiet = new QuietHours(new TimeOnly(20, 0), new TimeOnly(7, 0), new HashSet<DayOfWeek>(), Berlin), CriticalBreaksQuiet = breaks,
        }, new RunSettings("test"), _clock, () => 0.5, _people).RunAsync(null, CancellationToken.None);

    private sealed class Mailboxes : IPersonalChannels
    {
        public List<NotedChannel> Made { get; } = [];

        public IAlertChannel? To(string address) => Named("mail/" + address);

        public IAlertChannel? Named(string name)
        {
            Made.Add(new NotedChannel(name));
            return Made[^1];
        }
    }

    private sealed class NotedChannel(string name) : IAlertChannel
    {
        public List<AlertMessage> Messages { get; } = [];

        public List<string> Ids { get; } = [];

        public Failure? Failure { get; set; }

        public bool Defect { get; set; }

        public string Name => name;

        public int MostAtOnce => 100;

        public TimeSpan Collects { get; init; }

        public bool KeepsQuiet { get; init; } = true;

        public bool Tells(Alert alert) => true;

        public Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            Ids.Add(message.Id);
            if (Defect)
                throw new InvalidOperationException("defect");
            if (Failure is null)
                Messages.Add(message);
            return Task.FromResult(Failure);
        }
    }
}
