using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Streaming;

public sealed class ChangeFeedTests
{
    private const string Accounts = "/data/AccountChangeEvent";
    private const string Deals = "/data/OpportunityChangeEvent";

    [Fact]
    public async Task Start_ShakesHands_SubscribesToNewEvents_AndConnects()
    {
        var server = new StreamScript { SetCookie = "BAYEUX_BROWSER=abc; Path=/; HttpOnly" }.Connected();

        await server.RunAsync(async feed =>
        {
            await server.HeldAsync();
            feed.Status.State.ShouldBe(ChangeFeedState.Listening);
            feed.Status.Problem.ShouldBeNull();
        });

        server.Channels.ShouldBe(["handshake", "subscribe", "subscribe", "connect", "connect", "disconnect"]);
        server.Subscriptions.ShouldBe([(Accounts, -1), (Deals, -1)]);
        server.Received[0].Cookie.ShouldBeNull();
        server.Received.Skip(1).ShouldAllBe(r => r.Cookie == "BAYEUX_BROWSER=abc" && r.Message.GetProperty("clientId").GetString() == "c1");
        server.Received.ShouldAllBe(r => r.Session == "00D!session1");
        server.Received.Select(r => r.Message.GetProperty("id").GetString()).ShouldBeUnique();
        server.Heard().ShouldAllBe(s => s.IsCatchUp);
    }

    [Fact]
    public async Task Events_AreSignals_AndTheirPlaceIsKept()
    {
        var server = new StreamScript().Connected()
            .On("connect", m => $"{StreamScript.Event("Account", 7, Answers.Id(1))},{StreamScript.Event("Opportunity", 12, Answers.Id(2, "006"), type: "CREATE")},{StreamScript.Good(m)}");

        await server.RunAsync(async feed =>
        {
            await server.HeldAsync();
            feed.Status.Signals.ShouldBe(2);
        });

        server.Heard().Where(s => !s.IsCatchUp).Select(s => (s.Kind, s.Keys.Single())).ShouldBe([(RecordKind.Account, Answers.Id(1)), (RecordKind.Opportunity, Answers.Id(2, "006"))]);
        (await server.State.GetAsync("replay " + Accounts, CancellationToken.None)).ShouldBe("7");
        (await server.State.GetAsync("replay " + Deals, CancellationToken.None)).ShouldBe("12");
    }

    [Fact]
    public async Task StoredPlace_IsResumed()
    {
        var server = new StreamScript().Connected();
        await server.State.SetAsync("replay " + Accounts, "4711", CancellationToken.None);

        await server.RunAsync(_ => server.HeldAsync());

        server.Subscriptions.ShouldBe([(Accounts, 4711), (Deals, -1)]);
        server.Heard().Select(s => s.Kind).ShouldBe([RecordKind.Opportunity]);
    }

    [Theory]
    [InlineData("com/salesforce/api/rest/67.0;client=CreditBridge", "UPDATE", false)]
    [InlineData("com/salesforce/api/rest/67.0;client=CreditBridgeOther", "UPDATE", true)]
    [InlineData("com/salesforce/api/rest/67.0", "UPDATE", true)]
    [InlineData("", "UPDATE", true)]
    [InlineData("com/salesforce/api/rest/67.0;client=CreditBridge", "GAP_UPDATE", true)]
    public async Task OwnChanges_AreNotNews_ButTheirPlaceIsKept(string origin, string type, bool isNews)
    {
        var server = new StreamScript().Connected().On("connect", m => $"{StreamScript.Event("Account", 7, Answers.Id(1), origin, type)},{StreamScript.Good(m)}");

        await server.RunAsync(_ => server.HeldAsync());

        server.Heard().Count(s => s.Keys.Count > 0).ShouldBe(isNews ? 1 : 0);
        (await server.State.GetAsync("replay " + Accounts, CancellationToken.None)).ShouldBe("7");
    }

    [Theory]
    [InlineData("000000000000000AAA", "GAP_OVERFLOW")]
    [InlineData("001*", "UPDATE")]
    public async Task ManyAtOnce_IsACatchUp(string id, string type)
    {
        var server = new StreamScript().Connected().On("connect", m => $"{StreamScript.Event("Account", 7, id, type: type)},{StreamScript.Good(m)}");
        await server.State.SetAsync("replay " + Accounts, "6", CancellationToken.None);
        await server.State.SetAsync("replay " + Deals, "6", CancellationToken.None);

        await server.RunAsync(_ => server.HeldAsync());

        server.Heard().ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.IsCatchUp.ShouldBeTrue(), s => s.Keys.ShouldBeEmpty());
    }

    [Fact]
    public async Task InvalidReplayId_SubscribesToNewEvents_AndCatchesUp()
    {
        var server = new StreamScript()
            .On("subscribe", m => StreamScript.Refused(m, "400::The replayId {82} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events."))
            .Connected();
        await server.State.SetAsync("replay " + Accounts, "82", CancellationToken.None);
        await server.State.SetAsync("replay " + Deals, "5", CancellationToken.None);

        await server.RunAsync(async feed =>
        {
            await server.HeldAsync();
            feed.Status.Problem.ShouldBeNull();
        });

        server.Subscriptions.ShouldBe([(Accounts, 82), (Deals, 5), (Accounts, -1)]);
        server.Heard().ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(RecordKind.Account), s => s.IsCatchUp.ShouldBeTrue());
    }

    [Fact]
    public async Task UnknownClient_StartsOverFromTheLastEvent_WithoutAWord()
    {
        var server = new StreamScript().Connected()
            .On("connect", m => $"{StreamScript.Event("Account", 7, Answers.Id(1))},{StreamScript.Good(m)}")
            .On("connect", m => StreamScript.Refused(m, "403::Unknown client", "handshake"))
            .Connected();

        await server.RunAsync(async _ =>
        {
            await server.HeldAsync();
            (await server.UntilAsync(ChangeFeedState.Listening)).Problem.ShouldBeNull();
        });

        server.Channels.ShouldBe(["handshake", "subscribe", "subscribe", "connect", "connect", "connect", "handshake", "subscribe", "subscribe", "connect", "connect", "disconnect"]);
        server.Subscriptions.ShouldBe([(Accounts, -1), (Deals, -1), (Accounts, 7), (Deals, -1)]);
        server.Clock.Jumps.ShouldBeEmpty();
        server.Logins.ShouldBe(1);
    }

    [Fact]
    public async Task ClientThatIsForgottenAgainAndAgain_IsNotAnEndlessLoop()
    {
        var server = new StreamScript().Connected();
        for (var i = 0; i < 4; i++)
            server.On("connect", m => StreamScript.Refused(m, "403::Unknown client", "handshake")).Connected();

        await server.RunAsync(_ => server.HeldAsync());

        server.Clock.Jumps.ShouldBe([TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)]);
    }

    [Fact]
    public async Task ExpiredSession_IsRenewedOnce()
    {
        var server = new StreamScript().Connected().On("connect", m => StreamScript.Refused(m, "401::Authentication invalid", "none")).Connected();

        await server.RunAsync(_ => server.HeldAsync());

        server.Logins.ShouldBe(2);
        server.Received.Last(r => r.Message.GetProperty("channel").GetString() == "/meta/handshake").Session.ShouldBe("00D!session2");
    }

    [Fact]
    public async Task HandshakeDeniedForTheSession_RenewsIt_AndSaysSoWhenThatDoesNotHelp()
    {
        const string denied = """
            {"ext":{"sfdc":{"failureReason":"401::Authentication invalid"},"replay":true},"advice":{"reconnect":"none"},"channel":"/meta/handshake","error":"403::Handshake denied","successful":false}
            """;
        var server = new StreamScript().On("handshake", denied).On("handshake", denied).Connected();

        await server.RunAsync(async _ =>
        {
            var problem = (await server.UntilAsync(ChangeFeedState.Silent)).Problem!;
            problem.Kind.ShouldBe(FailureKind.Authentication);
            (await server.UntilAsync(ChangeFeedState.Listening)).Problem.ShouldBeNull();
        });

        server.Logins.ShouldBe(3);
    }

    [Fact]
    public async Task SilentConnect_IsNoticed_AndMadeAgain()
    {
        var server = new StreamScript().Connected().On("connect", _ => throw new OperationCanceledException("the deadline has passed")).Connected();

        await server.RunAsync(async _ =>
        {
            var problem = (await server.UntilAsync(ChangeFeedState.Silent)).Problem!;
            problem.Code.ShouldBe("SILENT");
            problem.Message.ShouldContain("125 seconds");
            problem.NextStep.ShouldContain("proxy");
            await server.UntilAsync(ChangeFeedState.Listening);
        });

        // What the server promised, 110 s, and a grace.
        server.Clock.Endless.ShouldContain(TimeSpan.FromSeconds(125));
        server.Clock.Jumps.ShouldBe([TimeSpan.FromSeconds(0.75)]);
    }

    [Fact]
    public async Task RefusedSubscriptions_AreTriedAgainAfterAWhile()
    {
        static string refuse(JsonElement m) => StreamScript.Refused(m, "403:denied_by_security_policy:create_denied");
        var server = new StreamScript().On("subscribe", refuse).On("subscribe", refuse).On("disconnect", StreamScript.Good).Connected();

        await server.RunAsync(async feed =>
        {
            var problem = (await server.UntilAsync(ChangeFeedState.Off)).Problem!;
            problem.Kind.ShouldBe(FailureKind.Configuration);
            problem.NextStep.ShouldContain("Change Data Capture");
            problem.NextStep.ShouldContain("deploy/salesforce");
            (await server.UntilAsync(ChangeFeedState.Listening)).Problem.ShouldBeNull();
        });

        server.Clock.Jumps.ShouldBe([TimeSpan.FromMinutes(15)]);
    }

    [Fact]
    public async Task OneRefusedSubscription_LeavesTheOther_AndIsTriedAgainInBetween()
    {
        var server = new StreamScript().On("subscribe", StreamScript.Good)
            .On("subscribe", m => StreamScript.Refused(m, "400::The channel you requested to subscribe to does not exist {/data/OpportunityChangeEvent}")).Connected();
        server.On("connect", m =>
        {
            server.Clock.Advance(TimeSpan.FromMinutes(15));
            return StreamScript.Good(m);
        }).Connected();

        await server.RunAsync(async _ =>
        {
            (await server.UntilAsync(ChangeFeedState.Listening)).Problem!.Message.ShouldContain("Opportunity");
            (await server.UntilAsync(ChangeFeedState.Listening)).Problem.ShouldBeNull();
        });

        server.Subscriptions.ShouldBe([(Accounts, -1), (Deals, -1), (Deals, -1)]);
        server.Channels.Count(c => c == "handshake").ShouldBe(1);
    }

    [Fact]
    public async Task MaintenancePage_AndBrokenAnswers_AreWaitedOut_LongerEachTime()
    {
        var server = new StreamScript()
            .On("handshake", _ => throw new HttpRequestException("refused"))
            .On("handshake", "<html>")
            .On("handshake", "{}")
            .Connected();

        await server.RunAsync(_ => server.HeldAsync());

        server.Clock.Jumps.ShouldBe([TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3)]);
    }

    [Fact]
    public async Task Interval_IsRespected()
    {
        var server = new StreamScript().On("connect", """{"channel":"/meta/connect","successful":true,"advice":{"interval":5000,"timeout":110000,"reconnect":"retry"}}""");

        await server.RunAsync(_ => server.HeldAsync());

        server.Clock.Jumps.ShouldBe([TimeSpan.FromSeconds(5)]);
    }

    [Theory]
    [InlineData("""{"channel":"/data/AccountChangeEvent"}""")]
    [InlineData("""{"channel":"/data/AccountChangeEvent","data":{}}""")]
    [InlineData("""{"channel":"/data/AccountChangeEvent","data":{"payload":{"ChangeEventHeader":{"recordIds":"x","changeOrigin":7}},"event":{"replayId":"y"}}}""")]
    [InlineData("""{"channel":"/data/LeadChangeEvent","data":{"payload":{}}}""")]
    [InlineData("""{"channel":7}""")]
    [InlineData("7")]
    public async Task StrangeMessages_DoNoHarm(string message)
    {
        var server = new StreamScript().Connected().On("connect", m => $"{message},{StreamScript.Good(m)}");

        await server.RunAsync(async feed =>
        {
            await server.HeldAsync();
            feed.Status.State.ShouldBe(ChangeFeedState.Listening);
        });
    }
}
