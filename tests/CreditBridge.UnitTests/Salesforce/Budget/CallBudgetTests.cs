using System.Net;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Budget;

public sealed class CallBudgetTests
{
    private static readonly WriteBacklog Everything = new(Holds: 3, Deals: 3, Others: 3);

    [Fact]
    public async Task Budget_ThatIsSpent_LeavesTheReserveToHolds()
    {
        using var org = Obliging();
        await using var connection = org.Connect(WithBudget(10));
        for (var i = 0; i < 8; i++)
            await connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);

        var allowance = await connection.Sink.AllowAsync(Everything, CancellationToken.None);
        allowance.Least.ShouldBe(WriteUrgency.Hold);
        allowance.Records.ShouldBeGreaterThan(0);
        allowance.HeldBack!.Message.ShouldContain("8 of its 10 calls");
        (await connection.Sink.AllowAsync(new WriteBacklog(0, 3, 3), CancellationToken.None)).Records.ShouldBe(0);
        var poll = await PollFailureAsync(connection);
        poll.Kind.ShouldBe(FailureKind.Throttled);
        poll.RetryAfter.ShouldBe(TimeSpan.FromHours(12), "until midnight UTC");
        poll.NextStep.ShouldContain("DailyCalls");
        (await Should.ThrowAsync<ConnectorException>(() => connection.ReadAsync(Abstractions.Records.RecordKind.Account))).Failure.Code.ShouldBe("OWN_BUDGET_SPENT");

        connection.Usage.ShouldBe(new ConnectionUsage(8) { UsedInPeriod = 18, AllowedInPeriod = 15000, OwnInPeriod = 8, OwnBudget = 10, ReservedForHolds = 2 });
        org.Calls.Count.ShouldBe(8, "what is forbidden is not sent");
    }

    [Fact]
    public async Task Budget_WithoutAnyCallLeft_AllowsNotEvenHolds()
    {
        using var org = Obliging();
        await using var connection = org.Connect(WithBudget(10));
        for (var i = 0; i < 10; i++)
            await connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);

        (await connection.Sink.AllowAsync(Everything, CancellationToken.None)).Records.ShouldBe(0);

        org.Clock.Advance(TimeSpan.FromHours(12));
        (await connection.Sink.AllowAsync(Everything, CancellationToken.None)).HeldBack.ShouldBeNull("a new day has begun");
    }

    [Fact]
    public async Task Budget_IsSharedByProcesses_AndOutlivesThem()
    {
        var state = new PassingConnectionState();
        using var org = Obliging(state);
        await using (var first = org.Connect(WithBudget(10)))
        {
            for (var i = 0; i < 8; i++)
                await first.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);
            await first.Sink.AllowAsync(Everything, CancellationToken.None);
        }

        await using var second = org.Connect(WithBudget(10));
        (await second.Sink.AllowAsync(Everything, CancellationToken.None)).Least.ShouldBe(WriteUrgency.Hold);
        second.Usage.OwnInPeriod.ShouldBe(8);
    }

    [Fact]
    public async Task Process_ThatDies_LosesAFewCallsAtMost()
    {
        var state = new PassingConnectionState();
        using var org = Obliging(state);
        await using var connection = org.Connect(WithBudget(1000));
        for (var i = 0; i < 35; i++)
            await connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);

        (await state.GetAsync("calls/2026-11-21", CancellationToken.None)).ShouldBe("30");
    }

    [Fact]
    public async Task Polls_SlowDownOnceHalfIsUsed()
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(r.Body.Contains("write0") ? WriteResults(r, _ => null) : NothingNew(r)) };
        await using var connection = org.Connect(WithBudget(100));
        await PollAsync(connection);
        await PollAsync(connection);
        for (var i = 0; i < 57; i++)
            await connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);

        await PollFailsAsync();
        org.Clock.Advance(TimeSpan.FromHours(1));
        await PollAsync(connection);

        async Task PollFailsAsync()
        {
            var failure = await PollFailureAsync(connection);
            failure.Code.ShouldBe("OWN_BUDGET_SHORT");
            failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(36), "12 hours are left for 20 calls");
        }
    }

    [Fact]
    public async Task Org_ThatIsNearlySpent_GetsHoldsOnly_UntilItIsAskedAnew()
    {
        using var org = Obliging();
        org.LimitInfo = "api-usage=14300/15000";
        await using var connection = org.Connect();
        await connection.Sink.WriteAsync([ToAccount(1)], CancellationToken.None);

        (await connection.Sink.AllowAsync(Everything, CancellationToken.None)).Least.ShouldBe(WriteUrgency.Hold);
        (await PollFailureAsync(connection)).Message.ShouldContain("14,300 of the org's 15,000");

        org.Clock.Advance(TimeSpan.FromMinutes(15));
        (await connection.Sink.AllowAsync(Everything, CancellationToken.None)).HeldBack.ShouldBeNull();
    }

    [Fact]
    public async Task Refusal_OfTheDay_LetsHoldsTryFirst()
    {
        using var org = new ScriptedOrg { Otherwise = _ => ScriptedOrg.Json(Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), HttpStatusCode.Forbidden) };
        await using var connection = org.Connect();
        var hold = ToAccount(1) with { Urgency = WriteUrgency.Hold };
        var outcomes = await connection.Sink.WriteAsync([hold, ToAccount(2)], CancellationToken.None);
        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Throttled);

        var paused = await connection.Sink.AllowAsync(Everything, CancellationToken.None);
        paused.Records.ShouldBe(0);
        paused.HeldBack!.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await connection.Sink.WriteAsync([hold], CancellationToken.None);
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        var growing = await connection.Sink.AllowAsync(Everything, CancellationToken.None);
        growing.Least.ShouldBe(WriteUrgency.Hold);
        growing.HeldBack!.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1), "two minutes from the second refusal");
        (await PollFailureAsync(connection)).Code.ShouldBe("REQUEST_LIMIT_EXCEEDED");
        org.Calls.Count.ShouldBe(2);
    }

    private static SalesforceOptions WithBudget(int calls)
    {
        var options = ScriptedOrg.ClientCredentials;
        return new SalesforceOptions
        {
            LoginUrl = options.LoginUrl, Flow = options.Flow, ConsumerKey = options.ConsumerKey, ClientSecret = options.ClientSecret, OrgCurrency = options.OrgCurrency,
            CustomerKeys = options.CustomerKeys, DailyCalls = calls,
        };
    }

    private static ScriptedOrg Obliging(IConnectionState? state = null) =>
        new() { Otherwise = r => ScriptedOrg.Json(WriteResults(r, _ => null)), State = state ?? new PassingConnectionState() };

    private static string NothingNew(SentRequest request) => Composite(request.Parts.Select(p => (p.GetProperty("referenceId").GetString()!, 200, Page([]))));

    private static Task PollAsync(IConnection connection) => connection.BeginCycleAsync(connection.Sources.ToDictionary(s => s.Kind, _ => (Abstractions.Sources.Checkpoint?)null), CancellationToken.None);

    private static async Task<Failure> PollFailureAsync(IConnection connection) => (await Should.ThrowAsync<ConnectorException>(() => PollAsync(connection))).Failure;
}
