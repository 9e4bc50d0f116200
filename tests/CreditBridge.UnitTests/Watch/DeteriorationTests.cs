using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Watch;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Watch.Watching;

namespace CreditBridge.UnitTests.Watch;

public sealed class DeteriorationTests
{
    private static readonly DateOnly Before = Today.AddDays(-90);

    public static TheoryData<string, Func<CreditDecision, CreditDecision>, bool> Changes => new()
    {
        { "", d => d, false },
        { "", d => d.Scoring(81m, "Low"), false },
        { "score", d => d.Scoring(80m, "Low"), true },
        { "band", d => d.Scoring(79m, "Moderate") with { Score = new ScoreResult(85m, []) }, true },
        { "hold", d => d.Held(), true },
        { "trend", d => d with { Trend = PaymentTrend.Deteriorating }, true },
        { "past_due", d => d.PastDue(150m), true },
        { "", d => d.PastDue(149m), false },
        { "", d => d.PastDue(100m, 0m), false },
        { "", d => d.Scoring(95m, "Low") with { Trend = PaymentTrend.Improving }, false },
        { "", d => d with { Score = null, Band = null }, false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void WhatHasBecomeWorse_IsNamed(string code, Func<CreditDecision, CreditDecision> change, bool isOn)
    {
        var entry = Deterioration.Next(null, Case(change(Good(Today)), Good(Before), Today, Deal("1", 5_000m)), Rules);
        (entry is not null).ShouldBe(isOn);
        if (isOn)
            entry.ShouldNotBeNull().Causes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Code.ShouldBe(code), c => c.Since.ShouldBe(Today));
    }

    [Fact]
    public void AHoldOrBandOfLong_IsNoNews()
    {
        Deterioration.Next(null, Case(Good(Today).Held().Scoring(30m, "High"), Good(Before).Held().Scoring(30m, "High")), Rules).ShouldBeNull();
        Deterioration.Next(null, Case(Good(Today).Held().Scoring(30m, "High")), Rules).ShouldBeNull("nothing earlier is known");
    }

    [Fact]
    public void UnderAnotherPolicy_BandsAndScoresAreNotCompared_ButHoldsAre()
    {
        var other = Good(Before) with { PolicyVersion = "older@1:00000000" };
        Deterioration.Next(null, Case(Good(Today).Scoring(10m, "High"), other), Rules).ShouldBeNull();
        Deterioration.Next(null, Case(Good(Today).Scoring(10m, "High").Held(), other), Rules).ShouldNotBeNull().Causes.Select(c => c.Code).ShouldBe(["hold"]);
    }

    [Fact]
    public void SeriousNews_Count_UntilTheyExpire()
    {
        var signal = new SignalRecord("s1", CreditParty.Account("001"), "insolvency", Today.AddDays(-1)) { Severity = SignalSeverity.Critical, ExpiresOn = Today };
        Find(signal).ShouldNotBeNull().Causes.ShouldHaveSingleItem().Code.ShouldBe("signal");
        Find(signal with { ExpiresOn = Today.AddDays(-1) }).ShouldBeNull();
        Find(signal with { ObservedOn = Today.AddDays(1) }).ShouldBeNull("it has not happened yet");
        Find(signal with { Severity = SignalSeverity.Warning }).ShouldBeNull();
        Find(signal with { ExpiresOn = null, ObservedOn = Today.AddDays(-91) }).ShouldBeNull();

        static WatchEntry? Find(SignalRecord signal) => Deterioration.Next(null, Case(Good(Today), Good(Before)) with { Signals = [signal] }, Rules);
    }

    [Fact]
    public void ItTakesMoreToComeThanToStay_AndCalmDaysToLeave()
    {
        var entry = On(null, 80m, 0).ShouldNotBeNull();
        entry = On(entry, 84m, 1).ShouldNotBeNull();
        (entry.CalmSince, entry.Causes.Single().Since, entry.LeftOn).ShouldBe((null, Today, null));

        entry = On(entry, 86m, 2).ShouldNotBeNull();
        (entry.CalmSince, entry.LeftOn, entry.Causes.Count).ShouldBe((Today.AddDays(2), null, 1));
        entry.ForCredit.ShouldStartWith("Better since 2026-11-25");
        // A bad day in between, and the calm begins anew.
        entry = On(entry, 80m, 5).ShouldNotBeNull();
        entry.CalmSince.ShouldBeNull();
        entry = On(entry, 90m, 6).ShouldNotBeNull();
        On(entry, 90m, 12).ShouldNotBeNull().LeftOn.ShouldBeNull();
        var left = On(entry, 90m, 13).ShouldNotBeNull();
        (left.LeftOn, left.IsListed, left.Since).ShouldBe((Today.AddDays(13), false, Today));
        On(left, 84m, 14).ShouldBe(left, "half the measure keeps it on the list, and does not bring it back");
        On(left, 80m, 14).ShouldNotBeNull().Since.ShouldBe(Today.AddDays(14));

        // The earlier standing does not slide: what the list compares with stays what it was.
        WatchEntry? On(WatchEntry? previous, decimal score, int day) =>
            Deterioration.Next(previous, Case(Good(Today.AddDays(day)).Scoring(score, "Low"), Good(Before.AddDays(day)).Scoring(previous is { LeftOn: null } ? score : 90m, "Low"), Today.AddDays(day), Deal("1", 5m)), Rules);
    }

    [Fact]
    public void WhatHasLastedLong_IsForgotten()
    {
        var entry = Deterioration.Next(null, Case(Good(Today).Scoring(30m, "High"), Good(Before)), Rules);
        var later = Today.AddDays(Rules.ForgetDays + 1);
        Deterioration.Next(entry, Case(Good(later).Scoring(30m, "High"), Good(later.AddDays(-90)).Scoring(30m, "High"), later), Rules).ShouldNotBeNull().CalmSince.ShouldBe(later);
    }

    [Fact]
    public void WithoutOpenDeals_ItIsWatchedAndNotListed_AndClosedDealsDoNotCount()
    {
        var worse = Good(Today).Held();
        Deterioration.Next(null, Case(worse, Good(Before), Today, Deal("1", 5m, closed: true)), Rules).ShouldNotBeNull().IsListed.ShouldBeFalse();
        var listed = Deterioration.Next(null, Case(worse, Good(Before), Today, Deal("1", 5m, Today.AddDays(-3)), Deal("2", 7m, Today.AddDays(9)), Deal("3", null, Today.AddDays(30))), Rules).ShouldNotBeNull();
        listed.IsListed.ShouldBeTrue();
        PipelineWords.Of(listed.Pipeline).ShouldBe("3 open deals, EUR 12 (1 without an amount), the next closes 2026-12-02 (Line 2).");
        listed.ForSales.ShouldBe("On credit hold: 60 days past due. Clear the hold with credit before you promise anything.");
    }

    [Fact]
    public void Words_ForSales_HoldNoScoreAndNoRatio()
    {
        var entry = Deterioration.Next(null, Case(Good(Today).Scoring(33m, "High").PastDue(444m) with { Trend = PaymentTrend.Deteriorating, AverageDaysBeyondTerms = 17m }, Good(Before)), Rules).ShouldNotBeNull();
        entry.Causes.Select(c => c.Code).ShouldBe(["band", "score", "past_due", "trend"]);
        entry.ForCredit.ShouldContain("Score 33, was 90");
        foreach (var figure in new[] { "33", "90 ", "444", "44.4", "17", "High" })
            entry.ForSales.ShouldNotContain(figure);
    }

    [Fact]
    public void Scores_AtAnEdge_DoNotMakeAnAccountComeAndGo() => Check.One(Cases.Of(200), Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(76, 84), 40).ToArbitrary(),
        scores =>
        {
            WatchEntry? entry = null;
            var changes = 0;
            for (var day = 0; day < scores.Length; day++)
            {
                var was = entry is { LeftOn: null };
                entry = Deterioration.Next(entry, Case(Good(Today.AddDays(day)).Scoring(scores[day], "Low"), Good(Before), Today.AddDays(day), Deal("1", 5m)), Rules);
                if (entry is { LeftOn: null } != was)
                    changes++;
            }

            return changes <= 1;
        }));
}
