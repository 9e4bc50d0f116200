using System.Net;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxFaultTests
{
    private readonly SandboxClock clock = new();

    [Fact]
    public async Task LateCommit_KeepsTheStampOfTheStatement_AndLocksTheRecordUntilItIsVisible()
    {
        await using var api = await StartAsync();
        var id = api.Accounts(1)[0];
        api.Server.Faults.Add(new FaultRule(FaultKind.LateCommit) { Delay = TimeSpan.FromMinutes(5), Times = 1 });

        (await api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Rating":"Hot"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        clock.Now += TimeSpan.FromMinutes(4);
        (await RatingAsync()).ShouldBeNull();
        (await api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Rating":"Cold"}""")).ErrorCode.ShouldBe("UNABLE_TO_LOCK_ROW");
        clock.Now += TimeSpan.FromMinutes(1);

        (await RatingAsync()).ShouldBe("Hot");
        api.Org.Find(id)!.SystemModstamp.ShouldBe(clock.Now - TimeSpan.FromMinutes(5));

        async Task<string?> RatingAsync() => (await api.QueryAsync("SELECT Rating FROM Account")).Json["records"]![0]!["Rating"]?.GetValue<string>();
    }

    [Fact]
    public async Task EqualStamps_StandStill()
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.EqualStamps));
        var start = clock.Now;
        clock.Now += TimeSpan.FromHours(1);

        api.Accounts(2);

        api.Org.Query("SELECT Id FROM Account").ShouldAllBe(record => record.SystemModstamp == start);
    }

    [Fact]
    public async Task LostResponse_IsAppliedAllTheSame()
    {
        await using var api = await StartAsync();
        var id = api.Accounts(1)[0];
        api.Server.Faults.Add(new FaultRule(FaultKind.LostResponse) { Method = "PATCH", Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Rating":"Hot"}"""));

        api.Org.Find(id)!.Text("Rating").ShouldBe("Hot");
        api.Server.Calls.Recent[^1].Status.ShouldBe(0);
    }

    [Fact]
    public async Task LostRequest_IsNotApplied()
    {
        await using var api = await StartAsync();
        var id = api.Accounts(1)[0];
        api.Server.Faults.Add(new FaultRule(FaultKind.LostRequest) { Method = "PATCH", Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Rating":"Hot"}"""));

        api.Org.Find(id)!.Text("Rating").ShouldBeNull();
    }

    [Fact]
    public async Task TruncatedBody_BreaksOff()
    {
        await using var api = await StartAsync();
        api.Accounts(50);
        api.Server.Faults.Add(new FaultRule(FaultKind.TruncatedBody) { Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => api.QueryAsync("SELECT Id, Name FROM Account"));

        (await api.QueryAsync("SELECT Id, Name FROM Account")).Json["totalSize"]!.GetValue<int>().ShouldBe(50);
    }

    [Theory]
    [InlineData(FaultKind.HtmlResponse, 503, "We are down for maintenance.")]
    [InlineData(FaultKind.EmptyResponse, 502, "")]
    [InlineData(FaultKind.RequestLimit, 403, "TotalRequests Limit exceeded.")]
    [InlineData(FaultKind.ExpiredSession, 401, "Session expired or invalid")]
    [InlineData(FaultKind.RefusedSession, 401, "This session is not valid for use with the REST API")]
    public async Task Failures_ComeAsOftenAsAskedFor(FaultKind kind, int status, string text)
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(kind) { Times = 1 });

        var failed = await api.GetAsync("limits");
        if (kind == FaultKind.ExpiredSession) api.Token = (await api.LoginAsync(SandboxServerOptions.AdministratorUsername))["access_token"]!.GetValue<string>();

        ((int)failed.Status).ShouldBe(status);
        failed.Text.ShouldContain(text);
        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(406)]
    [InlineData(420)]
    [InlineData(502)]
    public async Task EmptyResponses_ComeWithAnyStatus(int status)
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.EmptyResponse) { Status = status, Times = 1 });

        var failed = await api.GetAsync("limits");

        ((int)failed.Status, failed.Text).ShouldBe((status, ""));
    }

    [Theory]
    [InlineData("TotalRequests Limit exceeded.")]
    [InlineData("ConcurrentRequests (Concurrent API Requests) Limit exceeded.")]
    [InlineData("ConcurrentPerOrgLongTxn Limit exceeded.")]
    public async Task RequestLimit_HasThreeMessages(string message)
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.RequestLimit) { Message = message, Times = 1 });

        var refused = await api.GetAsync("limits");

        (refused.Status, refused.ErrorCode, refused.Message).ShouldBe((HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED", message));
    }

    [Fact]
    public async Task SessionThatEndsBetweenPages_LeavesTheCursorAlive()
    {
        await using var api = await StartAsync();
        api.Accounts(450);
        var first = await api.QueryAsync("SELECT Id FROM Account", batchSize: 200);
        api.Server.Faults.Add(new FaultRule(FaultKind.ExpiredSession) { Path = "/query/", Times = 1 });
        var next = first.Json["nextRecordsUrl"]!.GetValue<string>();

        (await api.GetAsync(next)).ErrorCode.ShouldBe("INVALID_SESSION_ID");
        api.Token = (await api.LoginAsync(SandboxServerOptions.AdministratorUsername))["access_token"]!.GetValue<string>();

        (await api.GetAsync(next)).Json["records"]!.AsArray().Count.ShouldBe(200);
    }

    [Fact]
    public async Task LimitInfo_MayCarryASuffix()
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.LimitInfoSuffix) { Message = "; api-bursts=1/750" });

        (await api.GetAsync("limits")).Headers["Sforce-Limit-Info"].ShouldBe("api-usage=1/100000; api-bursts=1/750");
    }

    [Fact]
    public async Task ClockSkew_ShowsInTheDateHeader()
    {
        await using var api = await StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.ClockSkew) { Delay = TimeSpan.FromMinutes(-7) });

        (await api.GetAsync("limits")).Headers["Date"].ShouldBe((clock.Now - TimeSpan.FromMinutes(7)).ToString("R"));
    }

    [Fact]
    public async Task LockWindow_EndsOnTheClock()
    {
        await using var api = await StartAsync();
        var ids = api.Accounts(2);
        api.Server.Faults.Add(new FaultRule(FaultKind.LockedRecord) { Record = ids[0], For = TimeSpan.FromSeconds(30) });

        var locked = (await api.UpdateAllAsync(ids, "Rating", "Hot")).Json;
        clock.Now += TimeSpan.FromSeconds(30);
        var free = (await api.UpdateAllAsync(ids, "Rating", "Hot")).Json;

        locked[0]!["errors"]![0]!["message"]!.GetValue<string>().ShouldBe($"unable to obtain exclusive access to this record or 1 records: {ids[0][..15]}");
        locked[1]!["success"]!.GetValue<bool>().ShouldBeTrue();
        free[0]!["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task DailyLimit_Refuses_AndTheRefusedCallDoesNotCount()
    {
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock, DailyApiRequests = 2 });

        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync("/services/data/")).Status.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await api.GetAsync("limits");

        refused.Text.ShouldBe("""[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""");
        api.Server.Calls.Used.ShouldBe(2);
    }

    [Fact]
    public async Task Rules_AreSetAndRemovedOverHttp()
    {
        await using var api = await StartAsync();

        var added = await api.SendAsync("POST", "/sandbox/faults", """{"kind":"ErrorResponse","status":503,"code":"SERVER_UNAVAILABLE","path":"/limits","for":"00:10:00"}""");
        var failed = await api.GetAsync("limits");
        var listed = await api.GetAsync("/sandbox/faults");
        await api.SendAsync("DELETE", $"/sandbox/faults/{added.Json["id"]}");
        var bad = await api.SendAsync("POST", "/sandbox/faults", """{"kind":"HiddenField","object":"Account"}""");
        var unknown = await api.SendAsync("POST", "/sandbox/faults", """{"kind":"LateCommit","dealy":"00:00:01"}""");

        (failed.Status, failed.ErrorCode).ShouldBe((HttpStatusCode.ServiceUnavailable, "SERVER_UNAVAILABLE"));
        listed.Json[0]!["fired"]!.GetValue<int>().ShouldBe(1);
        (await api.GetAsync("limits")).Status.ShouldBe(HttpStatusCode.OK);
        (bad.Status, unknown.Status).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
    }

    private Task<SandboxApi> StartAsync() => SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock });
}
