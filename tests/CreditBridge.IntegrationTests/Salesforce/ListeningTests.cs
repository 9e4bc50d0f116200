using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Salesforce;

public sealed class ListeningTests
{
    [Fact]
    public async Task Changes_AreHeardOfAsTheyHappen_AndCostNothing()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await using var listener = await Listener.StartAsync(org);

        var deal = org.CreateOpportunity(account);
        (await listener.NextAsync()).ShouldSatisfyAllConditions(
            s => s.Kind.ShouldBe(RecordKind.Opportunity),
            s => s.Keys.ShouldBe([deal]));
        org.Org.Update(account, ("Name", "Renamed"));
        (await listener.NextAsync()).Keys.ShouldBe([account]);
        org.Org.Delete(deal);
        (await listener.NextAsync()).Keys.ShouldBe([deal]);

        org.Server.Calls.Total.ShouldBe(0);
        listener.Feed.Status.Signals.ShouldBe(3);
        listener.Feed.Status.HeardAt.ShouldBe(org.Clock.GetUtcNow());
    }

    [Fact]
    public async Task FirstStart_AsksForACatchUp_BecauseWhatWasBeforeIsNotTold()
    {
        await using var org = await LiveOrg.StartAsync();
        await using var listener = await Listener.StartAsync(org);

        listener.Rest().ShouldSatisfyAllConditions(
            rest => rest.Select(s => s.Kind).ShouldBe([RecordKind.Account, RecordKind.Opportunity], ignoreOrder: true),
            rest => rest.ShouldAllBe(s => s.IsCatchUp));
    }

    [Fact]
    public async Task OwnWrites_AreNotNews()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await using var listener = await Listener.StartAsync(org);
        listener.Rest();

        (await listener.Connection.Sink.WriteAsync(
            [new FieldWrite(new TargetRecord(RecordKind.Account, account), new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(42) })],
            CancellationToken.None)).ShouldAllBe(o => o.IsDelivered);
        org.Org.Update(account, ("Name", "By a person"));

        (await listener.NextAsync()).Keys.ShouldBe([account]);
        listener.Rest().ShouldBeEmpty();
        listener.Feed.Status.Signals.ShouldBe(1);
    }

    [Fact]
    public async Task Restart_HearsWhatHappenedInBetween()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(3);
        var state = new PassingConnectionState();
        await using (var first = await Listener.StartAsync(org, state))
        {
            org.Org.Update(accounts[0], ("Name", "Heard"));
            await first.NextAsync();
        }

        org.Org.Update(accounts[1], ("Name", "Missed 1"));
        org.Org.Update(accounts[2], ("Name", "Missed 2"));
        await using var second = await Listener.StartAsync(org, state);

        (await second.NextAsync()).Keys.ShouldBe([accounts[1]]);
        (await second.NextAsync()).Keys.ShouldBe([accounts[2]]);
    }

    [Fact]
    public async Task LateCommit_IsHeardOfWhenItBecomesVisible()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await using var listener = await Listener.StartAsync(org);
        org.Server.Faults.Add(new FaultRule(FaultKind.LateCommit) { Delay = TimeSpan.FromMinutes(5), Times = 1 });

        await listener.WriteAsAnotherAppAsync(account, "By another app");
        listener.Feed.Status.Signals.ShouldBe(0);
        org.Clock.Advance(TimeSpan.FromMinutes(5));

        (await listener.NextAsync()).Keys.ShouldBe([account]);
    }

    [Fact]
    public async Task InvalidReplayId_LeadsToACatchUp_AndListeningGoesOn()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var state = new PassingConnectionState();
        await state.SetAsync("replay /data/AccountChangeEvent", "82", CancellationToken.None);

        await using var listener = await Listener.StartAsync(org, state);

        (await listener.NextAsync(s => s.Kind == RecordKind.Account)).IsCatchUp.ShouldBeTrue();
        org.Org.Update(account, ("Name", "New"));
        (await listener.NextAsync()).Keys.ShouldBe([account]);
    }

    [Fact]
    public async Task ThreeDaysAway_TheEventsAreGone_SoItCatchesUp()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var state = new PassingConnectionState();
        await using (var first = await Listener.StartAsync(org, state))
        {
            org.Org.Update(account, ("Name", "Heard"));
            await first.NextAsync();
        }

        org.Clock.Advance(TimeSpan.FromHours(73));
        await using var second = await Listener.StartAsync(org, state);

        (await second.NextAsync(s => s.Kind == RecordKind.Account)).IsCatchUp.ShouldBeTrue();
    }

    [Fact]
    public async Task DroppedConnection_IsMadeAgain_AndNothingIsMissed()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        await using var listener = await Listener.StartAsync(org);
        org.Org.Update(accounts[0], ("Name", "Before"));
        await listener.NextAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.DroppedConnection) { Times = 1 });

        var problem = (await listener.UntilAsync(ChangeFeedState.Silent)).Problem!;
        org.Org.Update(accounts[1], ("Name", "Meanwhile"));

        problem.Kind.ShouldBe(FailureKind.Transient);
        (await listener.NextAsync()).Keys.ShouldBe([accounts[1]]);
        (await listener.UntilAsync(ChangeFeedState.Listening)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task LostAnswer_IsReplayed()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        await using var listener = await Listener.StartAsync(org);
        org.Org.Update(accounts[0], ("Name", "Before"));
        await listener.NextAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.LostResponse) { Path = "/cometd", Times = 1 });

        org.Org.Update(accounts[1], ("Name", "On its way when the connection broke"));

        (await listener.NextAsync()).Keys.ShouldBe([accounts[1]]);
    }

    [Fact]
    public async Task ForgottenClient_ShakesHandsAgain_AndMissesNothing()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        await using var listener = await Listener.StartAsync(org);
        org.Org.Update(accounts[0], ("Name", "Before"));
        await listener.NextAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ForgottenClient) { Path = "/meta/connect", Times = 1, Skip = 1 });

        org.Org.Update(accounts[0], ("Name", "Ends the connect that is held"));
        await listener.NextAsync();
        org.Org.Update(accounts[1], ("Name", "After"));

        (await listener.NextAsync()).Keys.ShouldBe([accounts[1]]);
        await Listener.UntilAsync(() => org.Server.Calls.Recent.Count(c => c.Path.EndsWith("/meta/handshake", StringComparison.Ordinal)) == 2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(401)]
    public async Task SessionThatEnds_IsRenewed_WithoutAWord(int? status)
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        await using var listener = await Listener.StartAsync(org);
        org.Org.Update(accounts[0], ("Name", "Before"));
        await listener.NextAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.ExpiredSession) { Path = "/cometd", Times = 1, Skip = 1, Status = status });

        org.Org.Update(accounts[0], ("Name", "Ends the connect that is held"));
        await listener.NextAsync();
        org.Org.Update(accounts[1], ("Name", "After"));

        (await listener.NextAsync()).Keys.ShouldBe([accounts[1]]);
        listener.Feed.Status.State.ShouldBe(ChangeFeedState.Listening);
    }

    [Fact]
    public async Task MovedInstance_IsFollowed()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await using var listener = await Listener.StartAsync(org);
        org.Org.Update(account, ("Name", "Before"));
        await listener.NextAsync();
        org.Server.Faults.Add(new FaultRule(FaultKind.MovedInstance) { Times = 1 });
        org.Server.Faults.Add(new FaultRule(FaultKind.ExpiredSession) { Path = "/cometd", Times = 1 });

        org.Org.Update(account, ("Name", "Ends the connect that is held"));
        await listener.NextAsync();
        await Listener.UntilAsync(() => org.Server.Instance != org.Server.Address);
        org.Org.Update(account, ("Name", "After the move"));

        (await listener.NextAsync()).Keys.ShouldBe([account]);
    }

    [Fact]
    public async Task RefusedSubscription_SaysWhatToSetUp_AndTheOtherOneStands()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        org.Server.Faults.Add(new FaultRule(FaultKind.StreamRefused) { Object = "Opportunity" });
        await using var listener = new Listener(org);

        var status = await listener.UntilAsync(ChangeFeedState.Listening);

        status.Problem!.Kind.ShouldBe(FailureKind.Configuration);
        status.Problem.Message.ShouldContain("Opportunity");
        status.Problem.NextStep.ShouldContain("Change Data Capture");
        org.Org.Update(account, ("Name", "Heard all the same"));
        (await listener.NextAsync()).Keys.ShouldBe([account]);
    }

    [Fact]
    public async Task WithoutThePermission_BothAreRefused_AndPollingGoesOn()
    {
        await using var org = await LiveOrg.StartAsync();
        org.SeedAccounts(1);
        org.Org.RevokePermissionSet(SandboxServerOptions.IntegrationUsername, "CreditBridge_Integration");
        await using var listener = new Listener(org);

        var problem = (await listener.UntilAsync(ChangeFeedState.Off)).Problem!;

        problem.NextStep.ShouldContain("CreditBridge_Integration");
        org.Org.AssignPermissionSet(SandboxServerOptions.IntegrationUsername, "CreditBridge_Integration");
        (await org.PollAsync())[RecordKind.Account].Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GAP_UPDATE", false)]
    [InlineData("GAP_OVERFLOW", true)]
    public async Task GapEvents_AreNews(string type, bool isCatchUp)
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await using var listener = await Listener.StartAsync(org);
        listener.Rest();
        org.Server.Faults.Add(new FaultRule(FaultKind.GapEvent) { Object = "Account", Code = type, Times = 1 });

        org.Org.Update(account, ("Name", "Not told in full"));

        (await listener.NextAsync(s => s.IsCatchUp == isCatchUp)).Keys.ShouldBe(isCatchUp ? [] : [account]);
    }

    [Fact]
    public async Task Stop_TakesLeave()
    {
        await using var org = await LiveOrg.StartAsync();
        var listener = await Listener.StartAsync(org);

        await listener.DisposeAsync();

        org.Server.Calls.Recent.ShouldContain(c => c.Path.EndsWith("/meta/disconnect", StringComparison.Ordinal));
        listener.Feed.Status.State.ShouldBe(ChangeFeedState.Off);
    }
}
