using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Faults;

public sealed class SandboxFaultsTests
{
    private readonly SandboxClock clock = new();
    private readonly SandboxFaults faults;

    public SandboxFaultsTests() => faults = new SandboxFaults(clock);

    [Fact]
    public void Rule_StrikesAfterItsSkips_AsOftenAsItSays()
    {
        faults.Add(new FaultRule(FaultKind.EmptyResponse) { Skip = 2, Times = 2 });

        Enumerable.Range(0, 6).Select(_ => faults.Take(FaultKind.EmptyResponse, new FaultTarget()) is not null).ShouldBe([false, false, true, true, false, false]);
        faults.Active.ShouldBeEmpty();
    }

    [Fact]
    public void Rule_StrikesOnlyWhatItNames()
    {
        faults.Add(new FaultRule(FaultKind.RecordError) { Code = "X", Object = "Account", Record = "001D000000IRFma", Method = "PATCH", Path = "/sobjects" });

        Strikes(new FaultTarget("PATCH", "/composite/sobjects", "account", "001D000000IRFmaIAH")).ShouldBeTrue();
        Strikes(new FaultTarget("POST", "/composite/sobjects", "Account", "001D000000IRFmaIAH")).ShouldBeFalse();
        Strikes(new FaultTarget("PATCH", "/query", "Account", "001D000000IRFmaIAH")).ShouldBeFalse();
        Strikes(new FaultTarget("PATCH", "/composite/sobjects", "Opportunity", "001D000000IRFmaIAH")).ShouldBeFalse();
        Strikes(new FaultTarget("PATCH", "/composite/sobjects", "Account", "001D000000IRFmbIAH")).ShouldBeFalse();

        bool Strikes(FaultTarget target) => faults.Take(FaultKind.RecordError, target) is not null;
    }

    [Fact]
    public void Rule_WithALifetime_EndsOnTheClock()
    {
        faults.Add(new FaultRule(FaultKind.LockedRecord) { For = TimeSpan.FromSeconds(10) });
        faults.Take(FaultKind.LockedRecord, new FaultTarget()).ShouldNotBeNull();

        clock.Now += TimeSpan.FromSeconds(10);

        faults.Take(FaultKind.LockedRecord, new FaultTarget()).ShouldBeNull();
    }

    [Fact]
    public void Probability_RepeatsFromItsSeed()
    {
        var first = Draw();
        faults.Clear();

        Draw().ShouldBe(first);
        first.Count(struck => struck).ShouldBeInRange(30, 70);

        List<bool> Draw()
        {
            faults.Add(new FaultRule(FaultKind.EmptyResponse) { Probability = 0.5, Seed = 42 });
            return [.. Enumerable.Range(0, 100).Select(_ => faults.Take(FaultKind.EmptyResponse, new FaultTarget()) is not null)];
        }
    }

    [Theory]
    [InlineData(FaultKind.LateCommit, "a delay")]
    [InlineData(FaultKind.ShortPages, "a size")]
    [InlineData(FaultKind.HiddenField, "an object and a field")]
    [InlineData(FaultKind.RecordError, "a code")]
    [InlineData(FaultKind.ValidationRule, "a condition")]
    public void Add_OfAnIncompleteRule_SaysWhatIsMissing(FaultKind kind, string missing) =>
        Should.Throw<ArgumentException>(() => faults.Add(new FaultRule(kind))).Message.ShouldContain(missing);

    [Fact]
    public void Add_OfABrokenCondition_ShowsTheError() => Should.Throw<ArgumentException>(() =>
        faults.Add(new FaultRule(FaultKind.ValidationRule) { Object = "Account", When = "Name = " })).Message.ShouldContain("unexpected token: '<EOF>'");
}
