using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Watch;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Watch.Watching;

namespace CreditBridge.UnitTests.Watch;

public sealed class RoomToSellTests
{
    [Fact]
    public void Room_IsToldInTheWordsOfARep()
    {
        var entry = RoomToSell.Next(null, Case(Good(Today), null, Today, Deal("1", 18_500m)), null, Rules).ShouldNotBeNull();
        entry.Room.ShouldBe(Euros(81_500m));
        entry.ForSales.ShouldBe("Room for EUR 81,000 more on Net 30; pays 2 days early; no review needed.");
        entry.ForSales.ShouldNotContain("90");
    }

    public static TheoryData<string, Func<CreditDecision, CreditDecision>> Obstacles => new()
    {
        { "not prequalified", d => d with { Prequalification = new Prequalification(false, ["x"]) } },
        { "hold", d => d.Held() },
        { "a hold to come", d => d with { PendingHolds = [new PendingHold("r", Today, Today.AddDays(3), "x")] } },
        { "risk", d => d.Scoring(50m, "Elevated") },
        { "a band that is not certain", d => d with { PossibleBands = new BandRange("High", "Low") } },
        { "an unknown band", d => d with { Band = null, Score = null } },
        { "pays late", d => d with { AverageDaysBeyondTerms = 5.1m } },
        { "no history", d => d with { AverageDaysBeyondTerms = null } },
        { "late now", d => d with { OldestPastDueDays = 6 } },
        { "later and later", d => d with { Trend = PaymentTrend.Deteriorating } },
        { "no limit set", d => d with { Limit = CreditLimit.NotSet, Headroom = null } },
        { "no credit", d => d with { Limit = CreditLimit.None, Headroom = Euros(0m) } },
        { "unknown headroom", d => d with { Headroom = null } },
        { "little headroom", d => d with { Headroom = Euros(24_999m) } },
        { "the group's headroom", d => d with { Group = new GroupCredit("g", "G", CreditLimit.Of(Euros(900_000m)), Euros(880_000m), Euros(20_000m)) } },
        { "missing rates", d => d with { MissingRates = [new MissingRate(Eur, CurrencyCode.Parse("USD"))] } },
        { "cash only", d => d with { RecommendedTerms = PaymentTerms.Prepaid } },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void WhoIsNoGoodRiskWithRoom_IsNotListed_AndLeavesAtOnceWhenItIsGrave(string what, Func<CreditDecision, CreditDecision> change)
    {
        RoomToSell.Next(null, Case(change(Good(Today))), null, Rules).ShouldBeNull(what);
        RoomToSell.Next(null, Case(Good(Today)), null, Rules).ShouldNotBeNull();
    }

    // The list was empty and did not say why, though a hundred accounts were prequalified.
    [Theory]
    [MemberData(nameof(Obstacles))]
    public void WhoIsPrequalifiedAndLeftOut_IsCountedWithWhatIsInTheWay(string what, Func<CreditDecision, CreditDecision> change)
    {
        var left = RoomToSell.LeftOut(null, Case(change(Good(Today))), null, null, Rules);
        (left?.LeftOut).ShouldBe(what switch
        {
            "not prequalified" => null,
            "hold" or "a hold to come" => "hold",
            "risk" or "an unknown band" => "band",
            "a band that is not certain" => "uncertain_band",
            "pays late" or "no history" or "late now" or "later and later" => "payments",
            "no limit set" or "unknown headroom" => "limit",
            "no credit" => "limit",
            "little headroom" or "the group's headroom" => "room",
            "missing rates" => "unknown",
            "cash only" => "terms",
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });
        if (left is null)
            return;
        (left.Side, left.IsListed, left.AccountName).ShouldBe((WatchSide.LeftOut, true, "Halden"));
        RoomObstacles.Words(left.LeftOut!).ShouldNotBe(left.LeftOut, "it is said in words");
        RoomToSell.LeftOut(left, Case(change(Good(Today)), null, Today.AddDays(3)), null, null, Rules).ShouldNotBeNull().Since.ShouldBe(Today, "no change, no write");
    }

    [Fact]
    public void WhoIsOnTheList_IsNotLeftOut_AndWhoLeftItOrGetsWorse_SaysSo()
    {
        var room = RoomToSell.Next(null, Case(Good(Today)), null, Rules).ShouldNotBeNull();
        RoomToSell.LeftOut(null, Case(Good(Today)), null, room, Rules).ShouldBeNull();
        RoomToSell.LeftOut(null, Case(Good(Today)), null, room with { LeftOn = Today }, Rules).ShouldNotBeNull().LeftOut.ShouldBe("calm");
        RoomToSell.LeftOut(null, Case(Good(Today)), new WatchEntry("001", WatchSide.Deteriorating, Today), null, Rules).ShouldNotBeNull().LeftOut.ShouldBe("worse");
        WatchEntry Left(string key, string why) => new(key, WatchSide.LeftOut, Today) { LeftOut = why };
        RoomObstacles.Count([Left("1", "room"), Left("2", "uncertain_band"), Left("3", "uncertain_band")]).ShouldBe([("uncertain_band", 2), ("room", 1)]);
    }

    [Fact]
    public void OpenDeals_TakeUpRoom_OnceOnly()
    {
        RoomToSell.Next(null, Case(Good(Today), null, Today, Deal("1", 51_000m)), null, Rules).ShouldBeNull("what is left is less than what is open");
        RoomToSell.Next(null, Case(Good(Today), null, Today, Deal("1", 50_000m)), null, Rules).ShouldNotBeNull().Room.ShouldBe(Euros(50_000m));
        var counted = Good(Today) with { Headroom = Euros(60_000m), Exposure = Good(Today).Exposure with { Buckets = [new ExposureBucket("pipeline", Euros(40_000m), true, null)] } };
        RoomToSell.Next(null, Case(counted, null, Today, Deal("1", 40_000m)), null, Rules).ShouldNotBeNull().Room.ShouldBe(Euros(60_000m));
        var dollars = Deal("1", 1m) with { Amount = new Money(1m, CurrencyCode.Parse("USD")) };
        RoomToSell.Next(null, Case(Good(Today), null, Today, dollars), null, Rules).ShouldBeNull("nobody knows what the deal takes");
    }

    // Sales took the amount off a deal, and a rep was mailed more room than before.
    [Theory]
    [InlineData(null)]
    [InlineData(-400_000)]
    [InlineData(0)]
    public void OpenDealWithoutAnAmount_MadeRoom_AndLeavesTheAccountOut(int? amount)
    {
        var @case = Case(Good(Today), null, Today, Deal("1", amount), Deal("2", 20_000m));
        (@case.Pipeline.Amount, @case.Pipeline.WithoutAmount).ShouldBe((Euros(20_000m), 1));
        RoomToSell.Next(null, @case, null, Rules).ShouldBeNull();
        RoomToSell.LeftOut(null, @case, null, null, Rules).ShouldNotBeNull().LeftOut.ShouldBe("amounts");
        var listed = RoomToSell.Next(null, Case(Good(Today), null, Today, Deal("2", 20_000m)), null, Rules);
        RoomToSell.Next(listed, @case, null, Rules).ShouldNotBeNull().LeftOn.ShouldBe(Today, "what was promised may be gone");
    }

    [Fact]
    public void ItLeavesAtOnce_AndComesBackAfterCalmDays()
    {
        var entry = RoomToSell.Next(null, Case(Good(Today)), null, Rules);
        entry = RoomToSell.Next(entry, Case(Good(Today) with { AverageDaysBeyondTerms = 11m, Headroom = Euros(13_000m) }, null, Today.AddDays(1)), null, Rules).ShouldNotBeNull();
        (entry.IsListed, entry.Since).ShouldBe((true, Today), "it takes more to come than to stay");
        entry = RoomToSell.Next(entry, Case(Good(Today).Held(), null, Today.AddDays(2)), null, Rules).ShouldNotBeNull();
        entry.IsListed.ShouldBeFalse();
        RoomToSell.Next(entry, Case(Good(Today), null, Today.AddDays(8)), null, Rules).ShouldNotBeNull().IsListed.ShouldBeFalse();
        RoomToSell.Next(entry, Case(Good(Today), null, Today.AddDays(9)), null, Rules).ShouldNotBeNull().Since.ShouldBe(Today.AddDays(9));
    }

    [Fact]
    public void WhoGetsWorse_HasNoRoom()
    {
        var worse = new WatchEntry("001", WatchSide.Deteriorating, Today);
        RoomToSell.Next(null, Case(Good(Today)), worse, Rules).ShouldBeNull();
        RoomToSell.Next(null, Case(Good(Today)), worse with { LeftOn = Today }, Rules).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(81_999.99, 81_000)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(1_999_999, 1_900_000)]
    [InlineData(0.4, 0)]
    public void Room_IsRoundedDown(double amount, double shown) => RoomToSell.RoundDown(Euros((decimal)amount)).ShouldBe(Euros((decimal)shown));

    [Fact]
    public void WithoutALimit_NothingIsInTheWay()
    {
        var entry = RoomToSell.Next(null, Case(Good(Today) with { Limit = CreditLimit.Unlimited, Headroom = null, AverageDaysBeyondTerms = 0.2m }), null, Rules).ShouldNotBeNull();
        (entry.Room, entry.ForSales).ShouldBe((null, "No limit in the way on Net 30; pays on time; no review needed."));
    }

    [Fact]
    public void TheList_IsRankedByWhatMatters()
    {
        WatchEntry Worse(string key, string code, int weight, decimal? open, DateOnly? calm = null) => new(key, WatchSide.Deteriorating, Today)
        {
            Causes = [new WatchCause(code, Today, "", "", weight)], Pipeline = new OpenPipeline(1, open is { } o ? Euros(o) : null), CalmSince = calm,
        };
        WatchList.Ranked([Worse("a", "trend", 1, 900m), Worse("b", "hold", 3, 10m), Worse("c", "hold", 3, 20m), Worse("d", "hold", 3, null), Worse("e", "hold", 3, 99m, Today)], m => m.Amount)
            .Select(e => e.AccountKey).ShouldBe(["c", "b", "d", "a", "e"]);
    }
}
