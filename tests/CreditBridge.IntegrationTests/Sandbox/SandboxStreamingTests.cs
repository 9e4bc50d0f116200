using System.Net;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxStreamingTests
{
    private const string Accounts = "/data/AccountChangeEvent";

    [Fact]
    public async Task Handshake_OffersLongPollingAndReplay_AndTheFirstConnectGivesAdvice()
    {
        await using var api = await SandboxApi.StartAsync();

        var (shaken, headers) = await SendAsync(api, """{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}""");
        shaken["successful"]!.GetValue<bool>().ShouldBeTrue();
        shaken["ext"]!["replay"]!.GetValue<bool>().ShouldBeTrue();
        shaken["supportedConnectionTypes"]!.ToJsonString().ShouldBe("""["long-polling"]""");
        headers["Set-Cookie"].ShouldContain("BAYEUX_BROWSER=");
        var (connected, _) = await SendAsync(api, Message("connect", shaken["clientId"]!.GetValue<string>(), "\"connectionType\":\"long-polling\""));

        connected["advice"]!.ToJsonString().ShouldBe("""{"interval":0,"timeout":110000,"reconnect":"retry"}""");
        api.Server.Calls.Total.ShouldBe(0);
    }

    [Fact]
    public async Task Change_IsToldWithItsHeaderAndTheFieldsThatChanged()
    {
        await using var api = await SandboxApi.StartAsync();
        var account = api.Accounts(1)[0];
        var client = await SubscribedAsync(api, Accounts, -1);

        await api.SendAsync("PATCH", $"sobjects/Account/{account}", """{"Rating":"Hot","BillingCity":"Bremen"}""", headers: ("Sforce-Call-Options", "client=SomeApp"));
        var data = (await ConnectAsync(api, client))[0]!["data"]!;

        var header = data["payload"]!["ChangeEventHeader"]!;
        header["entityName"]!.GetValue<string>().ShouldBe("Account");
        header["recordIds"]!.ToJsonString().ShouldBe($"[\"{account}\"]");
        header["changeType"]!.GetValue<string>().ShouldBe("UPDATE");
        header["changeOrigin"]!.GetValue<string>().ShouldBe("com/salesforce/api/rest/67.0;client=SomeApp");
        header["commitUser"]!.GetValue<string>().ShouldBe(api.Org.UserId(SandboxServerOptions.AdministratorUsername));
        header["changedFields"]!.AsArray().Select(f => f!.GetValue<string>()).ShouldBe(["BillingAddress.City", "LastModifiedDate", "Rating"], ignoreOrder: true);
        data["payload"]!["Rating"]!.GetValue<string>().ShouldBe("Hot");
        data["payload"]!["BillingAddress"]!["City"]!.GetValue<string>().ShouldBe("Bremen");
        data["event"]!["replayId"]!.GetValue<long>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task SameChangeOfSeveralRecords_IsOneEvent_AndReplayGivesAllOfThem()
    {
        await using var api = await SandboxApi.StartAsync();
        var accounts = api.Accounts(3);
        await api.UpdateAllAsync(accounts, "Rating", "Hot", allOrNone: true);
        api.Org.Delete(accounts[0]);

        var events = await ConnectAsync(api, await SubscribedAsync(api, Accounts, -2));

        var told = events.Where(e => e!["data"] is not null).Select(e => e!["data"]!).ToList();
        var headers = told.Select(d => d["payload"]!["ChangeEventHeader"]!).ToList();
        headers.Select(h => h["changeType"]!.GetValue<string>()).ShouldBe(["CREATE", "CREATE", "CREATE", "UPDATE", "DELETE"]);
        headers[3]["recordIds"]!.AsArray().Count.ShouldBe(3);
        var ids = told.Select(d => d["event"]!["replayId"]!.GetValue<long>()).ToList();
        ids.ShouldBe(ids.Order().Distinct());
        (ids[^1] - ids[0]).ShouldBeGreaterThan(ids.Count);

        var rest = await ConnectAsync(api, await SubscribedAsync(api, Accounts, ids[2]));
        rest.Count(e => e!["data"] is not null).ShouldBe(2);
    }

    [Theory]
    [InlineData("/data/AccountChangeEvent", 82L, "400::The replayId {82} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.")]
    [InlineData("/data/ContactChangeEvent", -1L, "400::The channel you requested to subscribe to does not exist {/data/ContactChangeEvent}")]
    [InlineData("/event/Nothing__e", -1L, "400::The channel you requested to subscribe to does not exist {/event/Nothing__e}")]
    [InlineData("data", -1L, "400::Channel subscriptions must start with a leading '/'")]
    public async Task Subscription_ToWhatIsNotThere_IsRefusedInTheWordsOfThePlatform(string channel, long replay, string error)
    {
        await using var api = await SandboxApi.StartAsync();
        var client = await HandshakeAsync(api);

        var (answer, _) = await SendAsync(api, Subscribe(client, channel, replay));

        answer["successful"]!.GetValue<bool>().ShouldBeFalse();
        answer["error"]!.GetValue<string>().ShouldBe(error);
        answer["subscription"]!.GetValue<string>().ShouldBe(channel);
    }

    [Fact]
    public async Task UnknownClient_AndInvalidSession_AreToldWithAdvice()
    {
        await using var api = await SandboxApi.StartAsync();

        var (unknown, _) = await SendAsync(api, Message("connect", "nobody", "\"connectionType\":\"long-polling\""));
        unknown["error"]!.GetValue<string>().ShouldBe("403::Unknown client");
        unknown["advice"]!["reconnect"]!.GetValue<string>().ShouldBe("handshake");
        api.Token = "00D!wrong";
        var (denied, _) = await SendAsync(api, """{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}""");

        denied["error"]!.GetValue<string>().ShouldBe("403::Handshake denied");
        denied["ext"]!["sfdc"]!["failureReason"]!.GetValue<string>().ShouldBe("401::Authentication invalid");
        denied["advice"]!["reconnect"]!.GetValue<string>().ShouldBe("none");
    }

    [Fact]
    public async Task PlatformEvent_IsAcceptedWithItsOddReply_AndReachesSubscribers()
    {
        await using var api = await SandboxApi.StartAsync();
        var client = await SubscribedAsync(api, "/event/Credit_Alert__e", -1);

        var published = await api.SendAsync("POST", "sobjects/Credit_Alert__e", """{"Account_Id__c":"001000000000001AAA","Alert_Type__c":"Hold set","Message__c":"Look here"}""");

        published.Status.ShouldBe(HttpStatusCode.Created);
        published.Json["errors"]![0]!["statusCode"]!.GetValue<string>().ShouldBe("OPERATION_ENQUEUED");
        (await ConnectAsync(api, client))[0]!["data"]!["payload"]!["Message__c"]!.GetValue<string>().ShouldBe("Look here");
    }

    private static async Task<string> HandshakeAsync(SandboxApi api)
    {
        var (answer, _) = await SendAsync(api, """{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}""");
        return answer["clientId"]!.GetValue<string>();
    }

    private static async Task<string> SubscribedAsync(SandboxApi api, string channel, long replay)
    {
        var client = await HandshakeAsync(api);
        (await SendAsync(api, Subscribe(client, channel, replay))).First["successful"]!.GetValue<bool>().ShouldBeTrue();
        return client;
    }

    private static async Task<JsonArray> ConnectAsync(SandboxApi api, string client) =>
        (await api.SendAsync("POST", "/cometd/67.0", Message("connect", client, "\"connectionType\":\"long-polling\""))).Json.AsArray();

    private static async Task<(JsonNode First, IReadOnlyDictionary<string, string> Headers)> SendAsync(SandboxApi api, string message)
    {
        var answer = await api.SendAsync("POST", "/cometd/67.0", $"[{message}]");
        return (answer.Json[0]!, answer.Headers);
    }

    private static string Message(string kind, string client, string more) => $$"""{"channel":"/meta/{{kind}}","id":"7","clientId":"{{client}}",{{more}} }""";

    private static string Subscribe(string client, string channel, long replay) =>
        Message("subscribe", client, $$$"""
            "subscription":"{{{channel}}}","ext":{"replay":{"{{{channel}}}":{{{replay}}} } }
            """);
}
