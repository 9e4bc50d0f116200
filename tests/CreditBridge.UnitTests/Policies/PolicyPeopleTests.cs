using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Reviews;
using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class PolicyPeopleTests
{
    private static readonly ReviewPolicy Rules = ReviewCases.With("""
          teams: [{ name: Credit, analysts: [{ user: DANA@example.com, hours_per_week: 40 }, { user: Lee Credit, hours_per_week: 40 }, { user: nobody@example.com, hours_per_week: 1 }] }]
          escalation: [{ name: boss, at: breached, to: [owner, boss@example.com, Chief] }]
          authority: [{ users: [005D], up_to: 50_000 }, { users: [Chief, nobody@example.com] }]

        """).Reviews;

    private static readonly UserRecord[] Users = [ReviewCases.Dana, ReviewCases.Lee with { IsActive = false }];

    [Fact]
    public void NamesThatNoUserHas_AreFoundWithAllTheirPlaces_AndMailAddressesMayBeAnybodys() => PolicyPeople.Unknown(Rules, Users).ShouldBe(
    [
        "'nobody@example.com' (team 'Credit', authority) is no user of the CRM.",
        "'Chief' (escalation 'boss', authority) is no user of the CRM.",
    ]);

    [Fact]
    public void UsersWhoAreGone_AreToldFromThoseWhoNeverWere() => PolicyPeople.Inactive(Rules, Users).ShouldBe(["'Lee Credit' (team 'Credit') is no longer an active user of the CRM."]);

    [Fact]
    public void WhileNoUserIsKnown_NobodyIsCalledUnknown() => PolicyPeople.Unknown(Rules, []).ShouldBeEmpty();

    [Fact]
    public void Check_SaysWhoIsMissing_OrThatNobodyIs()
    {
        PolicyUsers.Of(Rules, Users).Select(f => f.Status).ShouldBe([CheckStatus.Failed, CheckStatus.Failed, CheckStatus.Warning]);
        PolicyUsers.Of(Rules, [ReviewCases.Dana, ReviewCases.Lee, new UserRecord("1", "Chief"), new UserRecord("2", "Nobody") { Email = "nobody@example.com" }])
            .ShouldHaveSingleItem().Status.ShouldBe(CheckStatus.Ok);
    }
}
