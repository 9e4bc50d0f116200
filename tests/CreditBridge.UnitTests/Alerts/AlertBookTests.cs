using CreditBridge.Core.Alerts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using Alert = CreditBridge.Core.Alerts.Alert;

namespace CreditBridge.UnitTests.Alerts;

public sealed class AlertBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void ACondition_IsToldOfOnce_UntilItEndedAndCameAgainAfterAWhile()
    {
        var book = new Book();
        book.At(0, Worse()).ShouldBe(["Deteriorating"]);
        book.At(1, Worse()).ShouldBeEmpty();
        book.At(2).ShouldBeEmpty();
        book.At(8, Worse()).ShouldBeEmpty("it came again within the week");
        book.At(9).ShouldBeEmpty();
        book.At(16, Worse()).ShouldBe(["Deteriorating"]);
        book.Alerts.Count.ShouldBe(2);
        book.Alerts.Select(a => a.Id).ShouldBeUnique();
    }

    [Fact]
    public void Holds_AreToldSetAndReleased_HoweverSoon()
    {
        var book = new Book();
        book.At(0, Hold()).ShouldBe(["HoldSet"]);
        book.At(1).ShouldBe(["HoldReleased"]);
        book.At(2).ShouldBeEmpty();
        book.At(3, Hold()).ShouldBe(["HoldSet"]);
        book.At(4, Hold()).ShouldBeEmpty();
    }

    // The alert went on showing the room of the first day.
    [Fact]
    public void RoomThatShrinks_IsShownAsItIs_AndToldOnce()
    {
        var book = new Book();
        book.At(0, Room("Room for EUR 200,000 more")).ShouldBe(["RoomToSell"]);
        book.At(1, Room("Room for EUR 90,000 more")).ShouldBeEmpty();
        book.Alerts.ShouldHaveSingleItem().Alert.Words.ShouldBe("Room for EUR 90,000 more");
        book.At(2).ShouldBe(["RoomGone"], "whoever was told must not promise what is gone");
        book.At(3).ShouldBeEmpty();
        book.At(4, Room("Room for EUR 70,000 more")).ShouldBe(["RoomToSell"]);
        book.Alerts.Single(a => !a.IsOver).Alert.Words.ShouldBe("Room for EUR 70,000 more");
        AlertBook.Settle([.. book.Alerts], [Room("Room for EUR 70,000 more")], Start.AddDays(5), Week, false).IsEmpty.ShouldBeTrue("no change, no write");
    }

    [Fact]
    public void WhatBecomesMoreUrgent_IsToldAgain_AndWhatBecomesLessIsNot()
    {
        var book = new Book();
        book.At(0, Worse()).ShouldHaveSingleItem();
        book.At(1, Worse() with { Severity = AlertSeverity.Critical }).ShouldHaveSingleItem();
        book.At(2, Worse()).ShouldBeEmpty();
        book.Alerts.Count(a => !a.IsOver).ShouldBe(1);
    }

    [Fact]
    public void TheFirstLook_TellsNobody_ButEndsAreToldOf()
    {
        var book = new Book();
        book.At(0, silent: true, Worse(), Hold()).ShouldBeEmpty();
        book.At(1, Worse(), Hold()).ShouldBeEmpty();
        book.At(2, Worse()).ShouldBe(["HoldReleased"]);
    }

    [Fact]
    public void AHoldThatIsAlsoAReasonToWorry_IsOneAlertThatSaysBoth_AndNotTwo()
    {
        var both = Worse() with { Severity = AlertSeverity.Critical, With = new ToldTogether(Hold().Key, "Halden: both", "60 days past due. Pays later.") };
        var changes = AlertBook.Settle([], [Hold(), both], Start, Week, false);
        var hold = changes.Raised.Single(a => a.Alert.Kind == AlertKind.HoldSet);
        (hold.Alert.Title, hold.Alert.Words, hold.Alert.Severity, hold.ToldIn).ShouldBe(("Halden: both", "60 days past due. Pays later.", AlertSeverity.Critical, null));
        changes.Raised.Single(a => a.Alert.Kind == AlertKind.Deteriorating).ToldIn.ShouldBe(hold.Id);

        // Each comes and goes by itself all the same: neither is told of again while it lasts, and the hold's end is told.
        AlertBook.Settle(changes.Raised, [Hold(), both], Start.AddDays(1), Week, false).IsEmpty.ShouldBeTrue();
        AlertBook.Settle(changes.Raised, [Worse() with { Severity = AlertSeverity.Critical }], Start.AddDays(1), Week, false).Raised.ShouldHaveSingleItem().Alert.Kind.ShouldBe(AlertKind.HoldReleased);

        // One that comes later is another event, and told.
        var later = AlertBook.Settle(AlertBook.Settle([], [Hold()], Start, Week, false).Raised, [Hold(), both], Start.AddDays(1), Week, false).Raised.ShouldHaveSingleItem();
        (later.Alert.Words, later.ToldIn).ShouldBe(("Pays later.", null));
        AlertBook.Settle([], [both], Start, Week, false).Raised.ShouldHaveSingleItem().ToldIn.ShouldBeNull("holds are not wanted: it is told by itself");
    }

    [Fact]
    public void OfTwoWithOneKey_TheMoreUrgentCounts() =>
        AlertBook.Settle([], [Worse(), Worse() with { Severity = AlertSeverity.Critical }], Start, Week, false).Raised.ShouldHaveSingleItem().Alert.Severity.ShouldBe(AlertSeverity.Critical);

    [Fact]
    public void AnyHistory_RaisesNothingTwiceWithinTheCoolDown() => Check.One(Cases.Of(300), Prop.ForAll(
        Gen.ArrayOf(Gen.Elements(true, false), 60).ToArbitrary(),
        holds =>
        {
            var book = new Book();
            DateTimeOffset? lastEnd = null;
            for (var day = 0; day < holds.Length; day++)
            {
                var was = book.Alerts.Any(a => !a.IsOver);
                var told = holds[day] ? book.At(day, Worse()) : book.At(day);
                if (told.Count > 0 && (was || (lastEnd is { } end && Start.AddDays(day) - end < Week)))
                    return false;
                if (!holds[day] && was)
                    lastEnd = Start.AddDays(day);
                if (book.Alerts.Count(a => !a.IsOver) != (holds[day] ? 1 : 0))
                    return false;
            }

            return true;
        }));

    private static Alert Worse() => new("deteriorating/001", AlertKind.Deteriorating, AlertSeverity.Warning, "Halden: getting worse", "Pays later.") { AccountKey = "001", AccountName = "Halden" };

    [Fact]
    public void RoomThatIsGone_BecauseOfWhatIsToldAnyway_OrWasNeverTold_IsNotToldOfOnceMore()
    {
        var book = new Book();
        book.At(0, Room("Room")).ShouldBe(["RoomToSell"]);
        book.At(1, Hold()).ShouldBe(["HoldSet"]);
        var silent = new Book();
        silent.At(0, silent: true, Room("Room")).ShouldBeEmpty();
        silent.At(1).ShouldBeEmpty();
    }

    private static Alert Room(string words) => new("room/001", AlertKind.RoomToSell, AlertSeverity.Information, "Halden: room to sell into", words) { AccountKey = "001", AccountName = "Halden" };

    private static Alert Hold() => new("hold/001", AlertKind.HoldSet, AlertSeverity.Warning, "Halden: on credit hold", "60 days past due") { AccountKey = "001", AccountName = "Halden" };

    private sealed class Book
    {
        private readonly Dictionary<string, RaisedAlert> _alerts = [];

        public Dictionary<string, RaisedAlert>.ValueCollection Alerts => _alerts.Values;

        public IReadOnlyList<string> At(int day, params Alert[] conditions) => At(day, false, conditions);

        public IReadOnlyList<string> At(int day, bool silent, params Alert[] conditions)
        {
            var changes = AlertBook.Settle([.. _alerts.Values], conditions, Start.AddDays(day), Week, silent);
            foreach (var alert in changes.Changed.Concat(changes.Raised))
                _alerts[alert.Id] = alert;
            return [.. changes.Raised.Where(a => !a.IsSilent).Select(a => $"{a.Alert.Kind}")];
        }
    }
}
