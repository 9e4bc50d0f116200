using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Bureaus;

public sealed class WaterfallTests
{
    private static readonly BureauPolicy Policy = BureauPolicies.Policy().Bureaus!;

    private static WaterfallStep Next(BureauReportRecord[] reports, ReportOrder[] orders, Func<string, string?>? whyNot = null, BureauPolicy? policy = null) =>
        Waterfall.Next(policy ?? Policy, reports, orders, whyNot ?? (_ => null), BureauPolicies.Today);

    private static ReportOrder Order(string provider, DateOnly on, OrderState state) =>
        new(ReportOrder.KeyOf("001", provider, on), "001", "bureau", provider, on, default, new Money(5, BureauPolicies.Eur)) { State = state };

    private static DateOnly Ago(int months, int days = 0) => BureauPolicies.Today.AddMonths(-months).AddDays(-days);

    [Fact]
    public void NothingKnown_TheFirstIsAsked() => Next([], []).Ask.ShouldBe("creditsafe");

    [Fact]
    public void OpinionWithinTheAge_NobodyIsAsked_WhoeverGaveIt()
    {
        Next([BureauPolicies.Report("DNB", Ago(5), 500)], []).IsDone.ShouldBeTrue();
        Next([BureauPolicies.Report("creditsafe", Ago(6).AddDays(1), 50)], []).Ask.ShouldBeNull();
        Next([BureauPolicies.Report("creditsafe", Ago(6), 50)], []).Ask.ShouldBe("creditsafe");
    }

    [Theory]
    [InlineData(OrderState.NoOpinion, "dnb")]
    [InlineData(OrderState.NotFound, "dnb")]
    [InlineData(OrderState.UnderWay, null)]
    [InlineData(OrderState.Answered, null)]
    public void TheNextIsAsked_OnlyWhenTheFirstHasNoOpinion(OrderState state, string? asked) => Next([], [Order("creditsafe", Ago(1), state)]).Ask.ShouldBe(asked);

    [Fact]
    public void ReportWithoutOpinion_IsNotAskedForAgain_WithinTheAge()
    {
        Next([BureauPolicies.Report("creditsafe", Ago(1), null)], []).Ask.ShouldBe("dnb");
        Next([BureauPolicies.Report("creditsafe", Ago(1), null)], [Order("dnb", Ago(5), OrderState.NotFound)]).ShouldSatisfyAllConditions(s => s.Ask.ShouldBeNull(), s => s.IsDone.ShouldBeTrue());
        Next([BureauPolicies.Report("creditsafe", Ago(6), null)], []).Ask.ShouldBe("creditsafe");
    }

    [Fact]
    public void UnknownOutcome_BlocksForEver_AFailureOnlyToday()
    {
        Next([], [Order("creditsafe", Ago(40), OrderState.UnderWay)]).Ask.ShouldBeNull();
        Next([], [Order("creditsafe", Ago(0), OrderState.Failed)]).ShouldSatisfyAllConditions(s => s.Ask.ShouldBeNull(), s => s.IsDone.ShouldBeFalse());
        Next([], [Order("creditsafe", Ago(0, 1), OrderState.Failed)]).Ask.ShouldBe("creditsafe");
        Next([], [Order("creditsafe", Ago(0, 1), OrderState.Cleared)]).Ask.ShouldBe("creditsafe");
    }

    [Fact]
    public void WhoCannotBeAsked_IsPassedOver() => Next([], [], p => p == "creditsafe" ? "the account has no registration_number" : null).ShouldSatisfyAllConditions(
        s => s.Ask.ShouldBe("dnb"), s => s.Why.ShouldContain("no registration_number"));

    [Fact]
    public void TwoOpinionsWanted_TheSecondBureauIsAskedToo()
    {
        var two = Policy with { Opinions = 2 };
        Next([BureauPolicies.Report("creditsafe", Ago(1), 50)], [], policy: two).Ask.ShouldBe("dnb");
        Next([BureauPolicies.Report("creditsafe", Ago(1), 50), BureauPolicies.Report("dnb", Ago(2), 500)], [], policy: two).IsDone.ShouldBeTrue();
    }

    /// <summary>Whatever has happened before: nobody is asked whose last word is younger than the age, or whose order is open.</summary>
    [Fact]
    public void NobodyIsAskedTwiceWithinTheAge()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var reports = Enumerable.Range(0, random.Next(3)).Select(_ => BureauPolicies.Report(Name(), BureauPolicies.Today.AddDays(-random.Next(400)), random.Next(2) == 0 ? null : random.Next(100))).ToArray();
            var orders = Enumerable.Range(0, random.Next(4)).Select(_ => Order(Name(), BureauPolicies.Today.AddDays(-random.Next(400)), (OrderState)random.Next(7))).ToArray();
            if (Next(reports, orders).Ask is not { } asked)
                continue;
            reports.Where(r => r.Provider == asked).ShouldAllBe(r => r.ReportedOn.AddMonths(6) <= BureauPolicies.Today);
            var own = orders.Where(o => o.Provider == asked).ToList();
            own.ShouldAllBe(o => o.State != OrderState.UnderWay && o.State != OrderState.Answered);
            own.Where(o => o.State is OrderState.Report or OrderState.NoOpinion or OrderState.NotFound).ShouldAllBe(o => o.OrderedOn.AddMonths(6) <= BureauPolicies.Today);
        }

        string Name() => random.Next(2) == 0 ? "creditsafe" : "dnb";
    }
}
