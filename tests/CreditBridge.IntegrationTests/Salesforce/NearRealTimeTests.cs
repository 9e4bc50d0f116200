using CreditBridge.Abstractions.Sources;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

public sealed class NearRealTimeTests
{
    private const int Changes = 5;

    [Fact]
    public async Task StageChange_IsCheckedAndWritten_WithinSeconds()
    {
        // No poll on schedule falls into the test: what happens, happens because it was heard of.
        await using var company = await RunningCompany.StartAsync(pollSeconds: 3600, accelerated: true);
        var reactions = new List<TimeSpan>();
        for (var i = 0; i < Changes; i++)
            reactions.Add(await company.ReactionAsync());

        reactions.Order().ElementAt(Changes / 2).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task WithoutTheAccelerator_ItTakesAPoll()
    {
        const int pollSeconds = 2;
        await using var company = await RunningCompany.StartAsync(pollSeconds, accelerated: false);
        company.Bridge.Feeds.ShouldBeEmpty();

        (await company.ReactionAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(pollSeconds + 2));
    }

    [Fact]
    public async Task BrokenStream_NeverStopsPolling()
    {
        await using var company = await RunningCompany.StartAsync(pollSeconds: 1, accelerated: true);
        company.World.Server.Faults.Add(new FaultRule(FaultKind.DroppedConnection));
        await RunningCompany.UntilAsync(() => company.Bridge.Feeds.Single().Status.State == ChangeFeedState.Silent);

        await company.ReactionAsync();

        using var http = new HttpClient { BaseAddress = company.Address };
        (await http.GetStringAsync("/health/ready")).ShouldContain("\"ready\":true", Case.Insensitive);
    }
}
