using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.UnitTests.Resilience;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>Access tokens: how they are got, and what happens when they end.</summary>
public sealed class TokenTests
{
    private const string ClientCredentials = "{kind: oauth2_client_credentials, client_id: \"client:1\", client_secret: {secret: SECRET}, token_path: oauth/token, scope: read all, parameters: {audience: erp} }";
    private const string Refresh = "{kind: oauth2_refresh_token, client_id: \"client:1\", client_secret: {secret: SECRET}, refresh_token: {secret: REFRESH}, token_path: oauth/token}";

    private readonly JumpingClock _clock = new(TimeSpan.Zero);

    [Theory]
    [InlineData("header")]
    [InlineData("form")]
    public async Task ClientCredentials_OneToken_ServesAllPages(string send)
    {
        var stub = new TokenStub();
        var customers = await ReadAsync(stub, ClientCredentials.Replace("scope", $"send: {send}, scope", StringComparison.Ordinal));
        customers.ShouldBe(CustomerPages.Customers);
        var form = stub.Asked.ShouldHaveSingleItem();
        (form["scope"], form["audience"], form.ContainsKey("client_secret")).ShouldBe(("read all", "erp", send == "form"));
        stub.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task TokenThatIsAboutToEnd_IsRenewedBeforeItIsRefused()
    {
        var stub = new TokenStub { Before = { [2] = _ => _clock.Advance(TimeSpan.FromSeconds(550)) } };
        (await ReadAsync(stub, ClientCredentials)).ShouldBe(CustomerPages.Customers);
        (stub.Asked.Count, stub.Refused).ShouldBe((2, 0));
    }

    [Fact]
    public async Task TokenThatEndsOnTheWay_IsRenewedOnce()
    {
        var stub = new TokenStub { Before = { [2] = s => s.Revoke() } };
        (await ReadAsync(stub, ClientCredentials)).ShouldBe(CustomerPages.Customers);
        (stub.Asked.Count, stub.Refused).ShouldBe((2, 1));
    }

    [Fact]
    public async Task RefreshToken_IsExchangedForTheNext()
    {
        var stub = new TokenStub { RefreshToken = "refresh-0", Before = { [2] = s => s.Revoke(), [3] = _ => _clock.Advance(TimeSpan.FromMinutes(10)) } };
        (await ReadAsync(stub, Refresh)).ShouldBe(CustomerPages.Customers);
        stub.Asked.Select(f => f["refresh_token"]).ShouldBe(["refresh-0", "refresh-1", "refresh-2"]);
    }

    [Fact]
    public async Task TokensThatAreNeverAccepted_EndAfterOneRenewal()
    {
        var stub = new TokenStub { AcceptsTokens = false };
        var failure = await FailureAsync(stub, ClientCredentials);
        (failure.Kind, stub.Asked.Count, stub.Refused).ShouldBe((FailureKind.Authentication, 2, 2));
        failure.Message.ShouldStartWith("The login is accepted, but the request after it is not.");
        failure.ToString().ShouldNotContain("access-");
    }

    [Fact]
    public async Task UnknownClient_IsAuthentication_WithoutTheSecret()
    {
        var failure = await FailureAsync(new TokenStub(), ClientCredentials.Replace("client:1", "other", StringComparison.Ordinal));
        (failure.Kind, failure.Code, failure.Where).ShouldBe((FailureKind.Authentication, "invalid_client", "login"));
        failure.ToString().ShouldNotContain("top-secret");
    }

    [Fact]
    public async Task RefreshTokenThatEnded_SaysWhoMustGrantAnew()
    {
        var failure = await FailureAsync(new TokenStub { RefreshToken = "another" }, Refresh);
        (failure.Kind, failure.Code).ShouldBe((FailureKind.Authentication, "invalid_grant"));
        failure.NextStep.ShouldContain("grant access again");
    }

    [Fact]
    public async Task LoginThatEndsOnTheWay_AndIsRefusedThen_LeavesWhatWasRead()
    {
        var stub = new TokenStub();
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = Folder(server, ClientCredentials);
        await folder.ReadAsync(RecordKind.ErpCustomer);
        stub.Before[2] = s => (s.RefreshToken, s.AcceptsTokens) = ("only refreshing now", false);
        (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure.Kind.ShouldBe(FailureKind.Authentication);
        folder.Engines[RecordKind.ErpCustomer].Records.Count.ShouldBe(CustomerPages.Customers);
    }

    [Fact]
    public async Task ManyRequestsAtOnce_LogInOnce()
    {
        var stub = new TokenStub();
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = Folder(server, ClientCredentials);
        await using var connection = folder.Connect();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CountAsync(connection)));
        stub.Asked.Count.ShouldBe(1);
    }

    private static async Task<int> CountAsync(IConnection connection)
    {
        var count = 0;
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default))
            count += page.Changes.Count;
        return count;
    }

    private async Task<int> ReadAsync(TokenStub stub, string auth)
    {
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = Folder(server, auth);
        return (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count;
    }

    private async Task<Failure> FailureAsync(TokenStub stub, string auth) => (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(stub, auth))).Failure;

    private RestFolder Folder(StubServer server, string auth)
    {
        var folder = new RestFolder(CustomerPages.Mapping(auth), server.Url) { Options = { Secrets = { ["SECRET"] = "top-secret+", ["REFRESH"] = "refresh-0" } } };
        folder.Context = folder.Context with { Clock = _clock };
        return folder;
    }
}
