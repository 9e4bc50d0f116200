using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Failures.FailureKind;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Http;

public sealed class FailedRequestTests
{
    [Theory]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", Throttled, "24 hours")]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", Throttled, "long-running")]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", Throttled, "long-running")]
    [InlineData(403, "API_DISABLED_FOR_ORG", "API is not enabled", FailureKind.Configuration, "not enabled")]
    [InlineData(403, "SOME_NEW_CODE", "no", FailureKind.Configuration, "may not")]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token", Fatal, "does not understand")]
    [InlineData(400, "SOME_NEW_CODE", "no", FailureKind.Configuration, "HTTP 400")]
    [InlineData(404, "NOT_FOUND", "The requested resource does not exist", FailureKind.Configuration, "does not know")]
    [InlineData(410, "GONE", "retired", FailureKind.Configuration, "version")]
    [InlineData(500, "UNKNOWN_EXCEPTION", "an unexpected error", Transient, "could not serve")]
    [InlineData(503, "SERVER_UNAVAILABLE", "busy", Transient, "could not serve")]
    public async Task Errors_InSalesforceShape_AreSortedByWhatToDo(int status, string code, string message, FailureKind kind, string says)
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors(code, message), (HttpStatusCode)status);

        var failure = await FailureAsync(org);

        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(says);
        failure.Message.ShouldContain(message.TrimEnd('.'));
        failure.NextStep.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(503, "text/html", "<html>We are down for maintenance.</html>", Transient)]
    [InlineData(200, "text/html", "<html>We are down for maintenance.</html>", Transient)]
    [InlineData(200, "application/json", "", Transient)]
    [InlineData(200, "application/json", "{\"totalSize\":1,\"records\":[{\"Id\"", Transient)]
    [InlineData(200, "application/json", "null", Transient)]
    [InlineData(406, "application/json", "", Transient)]
    [InlineData(420, "application/json", "", Transient)]
    [InlineData(429, "application/json", "", Transient)]
    [InlineData(502, "application/json", "[{\"broken", Transient)]
    [InlineData(500, "application/json", "[1,null,{\"x\":1}]", Transient)]
    [InlineData(413, "application/json", "", Fatal)]
    [InlineData(414, "text/html", "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>", Fatal)]
    [InlineData(431, "text/html", "", Fatal)]
    [InlineData(403, "text/html", "<html>denied</html>", FailureKind.Configuration)]
    [InlineData(302, "text/html", "", FailureKind.Configuration)]
    public async Task Errors_InAnyOtherShape_AreSortedByStatus(int status, string type, string body, FailureKind kind)
    {
        using var org = new ScriptedOrg();
        org.Answer(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) });

        (await FailureAsync(org)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task RetryAfter_WhenGiven_IsHonoured()
    {
        using var org = new ScriptedOrg();
        org.Answer(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(90));
            return response;
        });

        var failure = await FailureAsync(org);

        failure.Kind.ShouldBe(Throttled);
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task DailyLimit_WaitsLongerThanTheConcurrentOne()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), HttpStatusCode.Forbidden);
        org.Answer(Errors("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."), HttpStatusCode.Forbidden);

        (await FailureAsync(org)).RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        (await FailureAsync(org)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, Transient)]
    [InlineData(HttpRequestError.NameResolutionError, Transient)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureKind.Configuration)]
    public async Task Network_Faults_AreFailuresAndNotExceptionsOfTheTransport(HttpRequestError error, FailureKind kind)
    {
        using var org = new ScriptedOrg();
        org.Answer(_ => throw new HttpRequestException(error, "no"));

        (await FailureAsync(org)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Redirect_FollowedByTheTransport_IsNotTrusted()
    {
        using var org = new ScriptedOrg();
        org.Answer(_ =>
        {
            var response = ScriptedOrg.Json(Page([]));
            response.RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://elsewhere.example.com/");
            return response;
        });

        var failure = await FailureAsync(org);

        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("elsewhere.example.com");
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_StaysACancellation()
    {
        using var org = new ScriptedOrg();
        using var stop = new CancellationTokenSource();
        await using var connection = org.Connect();
        org.Answer(_ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        });

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in connection.Source(RecordKind.Account).ReadPagesAsync(null, stop.Token))
            {
            }
        });
    }

    private static async Task<Failure> FailureAsync(ScriptedOrg org)
    {
        await using var connection = org.Connect();
        return (await Should.ThrowAsync<ConnectorException>(() => connection.ReadAsync(RecordKind.User))).Failure;
    }
}
