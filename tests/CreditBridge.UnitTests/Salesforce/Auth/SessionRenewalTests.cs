using System.Net;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Auth;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Auth;

public sealed class SessionRenewalTests
{
    private static readonly string Expired = Errors("INVALID_SESSION_ID", "Session expired or invalid");

    [Fact]
    public async Task Expired_Session_IsRenewedOnceAndTheRequestRepeatedAtTheNewHost()
    {
        using var org = new ScriptedOrg();
        org.Answer(_ =>
        {
            org.InstanceUrl = "https://moved.my.salesforce.com";
            return ScriptedOrg.Json(Expired, HttpStatusCode.Unauthorized);
        });
        org.Answer(Page([AccountRow(1, "2026-11-21T10:00:00.000+0000")], "/services/data/v67.0/query/01g-1"));
        org.Answer(Page([AccountRow(2, "2026-11-21T10:00:00.000+0000")]));

        var pages = await org.Connect().ReadAsync(RecordKind.Account);

        pages.Sum(p => p.Changes.Count).ShouldBe(2);
        org.Logins.Count.ShouldBe(2);
        org.Calls.Select(c => c.Uri.Host).ShouldBe(["example.my.salesforce.com", "moved.my.salesforce.com", "moved.my.salesforce.com"]);
        org.Calls.Select(c => c.Authorization).ShouldBe([$"Bearer {ScriptedOrg.Token}1", $"Bearer {ScriptedOrg.Token}2", $"Bearer {ScriptedOrg.Token}2"]);
    }

    [Fact]
    public async Task Refused_AgainAfterRenewal_IsAnAuthenticationFailure()
    {
        using var org = new ScriptedOrg { Otherwise = _ => ScriptedOrg.Json(Expired, HttpStatusCode.Unauthorized) };

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure;

        failure.Kind.ShouldBe(FailureKind.Authentication);
        failure.NextStep.ShouldContain("scope");
        org.Calls.Count.ShouldBe(2);
        org.Logins.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("This session is not valid for use with the REST API", "scope")]
    [InlineData("Connected app is not attached to Agent", "of its own")]
    public async Task Refused_ForAReasonThatALoginDoesNotCure_IsNotRenewedAndNamesTheRemedy(string message, string remedy)
    {
        using var org = new ScriptedOrg { Otherwise = _ => ScriptedOrg.Json(Errors("INVALID_SESSION_ID", message), HttpStatusCode.Unauthorized) };

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure;

        failure.Kind.ShouldBe(FailureKind.Authentication);
        failure.NextStep.ShouldContain(remedy);
        org.Logins.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Forbidden_ByALimit_IsNotTakenForALoginProblem()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), HttpStatusCode.Forbidden);

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure;

        failure.Kind.ShouldBe(FailureKind.Throttled);
        org.Logins.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Renewal_ByManyAtOnce_HappensOnce()
    {
        var logins = 0;
        var gate = new TaskCompletionSource();
        var provider = new SharedLogin<Session>(async _ =>
        {
            var number = Interlocked.Increment(ref logins);
            await gate.Task;
            return new Session($"token{number}", new Uri("https://example.my.salesforce.com"));
        });

        var all = Enumerable.Range(0, 50).Select(_ => provider.CurrentAsync(CancellationToken.None)).ToList();
        gate.SetResult();
        var sessions = await Task.WhenAll(all);
        var renewed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.RenewAsync(sessions[0], CancellationToken.None)));

        logins.ShouldBe(2);
        sessions.ShouldAllBe(s => s.AccessToken == "token1");
        renewed.ShouldAllBe(s => s.AccessToken == "token2");
        (await provider.RenewAsync(sessions[0], CancellationToken.None)).AccessToken.ShouldBe("token2");
    }

    [Fact]
    public async Task Renewal_CancelledByOneCaller_GoesOnForTheOthers()
    {
        var gate = new TaskCompletionSource();
        var provider = new SharedLogin<Session>(async _ =>
        {
            await gate.Task;
            return new Session("token", new Uri("https://example.my.salesforce.com"));
        });
        using var impatient = new CancellationTokenSource();

        var first = provider.CurrentAsync(impatient.Token);
        var second = provider.CurrentAsync(CancellationToken.None);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        (await second).AccessToken.ShouldBe("token");
    }

    [Fact]
    public async Task Renewal_ThatFailed_IsTriedAgainByTheNextRequest()
    {
        var logins = 0;
        var provider = new SharedLogin<Session>(_ => ++logins == 1
            ? throw new ConnectorException(new Failure(FailureKind.Transient, "down", "wait"))
            : Task.FromResult(new Session("token", new Uri("https://example.my.salesforce.com"))));

        await Should.ThrowAsync<ConnectorException>(() => provider.CurrentAsync(CancellationToken.None));

        (await provider.CurrentAsync(CancellationToken.None)).AccessToken.ShouldBe("token");
    }

    [Fact]
    public async Task Failure_OfAnyRequest_ShowsNoSecret()
    {
        using var org = new ScriptedOrg { Otherwise = r => ScriptedOrg.Json(Errors("UNKNOWN_EXCEPTION", $"failed for {r.Authorization} at {r.Uri}"), HttpStatusCode.InternalServerError) };

        var exception = await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account));

        exception.ToString().ShouldNotContain("secret_session");
        exception.ToString().ShouldNotContain("very-secret-value");
        exception.Failure.Message.ShouldContain("[secret]");
    }
}
