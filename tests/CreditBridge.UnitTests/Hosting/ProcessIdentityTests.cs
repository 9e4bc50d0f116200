using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void This_process_is_not_gone() => ProcessIdentity.IsGone(ProcessIdentity.Of("node"), "node").ShouldBeFalse();

    [Fact]
    public void This_process_is_not_gone_because_the_clock_was_set_a_little() =>
        ProcessIdentity.IsGone(WithStartMovedBy(seconds: 2), "node").ShouldBeFalse();

    [Fact]
    public void An_earlier_process_whose_number_is_used_again_is_gone() =>
        ProcessIdentity.IsGone(WithStartMovedBy(seconds: -86_400), "node").ShouldBeTrue();

    [Fact]
    public void A_number_that_no_process_has_is_gone() => ProcessIdentity.IsGone($"node/{int.MaxValue}/1", "node").ShouldBeTrue();

    [Theory]
    [InlineData("other/2147483647/1")]
    [InlineData("something else")]
    [InlineData("")]
    public void Processes_of_other_nodes_and_unknown_names_are_never_judged(string holder) => ProcessIdentity.IsGone(holder, "node").ShouldBeFalse();

    private static string WithStartMovedBy(long seconds)
    {
        var parts = ProcessIdentity.Of("node").Split('/');
        return $"{parts[0]}/{parts[1]}/{long.Parse(parts[2]) + seconds}";
    }
}
