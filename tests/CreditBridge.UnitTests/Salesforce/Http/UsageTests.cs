using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Http;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Http;

public sealed class UsageTests
{
    [Theory]
    [InlineData("api-usage=18/15000", 18L, 15000L)]
    [InlineData("api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)", 25L, 5000L)]
    [InlineData("api-usage=10018/100000; api-bursts=1/750", 10018L, 100000L)]
    [InlineData("api-bursts=1/750;api-usage = 5/6", 5L, 6L)]
    [InlineData("per-app-api-usage=17/250(appName=api-usage=1/2)", null, null)]
    [InlineData("api-usage=many/5", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void LimitInfo_WithWhateverSuffix_IsReadByKey(string? header, long? used, long? allowed)
    {
        var info = LimitInfo.Parse(header);

        info?.Used.ShouldBe(used!.Value);
        (info?.Used, info?.Allowed).ShouldBe((used, allowed));
    }

    [Fact]
    public async Task Usage_OfAPoll_CountsCallsButNotLogins()
    {
        using var org = new ScriptedOrg { LimitInfo = "api-usage=18/15000; api-bursts=1/750" };
        org.Answer(Page([], null));
        await using var connection = org.Connect();

        await connection.ReadAsync(RecordKind.User);

        connection.Usage.ShouldBe(new ConnectionUsage(1) { UsedInPeriod = 18, AllowedInPeriod = 15000 });
    }

    [Fact]
    public async Task Usage_WhenTheTransportRepeats_CountsEveryAttempt()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([], null));
        using var transport = new Repeating(org);
        await using var connection = new SalesforceConnection(org.Context with { Transport = () => transport }, ScriptedOrg.ClientCredentials);

        await connection.ReadAsync(RecordKind.User);

        connection.Usage.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task Requests_NameTheClient_SoThatChangeEventsCanBeToldApart()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([], null));
        await org.Connect().ReadAsync(RecordKind.User);

        org.Calls[0].Headers["Sforce-Call-Options"].ShouldBe("client=CreditBridge");
    }

    private sealed class Repeating(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Options.Set(ConnectionContext.AttemptsKey, 3);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
